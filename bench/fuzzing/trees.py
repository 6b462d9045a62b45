"""XML that is well formed but odd, which bytes changed at random hardly ever are."""

import io
import json
import zipfile
from collections.abc import Iterator
from copy import deepcopy
from random import Random
from typing import Any

from bench.fuzzing.target import CANARY

ODD = "ab \t\n\u00a0\u200b\u202e\u2028\u00ad\u0301é漢😀<&\"'()*-–.,;:!?0123"
"""Characters that XML holds and that readers stumble over."""
NUMBERS = ("", "0", "-1", "1", "99999999999999999999", "1e9", "x", CANARY)

ODD_VALUES = (None, True, 0, -1, 10**30, 1.5, float("nan"), "", [], {}, "\ud800", CANARY)


def mutated(content: bytes, random: Random) -> bytes:
    """The XML with some of its elements moved, doubled, dropped, renamed or with other text."""
    from lxml import etree  # type: ignore[import-untyped]

    root = etree.fromstring(content)
    for _ in range(random.choice((1, 2, 4, 10))):
        _change(root, random)
    found: bytes = etree.tostring(root)
    return found


def repacked(content: bytes, random: Random) -> bytes:
    """A compressed document with some of its XML parts mutated, dropped, doubled or renamed."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    xml = [name for name, part in parts.items() if part.lstrip().startswith(b"<")]
    for name in random.choices(xml, k=random.choice((1, 1, 2))):
        parts[name] = mutated(parts[name], random)
    if random.random() < 0.1:
        del parts[random.choice(list(parts))]
    if random.random() < 0.1:
        parts[random.choice(list(parts))] = random.choice(list(parts.values()))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", random.choice((0, zipfile.ZIP_DEFLATED))) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), part)
    return file.getvalue()


def json_changed(content: bytes, random: Random) -> bytes:
    """The JSON with some of its values dropped, doubled, swapped or replaced."""
    tree = json.loads(content)
    for _ in range(random.choice((1, 2, 4))):
        holders = [node for node in _nodes(tree) if node] or [[tree]]
        node, other = random.choice(holders), random.choice(holders)
        key, value = (random.choice(_keys(one)) for one in (node, other))
        match random.randrange(5):
            case 0:
                del node[key]
            case 1:
                node[key] = deepcopy(other[value])
            case 2 if isinstance(node, dict):
                node[random.choice((CANARY, "schema", "id"))] = deepcopy(other[value])
            case 3 if isinstance(node, list):
                node.extend(deepcopy(node) * random.choice((1, 3)))
            case _:
                node[key] = random.choice((*ODD_VALUES, _text(random)))
    return json.dumps(tree, ensure_ascii=random.random() < 0.5).encode("utf-8", "surrogatepass")


def _nodes(tree: Any) -> Iterator[Any]:  # noqa: ANN401  whatever JSON holds
    if isinstance(tree, dict | list):
        yield tree
        for value in tree.values() if isinstance(tree, dict) else tree:
            yield from _nodes(value)


def _keys(node: Any) -> list[Any]:  # noqa: ANN401  a dict's or a list's
    return list(node) if isinstance(node, dict) else list(range(len(node)))


def _change(root: Any, random: Random) -> None:  # noqa: ANN401  lxml is not typed
    nodes = list(root.iter("*"))
    node, other = random.choice(nodes), random.choice(nodes)
    match random.randrange(8):
        case 0:
            node.text = _text(random)
        case 1:
            node.tail = _text(random) if node is not root else None
        case 2 if node is not root:
            node.getparent().remove(node)
        case 3:
            other.insert(random.randint(0, len(other)), deepcopy(node))
        case 4:
            for _ in range(random.choice((2, 10, 60))):
                node.append(deepcopy(other)) if len(list(other.iter())) < 4 else None
        case 5:
            node.tag = other.tag
        case 6 if node.attrib:
            name = random.choice(list(node.attrib))
            node.set(name, random.choice((*NUMBERS, other.get(name, ""))))
        case _ if other.attrib:
            node.attrib.update(dict(other.attrib))


def _text(random: Random) -> str:
    if random.random() < 0.3:
        return random.choice((CANARY, "Il governo ha deciso. ", "The government said so. "))
    return "".join(random.choices(ODD, k=random.choice((0, 1, 5, 40))))
