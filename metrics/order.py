"""The order in which a reader who follows both versions side by side comes upon flags."""

from collections.abc import Sequence

from align import Alignment
from corpus import Document, Side
from metrics.flag import Flag, Kind, Passage


class ReadingOrder:
    """Sort key for flags: down the page, group by group; shifts come after every other flag.

    A flag stands at its words in the source, or else at those in the target. How far down its group
    that is counts as a share of its side, so that words of both sides stand in one order.

    Args:
        source, target: two documents.
        alignment: theirs.
    """

    def __init__(self, source: Document, target: Document, alignment: Alignment) -> None:
        documents = {Side.SOURCE: source, Side.TARGET: target}
        self._heights = {
            side: _Heights(document, [group.on(side) for group in alignment.groups])
            for side, document in documents.items()
        }

    def __call__(self, flag: Flag) -> tuple[bool, float, int, int, Side]:
        """The key; ValueError for a flag that has no words."""
        side, passage = flag.place
        height = self._heights[side].of(passage)
        return flag.kind is Kind.SHIFT, height, passage.paragraph, passage.start, side


class _Heights:
    """The paragraphs of one side, each at the height where it stands on the page.

    The whole part of a height is the number of a group, the rest how far down the group it is.
    """

    def __init__(self, document: Document, groups: Sequence[tuple[int, ...]]) -> None:
        steps = {
            paragraph: (number + index / len(paragraphs), 1 / len(paragraphs))
            for number, paragraphs in enumerate(groups)
            for index, paragraph in enumerate(paragraphs)
        }
        self._lengths = [len(paragraph.text) for paragraph in document.paragraphs]
        self._steps: list[tuple[float, float]] = []
        end = 0.0
        for number in range(len(self._lengths)):
            base, step = steps.get(number, (end, 0.0))  # one set aside stands after the last
            self._steps.append((base, step))
            end = base + step

    def of(self, passage: Passage) -> float:
        """The height of a passage's first character."""
        base, step = self._steps[passage.paragraph]
        return base + step * passage.start / max(1, self._lengths[passage.paragraph])
