"""The hub's cache on this machine."""

from pathlib import Path


def cached(name: str) -> Path | None:
    """The folder of a model in the hub's cache, None where it is not there; nothing is fetched."""
    from huggingface_hub import snapshot_download

    try:
        return Path(snapshot_download(name, local_files_only=True))
    except (OSError, ValueError):
        return None
