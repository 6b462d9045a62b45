"""What the product's own source never does: unpickle, evaluate, shell out, fetch, trust XML.

An exception has to be written here, with its reason.
"""

import ast
import re
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
ROOMS = ("corpus", "align", "metrics", "fedele")
FILES = sorted(path for room in ROOMS for path in (REPOSITORY / room).rglob("*.py"))
PAGES = sorted(
    path
    for room in ROOMS
    for ending in ("j2", "js")
    for path in (REPOSITORY / room).rglob(f"*.{ending}")
)

_BANNED = (
    "pickle cPickle dill cloudpickle joblib shelve marshal yaml requests httpx aiohttp urllib3 "
    "urllib.request http.client ftplib smtplib telnetlib socket ssl webbrowser subprocess pty "
    "xml.sax xml.dom xml.etree runpy code codeop multiprocessing tempfile tarfile zipfile ctypes "
    "importlib"
)
MODULES = frozenset(_BANNED.split())
ALLOWED_MODULES = {
    ("metrics/judges/borrowed/files.py", "yaml"): "settings of COMET, by safe_load",
    ("align/computing/arrays.py", "zipfile"): "reads arrays, never with allow_pickle",
    ("corpus/formats/zip_archive.py", "zipfile"): "the one place that opens archives",
    ("corpus/formats/epub.py", "zipfile"): "the type of what `opened_archive` gives",
    ("corpus/formats/odt.py", "zipfile"): "the type of what `opened_archive` gives",
    ("corpus/formats/pdf/glyphs.py", "ctypes"): "PDFium's interface",
    ("corpus/formats/pdf/pages.py", "ctypes"): "PDFium's interface",
    ("fedele/__init__.py", "importlib"): "its own modules, by names written there",
    ("fedele/desk/server.py", "socket"): "the type of the connections that `http.server` accepts",
    ("fedele/desk/work.py", "webbrowser"): "shows the desk's own page",
    ("fedele/exchange/tmx.py", "xml.etree"): "writes, and parses nothing",
    ("fedele/exchange/xliff.py", "xml.etree"): "writes, and parses nothing",
    ("fedele/exchange/xml.py", "xml.etree"): "writes, and parses nothing",
    ("fedele/files/outputs.py", "tempfile"): "tries whether a folder can be written",
    ("fedele/reports/word/package.py", "zipfile"): "writes back what `check_archive` let through",
    ("fedele/workers/starting.py", "multiprocessing"): "starts processes of its own",
    ("fedele/workers/starting.py", "subprocess"): "the same, without a shell",
    ("fedele/workers/worker.py", "multiprocessing"): "talks to a process that it started",
}
CALLS = {"eval", "exec", "compile", "__import__", "input", "breakpoint"}
ATTRIBUTES = {
    ("os", "system"),
    ("os", "popen"),
    ("joblib", "load"),
    ("np", "fromfile"),
    ("ET", "fromstring"),
    ("ET", "parse"),
    ("ET", "XML"),
}
PARSERS = {"XMLParser": "corpus/formats/xml.py", "HTMLParser": None, "XMLPullParser": None}
SAFE_FILTER = re.compile(r"\|\s*safe\b")


def relative(path):
    return path.relative_to(REPOSITORY).as_posix()


def imports(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def forbidden(name):
    parts = name.split(".")
    return {".".join(parts[:n]) for n in range(1, len(parts) + 1)} & MODULES


def calls(tree):
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


def dotted(function):
    if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
        return function.value.id, function.attr
    return None


def test_the_scan_sees_the_source():
    assert len(FILES) > 100
    assert len(PAGES) > 5


@pytest.mark.parametrize("path", FILES, ids=relative)
def test_source(path):
    tree = ast.parse(path.read_text("utf-8"))
    found = {module for name in imports(tree) for module in forbidden(name)}
    harmless = {"importlib"} if _only_resources(tree) else set()
    allowed = {module for file, module in ALLOWED_MODULES if file == relative(path)}
    assert found - allowed - harmless == set()
    for call in calls(tree):
        name = call.func.id if isinstance(call.func, ast.Name) else None
        assert name not in CALLS, f"line {call.lineno}"
        assert dotted(call.func) not in ATTRIBUTES, f"line {call.lineno}"
        _check_keywords(call, dotted(call.func))
        last = call.func.attr if isinstance(call.func, ast.Attribute) else name
        if last in PARSERS:
            assert PARSERS[last] == relative(path), f"line {call.lineno}"


def _only_resources(tree):
    """Whether importlib is imported for packaged data, versions and finding modules alone."""
    harmless = ("importlib.resources", "importlib.metadata", "importlib.util.find_spec")
    named = [name for name in imports(tree) if name.startswith("importlib.")]
    parents = {"importlib.util"}
    plain = any(name == "importlib" for name in imports(tree)) and not any(
        name.startswith("importlib.resources") for name in named
    )
    return not plain and all(name.startswith(harmless) or name in parents for name in named)


def _check_keywords(call, name):
    given = {keyword.arg: keyword.value for keyword in call.keywords}
    for switch in ("shell", "allow_pickle", "trust_remote_code", "resolve_entities", "load_dtd"):
        if switch in given:
            assert isinstance(given[switch], ast.Constant), f"line {call.lineno}: {switch}"
            assert given[switch].value is False, f"line {call.lineno}: {switch}"
    if name == ("torch", "load"):
        only = given.get("weights_only")
        assert isinstance(only, ast.Constant), f"line {call.lineno}"
        assert only.value is True, f"line {call.lineno}"
    if name and name[0] == "yaml":
        assert name[1] == "safe_load", f"line {call.lineno}"
    if name in {("np", "load"), ("numpy", "load")}:
        assert "allow_pickle" in given, f"line {call.lineno}"


def test_every_exception_is_needed():
    for file, module in ALLOWED_MODULES:
        tree = ast.parse((REPOSITORY / file).read_text("utf-8"))
        assert module in {part for name in imports(tree) for part in forbidden(name)}, file


@pytest.mark.parametrize("path", PAGES, ids=relative)
def test_pages_write_no_markup(path):
    text = path.read_text("utf-8")
    banned = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|srcdoc"
    assert re.findall(banned + r"|createContextualFragment|setTimeout\(\s*['\"]", text) == []
    unescaped = [line.strip() for line in text.splitlines() if SAFE_FILTER.search(line)]
    ours = {"<style>{{ style | safe }}</style>", "<script>{{ script | safe }}</script>"}
    assert set(unescaped) <= ours
