"""Any sentence-transformers model as an encoder, with its tokens' vectors at every layer."""

import hashlib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from align.encoder import TokenLayers, Vectors
from corpus import ModelError, Progress, Span

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BATCH = 32
"""Texts that go through the network at once."""


class TransformerEncoder:
    """A sentence-transformers model; see `align.Encoder` and `align.ContextualEncoder`."""

    def __init__(
        self, name: str, version: str, digest: str, model: "SentenceTransformer", prompt: str = ""
    ) -> None:
        self.name = name
        self.version = version
        self.digest = digest
        self._model: Any = model  # the library types its modules too loosely to check
        self._prompt = prompt

    def encode(self, texts: Sequence[str], *, progress: Progress | None = None) -> Vectors:
        """One unit vector a text."""
        order = sorted(range(len(texts)), key=lambda number: len(texts[number]))
        dimension: int = self._model.get_embedding_dimension()
        vectors = np.empty((len(texts), dimension), np.float32)
        for first in range(0, len(order), BATCH):
            part = order[first : first + BATCH]
            vectors[part] = self._model.encode(
                [texts[number] for number in part],
                prompt=self._prompt,
                batch_size=BATCH,
                normalize_embeddings=True,
                show_progress_bar=False,
            )
            if progress:
                progress("encode", first + len(part), len(order))
        return vectors

    def token_layers(
        self, texts: Sequence[str], layers: Sequence[int], *, progress: Progress | None = None
    ) -> list[TokenLayers]:
        """The vectors of each text's tokens at some layers.

        Args:
            texts: any; one longer than the network's window is read window by window.
            layers: numbers of layers, 0 the embeddings, the last one what sentence vectors are
                made of.
            progress: called as the work goes.

        Returns:
            One entry a text; markers and the prompt are not among the tokens.
        """
        found = []
        for number, text in enumerate(texts):
            parts = [self._window(text, window, layers) for window in self._windows(text)]
            spans = tuple(span for part in parts for span in part.spans)
            dimension = self._model[0].auto_model.config.hidden_size
            empty = np.empty((len(layers), 0, dimension), np.float32)
            vectors = np.concatenate([empty, *(part.vectors for part in parts)], axis=1)
            found.append(TokenLayers(spans, vectors))
            if progress:
                progress("tokens", number + 1, len(texts))
        return found

    def _windows(self, text: str) -> Iterator[Span]:
        """Stretches of a text that fit the network beside prompt and markers."""
        tokenizer = self._model[0].tokenizer
        coded = tokenizer(
            text,
            add_special_tokens=False,
            return_offsets_mapping=True,
            truncation=False,
            verbose=False,
        )
        offsets = coded["offset_mapping"]
        prompt = len(tokenizer(self._prompt)["input_ids"])
        step = max(1, (self._model.max_seq_length or tokenizer.model_max_length) - prompt - 1)
        for first in range(0, len(offsets), step):
            yield Span(offsets[first][0], offsets[min(first + step, len(offsets)) - 1][1])

    def _window(self, text: str, window: Span, layers: Sequence[int]) -> TokenLayers:
        import torch

        module = self._model[0]
        coded = module.tokenizer(
            self._prompt + window.of(text),
            return_offsets_mapping=True,
            return_special_tokens_mask=True,
            return_tensors="pt",
        )
        with torch.inference_mode():
            states = module.auto_model(
                input_ids=coded["input_ids"].to(self._model.device),
                attention_mask=coded["attention_mask"].to(self._model.device),
                output_hidden_states=True,
            ).hidden_states
        shift = window.start - len(self._prompt)
        kept, spans = [], []
        marks = coded["special_tokens_mask"][0].tolist()
        for number, (first, end) in enumerate(coded["offset_mapping"][0].tolist()):
            span = _trimmed(text, max(first + shift, window.start), end + shift)
            if not marks[number] and span.end > max(span.start, window.start):
                kept.append(number)
                spans.append(span)
        vectors = np.stack([states[layer][0, kept].cpu().numpy() for layer in layers])
        return TokenLayers(tuple(spans), vectors.astype(np.float32))


def _trimmed(text: str, first: int, end: int) -> Span:
    """The span without white space at its start."""
    words = text[first:end]
    return Span(end - len(words.lstrip()), end)


def load_named(name: str) -> TransformerEncoder:
    """A sentence-transformers model by name or folder, without the network.

    Raises:
        ModelError: it is not on this machine, or cannot be read; only safetensors weights are, and
            no code that comes with a model is ever run.
    """
    import sentence_transformers

    try:
        model = sentence_transformers.SentenceTransformer(
            name,
            local_files_only=True,
            trust_remote_code=False,
            model_kwargs={"use_safetensors": True},
        )
    except (OSError, ValueError, ImportError, KeyError, TypeError) as error:
        raise ModelError(
            f"encoder {name}: no such model on this machine ({type(error).__name__}); give a "
            f"folder, or fetch it first: hf download {name}; `fedele models` lists what is here"
        ) from error
    version = f"sentence-transformers {sentence_transformers.__version__}"
    prompt = model.prompts.get(model.default_prompt_name or "") or ""
    return TransformerEncoder(name, version, _digest(model), model, prompt)


def _digest(model: Any) -> str:  # noqa: ANN401  a torch module
    """SHA-256 over a model's tensors, by name."""
    total = hashlib.sha256()
    for name, tensor in sorted(model.state_dict().items()):
        total.update(name.encode())
        total.update(tensor.cpu().contiguous().view(-1).numpy().tobytes())
    return total.hexdigest()
