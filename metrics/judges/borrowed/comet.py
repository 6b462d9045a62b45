"""COMET checkpoints that need no reference: the estimator's layout, the unified one, xCOMET's.

An estimator encodes both sides by themselves and compares their vectors (rei-2020). A unified model
reads the target, then the source, as one text (rei-2022); xCOMET labels the target's tokens besides
(guerreiro-2024). A passage that is longer than the encoder reads is cut, as in COMET.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from metrics.judges.borrowed.batches import padded, read_in_batches
from metrics.judges.borrowed.decoding import decode, mqm_score
from metrics.judges.borrowed.encoders import CometEncoder, load_encoder_of
from metrics.judges.borrowed.files import CHECKPOINTS, digest, read_settings, read_tensors, refusal
from metrics.judges.borrowed.layers import (
    ACTIVATIONS,
    POOLS,
    Head,
    Mix,
    compared,
    head_keys,
    mix_of,
    pooled,
)
from metrics.judges.borrowed.model import Passages, Reading

if TYPE_CHECKING:
    from torch import Tensor

ESTIMATOR, UNIFIED, XCOMET = "referenceless_regression_metric", "unified_metric", "xcomet_metric"
FAMILIES = {ESTIMATOR: "estimator", UNIFIED: "unified", XCOMET: "xcomet"}
DEFAULTS: Mapping[str, Mapping[str, Any]] = {
    ESTIMATOR: {
        "pretrained_model": "xlm-roberta-large",
        "layer": "mix",
        "layer_transformation": "softmax",
        "layer_norm": True,
    },
    UNIFIED: {
        "pretrained_model": "microsoft/infoxlm-large",
        "layer_transformation": "sparsemax",
        "layer_norm": True,
        "word_layer": 24,
        "error_labels": ["minor", "major"],
    },
    XCOMET: {
        "encoder_model": "XLM-RoBERTa-XL",
        "pretrained_model": "facebook/xlm-roberta-xl",
        "layer_transformation": "sparsemax",
        "layer_norm": False,
        "word_layer": 36,
        "error_labels": ["minor", "major", "critical"],
    },
}
"""What settings are where a checkpoint does not say: as in COMET's classes."""
SENTENCE_SHARE, MQM_SHARE = 0.78, 0.22
"""What an xCOMET score is made of without a reference: 0.12 + 0.33 + 0.33, and 0.22."""
PATCHED = "sparsemax_patch"
"""How published settings say softmax to COMET from 2.2.4 on, and nothing new to those before."""


@dataclass(frozen=True, slots=True)
class CometSettings:
    """What a checkpoint says of itself.

    Attributes:
        kind: its class in COMET.
        encoder: the encoder's class in COMET.
        pretrained: the model that the encoder was made from, by name or folder.
        layer: which layer the head is given, or "mix".
        sparse, normed: how layers are mixed (`Mix`).
        pool: how an estimator makes a vector of tokens' vectors.
        hidden: how many hidden layers the head has.
        activation, final: the head's (`Head`).
        word_layer: which layer is labelled; None where tokens are not.
        severities: in the order of the labels.
        threshold: see `decode`.
    """

    kind: str
    encoder: str
    pretrained: str
    layer: int | str
    sparse: bool
    normed: bool
    pool: str
    hidden: int
    activation: str
    final: str | None
    word_layer: int | None
    severities: tuple[str, ...]
    threshold: float | None


@dataclass(frozen=True, slots=True, eq=False)
class CometModel:
    """Implements `PassageModel`.

    Attributes:
        name, digest, family: as there.
        settings: what the checkpoint says of itself.
        encoder: its encoder.
        mix: how its layers are mixed, None where one of them is taken.
        head: from a passage's vector to its score.
        labels: weights and biases of the map from a token to its labels, None where there is none.
    """

    name: str
    digest: str
    family: str
    settings: CometSettings
    encoder: CometEncoder
    mix: Mix | None
    head: Head
    labels: tuple["Tensor", "Tensor"] | None

    def read(self, passages: Sequence[Passages]) -> list[Reading]:
        """A reading a passage."""
        each = self._alone if self.settings.kind == ESTIMATOR else self._together
        return read_in_batches(passages, each)

    def _alone(self, passages: Sequence[Passages]) -> Iterator[Reading]:
        """What an estimator says, of vectors of both sides."""
        source, target = (self._vectors(side) for side in zip(*passages, strict=True))
        for score in self.head(compared(source, target)).tolist():
            yield Reading(score)

    def _vectors(self, texts: Sequence[str]) -> "Tensor":
        tokens = self.encoder.tokens(texts)
        mask, layers = self.encoder.layers(
            *padded([it.ids for it in tokens], self.encoder.tokenizer.padding)
        )
        return pooled(self._taken(layers, mask), mask, self.settings.pool)

    def _together(self, passages: Sequence[Passages]) -> Iterator[Reading]:
        """What a unified model says, of both sides as one text."""
        targets = self.encoder.tokens([it.target for it in passages])
        sources = self.encoder.tokens([it.source for it in passages])
        joined = [self.encoder.joined(*both) for both in zip(targets, sources, strict=True)]
        types = [
            self.encoder.types(len(it), len(both)) for it, both in zip(targets, joined, strict=True)
        ]
        mask, layers = self.encoder.layers(
            *padded(joined, self.encoder.tokenizer.padding), padded(types, 1)[0]
        )
        scores = self.head(self._taken(layers, mask)[:, 0]).tolist()
        labelled = self._labelled(layers)
        for number, (score, target) in enumerate(zip(scores, targets, strict=True)):
            if labelled is None:
                yield Reading(score)
                continue
            length = min(len(target), len(joined[number]))
            spans = decode(
                labelled[number, :length].tolist(),
                target.offsets[:length],
                self.settings.severities,
                self.settings.threshold,
            )
            if self.settings.kind == XCOMET:
                score = SENTENCE_SHARE * min(score, 1.0) + MQM_SHARE * mqm_score(spans)
            yield Reading(score, tuple(it for it in spans if it.span.start < it.span.end))

    def _taken(self, layers: Sequence["Tensor"], mask: "Tensor") -> "Tensor":
        return self.mix(layers, mask) if self.mix else layers[int(self.settings.layer)]

    def _labelled(self, layers: Sequence["Tensor"]) -> "Tensor | None":
        """(passages, tokens, labels) probabilities."""
        from torch.nn import functional

        if self.labels is None or self.settings.word_layer is None:
            return None
        return functional.linear(layers[self.settings.word_layer], *self.labels).softmax(-1)


