"""Encoders by name."""

from align.encoders.packaged import Packaged, packaged_encoders
from align.encoders.protocol import Encoder
from corpus import once

DEFAULT = "use"


def load_encoder(name: str = DEFAULT) -> Encoder:
    """The encoder of that name.

    Args:
        name: "use" (the default) or "e5-small", whose weights ship in a package, or a
            sentence-transformers model by name or folder.

    Raises:
        ModelError: it is not here, or damaged; the message says how to get it.
    """
    if name in packaged_encoders():
        return _packaged(name)
    from align.encoders.transformer import load_named

    return load_named(name)


@once
def _packaged(name: str) -> Encoder:
    """It never changes, and any number of threads may use it, so that one a process will do."""
    packaged = packaged_encoders()[name]
    if name == DEFAULT:
        from align.encoders.universal import UniversalEncoder

        return UniversalEncoder(packaged)
    from align.encoders.e5 import E5Encoder

    return E5Encoder(packaged)


def list_encoders() -> list[Packaged]:
    """The encoders whose weights ship in a package, installed or not (`Packaged.folder`)."""
    return list(packaged_encoders().values())
