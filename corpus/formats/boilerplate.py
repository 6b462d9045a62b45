"""Which elements of a web page stand around its text: menus, banners, comments, lists of articles.

Pages say so themselves, by their landmarks and in the words of their classes; what is nothing but
links says so by that. What holds most of the text is never furniture, and neither is
the main heading. A page that says nothing is text as a whole.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from corpus.provenance import load_numbers

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_ATTRIBUTES = 300  # characters of a class or an id that are looked at
_NEVER = frozenset(("html", "body", "main", "h1"))
_LISTS = frozenset(("ul", "ol", "dl", "div", "section", "table", "tr", "td"))


@dataclass(frozen=True, slots=True)
class BoilerplateNumbers:
    """What ``data/html.toml`` says, where each number has its origin."""

    hints: frozenset[str]
    sure_hints: frozenset[str]
    sure_share: float
    landmarks: frozenset[str]
    main_share: float
    other_share: float
    hint_share: float
    link_density: float
    least_links: int
    text_over_list: int


@cache
def boilerplate_numbers() -> BoilerplateNumbers:
    """The numbers, read once."""
    return load_numbers("corpus", "html", BoilerplateNumbers)


@dataclass(slots=True)
class _Sum:
    """What an element holds, in characters.

    Attributes:
        node: the element.
        text: all that is shown.
        linked: what is in links.
        prose: what is in paragraphs, but not in links.
        links: how many.
        has_title: whether the page's main heading is in it.
        has_main: whether the element that says it is the main one is in it.
    """

    node: "LexborNode"
    text: int = 0
    linked: int = 0
    prose: int = 0
    links: int = 0
    has_title: bool = False
    has_main: bool = False

    def add(self, inner: "_Sum") -> None:
        """Counts what an element inside holds."""
        self.text += inner.text
        self.linked += inner.linked
        self.prose += inner.prose
        self.links += inner.links
        self.has_title |= inner.has_title
        self.has_main |= inner.has_main


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """What is furniture on a page, by the elements' numbers in memory.

    Attributes:
        main: the element that holds the text, None where none is known to.
        titles: what belongs to the text outside of it: the main heading and what is around that.
        furniture: elements that are furniture wherever they stand.
    """

    main: int | None = None
    titles: frozenset[int] = frozenset()
    furniture: frozenset[int] = frozenset()


def boilerplate(walk: Iterable[tuple["LexborNode", bool]]) -> Boilerplate:
    """What is furniture on a page, by every shown node of it, as it opens and as it closes."""
    sums = _Sums()
    for node, is_opening in walk:
        sums.open(node) if is_opening else sums.close(node)
    total = sums.whole
    main = _main(sums.found, total)
    inside = {each.node.mem_id for each in sums.found if _is_furniture(each, total)}
    outside = main is not None and not any(
        each.has_title for each in sums.found if each.node.mem_id == main
    )
    titles = {each.node.mem_id for each in sums.found if outside and _is_title(each, total)}
    return Boilerplate(main, frozenset(titles), frozenset(inside))


@dataclass(slots=True)
class _Sums:
    """Sums of elements as a page is walked through."""

    stack: list[_Sum] = field(default_factory=list)
    found: list[_Sum] = field(default_factory=list)
    links: int = 0
    paragraphs: int = 0

    @property
    def whole(self) -> _Sum:
        """The page's."""
        return self.found[-1]

    def open(self, node: "LexborNode") -> None:
        """Counts a node that opens."""
        if node.is_text_node:
            length = len((node.text_content or "").strip())
            here = self.stack[-1]
            here.text += length
            here.linked += length * (self.links > 0)
            here.prose += length * (self.paragraphs > 0 and not self.links)
            return
        self.links += node.tag == "a"
        self.paragraphs += node.tag in ("p", "blockquote")
        self.stack.append(_Sum(node, links=node.tag == "a"))

    def close(self, node: "LexborNode") -> None:
        """Ends a node's element and hands its sums on."""
        if node.is_text_node:
            return
        done = self.stack.pop()
        self.links -= node.tag == "a"
        self.paragraphs -= node.tag in ("p", "blockquote")
        done.has_title |= node.tag == "h1"
        done.has_main |= _says_main(node)
        if self.stack:
            self.stack[-1].add(done)
        self.found.append(done)


def _says_main(node: "LexborNode") -> bool:
    return node.tag == "main" or node.attributes.get("role") == "main"


def _main(found: Sequence[_Sum], whole: _Sum) -> int | None:
    """The element that holds the text: it says so, or it is the one long article."""
    numbers = boilerplate_numbers()
    for each in found:
        if _says_main(each.node) and each.prose > numbers.main_share * whole.prose:
            return each.node.mem_id
    articles = [each for each in found if each.node.tag == "article"]
    longest = max(articles, key=lambda each: each.prose, default=None)
    if longest is None or longest.prose <= numbers.main_share * whole.prose:
        return None
    others = (each for each in articles if each.prose > numbers.other_share * whole.prose)
    return longest.node.mem_id if all(_is_inside(each, longest) for each in others) else None


def _is_inside(inner: _Sum, outer: _Sum) -> bool:
    node: LexborNode | None = inner.node
    while node is not None and node.mem_id != outer.node.mem_id:
        node = node.parent
    return node is not None


def _is_title(each: _Sum, whole: _Sum) -> bool:
    if each.node.tag == "h1":
        return True
    is_short = each.prose < boilerplate_numbers().hint_share * whole.prose
    return each.has_title and not each.has_main and is_short and not _is_site(each.node)


def _is_furniture(each: _Sum, whole: _Sum) -> bool:
    if each.node.tag in _NEVER or each.has_title or each.has_main:
        return False
    numbers = boilerplate_numbers()
    if each.node.tag == "p":
        return _is_site(each.node) and each.linked > each.text / 2
    if _says(each.node, numbers.sure_hints):
        return each.text <= numbers.sure_share * whole.text
    if whole.prose and each.prose > numbers.hint_share * whole.prose:
        return False
    return _is_site(each.node) or _is_menu(each, whole)


def _is_site(node: "LexborNode") -> bool:
    """Whether an element says that it is part of the site, not of the text."""
    numbers = boilerplate_numbers()
    if (node.attributes.get("role") or "") in numbers.landmarks:
        return True
    return _says(node, numbers.hints)


def _says(node: "LexborNode", hints: frozenset[str]) -> bool:
    """Whether a word of an element's class or id is among these, or two words together."""
    attributes = node.attributes
    classes, name = ((attributes.get(key) or "")[:_ATTRIBUTES] for key in ("class", "id"))
    is_section = node.tag == "section" or "section" in classes.split()  # its id is its heading's
    found = _words(classes) if is_section else _words(classes) | _words(name)
    if "-" in (tag := node.tag or ""):  # a custom element's name is chosen by the site, too
        found |= _words(tag[:_ATTRIBUTES])
    return not hints.isdisjoint(found)


@lru_cache(maxsize=4096)
def _words(value: str) -> frozenset[str]:
    """The words of a class or an id, and each two that follow one another in a name."""
    found = set()
    for name in value.split():
        words = [word.lower() for word in _WORDS.findall(name)]
        found |= {*words, *(f"{first} {second}" for first, second in pairwise(words))}
    return frozenset(found)


def _is_menu(each: _Sum, whole: _Sum) -> bool:
    """Whether something is nothing but links, on a page that has text beside it."""
    numbers = boilerplate_numbers()
    return (
        each.node.tag in _LISTS
        and each.links >= numbers.least_links
        and each.linked > numbers.link_density * each.text
        and whole.text - whole.linked > numbers.text_over_list * each.text
    )
