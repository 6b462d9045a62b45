"""A borrowed model by name or folder: whichever layout it has."""

from pathlib import Path

from corpus import ModelError
from metrics.judges.borrowed.files import SETTINGS, find_folder, refusal
from metrics.judges.borrowed.model import PassageModel, Passages

PROBE = Passages("1", "1")
"""What a model is asked when it is loaded, to see whether it can answer."""
NEEDED = ("torch", "transformers", "safetensors")


def load_model(name: str) -> PassageModel:
    """The model of that name, or in that folder, without the network.

    Args:
        name: a folder, a name in the hub's cache, or that of a known judge without its owner.

    Raises:
        ModelError: it is not here, damaged, needs a reference, or what reads it is not installed.
    """
    _check_installed(name)
    model = _load(find_folder(name), name)
    try:
        model.read([PROBE])
    except RuntimeError as error:  # torch's, where shapes differ
        raise refusal(name, "its parts do not fit one another") from error
    return model


def _load(folder: Path, name: str) -> PassageModel:
    if (folder / SETTINGS).is_file():
        from metrics.judges.borrowed.comet import load_comet

        return load_comet(folder, name)

    from metrics.judges.borrowed.metricx import is_metricx, load_metricx

    if is_metricx(folder, name):
        return load_metricx(folder, name)
    raise ModelError(
        f"judge {name}: {folder} holds neither COMET's {SETTINGS} nor the config.json of "
        "an mT5, as MetricX has; `fedele models` lists judges that can be read"
    )


def _check_installed(name: str) -> None:
    from importlib.util import find_spec

    missing = [package for package in NEEDED if find_spec(package) is None]
    if missing:
        raise ModelError(
            f"judge {name}: {', '.join(missing)} not installed; pip install 'fedele[judge]'"
        )
