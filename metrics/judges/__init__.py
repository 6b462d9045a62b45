"""Who says how well words are rendered."""
