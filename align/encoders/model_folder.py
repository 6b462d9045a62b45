"""A model's folder, looked at before anything loads it: no code but the library's, no pickles.

sentence-transformers imports the classes that `modules.json` names, and falls back on pickled
weights where a module has no others; transformers imports what a configuration's `auto_map` points
to. Whoever made the folder could run code by any of these.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from corpus import ModelError, load_numbers

MODULES = frozenset(
    {"Transformer", "Pooling", "Normalize", "Dense", "LayerNorm", "Dropout", "StaticEmbedding"}
)
"""The library's modules that are loaded; each keeps its weights, if any, in safetensors."""
PICKLED = frozenset({".bin", ".ckpt", ".h5", ".joblib", ".pickle", ".pkl", ".pt", ".pth"})
"""Endings of weights that can hold code."""
WEIGHTS = ("model.safetensors", "model.safetensors.index.json")
"""What stands beside such weights where they are not the ones that are loaded."""
STEERING = frozenset(
    {"attn_implementation", "auto_map", "quantization_config", "trust_remote_code"}
)
"""Keys of a configuration that make other code run than the library's own."""

_MODULE = re.compile(r"sentence_transformers(?:\.[a-z_]+)*\.([A-Za-z]+)")
_ACTIVATION = re.compile(r"torch\.nn\.modules\.(?:activation|linear)\.[A-Za-z]+")
_VOCABULARIES = frozenset({"tokenizer.json", "vocab.json"})
_ADAPTER = "adapter_config.json"


@dataclass(frozen=True, slots=True)
class ModelFolderNumbers:
    """What ``data/model_folder.toml`` says, where each number has its origin."""

    configuration_bytes: int


@cache
def model_folder_numbers() -> ModelFolderNumbers:
    """The numbers, read once."""
    return load_numbers("align", "model_folder", ModelFolderNumbers)


def find_model(name: str) -> Path:
    """The folder of a model that is on this machine, by its path or its name in the local cache.

    Raises:
        ModelError: there is none, or it holds what is not loaded: foreign classes, code, pickles.
    """
    folder = _folder(name)
    check_model_folder(folder, name)
    if (folder / _ADAPTER).exists():
        raise _refusal(name, _ADAPTER, "is of an adapter; merge it into its model")
    for part in _parts(folder, name):
        _check_weights(part, name)
    return folder


def check_model_folder(folder: Path, name: str) -> None:
    """Look at all configurations of a folder, whatever model it holds.

    Raises:
        ModelError: one cannot be read, or makes other code run than the library's own.
    """
    for file in sorted(folder.rglob("*.json")):
        if file.name not in _VOCABULARIES:
            _check_configuration(_json(file, name), file, name)


def missing(name: str, reason: str) -> ModelError:
    """What is said where there is no such model."""
    return ModelError(
        f"encoder {name}: no such model on this machine ({reason}); give a folder, or fetch it "
        f"first: hf download {name}; `fedele models` lists what is here"
    )


def _folder(name: str) -> Path:
    if Path(name).is_dir():
        return Path(name).resolve()
    from huggingface_hub import snapshot_download

    full = name if "/" in name else f"sentence-transformers/{name}"
    try:
        return Path(snapshot_download(full, local_files_only=True))
    except (OSError, ValueError) as error:
        raise missing(name, type(error).__name__) from error


def _json(file: Path, name: str) -> Any:  # noqa: ANN401  whatever the file holds
    most = model_folder_numbers().configuration_bytes
    try:
        with file.open("rb") as stream:
            content = stream.read(most + 1)
        if len(content) > most:
            raise _refusal(name, file.name, f"is larger than {most:,} bytes")
        return json.loads(content)
    except (OSError, ValueError, RecursionError) as error:
        raise _refusal(name, file.name, "is no JSON that can be read") from error


def _check_configuration(content: object, file: Path, name: str) -> None:
    """Refuses keys that call for other code, wherever they stand."""
    found = STEERING.intersection(_set_keys(content))
    if found:
        raise _refusal(name, file.name, f"asks for code that is not the library's ({min(found)})")
    activation = content.get("activation_function") if isinstance(content, dict) else None
    if activation is not None and not _ACTIVATION.fullmatch(str(activation)):
        raise _refusal(name, file.name, "names an activation function that is not torch's")


def _set_keys(content: object) -> Iterator[str]:
    """The keys of all objects in some JSON that are set to something."""
    if isinstance(content, dict):
        yield from (key for key, value in content.items() if value)
        content = list(content.values())
    if isinstance(content, list):
        for inner in content:
            yield from _set_keys(inner)


def _parts(folder: Path, name: str) -> list[Path]:
    """The folders of a model's modules."""
    if not (folder / "modules.json").exists():
        return [folder]
    listed = _json(folder / "modules.json", name)
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise _refusal(name, "modules.json", "is no list of modules")
    return [_part(folder, one, name) for one in listed]


def _part(folder: Path, module: dict[str, object], name: str) -> Path:
    named = _MODULE.fullmatch(str(module.get("type")))
    if named is None or named[1] not in MODULES:
        known = ", ".join(sorted(MODULES))
        raise _refusal(name, "modules.json", f"names a module that is none of {known}")
    part = Path(str(module.get("path", "")))
    if part.is_absolute() or ".." in part.parts:
        raise _refusal(name, "modules.json", "points outside the model's folder")
    return folder / part


def _check_weights(part: Path, name: str) -> None:
    if any((part / file).exists() for file in WEIGHTS) or not part.is_dir():
        return
    if any(file.suffix in PICKLED for file in part.iterdir()):
        raise _refusal(
            name, part.name, "has pickled weights alone; convert them to model.safetensors"
        )


def _refusal(name: str, place: str, complaint: str) -> ModelError:
    return ModelError(f"encoder {name}: {place} {complaint}; the model was not loaded")
