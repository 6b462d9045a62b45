"""Review a translation against its source: what was added or dropped, to the word.

    >>> import fedele
    >>> result = fedele.review("analysis.txt")  # doctest: +SKIP
    >>> result.flags[["kind", "severity", "source_text", "target_text"]]  # doctest: +SKIP

Names are loaded when they are first used, so that importing costs nothing.
"""

from importlib import import_module
from importlib.machinery import PathFinder
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from align import align, align_segments, list_encoders, load_encoder
    from corpus import (
        FedeleError,
        File,
        InputError,
        Limits,
        ModelError,
        Term,
        UsageError,
        document_from_text,
        load_limits,
        read,
        read_bilingual,
        read_pair,
    )
    from fedele.batch import Batch, review_archive
    from fedele.findings.decisions import (
        Decision,
        Ruling,
        merge_decisions,
        read_decisions,
        write_decisions,
    )
    from fedele.pairing import Pairing, pair_folder
    from fedele.pipeline import review, review_documents, review_texts
    from fedele.result import Review
    from fedele.scoring.revision import Revision, compare_versions
    from fedele.scoring.scores import Scores, score
    from metrics import Verdict, fidelity, find_flags

_HOMES = {
    "align": ("align", "align_segments", "list_encoders", "load_encoder"),
    "corpus": (
        "FedeleError",
        "File",
        "InputError",
        "Limits",
        "ModelError",
        "Term",
        "UsageError",
        "document_from_text",
        "load_limits",
        "read",
        "read_bilingual",
        "read_pair",
    ),
    "fedele.batch": ("Batch", "review_archive"),
    "fedele.findings.decisions": (
        "Decision",
        "Ruling",
        "merge_decisions",
        "read_decisions",
        "write_decisions",
    ),
    "fedele.pairing": ("Pairing", "pair_folder"),
    "fedele.pipeline": ("review", "review_documents", "review_texts"),
    "fedele.result": ("Review",),
    "fedele.scoring.revision": ("Revision", "compare_versions"),
    "fedele.scoring.scores": ("Scores", "score"),
    "metrics": ("Verdict", "fidelity", "find_flags"),
}

__all__ = [
    "Batch",
    "Decision",
    "FedeleError",
    "File",
    "InputError",
    "Limits",
    "ModelError",
    "Pairing",
    "Review",
    "Revision",
    "Ruling",
    "Scores",
    "Term",
    "UsageError",
    "Verdict",
    "align",
    "align_segments",
    "compare_versions",
    "document_from_text",
    "fidelity",
    "find_flags",
    "list_encoders",
    "load_encoder",
    "load_limits",
    "merge_decisions",
    "pair_folder",
    "read",
    "read_bilingual",
    "read_decisions",
    "read_pair",
    "review",
    "review_archive",
    "review_documents",
    "review_texts",
    "score",
    "write_decisions",
]


def _check_rooms() -> None:
    """Refuse to work with other packages that happen to have the names of ours."""
    home = Path(__file__).resolve().parents[1]
    for room in ("corpus", "align", "metrics"):
        spec = PathFinder.find_spec(room)
        ours = home / room / "__init__.py"
        if spec and spec.origin and Path(spec.origin).resolve() != ours:
            raise ImportError(
                f"fedele's package `{room}` is hidden by another of that name: {spec.origin}; "
                "rename that, or take its folder off the path"
            )


_check_rooms()


def __getattr__(name: str) -> object:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(home), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
