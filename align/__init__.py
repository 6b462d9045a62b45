"""Which sentence and paragraph renders which: encoders and alignment."""

from align import exact
from align.arrays import read_arrays
from align.bead import Alignment, Aside, Bead, Group, GroupKind, SentenceBead
from align.document import align
from align.encoder import (
    AdditiveEncoder,
    ContextualEncoder,
    Encoder,
    RunVectors,
    TokenLayers,
    Vectors,
    WordVectors,
)
from align.evaluate import Agreement, Evaluation, evaluate
from align.gold import read_gold
from align.heap import Heap, Match, MatchKind, Unmatched, pair_documents
from align.models import list_encoders, load_encoder
from align.segments import align_segments
from align.sketch import Sketch, sketch
from align.threads import in_turn, let_others, spread
from align.weights import Packaged

__all__ = [
    "AdditiveEncoder",
    "Agreement",
    "Alignment",
    "Aside",
    "Bead",
    "ContextualEncoder",
    "Encoder",
    "Evaluation",
    "Group",
    "GroupKind",
    "Heap",
    "Match",
    "MatchKind",
    "Packaged",
    "RunVectors",
    "SentenceBead",
    "Sketch",
    "TokenLayers",
    "Unmatched",
    "Vectors",
    "WordVectors",
    "align",
    "align_segments",
    "evaluate",
    "exact",
    "in_turn",
    "let_others",
    "list_encoders",
    "load_encoder",
    "pair_documents",
    "read_arrays",
    "read_gold",
    "sketch",
    "spread",
]
