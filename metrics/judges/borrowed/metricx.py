"""MetricX: an mT5 that gives one number, the MQM points that a passage loses, 0 to 25.

Source: juraska-2023; juraska-2024.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from align import check_model_folder
from corpus import ModelError
from metrics.judges.borrowed.batches import device, padded, read_in_batches
from metrics.judges.borrowed.files import digest, read_tensors, refusal
from metrics.judges.borrowed.hub import cached
from metrics.judges.borrowed.model import Passages, Reading
from metrics.judges.borrowed.tokenizers import Tokenizer, has_tokenizer, load_tokenizer

if TYPE_CHECKING:
    import torch
    from torch import Tensor

CONFIGURATION = "config.json"
MODEL_TYPES = frozenset({"mt5", "t5"})
PIECE = 250_089
"""The token <extra_id_10>, whose logit is the prediction."""
MOST = 25.0
"""What is said at most; the least is 0."""
LONGEST = {"23": 1_024, "24": 1_536}
"""Tokens that a generation was trained on at most."""
INPUTS = {
    "23": "candidate: {target} source: {source}",
    "24": "source: {source} candidate: {target}",
}
"""What a generation is given where there is no reference."""
TOKENIZERS = tuple(f"google/mt5-{size}" for size in ("xl", "large", "xxl", "base", "small"))
"""Models with the tokenizer, the same in all of them; MetricX comes without."""


@dataclass(frozen=True, slots=True, eq=False)
class MetricX:
    """Implements `PassageModel`.

    Attributes:
        name, digest, family: as there.
        generation: "23" or "24".
        network: mT5, without its head.
        head: (dimension,), the row of the head that gives the prediction.
        scale: what the network's output is multiplied by before it.
        tokenizer: mT5's.
        device: where the network is.
    """

    name: str
    digest: str
    family: str
    generation: str
    network: Any
    head: "Tensor"
    scale: float
    tokenizer: Tokenizer
    device: "torch.device"

    def read(self, passages: Sequence[Passages]) -> list[Reading]:
        """A reading a passage, its score the points that it loses."""
        return read_in_batches(passages, self._some)

    def _some(self, passages: Sequence[Passages]) -> Iterator[Reading]:
        import torch

        texts = [INPUTS[self.generation].format(**it._asdict()) for it in passages]
        limit = LONGEST[self.generation]
        rows = [it.ids for it in self.tokenizer.cut(texts, limit)]
        # without the token that ends a text, as it was trained
        ids, mask = (
            it.to(self.device) for it in padded([row[:-1] for row in rows], self.tokenizer.padding)
        )
        read = self.network.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        told = self.network.decoder(
            input_ids=torch.zeros((len(rows), 1), dtype=torch.long, device=self.device),
            encoder_hidden_states=read,
            encoder_attention_mask=mask,
            use_cache=False,
        ).last_hidden_state[:, 0]
        for score in ((told * self.scale) @ self.head).clamp(0, MOST).tolist():
            yield Reading(score)


def is_metricx(folder: Path, name: str) -> bool:
    """Whether a folder is one of an mT5."""
    file = folder / CONFIGURATION
    return file.is_file() and _configuration(file, name).get("model_type") in MODEL_TYPES


def load_metricx(folder: Path, name: str) -> MetricX:
    """A MetricX model from its folder: `config.json`, and its weights.

    Which generation it is, and whether it needs no reference, only its name tells: that of its
    folder, of the hub, or in its configuration; "24", whose models need none, where none does.

    Raises:
        ModelError: something is missing, damaged, or needs a reference; the message says what.
    """
    import transformers

    configuration = _configuration(folder / CONFIGURATION, name)
    generation = _generation((name, folder.name, str(configuration.get("_name_or_path"))), name)
    files = sorted(folder.glob("model*.safetensors")) or sorted(folder.glob("pytorch_model*.bin"))
    if not files:
        raise refusal(name, "there are no weights beside config.json")
    state, _ = read_tensors(files, name)
    try:
        network = transformers.MT5ForConditionalGeneration(
            transformers.MT5Config.from_pretrained(folder, local_files_only=True)
        )
        scale = _fill(network, state, is_tied=bool(configuration.get("tie_word_embeddings")))
        head = network.lm_head.weight[PIECE].detach().clone()
    except Exception as error:  # two libraries read them, each with errors of its own
        raise refusal(name, f"its weights do not fit ({type(error).__name__}: {error})") from error
    where = device()
    return MetricX(
        name=name,
        digest=digest(state),
        family="metricx",
        generation=generation,
        network=network.train(False).to(where),
        head=head.to(where),
        scale=scale,
        tokenizer=_tokenizer(folder, name),
        device=where,
    )


def _configuration(file: Path, name: str) -> Mapping[str, Any]:
    try:
        found = json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        raise refusal(name, f"{file.name} is no JSON that can be read") from error
    return found if isinstance(found, dict) else {}


def _generation(names: Sequence[str], name: str) -> str:
    named = next((it for it in map(str.lower, names) if "metricx-23" in it), None)
    if named is None:
        return "24"
    if not re.search(r"-qe\b", named):
        raise refusal(name, "it needs a reference; MetricX-23 without one has qe in its name")
    return "23"


def _fill(network: Any, state: Mapping[str, "Tensor"], *, is_tied: bool) -> float:  # noqa: ANN401
    """Give a network its weights, every one of them; what its output is to be multiplied by.

    transformers 5 ties mT5's head to its embeddings whatever the configuration says, so that its
    weights are set here one by one.
    """
    import torch

    shared = state["shared.weight"]
    given = {
        "encoder.embed_tokens.weight": shared,
        "decoder.embed_tokens.weight": shared,
        "lm_head.weight": shared,
        **state,
    }
    network.lm_head.weight = torch.nn.Parameter(network.lm_head.weight.detach().clone())
    missing = network.load_state_dict(given, strict=False).missing_keys
    if missing:
        raise KeyError(missing[0])
    own = "lm_head.weight" in state and not is_tied
    return 1.0 if own else float(network.config.d_model**-0.5)


def _tokenizer(folder: Path, name: str) -> Tokenizer:
    places = (folder, folder / "tokenizer", *filter(None, map(cached, TOKENIZERS)))
    for place in filter(has_tokenizer, places):
        check_model_folder(place, name)
        return load_tokenizer(place, name)
    raise ModelError(
        f"judge {name}: its tokenizer, which is that of {TOKENIZERS[0]}, is not on this machine; "
        f"put it into {folder / 'tokenizer'}, or fetch it: hf download {TOKENIZERS[0]} "
        "--include '*.json' '*.model'"
    )
