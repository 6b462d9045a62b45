"""The default encoder, read once for all tests that only use it."""

from functools import cache

from align import load_encoder

default_encoder = cache(load_encoder)
