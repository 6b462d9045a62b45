"""What a page's tags ask of a parser, judged before it parses.

An HTML5 parser's time grows with the square of one tag's attributes and of the elements left open,
and it repeats marks that are never closed (``<b>``) in every paragraph after them, as the standard
has it. What is counted here is what such a page holds: one pass over its text, no tree.

Source: HTML Living Standard (WHATWG), 13.2.4.3, the list of active formatting elements.
"""

import re
from collections import Counter
from dataclasses import dataclass, field

from corpus.errors import InputError
from corpus.limits import Limits

_ATTRIBUTE = r"""[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]*+))?+"""
_ATTRIBUTES = re.compile(_ATTRIBUTE)
_TAG = re.compile(
    r"<!--(?:.*?-->|.*)|<script\b(?:.*?</script\b|.*)|<style\b(?:.*?</style\b|.*)"
    rf"|<(/?)([a-z][^\s/>]*+)((?:[\s/]++|{_ATTRIBUTE})*+)",
    re.DOTALL | re.IGNORECASE,
)
# fmt: off
_MARKS = frozenset((
    "b", "big", "code", "em", "font", "i", "s", "small", "strike", "strong", "tt", "u",
))
_NEVER_DEEP = frozenset((
    # these have no end
    "area", "base", "br", "col", "embed", "frame", "hr", "img", "input", "link", "meta", "param",
    "source", "track", "wbr",
    # the next of its kind ends it, at the latest
    "a", "body", "button", "dd", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "head", "html", "li",
    "nobr", "optgroup", "option", "p", "rp", "rt", "select", "tbody", "td", "tfoot", "th", "thead",
    "tr",
))
# fmt: on
_ALIKE = 3  # of marks with the same attributes, a parser repeats no more than so many


@dataclass(slots=True)
class _Open:
    """Elements that are not closed yet.

    Attributes:
        names: how many of each name.
        depth: of all names together.
        marks: tags that a parser repeats, by name.
        alike: how many of the same wording are among them.
        repeated: how many there are.
    """

    names: Counter[str] = field(default_factory=Counter)
    depth: int = 0
    marks: dict[str, list[str]] = field(default_factory=dict)
    alike: Counter[str] = field(default_factory=Counter)
    repeated: int = 0

    def begin(self, name: str, attributes: str) -> None:
        """An element begins."""
        is_drawn = self.names["svg"] or self.names["math"]
        if name in _NEVER_DEEP or (is_drawn and attributes.endswith("/")):
            return
        self.names[name] += 1
        self.depth += 1
        tag = f"{name}{attributes}"
        if name in _MARKS and self.alike[tag] < _ALIKE:
            self.alike[tag] += 1
            self.marks.setdefault(name, []).append(tag)
            self.repeated += 1

    def end(self, name: str) -> None:
        """An element ends, if one of the name is open."""
        if not self.names[name]:
            return
        self.names[name] -= 1
        self.depth -= 1
        if self.marks.get(name):
            self.alike[self.marks[name].pop()] -= 1
            self.repeated -= 1


def check_tags(text: str, path: str, limits: Limits) -> None:
    """Refuses a page that a parser would be at for ever.

    Raises:
        InputError: its elements are nested too deep or too many, those that a parser would repeat
            included, or one has more attributes than the limits allow.
    """
    page, elements = _Open(), 0
    for tag in _TAG.finditer(text):
        if tag[2] is None:  # a comment or a script
            continue
        if _has_more(tag[3], limits.attributes):
            raise InputError(
                f"{path}: has an element of more than {limits.attributes:,} attributes; no page has"
            )
        page.end(tag[2].lower()) if tag[1] else page.begin(tag[2].lower(), tag[3])
        elements += 1 + page.repeated
        if page.depth > limits.nesting:
            raise InputError(
                f"{path}: nests its elements more than {limits.nesting:,} deep; no page does"
            )
        if elements > limits.elements:
            raise InputError(
                f"{path}: holds more than {limits.elements:,} elements, as marks that are never "
                "closed go on in every paragraph; split the page, or close them"
            )


def _has_more(attributes: str, limit: int) -> bool:
    """Whether there are more than so many; the shortest takes two characters."""
    return len(attributes) > 2 * limit and len(_ATTRIBUTES.findall(attributes)) > limit
