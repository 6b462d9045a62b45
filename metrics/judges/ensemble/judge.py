"""The judge: each bead seen from both its sides, and what the fitted models make of that."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np

from align import AdditiveEncoder
from corpus import Progress, Recent, Side
from metrics.comparison import Comparison
from metrics.grammar import load_grammar
from metrics.judges.ensemble.phrase_judge import EnsemblePhrases
from metrics.judges.ensemble.signals import measure
from metrics.judges.ensemble.strain import strain_features
from metrics.judges.ensemble.vectors import context_encoder, word_features
from metrics.judges.ensemble.view import BeadViews, View, read_together, read_views
from metrics.judges.ensemble.weights import Weights, load_weights
from metrics.judges.protocol import Column, JudgedBead, JudgedSide
from metrics.segment import Segment, cut_segments

BEADS = 1_000
"""Beads of which it is kept what was said: those of a text that is being edited."""
NO_WORDS: Column = np.zeros(0)


@dataclass(frozen=True, slots=True, eq=False)
class EnsembleJudge:
    """Implements `metrics.judges.Judge`.

    Attributes:
        weights: of the models that it asks.
    """

    weights: Weights

    def judge(
        self, comparison: Comparison, progress: Progress | None = None
    ) -> Sequence[JudgedBead]:
        """Every bead; of what was judged not long ago, as it was then."""
        languages = comparison.source.language, comparison.target.language
        segments = cut_segments(comparison)
        judged = list[JudgedBead]()
        for some in read_together(read_views(comparison, segments)):
            keys = [self._key(languages, views) for views in some]
            said = _SAID.get(keys, partial(self._said, dict(zip(keys, some, strict=True))))
            for key, views, each in zip(keys, some, said, strict=True):
                judged.append(self._bead(key, segments[len(judged)], views, each))
            if progress:
                progress("words", len(judged), len(segments))
        return judged

    def _key(self, languages: tuple[str, str], views: BeadViews) -> "BeadKey":
        return BeadKey(self.weights, languages, *(_view_key(views.get(side)) for side in Side))

    def _said(self, known: Mapping["BeadKey", BeadViews], new: Sequence["BeadKey"]) -> list["Said"]:
        """What the models say of some beads, all asked at once."""
        views = [view for key in new for view in known[key].values()]
        if not views:
            return [Said({}, {}, {}) for _ in new]
        outputs = self.weights.words.outputs(word_features(views, self.weights.words.sources))
        ends = np.cumsum([len(view.own) for view in views])[:-1]
        likely = iter(np.split(self.weights.words.likely(outputs), ends))
        strain = iter(np.split(self.weights.strain.strain(outputs), ends))
        found = []
        for key in new:
            sides = known[key]
            differences = {side: next(likely) for side in sides}
            strains = {side: next(strain) for side in sides}
            features = strain_features(sides, strains, key.languages)
            found.append(Said(differences, strains, features))
        return found

    def _bead(
        self, key: "BeadKey", segments: Mapping[Side, Segment], views: BeadViews, said: "Said"
    ) -> JudgedBead:
        source, target = (
            JudgedSide(
                side,
                segment,
                said.difference.get(side, NO_WORDS),
                said.strain.get(side, NO_WORDS),
            )
            for side, segment in segments.items()
        )
        if len(views) < len(Side):
            return JudgedBead(source, target)
        grammars = {side: load_grammar(it) for side, it in zip(Side, key.languages, strict=True)}
        phrases = EnsemblePhrases(views, said.difference, grammars, self.weights.phrases, key)
        return JudgedBead(source, target, phrases, said.features)


class ViewKey(NamedTuple):
    """All that a bead is judged by from one of its sides.

    Attributes:
        encoder: what reads it.
        texts: its own, the one that it faces, those beside that one.
        measured: what the signals give, as bytes.
    """

    encoder: AdditiveEncoder
    texts: tuple[str, ...]
    measured: bytes


class BeadKey(NamedTuple):
    """All that a bead is judged by.

    Attributes:
        weights: of the models.
        languages: of source and target.
        source, target: the bead from each side, None from one without words.
    """

    weights: Weights
    languages: tuple[str, str]
    source: ViewKey | None
    target: ViewKey | None


class Said(NamedTuple):
    """What the models say of a bead: a number a word, by side, and what makes up its strain."""

    difference: Mapping[Side, Column]
    strain: Mapping[Side, Column]
    features: Mapping[str, float]


_SAID: Recent[BeadKey, Said] = Recent(BEADS)


def load_ensemble_judge(effort: str) -> EnsembleJudge:
    """The judge with the weights that ship.

    Raises:
        ModelError: the transformer that an effort needs is not installed.
    """
    weights = load_weights(effort)
    if "context" in weights.words.sources:
        context_encoder()
    return EnsembleJudge(weights)


def _view_key(view: View | None) -> ViewKey | None:
    if view is None:
        return None
    texts = tuple(it.segment.text for it in (*view.facing, *view.near))
    return ViewKey(view.own.encoder, texts, np.stack(list(measure(view).values())).tobytes())
