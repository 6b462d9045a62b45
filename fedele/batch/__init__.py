"""Whole archives: many pairs, reviewed side by side, into tables, reports and an index."""

from fedele.batch.archive import Archive, open_archive
from fedele.batch.cluster import run_on_cluster
from fedele.batch.job import Backend, Job, Outcome, Pair, Recipe, do_job, failed
from fedele.batch.rows import (
    BATCH_FLAG_COLUMNS,
    BATCH_SEGMENT_COLUMNS,
    DOCUMENT_COLUMNS,
    DocumentRow,
)
from fedele.batch.run import Batch, Tally, review_archive
from fedele.workers import run_locally

__all__ = [
    "BATCH_FLAG_COLUMNS",
    "BATCH_SEGMENT_COLUMNS",
    "DOCUMENT_COLUMNS",
    "Archive",
    "Backend",
    "Batch",
    "DocumentRow",
    "Job",
    "Outcome",
    "Pair",
    "Recipe",
    "Tally",
    "do_job",
    "failed",
    "open_archive",
    "review_archive",
    "run_locally",
    "run_on_cluster",
]
