"""What may lie beside a checkout, ../shared: it adds to the texts that the repository holds."""

import gzip
import json
from pathlib import Path

SHARED = Path(__file__).resolve().parents[3] / "shared"
NTREX = SHARED / "data" / "ntrex-dev.en-it.tsv"
SWISSGOV = SHARED / "data" / "swissgov-dev.en-it.jsonl.gz"
SEEDS = tuple(sorted((SHARED / "seeds").glob("*.txt")))
"""Three real articles, or none: the analysis in both languages, and two on the same events."""


def swissgov_pages() -> list[dict[str, str]]:
    """SwissGov-RSD's development pages, "it" and "en"; none where they are not here."""
    if not SWISSGOV.exists():
        return []
    with gzip.open(SWISSGOV, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]
