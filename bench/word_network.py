"""The network of `metrics/judges/ensemble/network.py` as a torch module, to fit it.

Fitting takes examples (`bench/word_examples.py`); what comes out are the arrays that the
product reads. `check` compares the two implementations.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from bench.word_examples import Example, Vectors
from metrics.judges.ensemble.network import CLIP, Network, WordFeatures, parse_network
from metrics.judges.ensemble.words import Ensemble, Outputs

WIDTHS = {"alone": 512, "inner": 512, "context": 384}
"""Of the vectors of a word, by source; those of "context" come in layers."""
LAYERS = 3
WIDTH, HEADS, HEAD, BLOCKS, KERNEL = 96, 8, 24, 3, 5
DROP = 0.15
EPOCHS, RATE, DECAY = 4, 2e-3, 0.02
BATCH = 800
"""Words that are learnt from at once, filling included."""
UNJUDGED = -1.0


class CoverageNetwork(nn.Module):
    """Logits of "on one side only" and of "marked at all", (views, words, 2)."""

    def __init__(self, signals: int, sources: Sequence[str]) -> None:
        super().__init__()
        self.sources = tuple(sources)
        self.mix = nn.Parameter(torch.zeros(LAYERS))
        self.q = nn.ModuleDict(
            {name: nn.Linear(WIDTHS[name], HEADS * HEAD, bias=False) for name in sources}
        )
        self.v = nn.ModuleDict({name: nn.Linear(WIDTHS[name], WIDTH) for name in sources})
        self.scale = nn.ParameterDict(
            {name: nn.Parameter(torch.full((HEADS,), 8.0)) for name in sources}
        )
        self.null = nn.ParameterDict(
            {name: nn.Parameter(torch.full((HEADS,), 4.0)) for name in sources}
        )
        self.feat = nn.Linear(signals, WIDTH)
        self.stat = nn.Linear(len(sources) * HEADS * 4, WIDTH)
        self.drop = nn.Dropout(DROP)
        self.n0 = nn.LayerNorm(WIDTH)
        self.norms = nn.ModuleList(nn.LayerNorm(WIDTH) for _ in range(BLOCKS))
        self.convs = nn.ModuleList(
            nn.Conv1d(WIDTH, WIDTH, KERNEL, padding=KERNEL // 2 * 2**block, dilation=2**block)
            for block in range(BLOCKS)
        )
        self.n2 = nn.ModuleList(nn.LayerNorm(WIDTH) for _ in range(BLOCKS))
        self.ff = nn.ModuleList(
            nn.Sequential(
                nn.Linear(WIDTH, 2 * WIDTH),
                nn.GELU(approximate="tanh"),
                nn.Linear(2 * WIDTH, WIDTH),
            )
            for _ in range(BLOCKS)
        )
        self.out = nn.Linear(WIDTH, 2)

    def forward(self, batch: "TrainingBatch") -> Tensor:
        """A batch's logits."""
        hidden, found = self.feat(batch.columns), []
        for name in self.sources:
            own, other = self._mixed(batch.own[name]), self._mixed(batch.other[name])
            compared, forth = self._compared(name, own, other, batch)
            found.append(compared)
            hidden = hidden + self.v[name](self.drop(own - forth @ other))
        hidden = self.n0(hidden + self.stat(self.drop(torch.cat(found, -1))))
        inside = batch.own_words[..., None].float()
        for norm, conv, second, dense in zip(self.norms, self.convs, self.n2, self.ff, strict=True):
            rows = conv((norm(hidden) * inside).transpose(1, 2)).transpose(1, 2)
            hidden = hidden + self.drop(functional.gelu(rows, approximate="tanh"))
            hidden = hidden + self.drop(dense(second(hidden)))
        return self.out(hidden)  # type: ignore[no-any-return]

    def _mixed(self, vectors: Tensor) -> Tensor:
        if vectors.ndim == 3:
            return vectors
        same = functional.layer_norm(vectors, vectors.shape[-1:])
        return (same * torch.softmax(self.mix, 0)[None, :, None, None]).sum(1)

    def _compared(
        self, name: str, own: Tensor, other: Tensor, batch: "TrainingBatch"
    ) -> tuple[Tensor, Tensor]:
        cosine = self._heads(name, own) @ self._heads(name, other).transpose(2, 3)
        cosine = cosine.masked_fill(~batch.other_words[:, None, None, :], -1.0)
        strength = torch.exp(cosine * self.scale[name][None, :, None, None])
        nobody = torch.exp(self.null[name])[None, :, None, None]
        there = batch.other_words[:, None, None, :] * batch.own_words[:, None, :, None]
        strength = strength * there
        forth = strength / (nobody + strength.sum(3, keepdim=True))
        link = forth * strength / (nobody + strength.sum(2, keepdim=True))
        linked = link.sum(3).clamp(max=1)
        found = torch.stack([cosine.amax(3), forth.sum(3), linked, link.amax(3)], -1)
        return found.transpose(1, 2).flatten(2), forth.mean(1)

    def _heads(self, name: str, vectors: Tensor) -> Tensor:
        projected = self.q[name](vectors).unflatten(2, (HEADS, HEAD))
        return functional.normalize(projected, dim=-1).transpose(1, 2)


