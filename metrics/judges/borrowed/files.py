"""The files of a borrowed model: found on this machine, read without running what is in them."""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from align import check_model_folder
from corpus import ModelError
from metrics.judges.borrowed.hub import cached
from metrics.judges.borrowed.known import known_judges

if TYPE_CHECKING:
    from torch import Tensor

SETTINGS = "hparams.yaml"
ZIP = b"PK\x03\x04"
"""What a checkpoint of torch 1.6 and later begins with."""
SETTINGS_BYTES = 100_000
"""Chosen: the published ones have less than a thousand."""
CHECKPOINTS = tuple(
    folder + file for file in ("model.safetensors", "model.ckpt") for folder in ("checkpoints/", "")
)
"""Where a COMET model's weights lie; safetensors first."""


def find_folder(name: str) -> Path:
    """The folder of a model that is on this machine, by its path or its name in the hub's cache.

    Raises:
        ModelError: there is none, or a configuration in it asks for other code.
    """
    folder = Path(name).resolve() if Path(name).is_dir() else cached(full_name(name))
    if folder is None:
        raise ModelError(
            f"judge {name}: no such model on this machine; give a folder, or fetch it first: "
            f"hf download {full_name(name)}; `fedele models` lists judges that can be read"
        )
    check_model_folder(folder, name)
    return folder


def full_name(name: str) -> str:
    """A known judge's name on the hub, which may be asked for without its owner."""
    return next((it.name for it in known_judges() if name == it.name.partition("/")[2]), name)


def read_settings(folder: Path, name: str) -> dict[str, Any]:
    """What a COMET model's `hparams.yaml` says.

    Raises:
        ModelError: it cannot be read, or the package that reads it is not installed.
    """
    try:
        import yaml
    except ImportError as error:
        raise ModelError(
            f"judge {name}: PyYAML is not installed, which COMET's settings need; "
            "pip install 'fedele[judge]'"
        ) from error
    try:
        with (folder / SETTINGS).open("rb") as stream:
            content = stream.read(SETTINGS_BYTES + 1)
        found = yaml.safe_load(content) if len(content) <= SETTINGS_BYTES else None
    except (OSError, ValueError, RecursionError, yaml.YAMLError) as error:
        raise refusal(name, f"{SETTINGS} cannot be read ({type(error).__name__})") from error
    if not isinstance(found, dict):
        raise refusal(name, f"{SETTINGS} is no table of settings")
    return found


def read_tensors(files: Iterable[Path], name: str) -> tuple[dict[str, "Tensor"], dict[str, Any]]:
    """The tensors of some files by name, and the settings that a Lightning checkpoint keeps.

    Raises:
        ModelError: a file cannot be read, or holds objects that are no tensors, which could run
            code.
    """
    tensors: dict[str, Tensor] = {}
    settings: dict[str, Any] = {}
    for file in files:
        content = _content(file, name)
        kept = content.get("hyper_parameters")
        settings |= kept if isinstance(kept, dict) else {}
        tensors |= _tensors(content.get("state_dict", content))
    return tensors, settings


def digest(tensors: Mapping[str, "Tensor"]) -> str:
    """SHA-256 over tensors by name, whatever file they came from."""
    import torch

    total = hashlib.sha256()
    for name, tensor in sorted(tensors.items()):
        total.update(name.encode())
        total.update(tensor.detach().cpu().contiguous().reshape(-1).view(torch.uint8).numpy().data)
    return total.hexdigest()


def refusal(name: str, complaint: str) -> ModelError:
    """What is said of a model that is here and cannot be used."""
    return ModelError(f"judge {name}: {complaint}; the model was not loaded")


def _content(file: Path, name: str) -> Mapping[str, Any]:
    import torch
    from safetensors.torch import load_file

    try:
        if file.suffix == ".safetensors":
            return load_file(file)
        content = torch.load(file, map_location="cpu", weights_only=True, mmap=_is_zip(file))
    except Exception as error:  # two libraries read them, each with errors of its own
        raise refusal(
            name,
            f"{file.name} cannot be read ({type(error).__name__}): damaged, or it holds more than "
            "tensors, which is never unpickled; keep its state_dict as model.safetensors",
        ) from error
    if not isinstance(content, dict):
        raise refusal(name, f"{file.name} is no table of tensors")
    return content


def _is_zip(file: Path) -> bool:
    """Whether torch can leave a file's tensors where they are until they are needed."""
    with file.open("rb") as stream:
        return stream.read(len(ZIP)) == ZIP


def _tensors(content: object) -> dict[str, "Tensor"]:
    import torch

    pairs = content.items() if isinstance(content, Mapping) else ()
    return {str(key): value for key, value in pairs if isinstance(value, torch.Tensor)}
