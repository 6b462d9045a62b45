"""The search for beads: which segments of one side render which of the other."""