class TrainingBatch:
    """Some examples side by side, filled up to the longest."""

    def __init__(
        self, examples: Sequence[Example], sources: Sequence[str], scaling: "Scaling"
    ) -> None:
        words = max(len(it.labels) for it in examples)
        others = max([1, *(len(it.other["alone"]) for it in examples if it.other)])
        self.columns = _filled([scaling(it.columns) for it in examples], words, 0)
        self.labels = _filled([it.labels for it in examples], words, 0, UNJUDGED)
        self.own_words = _filled([np.ones(len(it.labels), bool) for it in examples], words, 0)
        self.other_words = _filled(
            [np.ones(len(it.other["alone"]) if it.other else 0, bool) for it in examples], others, 0
        )
        self.own = {name: _filled([it.own[name] for it in examples], words, -2) for name in sources}
        self.other = {
            name: _filled(
                [it.other[name] if it.other else it.own[name][..., :0, :] for it in examples],
                others,
                -2,
            )
            for name in sources
        }


class Scaling:
    """Brings the signals to one scale, as the product does."""

    def __init__(self, examples: Sequence[Example]) -> None:
        columns = np.concatenate([it.columns for it in examples])
        self.mean = np.nanmean(columns, axis=0)
        self.deviation = np.nanstd(columns, axis=0) + 1e-3

    def __call__(self, columns: NDArray[np.float32]) -> NDArray[np.float32]:
        """(words, signals), as the network takes them."""
        scaled = np.nan_to_num((columns - self.mean) / self.deviation)
        return np.clip(scaled, -CLIP, CLIP).astype(np.float32)


def fit(
    examples: Sequence[Example],
    weights: Sequence[float],
    names: Sequence[str],
    effort: Sequence[str],
) -> dict[str, NDArray[Any]]:
    """Fit a network and give the arrays that `metrics.judges.ensemble.network.parse_network` takes.

    Args:
        examples: views of labelled pages.
        weights: how much each counts.
        names: of the examples' columns.
        effort: the sources of vectors that it may use.
    """
    torch.manual_seed(0)
    random, scaling = np.random.default_rng(0), Scaling(examples)
    network = CoverageNetwork(len(names), effort)
    optimizer = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=DECAY)
    steps = EPOCHS * (sum(1 for _ in _chunks(examples, random)) + 1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, steps, pct_start=0.1)
    for _ in range(EPOCHS):
        for rows in _chunks(examples, random):
            batch = TrainingBatch([examples[row] for row in rows], network.sources, scaling)
            loss = _loss(network(batch), batch, torch.tensor([weights[row] for row in rows]))
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
    arrays = _exported(network.eval(), scaling, names)
    check(network, arrays, examples[:20], scaling)
    return arrays


