"""The arithmetic of a COMET checkpoint above its encoder.

Source: rei-2020; sparsemax: martins-astudillo-2016.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor

TINY = 1e-12
"""Keeps the variance of a layer from 0, as published."""
POOLS = ("avg", "cls", "max")
ACTIVATIONS = frozenset(
    {"ELU", "GELU", "Hardtanh", "Identity", "LeakyReLU", "Mish", "ReLU", "SELU", "SiLU"}
    | {"Sigmoid", "Softplus", "Tanh"}
)
"""Torch's, of those that need no arguments; a checkpoint may name nothing else."""
STEP = 3
"""Places from one linear map of the head to the next: between them are activation and dropout."""


@dataclass(frozen=True, slots=True, eq=False)
class Mix:
    """The layers of an encoder, added up with learned weights.

    Attributes:
        weights: (layers,) before they are made to add up to 1.
        gamma: (1,), what the sum is multiplied by.
        sparse: whether sparsemax makes them add up to 1, else softmax.
        normed: whether each layer is normed first, over all of a passage's tokens at once.
    """

    weights: "Tensor"
    gamma: "Tensor"
    sparse: bool
    normed: bool

    def __call__(self, layers: Sequence["Tensor"], mask: "Tensor") -> "Tensor":
        """(passages, tokens, dimension), of layers of that shape and a mask (passages, tokens)."""
        shares = sparsemax(self.weights) if self.sparse else self.weights.softmax(0)
        mixed = layers[0].new_zeros(layers[0].shape)
        for share, layer in zip(shares, layers, strict=True):
            mixed += share * (_normed(layer, mask) if self.normed else layer)
        return mixed * self.gamma


@dataclass(frozen=True, slots=True, eq=False)
class Head:
    """A feed-forward network from a vector to a number.

    Attributes:
        maps: weights and biases, first to last.
        activation: torch's name of what follows each map but the last.
        final: the same of the last, None where nothing follows.
    """

    maps: Sequence[tuple["Tensor", "Tensor"]]
    activation: str
    final: str | None

    def __call__(self, vectors: "Tensor") -> "Tensor":
        """(passages,) numbers of (passages, dimension) vectors."""
        from torch.nn import functional

        *hidden, last = self.maps
        between = _activation(self.activation)
        for weight, bias in hidden:
            vectors = between(functional.linear(vectors, weight, bias))
        found = functional.linear(vectors, *last)
        return (_activation(self.final)(found) if self.final else found).reshape(-1)


def head_keys(hidden: int) -> list[str]:
    """What the maps of a head with so many hidden layers are called, without their ending."""
    return [f"estimator.ff.{STEP * number}" for number in range(hidden + 1)]


def sparsemax(weights: "Tensor") -> "Tensor":
    """The nearest weights, (n,), that are at least 0 and add up to 1; small ones become 0."""
    import torch

    falling = weights.sort(descending=True).values
    excess = falling.cumsum(0) - 1
    ranks = torch.arange(1, len(weights) + 1, device=weights.device, dtype=weights.dtype)
    kept = int((ranks * falling > excess).sum())
    return (weights - excess[kept - 1] / kept).clamp(min=0)


def pooled(tokens: "Tensor", mask: "Tensor", pool: str) -> "Tensor":
    """One vector a passage, (passages, dimension), of (passages, tokens, dimension)."""
    if pool == "cls":
        return tokens[:, 0]
    outside = ~mask.bool().unsqueeze(-1)
    if pool == "max":
        return tokens.masked_fill(outside, float("-inf")).amax(1)
    return tokens.masked_fill(outside, 0.0).sum(1) / mask.sum(1, keepdim=True)


def compared(source: "Tensor", target: "Tensor") -> "Tensor":
    """What a head without a reference is given of both sides' vectors."""
    import torch

    return torch.cat([target, source, target * source, (target - source).abs()], dim=1)


def mix_of(state: Mapping[str, "Tensor"], layers: int, *, sparse: bool, normed: bool) -> Mix:
    """The mix of a checkpoint's tensors, for an encoder with so many layers."""
    import torch

    names = [f"layerwise_attention.scalar_parameters.{number}" for number in range(layers)]
    weights = torch.cat([state[name].reshape(1) for name in names])
    return Mix(weights, state["layerwise_attention.gamma"], sparse, normed)


def _normed(layer: "Tensor", mask: "Tensor") -> "Tensor":
    inside = mask.unsqueeze(-1).to(layer.dtype)
    count = (mask.sum(1) * layer.shape[-1]).reshape(-1, 1, 1)
    mean = (layer * inside).sum((1, 2), keepdim=True) / count
    variance = (((layer - mean) * inside) ** 2).sum((1, 2), keepdim=True) / count
    return (layer - mean) / (variance + TINY).sqrt()


def _activation(name: str):  # type: ignore[no-untyped-def]  # noqa: ANN202  torch.nn.Module
    from torch import nn

    return getattr(nn, name)()
