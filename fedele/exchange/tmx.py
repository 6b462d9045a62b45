"""Translation memories: TMX 1.4b, valid by its DTD.

A document type declaration is left out on purpose: readers that follow it would look for a file or
the network.

Source: tmx-2005.
"""

import os
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from xml.etree import ElementTree as ET

from fedele.exchange.bitext import Bitext, SegmentPair, is_confirmed, review_bitext
from fedele.exchange.xml import XML_LANG, serialize
from fedele.files.atomic import write_atomically
from fedele.findings.reviewed import Reviewed
from fedele.wording import Wording, load_wording
from fedele.wording.quoting import legal_xml
from metrics import Verdict

SEGMENT_TYPES = {"sentence": "sentence", "paragraph": "paragraph", "line": "block"}
TEXTS = ("seg", "note", "prop")
"""Elements in which white space counts."""


def write_tmx(
    review: Reviewed,
    path: str | os.PathLike[str],
    *,
    every_pair: bool = False,
    language: str = "en",
    created: datetime | None = None,
) -> Path:
    """Write the review's beads as a translation memory.

    By default only confirmed pairs go in: those that surely belong together and bear no flag, but
    shifts and flags that a reviewer dismissed. The texts' characters that XML cannot hold become
    replacement characters. Texts that are no translations of each other have no pairs.

    Args:
        review: the review.
        path: where to.
        every_pair: whether flagged and unsure pairs go in too, their flags as notes.
        language: of the flags' notes, "en" or "it".
        created: the date that the file bears; now where it is not given.

    Raises:
        UsageError: the file cannot be written, or there is no wording in that language.
    """
    content = review_tmx(review, every_pair=every_pair, language=language, created=created)
    return write_atomically(path, content)


def review_tmx(
    review: Reviewed,
    *,
    every_pair: bool = False,
    language: str = "en",
    created: datetime | None = None,
) -> bytes:
    """What `write_tmx` writes."""
    bitext = review_bitext(review)
    pairs = [pair for pair in bitext.pairs if every_pair or is_confirmed(pair)]
    if review.verdict is Verdict.UNRELATED:
        pairs = []
    return render_tmx(bitext, pairs, language=language, created=created)


def render_tmx(
    bitext: Bitext,
    pairs: Iterable[SegmentPair],
    *,
    language: str = "en",
    created: datetime | None = None,
) -> bytes:
    """Pairs of a bitext as TMX, in their order; arguments otherwise as `write_tmx`'s."""
    root = ET.Element("tmx", version="1.4")
    header = ET.SubElement(root, "header", _header(bitext, created or datetime.now(UTC)))
    for name, value in (bitext.signature or {}).items():
        ET.SubElement(header, "prop", type=f"x-{legal_xml(name)}").text = legal_xml(value)
    body = ET.SubElement(root, "body")
    wording = load_wording(language)
    for pair in pairs:
        _add_unit(body, bitext, pair, wording)
    return serialize(root, TEXTS)


def _header(bitext: Bitext, created: datetime) -> dict[str, str]:
    return {
        "creationtool": "fedele",
        "creationtoolversion": version("fedele"),
        "segtype": SEGMENT_TYPES[bitext.unit],
        "o-tmf": "fedele",
        "adminlang": "en",
        "srclang": bitext.source_language,
        "datatype": "plaintext",
        "creationdate": f"{created.astimezone(UTC):%Y%m%dT%H%M%SZ}",
    }


def _add_unit(body: ET.Element, bitext: Bitext, pair: SegmentPair, wording: Wording) -> None:
    unit = ET.SubElement(body, "tu")
    for issue in pair.issues:
        text = f"{wording(f'kind.{issue.flag.kind.value}')}, {issue.note(wording)}"
        ET.SubElement(unit, "note").text = legal_xml(text)
    for name in ("similarity", "confidence", "fidelity"):
        value: float | None = getattr(pair, name)
        if value is not None:
            ET.SubElement(unit, "prop", type=f"x-{name}").text = f"{value:.4g}"
    languages = bitext.source_language, bitext.target_language
    for language, text in zip(languages, (pair.source, pair.target), strict=True):
        variant = ET.SubElement(unit, "tuv", {XML_LANG: language})
        ET.SubElement(variant, "seg").text = legal_xml(text)
