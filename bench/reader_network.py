"""The reader of both sides as a torch module, to tune; the product runs it with numpy alone.

The same network as `metrics.judges.ensemble.reader.Reader`: it goes on from the states of the
packaged encoder's lower layers, which stay as they are and are made once for every text.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from align import TokenLayers
from align.encoders.e5_weights import Packed
from bench.passages import ANSWERS
from metrics.judges.ensemble.reader import BITS, EPSILON, PARTS
from metrics.judges.ensemble.vectors import context_encoder
from metrics.segment import word_spans

LAYER = 6
"""Of twelve; the lower ones read each side by itself, as for the other judges."""
INNER = 128
WHOLE = ("cost", "grave", "rank")
"""What is said of a passage: the logarithm of one and its errors' cost, the log odds of a grave
error, and a number that only puts translations of one source in order."""
SIGNS = 3
SAMPLED = 37
"""One text in so many is enough to know how tokens spread."""
SCALE, NULL = 2.7, 0.35
"""How sharply tokens choose, as a logarithm, and the cosine of having no counterpart, to begin."""
FAR = -1e4
AT_ONCE = 512
"""Texts whose lower layers are read at once."""


class TunedLayer(nn.Module):
    """One layer of BERT."""

    def __init__(self, packed: Packed, number: int) -> None:
        super().__init__()
        hidden, self.heads = packed.shape.hidden, packed.shape.heads
        self.asked = nn.Linear(hidden, 3 * hidden)
        self.mixed = nn.Linear(hidden, hidden)
        self.widened = nn.Linear(hidden, packed.shape.inner)
        self.narrowed = nn.Linear(packed.shape.inner, hidden)
        self.after_attention = nn.LayerNorm(hidden, eps=EPSILON)
        self.after = nn.LayerNorm(hidden, eps=EPSILON)
        own = {
            "asked": [f"l{number}.{each}" for each in "qkv"],
            "mixed": [f"l{number}.ao"],
            "widened": [f"l{number}.fi"],
            "narrowed": [f"l{number}.fo"],
            "after_attention": [f"l{number}.aln"],
            "after": [f"l{number}.oln"],
        }
        with torch.no_grad():
            for name, files in own.items():
                module = getattr(self, name)
                for part, letter in ((module.weight, "w"), (module.bias, "b")):
                    values = np.concatenate([packed.vector(f"{it}.{letter}") for it in files])
                    part.copy_(torch.from_numpy(values).view(part.shape))

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        """(texts, tokens, dimension), the next states."""
        shape = (*states.shape[:2], 3, self.heads, -1)
        query, key, value = self.asked(states).view(shape).permute(2, 0, 3, 1, 4)
        near = (query * query.shape[-1] ** -0.5) @ key.transpose(2, 3) + mask
        taken = torch.softmax(near, -1).to(value.dtype) @ value
        states = self.after_attention(states + self.mixed(taken.transpose(1, 2).flatten(2)))
        inner = functional.gelu(self.widened(states), approximate="tanh")
        return self.after(states + self.narrowed(inner))  # type: ignore[no-any-return]


class ReaderNetwork(nn.Module):
    """What tokens find on the other side, the upper layers, and what they say."""

    mean: Tensor
    std: Tensor

    def __init__(self, packed: Packed) -> None:
        super().__init__()
        hidden = packed.shape.hidden
        self.register_buffer("mean", torch.zeros(hidden))
        self.register_buffer("std", torch.ones(hidden))
        self.proj = nn.Linear(hidden, hidden, bias=False)
        nn.init.eye_(self.proj.weight)
        self.scale, self.null = (nn.Parameter(torch.tensor(it)) for it in (SCALE, NULL))
        self.told = nn.Linear(2 * hidden + SIGNS, hidden)
        nn.init.normal_(self.told.weight, std=0.02)
        nn.init.zeros_(self.told.bias)
        numbers = range(LAYER, packed.shape.layers)
        self.layers = nn.ModuleList(TunedLayer(packed, number) for number in numbers)
        self.types = nn.Parameter(torch.randn(2, hidden) * 0.02)
        self.marker = nn.Parameter(torch.randn(hidden) * 0.3)
        self.words = _head(4 * hidden + SIGNS, len(ANSWERS))
        self.whole = _head(4 * hidden + 2 * SIGNS, len(WHOLE))

    def standardize(self, texts: Sequence["TextStates"]) -> None:
        """Bring each dimension of the tokens to mean 0 and deviation 1, by a sample of texts."""
        some = np.concatenate([it.states for it in texts[::SAMPLED]]).astype(np.float32)
        self.mean.copy_(torch.from_numpy(some.mean(0)))
        self.std.copy_(torch.from_numpy(some.std(0) + 1e-3))

    def forward(self, batch: "ReaderBatch", dropout: float = 0.0) -> tuple[Tensor, Tensor]:
        """Logits of all words, (words, answers), and of the passages, (passages, of a whole)."""
        below = functional.dropout(batch.states, dropout, self.training)
        own = (below - self.mean) / self.std
        mixed, signs = self._matched(own, batch)
        told = self.told(torch.cat([mixed, own - mixed, signs], -1))
        states = below + self.types[batch.sides] + told.to(below.dtype)
        states = torch.cat([self.marker.expand(len(below), 1, -1), states], 1)
        inside = functional.pad(batch.inside, (1, 0), value=True)
        kind = torch.bfloat16 if torch.is_autocast_enabled("cpu") else torch.float32
        mask = torch.zeros(inside.shape, dtype=kind).masked_fill(~inside, FAR)
        for layer in self.layers:
            states = layer(states, mask[:, None, None, :])
        marker, states = states[:, 0].float(), states[:, 1:].float()
        of_words = batch.words_of(torch.cat([states, own, mixed, signs], -1))
        width = own.shape[-1]
        apart = (of_words[:, width : 2 * width] - of_words[:, 2 * width : 3 * width]).abs()
        means, found = ([batch.mean_of(it, side) for side in (0, 1)] for it in (states, signs))
        whole = torch.cat([marker, *means, (means[0] - means[1]).abs(), *found], 1)
        return self.words(torch.cat([of_words, apart], 1)), self.whole(whole)

    def _matched(self, own: Tensor, batch: "ReaderBatch") -> tuple[Tensor, Tensor]:
        """What answers to each token on the other side, and the signs of it."""
        with torch.autocast("cpu", enabled=False):
            unit = functional.normalize(self.proj(own), dim=-1)
            cosines = unit @ unit.transpose(1, 2)
            across = batch.sides[:, :, None] != batch.sides[:, None, :]
            across = across & batch.inside[:, None, :] & batch.inside[:, :, None]
            best = cosines.masked_fill(~across, -1).amax(2)
            strength = torch.exp((cosines - self.null) * torch.exp(self.scale))
            strength = strength.masked_fill(~across, 0)
            forth = strength / (1 + strength.sum(2, keepdim=True))
            back = strength / (1 + strength.sum(1, keepdim=True))
            signs = [best, forth.sum(2), (forth * back).sum(2).clamp(max=1)]
            return forth @ own, torch.stack(signs, -1)


def _head(inputs: int, outputs: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Linear(inputs, INNER), nn.GELU(approximate="tanh"), nn.Linear(INNER, outputs)
    )


class TextStates(NamedTuple):
    """A text as the lower layers leave it.

    Attributes:
        states: (tokens, dimension), half precision.
        words: how many it has.
        pairs: (pairs, 2), a word and a token that it touches.
    """

    states: NDArray[np.float16]
    words: int
    pairs: NDArray[np.int64]


def read_states(texts: Sequence[str]) -> Iterator[TextStates]:
    """What the lower layers make of some texts, in order."""
    for first in range(0, len(texts), AT_ONCE):
        some = texts[first : first + AT_ONCE]
        for text, tokens in zip(some, context_encoder().token_layers(some, (LAYER,)), strict=True):
            yield _states(text, tokens)


def _states(text: str, tokens: TokenLayers) -> TextStates:
    words = list(word_spans(text))
    starts = np.array([token.start for token in tokens.spans])
    ends = np.array([token.end for token in tokens.spans])
    pairs = [
        (number, token)
        for number, word in enumerate(words)
        for token in np.flatnonzero((starts < word.end) & (word.start < ends)).tolist()
    ]
    states = tokens.vectors[0].astype(np.float16)
    return TextStates(states, len(words), np.array(pairs, np.int64).reshape(-1, 2))


class ReaderBatch:
    """Some passages' sides, one behind the other, filled up to the longest."""

    def __init__(self, passages: Sequence[tuple[TextStates, TextStates]]) -> None:
        longest = max(len(one.states) + len(two.states) for one, two in passages)
        shape = len(passages), longest
        states = np.zeros((*shape, passages[0][0].states.shape[1]), np.float32)
        sides, inside = np.zeros(shape, np.int64), np.zeros(shape, bool)
        pairs, self.counts = [], []
        for row, both in enumerate(passages):
            first = 0
            for side, text in enumerate(both):
                last = first + len(text.states)
                states[row, first:last], sides[row, first:last] = text.states, side
                inside[row, first:last] = True
                offset = np.array([sum(self.counts), row * longest + first])
                pairs.append(text.pairs + offset)
                self.counts.append(text.words)
                first = last
        self.states, self.sides = torch.from_numpy(states), torch.from_numpy(sides)
        self.inside = torch.from_numpy(inside)
        self._word, self._token = torch.from_numpy(np.concatenate(pairs)).T

    def words_of(self, states: Tensor) -> Tensor:
        """(words, dimension), the mean of each word's tokens."""
        count = sum(self.counts)
        rows, kind = states.flatten(0, 1)[self._token], states.dtype
        sums = torch.zeros(count, rows.shape[1], dtype=kind).index_add(0, self._word, rows)
        ones = torch.ones(len(rows), dtype=kind)
        return (
            sums
            / torch.zeros(count, dtype=kind).index_add(0, self._word, ones).clamp(min=1)[:, None]
        )

    def mean_of(self, states: Tensor, side: int) -> Tensor:
        """(passages, dimension), the mean of one side's tokens."""
        own = (self.inside & (self.sides == side))[..., None].to(states.dtype)
        return (states * own).sum(1) / own.sum(1).clamp(min=1)


