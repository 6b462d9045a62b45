"""Tokenizers of borrowed models: as transformers has them, or from their SentencePiece file alone.

Several published encoders come with nothing but that file, which transformers reads with one more
package; fedele has sentencepiece anyway.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from metrics.judges.borrowed.decoding import Offsets
from metrics.judges.borrowed.files import refusal

WHOLE = "tokenizer.json"
"""The file that transformers reads by itself."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text's tokens, those that begin and end it included, and where they stand."""

    ids: tuple[int, ...]
    offsets: Offsets

    def __len__(self) -> int:
        return len(self.ids)


class Tokenizer(Protocol):
    """Cuts texts into tokens."""

    @property
    def padding(self) -> int:
        """The token that fills a row up."""
        ...

    def cut(self, texts: Sequence[str], longest: int) -> list[Tokens]:
        """Each text's tokens, at most so many."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class LibraryTokenizer:
    """One of transformers."""

    library: Any

    @property
    def padding(self) -> int:
        """See `Tokenizer`."""
        return int(self.library.pad_token_id)

    def cut(self, texts: Sequence[str], longest: int) -> list[Tokens]:
        """See `Tokenizer`."""
        found = self.library(
            list(texts), truncation=True, max_length=longest, return_offsets_mapping=True
        )
        pairs = zip(found["input_ids"], found["offset_mapping"], strict=True)
        return [Tokens(tuple(ids), tuple(map(tuple, places))) for ids, places in pairs]


@dataclass(frozen=True, slots=True)
class Pieces:
    """How a family of models numbers the pieces of its SentencePiece file.

    Attributes:
        begin, end: the tokens before and behind a text.
        padding: the token that fills a row up.
        unknown: the token for what is not in the vocabulary.
        shift: what is added to the number of any other piece.
    """

    begin: tuple[int, ...]
    end: tuple[int, ...]
    padding: int
    unknown: int
    shift: int


PIECES: Mapping[str, Pieces] = {
    "sentencepiece.bpe.model": Pieces((0,), (2,), padding=1, unknown=3, shift=1),
    "spiece.model": Pieces((), (1,), padding=0, unknown=2, shift=0),
}
"""By the file's name: XLM-R's, and T5's."""


@dataclass(frozen=True, slots=True, eq=False)
class PieceTokenizer:
    """One that is made of a SentencePiece file."""

    library: Any
    pieces: Pieces

    @property
    def padding(self) -> int:
        """See `Tokenizer`."""
        return self.pieces.padding

    def cut(self, texts: Sequence[str], longest: int) -> list[Tokens]:
        """See `Tokenizer`."""
        return [self._cut(text, longest) for text in texts]

    def _cut(self, text: str, longest: int) -> Tokens:
        kind, unknown = self.pieces, self.library.unk_id()
        found = self.library.encode(text, return_type="offset_mapping")
        room = longest - len(kind.begin) - len(kind.end)
        ids = (kind.unknown if it == unknown else it + kind.shift for it in found["ids"][:room])
        places = ((first, end) for first, end in found["offsets"][:room])
        nowhere = (0, 0)
        return Tokens(
            (*kind.begin, *ids, *kind.end),
            (*[nowhere] * len(kind.begin), *places, *[nowhere] * len(kind.end)),
        )


def has_tokenizer(folder: Path) -> bool:
    """Whether a folder holds the file of one."""
    return any((folder / file).is_file() for file in (WHOLE, *PIECES))


def load_tokenizer(folder: Path, name: str) -> Tokenizer:
    """The tokenizer in a folder.

    Raises:
        ModelError: it cannot be read.
    """
    file = next((it for it in PIECES if (folder / it).is_file()), None)
    try:
        if file is None or (folder / WHOLE).is_file():
            from transformers import AutoTokenizer

            return LibraryTokenizer(
                AutoTokenizer.from_pretrained(
                    folder, local_files_only=True, trust_remote_code=False
                )
            )
        from sentencepiece import SentencePieceProcessor

        return PieceTokenizer(SentencePieceProcessor(str(folder / file)), PIECES[file])
    except Exception as error:  # three libraries read them, each with errors of its own
        raise refusal(name, f"its tokenizer cannot be read ({type(error).__name__})") from error
