"""The encoder in a COMET checkpoint, with the tokenizer of the model that it was made from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from align import check_model_folder
from corpus import ModelError
from metrics.judges.borrowed.batches import device
from metrics.judges.borrowed.files import refusal
from metrics.judges.borrowed.hub import cached
from metrics.judges.borrowed.tokenizers import Tokenizer, Tokens, load_tokenizer

if TYPE_CHECKING:
    import torch
    from torch import Tensor

PREFIX = "encoder.model."
CONFIGURATION = "config.json"
ENDS = 2
"""Tokens that a text has at its two ends; positions that XLM-R numbers and never uses."""


@dataclass(frozen=True, slots=True)
class EncoderKind:
    """A class of COMET's encoders.

    Attributes:
        model: the class in transformers.
        separators: how many end tokens stand between two texts.
        types: whether two texts are told apart by token types.
    """

    model: str
    separators: int = 2
    types: bool = False


KINDS: Mapping[str, EncoderKind] = {
    "XLM-RoBERTa": EncoderKind("XLMRobertaModel"),
    "XLM-RoBERTa-XL": EncoderKind("XLMRobertaXLModel"),
    "MiniLM": EncoderKind("BertModel"),
    "BERT": EncoderKind("BertModel", separators=1, types=True),
    "RemBERT": EncoderKind("RemBertModel", separators=1, types=True),
}


@dataclass(frozen=True, slots=True, eq=False)
class CometEncoder:
    """An encoder with its tokenizer.

    Attributes:
        kind: which class of COMET's it is.
        model: the network, of transformers.
        tokenizer: that of the model that the encoder was made from.
        device: where the network is.
    """

    kind: EncoderKind
    model: Any
    tokenizer: Tokenizer
    device: "torch.device"

    @property
    def depth(self) -> int:
        """How many layers it shows, the embeddings among them."""
        return int(self.model.config.num_hidden_layers) + 1

    @property
    def longest(self) -> int:
        """How many tokens it reads at most."""
        return int(self.model.config.max_position_embeddings) - ENDS

    def tokens(self, texts: Sequence[str]) -> list[Tokens]:
        """Each text's tokens, cut where there are too many."""
        return self.tokenizer.cut(texts, self.longest - ENDS)

    def joined(self, first: Tokens, second: Tokens) -> list[int]:
        """Two texts as one, cut where they are too long together."""
        between = [first.ids[-1]] * self.kind.separators
        return [*first.ids[:-1], *between, *second.ids[1:]][: self.longest]

    def types(self, first: int, both: int) -> list[int]:
        """0 for the first text's tokens, 1 for the second's, of so many in all."""
        return [int(number >= first) for number in range(both)]

    def layers(
        self, ids: "Tensor", mask: "Tensor", types: "Tensor | None" = None
    ) -> tuple["Tensor", Sequence["Tensor"]]:
        """The mask where the network is, and each layer, (texts, tokens, dimension)."""
        where = self.device
        given = {"input_ids": ids.to(where), "attention_mask": mask.to(where)}
        if self.kind.types and types is not None:
            given["token_type_ids"] = types.to(where)
        return given["attention_mask"], self.model(**given, output_hidden_states=True).hidden_states


def load_encoder_of(
    kind: str, pretrained: str, folder: Path, state: Mapping[str, "Tensor"], name: str
) -> CometEncoder:
    """The encoder whose weights are in a checkpoint's tensors.

    Args:
        kind: the encoder's class in COMET.
        pretrained: the model that it was made from, whose configuration and tokenizer it has.
        folder: the checkpoint's, which may hold them.
        state: the checkpoint's tensors.
        name: the judge's.

    Raises:
        ModelError: they are not on this machine, or do not fit.
    """
    import transformers

    if kind not in KINDS:
        raise refusal(name, f"encoder_model {kind} is none of {', '.join(KINDS)}")
    place = _place(pretrained, folder, name)
    check_model_folder(place, pretrained)
    made = getattr(transformers, KINDS[kind].model)
    try:
        configuration = made.config_class.from_pretrained(place, local_files_only=True)
        model = made(configuration, add_pooling_layer=False)
    except Exception as error:  # three libraries read them, each with errors of its own
        raise refusal(
            name, f"its encoder {pretrained} cannot be made ({type(error).__name__})"
        ) from error
    _fill(model, state, name)
    where = device()
    tokenizer = load_tokenizer(place, name)
    return CometEncoder(KINDS[kind], model.eval().to(where), tokenizer, where)


def _place(pretrained: str, folder: Path, name: str) -> Path:
    """Where the configuration and tokenizer are: with the checkpoint, named, or in the cache."""
    inside = (folder / pretrained, folder / pretrained.rpartition("/")[2], folder / "encoder")
    for place in (*inside, Path(pretrained), folder):
        if (place / CONFIGURATION).is_file():
            return place
    place_in_cache = cached(pretrained)
    if place_in_cache and (place_in_cache / CONFIGURATION).is_file():
        return place_in_cache
    raise ModelError(
        f"judge {name}: the configuration and tokenizer of its encoder, {pretrained}, are not on "
        f"this machine; put them into {folder / 'encoder'}, or fetch them: hf download "
        f"{pretrained} --include '*.json' '*.model'"
    )


def _fill(model: Any, state: Mapping[str, "Tensor"], name: str) -> None:  # noqa: ANN401  a module
    """Give a network its weights, every one of them."""
    own = {
        key.removeprefix(PREFIX): value for key, value in state.items() if key.startswith(PREFIX)
    }
    try:
        missing = model.load_state_dict(own, strict=False).missing_keys
    except RuntimeError as error:
        raise refusal(name, "its weights are of another shape than its encoder's") from error
    if missing:
        raise refusal(name, f"the checkpoint lacks {PREFIX}{missing[0]}")
