"""What our pages have in common: templates that escape, and a policy that allows only their own.

A page carries its style and script, and a content security policy that allows exactly these two,
by their hashes, and nothing else: no request, no script that a document smuggles in.
"""

import base64
import hashlib
from collections.abc import Sequence
from functools import cache, partial
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment

HOME = "fedele.reports.html"
"""The package whose folder has what all pages share, and the report's own parts."""
BASE_STYLE = "base.css"
"""The style that all pages share, read before their own."""


def read_asset(name: str, package: str = HOME) -> str:
    """A template, a style or a script of a package's folder."""
    return (resources.files(package) / name).read_text("utf-8")


def page_style(names: Sequence[str], package: str = HOME) -> str:
    """The shared style and a page's own, in the order in which they are read."""
    own = (read_asset(name, package) for name in names)
    return "\n".join((read_asset(BASE_STYLE), *own))


def page_script(names: Sequence[str], package: str = HOME) -> str:
    """The parts of a script as one, which shares its names with nobody."""
    parts = "\n".join(read_asset(name, package) for name in names)
    return f'(() => {{\n"use strict";\n\n{parts}}})();\n'


def policy(style: str, script: str, *, requests: bool = False) -> str:
    """The content security policy of a page with this style and this script.

    Args:
        style: all of it.
        script: all of it.
        requests: whether the page may make requests, and then only to where it came from.
    """
    allowed = "connect-src 'self'; " if requests else ""
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        f"{allowed}img-src data:; base-uri 'none'; form-action 'none'"
    )


@cache
def environment(package: str = HOME) -> "Environment":
    """Where a package's templates are filled: everything escaped, nothing undefined let pass."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    return Environment(
        loader=FunctionLoader(partial(read_asset, package=package)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"
