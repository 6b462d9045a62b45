"""What the reports say, one TOML file a language."""

from fedele.reports.wording.catalogue import LANGUAGES, Wording, load_wording

__all__ = ["LANGUAGES", "Wording", "load_wording"]
