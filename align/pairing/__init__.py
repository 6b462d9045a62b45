"""Many documents of two languages: which renders which."""
