"""Documents in, bitexts out: the text model, languages, sentences, formats."""

from corpus.caches import Recent, once
from corpus.detection import detect_language, language_chances
from corpus.documents import (
    UNDETERMINED,
    bilingual_from_text,
    document_from_text,
    pair_from_texts,
    read,
    read_bilingual,
    read_lines,
    read_pair,
    read_versions,
)
from corpus.errors import FedeleError, InputError, ModelError, UsageError
from corpus.formats import WordFile, WordParagraph, is_paired, is_readable, open_word
from corpus.inputs import File, FileLike, read_bytes
from corpus.languages import Language, known_languages, load_language, primary_subtag
from corpus.languages.lookup import asked_language, find_language
from corpus.limits import Limits, default_limits
from corpus.limits_file import load_limits
from corpus.notes import Note, counted, in_language, load_sentences
from corpus.provenance import load_numbers
from corpus.sentences import split_sentences
from corpus.table import Table, named_column, read_table
from corpus.terms import Term, Termbase, read_terms
from corpus.text import Document, Paragraph, Progress, Role, SentenceId, Side, Span
from corpus.word_frequency import commonness, is_covered

__all__ = [
    "UNDETERMINED",
    "Document",
    "FedeleError",
    "File",
    "FileLike",
    "InputError",
    "Language",
    "Limits",
    "ModelError",
    "Note",
    "Paragraph",
    "Progress",
    "Recent",
    "Role",
    "SentenceId",
    "Side",
    "Span",
    "Table",
    "Term",
    "Termbase",
    "UsageError",
    "WordFile",
    "WordParagraph",
    "asked_language",
    "bilingual_from_text",
    "commonness",
    "counted",
    "default_limits",
    "detect_language",
    "document_from_text",
    "find_language",
    "in_language",
    "is_covered",
    "is_paired",
    "is_readable",
    "known_languages",
    "language_chances",
    "load_language",
    "load_limits",
    "load_numbers",
    "load_sentences",
    "named_column",
    "once",
    "open_word",
    "pair_from_texts",
    "primary_subtag",
    "read",
    "read_bilingual",
    "read_bytes",
    "read_lines",
    "read_pair",
    "read_table",
    "read_terms",
    "read_versions",
    "split_sentences",
]
