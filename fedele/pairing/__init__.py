"""Pairs in a folder without naming rules: by what its documents say."""

from fedele.pairing.folder import pair_folder
from fedele.pairing.found import Paired, Pairing, PairKind, Unpaired

__all__ = ["PairKind", "Paired", "Pairing", "Unpaired", "pair_folder"]
