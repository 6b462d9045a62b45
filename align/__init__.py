"""Which sentence and paragraph renders which: encoders and alignment."""

from align.bead import Alignment, Aside, Bead, Group, GroupKind, SentenceBead
from align.computing import exact
from align.computing.arrays import read_arrays
from align.computing.threads import in_turn, let_others, spread
from align.documents.document import align
from align.encoders.e5_network import PaddedBatch, TransformerLayer
from align.encoders.e5_weights import LayerWeights, Norm
from align.encoders.loading import list_encoders, load_encoder
from align.encoders.model_folder import check_model_folder
from align.encoders.packaged import Packaged
from align.encoders.protocol import (
    AdditiveEncoder,
    ContextualEncoder,
    Encoder,
    RunVectors,
    TokenLayers,
    Vectors,
    WordVectors,
)
from align.evaluation import Agreement, Evaluation, evaluate
from align.gold import read_gold
from align.pairing.matching import Match, MatchKind, PairedDocuments, Unmatched, pair_documents
from align.pairing.sketch import Sketch, sketch_document
from align.segments import align_segments

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
    "LayerWeights",
    "Match",
    "MatchKind",
    "Norm",
    "Packaged",
    "PaddedBatch",
    "PairedDocuments",
    "RunVectors",
    "SentenceBead",
    "Sketch",
    "TokenLayers",
    "TransformerLayer",
    "Unmatched",
    "Vectors",
    "WordVectors",
    "align",
    "align_segments",
    "check_model_folder",
    "evaluate",
    "exact",
    "in_turn",
    "let_others",
    "list_encoders",
    "load_encoder",
    "pair_documents",
    "read_arrays",
    "read_gold",
    "sketch_document",
    "spread",
]