def load_comet(folder: Path, name: str) -> CometModel:
    """A COMET model from its folder: `hparams.yaml`, and `checkpoints/model.ckpt` or safetensors.

    As in COMET, what the checkpoint itself says of settings holds before `hparams.yaml`.

    Raises:
        ModelError: something is missing, damaged, or not for scoring without a reference; the
            message says what.
    """
    written = read_settings(folder, name)
    files = [folder / file for file in CHECKPOINTS if (folder / file).is_file()]
    if not files:
        raise refusal(name, f"there are no weights beside hparams.yaml ({CHECKPOINTS[2]})")
    state, kept = read_tensors(files[:1], name)
    try:
        settings = _settings(written, kept)
    except (KeyError, TypeError, ValueError) as error:
        raise refusal(name, f"hparams.yaml: {error}") from error
    encoder = load_encoder_of(settings.encoder, settings.pretrained, folder, state, name)
    try:
        return _model(name, settings, encoder, state)
    except (KeyError, IndexError) as error:
        raise refusal(name, f"the checkpoint lacks {error}, which hparams.yaml asks for") from error


def _settings(written: Mapping[str, Any], kept: Mapping[str, Any]) -> CometSettings:
    kind = str(written.get("class_identifier", kept.get("class_identifier")))
    if kind not in FAMILIES:
        raise ValueError(
            f"class_identifier is {kind}; those that need no reference are {', '.join(FAMILIES)}"
        )
    found = {**DEFAULTS[kind], **written, **kept}
    if "src" not in found.get("input_segments", ["src"]):
        raise ValueError("input_segments lacks src, so that the model needs a reference")
    layer = found.get("layer" if kind == ESTIMATOR else "sent_layer", "mix")
    transformation = found["layer_transformation"]
    if PATCHED in (transformation, written.get("layer_transformation")):
        transformation = "softmax"
    final = found.get("final_activation")
    labelled = kind == XCOMET or bool(found.get("word_level_training"))
    threshold = found.get("decoding_threshold")
    return CometSettings(
        kind=kind,
        encoder=str(found.get("encoder_model", "XLM-RoBERTa")),
        pretrained=str(found["pretrained_model"]),
        layer=layer if layer == "mix" else int(layer),
        sparse=_one_of(transformation, ("softmax", "sparsemax")) == "sparsemax",
        normed=bool(found["layer_norm"]),
        pool=_one_of(found.get("pool", "avg"), POOLS) if kind == ESTIMATOR else "cls",
        hidden=len(found["hidden_sizes"]),
        activation=_one_of(found.get("activations", "Tanh"), ACTIVATIONS),
        final=None if final is None else _one_of(final, ACTIVATIONS),
        word_layer=int(found["word_layer"]) if labelled else None,
        severities=tuple(
            _one_of(it, ("minor", "major", "critical")) for it in found["error_labels"]
        )
        if labelled
        else (),
        threshold=None if threshold is None else float(threshold),
    )


def _one_of(value: object, known: Sequence[str] | frozenset[str]) -> str:
    if value not in known:
        raise ValueError(f"{value!r} is none of {', '.join(sorted(known))}")
    return str(value)


def _model(
    name: str, settings: CometSettings, encoder: CometEncoder, state: Mapping[str, "Tensor"]
) -> CometModel:
    keys = head_keys(settings.hidden)
    used = {  # copies, since a checkpoint's own tensors lie in its file
        key: value.float().clone().to(encoder.device)
        for key, value in state.items()
        if _is_above(key)
    }
    mix = None
    if settings.layer == "mix":
        mix = mix_of(used, encoder.depth, sparse=settings.sparse, normed=settings.normed)
    for layer in (settings.layer, settings.word_layer):
        if isinstance(layer, int) and not 0 <= layer < encoder.depth:
            raise IndexError(f"layer {layer}")
    labels = None
    if settings.word_layer is not None:
        labels = used["hidden2tag.weight"], used["hidden2tag.bias"]
        if len(labels[1]) != 1 + len(settings.severities):
            if settings.kind == XCOMET:
                raise KeyError(f"a label for each of {', '.join(settings.severities)}")
            labels = None  # an early model, whose labels tell no severities
    maps = [(used[f"{key}.weight"], used[f"{key}.bias"]) for key in keys]
    return CometModel(
        name,
        digest(state),
        FAMILIES[settings.kind],
        settings,
        encoder,
        mix,
        Head(maps, settings.activation, settings.final),
        labels,
    )


def _is_above(key: str) -> bool:
    """Whether a tensor stands above the encoder."""
    return key.startswith(("estimator.", "layerwise_attention.", "hidden2tag."))
