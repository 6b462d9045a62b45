"""Any sentence-transformers model as an encoder."""

import hashlib
from collections.abc import Sequence
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np

from align.computing import exact
from align.encoders.model_folder import find_model
from align.encoders.protocol import Vectors
from corpus import ModelError, Progress

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BATCH = 32
"""Texts that go through the network at once."""


class TransformerEncoder:
    """A sentence-transformers model; see `align.Encoder`."""

    def __init__(
        self, name: str, version: str, digest: str, model: "SentenceTransformer", prompt: str = ""
    ) -> None:
        self.name = name
        self.version = version
        self.digest = digest
        self._model: Any = model  # the library types its modules too loosely to check
        self._prompt = prompt
        self._lock = Lock()  # the library's tokenizer refuses a second thread

    def encode(self, texts: Sequence[str], *, progress: Progress | None = None) -> Vectors:
        """One unit vector a text."""
        order = sorted(range(len(texts)), key=lambda number: len(texts[number]))
        dimension: int = self._model.get_embedding_dimension()
        vectors = np.empty((len(texts), dimension), np.float32)
        for first in range(0, len(order), BATCH):
            part = order[first : first + BATCH]
            with self._lock:
                found = self._model.encode(
                    [texts[number] for number in part],
                    prompt=self._prompt,
                    batch_size=BATCH,
                    show_progress_bar=False,
                )
            vectors[part] = exact.unit(found)
            if progress:
                progress("encode", first + len(part), len(order))
        return vectors


def load_named(name: str) -> TransformerEncoder:
    """A sentence-transformers model by name or folder, without the network.

    Raises:
        ModelError: it is not on this machine, or cannot be read; only safetensors weights are, and
            no code that comes with a model is ever run (`align.encoders.model_folder`).
    """
    folder = find_model(name)

    import sentence_transformers

    try:
        model = sentence_transformers.SentenceTransformer(
            str(folder),
            local_files_only=True,
            trust_remote_code=False,
            model_kwargs={"use_safetensors": True},
        )
    except Exception as error:  # four libraries read a model, each with errors of its own
        raise ModelError(
            f"encoder {name}: cannot be loaded ({type(error).__name__}); it is no whole "
            "sentence-transformers model with weights in safetensors"
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
