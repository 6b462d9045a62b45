"""What the files of a collection are: documents, pairs by themselves, or unreadable.

Files are read in processes of their own (`fedele.workers`), so that one that hangs, needs too much
memory or crashes its reader costs no more than itself.
"""

from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import ClassVar

from corpus import (
    UNDETERMINED,
    Document,
    FedeleError,
    File,
    InputError,
    Limits,
    detect_language,
    is_paired,
    read,
    read_bilingual,
    read_bytes,
)
from fedele.batch.languages import Asked
from fedele.batch.names import printable
from fedele.pairing.languages import likeliest
from fedele.workers import run_locally, unforeseen


@dataclass(frozen=True, slots=True)
class Found:
    """What a file holds.

    Attributes:
        path: the file, from the collection's folder.
        documents: one language version or two; none where it could not be read. The one is
            undetermined where its language is not sure.
        error: why it could not be read, in one line.
    """

    path: str
    documents: tuple[Document, ...] = ()
    error: str = ""


@dataclass(frozen=True, slots=True)
class ToRead:
    """A file to read.

    Attributes:
        path: from the collection's folder.
        counts: how many documents of the collection are in each language, where that is to tell
            its own.
    """

    path: str
    counts: dict[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the files of a folder; a `fedele.workers.Work`."""

    folder: Path
    asked: Asked
    limits: Limits
    what: ClassVar[str] = "reading it"

    def read_all(self, paths: Iterable[str]) -> Iterator[Found]:
        """What each file holds, in the order in which they are read."""
        yield from self._run(ToRead(path) for path in paths)

    def read_again(self, paths: Iterable[str], counts: dict[str, int]) -> Iterator[Found]:
        """The same of files with one version, which are in the language that is likeliest."""
        yield from self._run(ToRead(path, counts) for path in paths)

    def _run(self, jobs: Iterator[ToRead]) -> Iterator[Found]:
        with closing(run_locally(jobs, self)) as outcomes:
            yield from outcomes

    def warm_up(self) -> None:
        """Load the language identifier."""
        detect_language(" ".join(_WARM_UP))

    def do(self, job: ToRead) -> Found:
        """Read a file; whatever is wrong with it is what it is."""
        try:
            return Found(job.path, self._documents(job))
        except FedeleError as error:
            return Found(job.path, error=str(error))
        except MemoryError:
            raise
        except Exception as error:  # one bad file is never the end of the run
            return Found(job.path, error=f"{printable(job.path)}: {unforeseen(error)}")

    def failed(self, job: ToRead, error: str) -> Found:
        """A file that took too long or too much, or ended its reader."""
        return Found(job.path, error=f"{printable(job.path)}: {error}")

    def _documents(self, job: ToRead) -> tuple[Document, ...]:
        if printable(job.path) != job.path:
            raise InputError(f"{printable(job.path)}: its name is no text; rename it")
        file = File(job.path, read_bytes(self.folder / job.path, self.limits, name=job.path))
        if job.counts is not None:
            return (self._likeliest(file, job.counts),)
        return self._versions(file) or (self._single(file),)

    def _versions(self, file: File) -> tuple[Document, ...]:
        """Both versions where there are two."""
        try:
            return read_bilingual(
                file,
                source_language=self.asked.source,
                target_language=self.asked.target,
                limits=self.limits,
            )
        except InputError:  # it holds one version, or what is wrong shows when it is read as one
            return ()

    def _single(self, file: File) -> Document:
        """One version; where no paragraph tells its language, the collection may."""
        try:
            return read(file, limits=self.limits)
        except InputError:
            if is_paired(file.name):
                raise
            return read(file, language=UNDETERMINED, limits=self.limits)

    def _likeliest(self, file: File, counts: dict[str, int]) -> Document:
        document = read(file, language=UNDETERMINED, limits=self.limits)
        code = likeliest(document, MappingProxyType(counts))
        if code is None:
            raise InputError(f"{file.name}: has no words that tell its language")
        return read(file, language=code, limits=self.limits)


_WARM_UP = ("the", "quick", "brown", "fox", "jumps", "over")
