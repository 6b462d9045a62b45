"""Documents in, bitexts out: the text model, languages, sentences, formats."""

from corpus.errors import FedeleError, InputError, ModelError, UsageError
from corpus.text import Document, Paragraph, Progress, Role, SentenceId, Side, Span

__all__ = [
    "Document",
    "FedeleError",
    "InputError",
    "ModelError",
    "Paragraph",
    "Progress",
    "Role",
    "SentenceId",
    "Side",
    "Span",
    "UsageError",
]
