"""A review in the formats of other tools: memories, CAT tools, code hosts, pipelines."""

from fedele.exchange.github import render_github
from fedele.exchange.jsonl import review_jsonl, write_jsonl
from fedele.exchange.markdown import render_markdown, write_markdown
from fedele.exchange.sarif import sarif_log, write_sarif
from fedele.exchange.tmx import review_tmx, write_tmx
from fedele.exchange.xliff import review_xliff, write_xliff

__all__ = [
    "render_github",
    "render_markdown",
    "review_jsonl",
    "review_tmx",
    "review_xliff",
    "sarif_log",
    "write_jsonl",
    "write_markdown",
    "write_sarif",
    "write_tmx",
    "write_xliff",
]
