"""What a review holds: its flags, numbered and named, the decisions about them, its tables."""
