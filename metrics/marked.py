"""What a borrowed judge marks as an error, as flags."""

from collections.abc import Iterator
from pathlib import PurePath

from metrics.flag import Category, Flag, Kind
from metrics.judges import Judgement
from metrics.messages import Evidence
from metrics.omissions.passages import passage_of


def find_marked(judgement: Judgement) -> Iterator[Flag]:
    """The errors that a borrowed judge marks in the target, as mistranslations, bead by bead.

    Where it stands in the source is not said: such judges mark one side only.
    """
    for bead in judgement.beads:
        if not bead.opinion:
            continue
        judge = PurePath(bead.opinion.judge).name
        for marked in bead.opinion.marked:
            where = passage_of(judgement.comparison.target, bead.target.segment, marked.phrase)
            yield Flag(
                Category.MISTRANSLATION,
                Kind.MISTRANSLATION,
                marked.severity,
                marked.confidence,
                None,
                where,
                Evidence("mistranslation.marked", {"words": where.text, "judge": judge}),
            )