def exported(network: ReaderNetwork) -> dict[str, NDArray[Any]]:
    """The arrays that `metrics.judges.ensemble.reader.parse_reader` takes."""
    arrays: dict[str, NDArray[Any]] = {}
    for key, value in _named(network):
        part = key.split(".")[1] if key[0].isdigit() else ""
        if part in PARTS and key.endswith(".weight"):
            step = np.abs(value).max(axis=1) / (2 ** (BITS - 1) - 1)
            arrays[key] = np.rint(value / step[:, None]).astype(np.int8)
            arrays[key.replace(".weight", ".step")] = step
        else:
            arrays[key] = value.astype(np.float16)
    heads = network.layers[0].heads
    about = {"layer": LAYER, "heads": heads, "answers": ANSWERS, "whole": WHOLE}
    return arrays | {"about": np.array(json.dumps(about))}


def _named(network: ReaderNetwork) -> Iterator[tuple[str, NDArray[np.float32]]]:
    """The parameters by the product's names."""
    ends: Mapping[str, str] = {"0": "inner", "2": "outer"}
    for key, value in network.state_dict().items():
        name = key.removeprefix("layers.")
        if (first := name.split(".")[0]) in ("words", "whole"):
            _, place, kind = name.split(".")
            name = f"{first}.{ends[place]}.{kind}"
        yield name, value.float().numpy()
