"""Documents in, bitexts out: the text model, languages, sentences, formats."""

from corpus.errors import FedeleError, InputError, ModelError, UsageError
from corpus.languages import Language, known_languages, language, primary_subtag
from corpus.provenance import load_numbers
from corpus.text import Document, Paragraph, Progress, Role, SentenceId, Side, Span

__all__ = [
    "Document",
    "FedeleError",
    "InputError",
    "Language",
    "ModelError",
    "Paragraph",
    "Progress",
    "Role",
    "SentenceId",
    "Side",
    "Span",
    "UsageError",
    "known_languages",
    "language",
    "load_numbers",
    "primary_subtag",
]
