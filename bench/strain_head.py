"""Fit the layer that makes strain of what the ensemble reads (`metrics/judges/ensemble/head.py`).

A damaged line shall have more strain than the same line undamaged: the logistic function of the
difference says how likely it comes out so (bradley-terry-1952). Damage to form alone takes no
part. `bench/strain_ranking.py` says how often it does on held-out lines.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

import align
from bench.strain_data import Key, LinesRead, damaged_lines
from bench.word_network import heard
from corpus import Side
from metrics.judges.ensemble.head import head_rows
from metrics.judges.ensemble.network import CLIP
from metrics.judges.ensemble.words import Ensemble

FORM = ("case", "punc", "tokenized", "lower")
WIDTH, DROP = 48, 0.2
EPOCHS, RATE, DECAY, BATCH = 10, 2e-3, 0.05, 64
SHARPNESS = 10.0
"""How much of a difference in strain makes it all but certain."""
MINOR = 0.1
"""What minor kinds of damage count beside others."""
BIAS = -2.0
"""Where strain starts before fitting: low."""

Rows = NDArray[np.float32]
Sides = tuple[Rows, Rows]


@dataclass(frozen=True, slots=True)
class Contest:
    """One line undamaged and damaged, each as the rows of its two sides."""

    kind: str
    severity: str
    key: Key
    good: Sides
    bad: Sides


def contests(ensemble: Ensemble, encoder: align.AdditiveEncoder, cache: Path) -> list[Contest]:
    """Every damaged line beside its undamaged one, as the ensemble reads them."""
    known: dict[int, dict[Key, Sides]] = {}
    found = []
    for kind, severity, bad, good in damaged_lines(encoder, cache):
        if id(good) not in known:
            known = {id(good): _read(ensemble, good)}
        found += [
            Contest(kind, severity, key, known[id(good)][key], sides)
            for key, sides in _read(ensemble, bad).items()
        ]
    return found


def _read(ensemble: Ensemble, lines: LinesRead) -> dict[Key, Sides]:
    sides: dict[Key, dict[int, Rows]] = defaultdict(dict)
    for item, key in zip(lines.items, lines.keys, strict=True):
        sides[key][item.side] = head_rows(heard(ensemble, item))
    return {key: (both[0], both[1]) for key, both in sides.items() if len(both) == len(Side)}


def fit_head(some: Sequence[Contest]) -> dict[str, NDArray[Any]]:
    """The arrays that `metrics.judges.ensemble.head.parse_head` takes."""
    torch.manual_seed(0)
    learnt = [it for it in some if not any(form in it.kind for form in FORM)]
    rows = np.concatenate([side for it in learnt[:: len(learnt) // 400 + 1] for side in it.good])
    scaling = rows.mean(0), rows.std(0) + 1e-3
    layers = nn.Sequential(
        nn.Dropout(DROP), nn.Linear(rows.shape[1], WIDTH), nn.GELU(approximate="tanh"),
        nn.Dropout(DROP), nn.Linear(WIDTH, 1),
    )  # fmt: skip
    nn.init.constant_(layers[4].bias, BIAS)
    steps = EPOCHS * (len(learnt) // BATCH + 1)
    optimizer = torch.optim.AdamW(layers.parameters(), RATE, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, steps)
    counts = {kind: sum(it.kind == kind for it in learnt) for kind in {it.kind for it in learnt}}
    for batch in _batches(learnt):
        weights = [(MINOR if it.severity == "minor" else 1.0) / counts[it.kind] for it in batch]
        margins = SHARPNESS * _margins(layers, batch, scaling)
        loss = (torch.tensor(weights) * functional.softplus(-margins)).sum() * len(learnt) / BATCH
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        schedule.step()
    return _exported(layers.eval(), scaling)


def _batches(some: Sequence[Contest]) -> Iterator[list[Contest]]:
    random = np.random.default_rng(0)
    for _ in range(EPOCHS):
        order = random.permutation(len(some))
        for first in range(0, len(order), BATCH):
            yield [some[row] for row in order[first : first + BATCH]]


def _margins(layers: nn.Module, batch: Sequence[Contest], scaling: tuple[Rows, Rows]) -> Tensor:
    """How much more strain the damaged lines have."""
    sides = [side for it in batch for pair in (it.good, it.bad) for side in pair]
    counts = torch.tensor([len(side) for side in sides])
    rows = np.clip((np.concatenate(sides) - scaling[0]) / scaling[1], -CLIP, CLIP)
    strain = functional.softplus(layers(torch.from_numpy(rows))[:, 0])
    owners = torch.repeat_interleave(torch.arange(len(sides)), counts)
    means = torch.zeros(len(sides)).index_add(0, owners, strain) / counts
    good, bad = means.view(len(batch), 2, 2).sum(2).T
    return bad - good


def _exported(layers: nn.Sequential, scaling: tuple[Rows, Rows]) -> dict[str, NDArray[Any]]:
    inner, outer = layers[1], layers[4]
    return {
        "inner.weight": inner.weight.detach().numpy(),
        "inner.bias": inner.bias.detach().numpy(),
        "outer.weight": outer.weight.detach().numpy(),
        "outer.bias": outer.bias.detach().numpy(),
        "mean": scaling[0],
        "deviation": scaling[1],
        "about": np.array(json.dumps({})),
    }
