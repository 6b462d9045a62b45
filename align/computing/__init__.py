"""How numbers are computed: the same to the bit everywhere, in threads that take turns."""
