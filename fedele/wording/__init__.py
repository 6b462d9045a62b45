"""What the reports say, one TOML file a language."""

from fedele.wording.catalogue import LANGUAGES, ReportLanguage, Wording, load_wording

__all__ = ["LANGUAGES", "ReportLanguage", "Wording", "load_wording"]
