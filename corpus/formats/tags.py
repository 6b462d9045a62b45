"""What a page's tags ask of a parser, judged before it parses.

An HTML5 parser's time grows with the square of one tag's attributes and of the elements left open,
and it repeats marks that are never closed (``<b>``) in every paragraph after them, as the standard
has it; where one ends that is not the innermost, it looks through all that is open, and may put
the mark back. What is counted here is what such a page holds: one pass over its text, no tree.

Source: html-2026, 13.2.4.3, the list of active formatting elements, and 13.2.6.4.7, the adoption
agency algorithm.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from corpus.errors import InputError
from corpus.limits import Limits

_ATTRIBUTE = r"""[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]*+))?+"""
_ATTRIBUTES = re.compile(_ATTRIBUTE)
_TAG = re.compile(
    r"<!--(?:-?>|.*?--!?>|.*)|<!\[CDATA\[|<(?:[!?]|/(?![a-z]))[^>]*+>?"
    rf"|<(/?)([a-z][^\s/>]*+)((?:[\s/]++|{_ATTRIBUTE})*+)>?",
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
    "a", "body", "button", "head", "html", "p", "tbody", "td", "tfoot", "th", "thead", "tr",
))
_ITEMS = {"dd": ("dd", "dt"), "dt": ("dd", "dt"), "li": ("li",), "option": ("option",)}
_IMPLIED = frozenset((*_ITEMS, "optgroup", "rb", "rp", "rt", "rtc"))
_PLAIN = frozenset((
    "iframe", "noembed", "noframes", "script", "style", "textarea", "title", "xmp",
))
_DRAWINGS = {
    "math": frozenset(("annotation-xml", "mi", "mn", "mo", "ms", "mtext")),
    "svg": frozenset(("desc", "foreignobject", "title")),
}
_END_DRAWINGS = frozenset((
    "b", "big", "blockquote", "body", "br", "center", "code", "dd", "div", "dl", "dt", "em",
    "embed", "font", "h1", "h2", "h3", "h4", "h5", "h6", "head", "hr", "i", "img", "li",
    "listing", "menu", "meta", "nobr", "ol", "p", "pre", "ruby", "s", "small", "span", "strike",
    "strong", "sub", "sup", "table", "tt", "u", "ul", "var",
))
# fmt: on
"""What ends an item that comes right before it; what ends with the element that it is in, too;
what holds no tags; what has rules of its own, and what is HTML again in there; what ends it."""
_CDATA = "<![CDATA["
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
        innermost: names in the order in which they began, as long as they end in it.
    """

    names: Counter[str] = field(default_factory=Counter)
    depth: int = 0
    marks: dict[str, list[str]] = field(default_factory=dict)
    alike: Counter[str] = field(default_factory=Counter)
    repeated: int = 0
    innermost: list[str] = field(default_factory=list)

    @property
    def is_drawn(self) -> bool:
        """Whether the rules of drawings hold, where every tag nests but those that end in "/"."""
        return any(
            self.names[drawing] and not any(map(self.names.get, inside))
            for drawing, inside in _DRAWINGS.items()
        )

    def begin(self, name: str, attributes: str) -> None:
        """An element begins."""
        if name in _END_DRAWINGS and self.is_drawn:
            for drawing in _DRAWINGS:
                while self.names[drawing]:
                    self._close(drawing)
        is_drawn = self.is_drawn or name in _DRAWINGS
        if attributes.endswith("/") if is_drawn else name in _NEVER_DEEP:
            return
        if self.innermost and self.innermost[-1] in _ITEMS.get(name, ()):
            self._close(self.innermost.pop())
        self.names[name] += 1
        self.depth += 1
        self.innermost.append(name)
        tag = f"{name}{attributes}"
        if name in _MARKS and self.alike[tag] < _ALIKE:
            self.alike[tag] += 1
            self.marks.setdefault(name, []).append(tag)
            self.repeated += 1

    def end(self, name: str) -> int:
        """An element ends, if one of the name is open; how many a parser may look through then."""
        if self.names[name] and name not in _MARKS:
            while self.innermost[-1] in _IMPLIED - {name}:
                self._close(self.innermost.pop())
        is_innermost = bool(self.innermost) and self.innermost[-1] == name
        if is_innermost:
            self.innermost.pop()
        looked_through = self.depth if name in _MARKS and not is_innermost else 0
        self._close(name)
        return looked_through

    def _close(self, name: str) -> None:
        """One of the name is open no more; it may have ended before, across others."""
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
            or look through included, or one has more attributes than the limits allow.
    """
    page, elements = _Open(), 0
    for end, name, attributes in _tags(text, page):
        if _has_more(attributes, limits.attributes):
            raise InputError(
                f"{path}: has an element of more than {limits.attributes:,} attributes; no page has"
            )
        elements += 1
        if end:
            elements += page.end(name)
        else:
            page.begin(name, attributes)
        elements += page.repeated
        if page.depth > limits.nesting:
            raise InputError(
                f"{path}: nests its elements more than {limits.nesting:,} deep; no page does"
            )
        if elements > limits.elements:
            raise InputError(
                f"{path}: holds more than {limits.elements:,} elements, as marks that are never "
                "closed go on in every paragraph; split the page, or close them"
            )


def _tags(text: str, page: _Open) -> Iterator[tuple[str, str, str]]:
    """Each tag: "/" where it ends an element, its name, its attributes."""
    at = 0
    while tag := _TAG.search(text, at):
        at = tag.end()
        if tag[0] == _CDATA:
            at = _after(text, "]]>" if page.is_drawn else ">", at)
        elif tag[2] is not None:
            name = tag[2].lower()
            is_plain = name in _PLAIN and not tag[1] and not page.is_drawn
            yield tag[1], name, tag[3]
            if is_plain:
                at = _plain_end(text, name, at)


def _plain_end(text: str, name: str, at: int) -> int:
    """Where the end tag stands of an element that holds no tags."""
    found = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(text, at)
    return found.start() if found else len(text)


def _after(text: str, end: str, at: int) -> int:
    found = text.find(end, at)
    return len(text) if found < 0 else found + len(end)


def _has_more(attributes: str, limit: int) -> bool:
    """Whether there are more than so many; the shortest takes two characters."""
    return len(attributes) > 2 * limit and len(_ATTRIBUTES.findall(attributes)) > limit
