"""The desk: read, align, score, flag, report."""
