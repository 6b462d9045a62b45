"""Commands that measure and fit; see README.md."""
