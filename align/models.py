"""Encoders by name."""

from align.encoder import Encoder
from align.weights import Packaged, packaged_encoders

DEFAULT = "use"


def load_encoder(name: str = DEFAULT) -> Encoder:
    """The encoder of that name.

    Args:
        name: "use" (the default) or "e5-small", whose weights ship in a package, or a
            sentence-transformers model by name or folder.

    Raises:
        ModelError: it is not here, or damaged; the message says how to get it.
    """
    packaged = packaged_encoders().get(name)
    if packaged is None:
        from align.transformer import load_named

        return load_named(name)
    if packaged.name == DEFAULT:
        from align.universal import UniversalEncoder

        return UniversalEncoder(packaged)
    from align.e5 import E5Encoder

    return E5Encoder(packaged)


def list_encoders() -> list[Packaged]:
    """The encoders whose weights ship in a package, installed or not (`Packaged.folder`)."""
    return list(packaged_encoders().values())
