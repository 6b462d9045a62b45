"""What the reports say, one TOML file a language."""

from fedele.wording.catalogue import LANGUAGES, Wording, load_wording

__all__ = ["LANGUAGES", "Wording", "load_wording"]