def check(
    network: CoverageNetwork,
    arrays: Mapping[str, NDArray[Any]],
    examples: Sequence[Example],
    scaling: Scaling,
) -> None:
    """Make sure that the product computes what was fitted, up to half precision."""
    product = parse_network(arrays)
    for example in examples:
        with torch.inference_mode():
            logits = network(TrainingBatch([example], network.sources, scaling))
        expected = torch.sigmoid(logits).mean(-1)[0].numpy()
        np.testing.assert_allclose(judged(product, example), expected, atol=0.02)


def judged(network: Network, example: Example) -> NDArray[np.float64]:
    """What the product's network says of an example's words."""
    read = network.read([features(example, network.signals)])
    return np.asarray(network.answers(read).mean(axis=1))


def heard(ensemble: Ensemble, example: Example) -> Outputs:
    """What the product's ensemble makes of an example's words; its columns are the signals."""
    return ensemble.outputs([features(example, ensemble.trees.names)])


def features(example: Example, names: Sequence[str]) -> WordFeatures:
    """An example as the product takes it; its columns have these names."""
    signals = dict(zip(names, example.columns.astype(np.float64).T, strict=True))
    own, other = (vectors(side) for side in (example.own, example.other))
    assert own is not None
    return WordFeatures(signals, own, other)


def vectors(side: Vectors | None) -> dict[str, NDArray[np.float32]] | None:
    """An example's vectors as the product takes them."""
    return None if side is None else {key: it.astype(np.float32) for key, it in side.items()}


def _loss(logits: Tensor, batch: TrainingBatch, weights: Tensor) -> Tensor:
    """Cross-entropy to two answers: on one side only, and marked at all."""
    aims = torch.stack([batch.labels == 1, batch.labels > 0], -1).float()
    each = functional.binary_cross_entropy_with_logits(logits, aims, reduction="none").mean(-1)
    counted = weights[:, None] * (batch.labels != UNJUDGED)
    return (each * counted).sum() / counted.sum().clamp(min=1)


def _chunks(examples: Sequence[Example], random: np.random.Generator) -> Iterator[list[int]]:
    """Rows of examples of like length, in any order."""
    lengths = np.array([len(it.labels) for it in examples]) + 3 * random.random(len(examples))
    chunks, chunk = list[list[int]](), list[int]()
    for row in np.argsort(lengths).tolist():
        chunk.append(row)
        if len(chunk) * len(examples[row].labels) >= BATCH:
            chunks.append(chunk)
            chunk = []
    random.shuffle(chunks)
    yield from [*chunks, chunk] if chunk else chunks


def _filled(arrays: Sequence[NDArray[Any]], length: int, axis: int, filling: float = 0.0) -> Tensor:
    """Arrays stacked, each filled up to a length along an axis; half precision becomes single."""
    shape = list(arrays[0].shape)
    shape[axis] = length
    kind = bool if arrays[0].dtype == bool else np.float32
    stacked = np.full((len(arrays), *shape), filling, kind)
    for row, array in zip(stacked, arrays, strict=True):
        np.moveaxis(row, axis, 0)[: array.shape[axis]] = np.moveaxis(array, axis, 0)
    return torch.from_numpy(stacked)


def _exported(
    network: CoverageNetwork, scaling: Scaling, names: Sequence[str]
) -> dict[str, NDArray[Any]]:
    arrays: dict[str, NDArray[Any]] = {
        (name.removesuffix(".weight") if name.startswith("q.") else name): value.numpy().astype(
            np.float16
        )
        for name, value in network.state_dict().items()
    }
    about = json.dumps({"signals": list(names), "sources": list(network.sources)})
    return arrays | {
        "mean": scaling.mean.astype(np.float32),
        "deviation": scaling.deviation.astype(np.float32),
        "blocks": np.array(BLOCKS),
        "about": np.array(about),
    }
