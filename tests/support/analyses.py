"""Analyses as authors hand them in, both versions in one file, and what an editor sees in them.

Ours is a story of `bitext` with every damage done to its English, with paragraphs cut anew, and
with what surrounds an article on a page; the real one lies beside some checkouts.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bitext import (
    DATA,
    ENGLISH,
    ITALIAN,
    Link,
    Version,
    damaged,
    joined,
    own_damages,
    own_stories,
    paragraph_links,
    parted,
    plain,
    version,
)
from shared import SEEDS

CAPTION = "Cranes over the container terminal of Salmara, March 3, 2025. (AP pic)"
OTHER_CAPTION = "The mayor of Salmara visits the port, May 9, 2025. Ann Bell via REUTERS"
BYLINE = "- Marina Sartori, 12/06/25"
FURNITURE = ("Comments", "Popular Posts")


@dataclass(frozen=True)
class Analysis:
    """A file with both versions.

    Attributes:
        date: " 12/06/25", as its byline has it.
        bodies: how many paragraphs of either version are its text.
        groups: which of those belong together.
        source_aside, target_aside: why paragraphs take no part, in order.
        drops: Italian words that the English lacks.
        additions: English words that the Italian lacks.
        same: Italian words that the English renders, some in other words.
        missed: those of the drops and additions that the review has too little confidence to show.
        others: English articles on the same events.
    """

    name: str
    text: str
    date: str
    bodies: tuple[int, int]
    groups: list[Link]
    source_aside: list[str]
    target_aside: list[str]
    drops: tuple[str, ...]
    additions: tuple[str, ...]
    same: tuple[str, ...]
    others: tuple[Path, ...]
    missed: tuple[str, ...] = field(default=())


def analyses() -> list[Analysis]:
    return [own_analysis(), *_real_analysis()]


def own_analysis() -> Analysis:
    (story,) = (story for story in own_stories() if story.name == "port")
    title, body = story.paragraphs[0], story.paragraphs[1:]
    italian = version(body, ITALIAN)
    found = [it for it in own_damages() if it.story == story.name]
    english = parted(parted(joined(damaged(version(body, ENGLISH), found), 1), 1, 2), 2, 3)
    return Analysis(
        story.name,
        _page(title[0][ENGLISH], italian, english),
        " 12/06/25",
        (len(italian), len(english)),
        sorted(paragraph_links(italian, english)),
        ["foreign", "foreign"],
        ["caption", "caption", "byline", "furniture", "furniture"],
        tuple(it.words for it in found if it.kind == "dropped"),
        tuple(it.words for it in found if it.kind == "added"),
        (
            "Secondo la società che gestisce il terminal",
            "Dietro la disputa c'è una concorrenza",
            "nove per cento",
            "due collegamenti settimanali con l'Asia",
            "ferme per undici giorni",
            "E quando soffia il maestrale",
            "entro giugno",
        ),
        tuple(sorted((DATA / "same-events").glob("*.txt"))),
    )


def _page(title: str, italian: Version, english: Version) -> str:
    """As the real one is: a title, the versions under their marks, captions, a byline, links."""
    parts = [
        *(title, "(IT)", plain(italian), CAPTION, CAPTION),
        *("(EN)", plain(english), OTHER_CAPTION, OTHER_CAPTION, BYLINE, *FURNITURE),
    ]
    return "\n\n".join(parts) + "\n"


def _real_analysis() -> Iterator[Analysis]:
    if len(SEEDS) != 3:
        return
    yield Analysis(
        "real",
        SEEDS[0].read_text("utf-8"),
        " 29/11/24",
        (7, 8),
        [*(((n,), (n,)) for n in range(4)), ((4, 5), (4, 5, 6)), ((6,), (7,))],
        ["foreign", "foreign"],
        ["caption", "caption", "byline", "furniture", "furniture"],
        (
            "oltre il fiume Yalu",
            "Palazzo Mansudae",
            "in Asia Settentrionale",
            "tra i due leader e i rispettivi paesi",
            "due visioni geopolitiche contrapposte",
            "all'America e agli alleati filostatunitensi",
        ),
        (
            "signaling a subtle yet deliberate shift",
            "historically",
            "multifaceted",
            "senior ally",
            "and thus partially",
        ),
        (
            "Pechino ha tre priorità principali",
            "Durante il summit a Pyongyang, Putin e Kim hanno firmato",
            "Secondo Kurt Campbell",
            "10.000",
            "75° anniversario",
            "il primo in nove anni",
            "Risoluzione 2397",
        ),
        SEEDS[1:],
        missed=(
            "due visioni geopolitiche contrapposte",
            "signaling a subtle yet deliberate shift",
            "multifaceted",
        ),
    )
