"""What is fuzzed, by name; see `bench/fuzz.py`."""

from bench.fuzzing.alignments import ALIGNMENTS
from bench.fuzzing.files import FILES
from bench.fuzzing.formats import FORMATS
from bench.fuzzing.readers import READERS
from bench.fuzzing.reviews import REVIEWS

TARGETS = {**READERS, **FORMATS, **FILES, **ALIGNMENTS, **REVIEWS}
