"""Which sentence and paragraph renders which: encoders and alignment."""

from align.bead import Alignment, Aside, Bead, Group, GroupKind, SentenceBead
from align.encoder import AdditiveEncoder, Encoder, RunVectors, Vectors, WordVectors
from align.models import load_encoder

__all__ = [
    "AdditiveEncoder",
    "Alignment",
    "Aside",
    "Bead",
    "Encoder",
    "Group",
    "GroupKind",
    "RunVectors",
    "SentenceBead",
    "Vectors",
    "WordVectors",
    "load_encoder",
]
