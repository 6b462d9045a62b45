"""A document and its translation: sentences to beads, paragraphs to groups."""
