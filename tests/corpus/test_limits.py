"""Limits: one place, and a file of one's own in its stead."""

from dataclasses import asdict, replace
from pathlib import Path

import pytest

import corpus
from corpus import File, InputError, default_limits, load_limits

TABLE = Path(__file__).resolve().parents[2] / "docs" / "limits.md"


def written(text):
    return File("own.toml", text.encode())


def test_a_file_changes_what_it_names_and_nothing_else():
    own = load_limits(written("# ours\nfile_bytes = 50_000_000\nseconds = 600\n"))
    assert own == replace(default_limits(), file_bytes=50_000_000, seconds=600)


def test_a_file_with_comments_alone_changes_nothing():
    assert load_limits(written("# nothing yet\n")) == default_limits()


BAD = {
    "an unknown key": ("file_size = 1", "'file_size' is no limit; there are file_bytes, "),
    "a key without end": ("a" * 100_000 + " = 1", "'aaa.* is no limit"),
    "a table": ("[file_bytes]\nvalue = 1", "`file_bytes` must be a whole number above zero"),
    "a negative number": ("seconds = -1", "`seconds` must be"),
    "zero": ("seconds = 0", "`seconds` must be"),
    "a fraction": ("seconds = 1.5", "`seconds` must be"),
    "infinity": ("seconds = inf", "`seconds` must be"),
    "true": ("terms = true", "`terms` must be"),
    "text": ('terms = "many"', "`terms` must be"),
    "no TOML": ("seconds: 5", "no TOML"),
    "a key twice": ("terms = 1\nterms = 2", "no TOML"),
    "a number without end": (f"terms = {'9' * 5000}", "is no limit"),
    "nesting without end": (f"terms = {'[' * 100_000}", "is no limit"),
    "an escape sequence in a key": ('"\\u001b[31m\\n" = 1', r"'\\x1b\[31m\\n' is no limit"),
}


@pytest.mark.parametrize(("text", "complaint"), BAD.values(), ids=BAD)
def test_what_is_no_limit_is_said_in_one_line(text, complaint):
    with pytest.raises(InputError, match=f"^own.toml: .*{complaint}") as caught:
        load_limits(written(text))
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 500


def test_bytes_that_are_no_text_are_refused():
    with pytest.raises(InputError, match="UTF-8"):
        load_limits(File("own.toml", b"terms = 1 # \xff"))


SMALL = replace(default_limits(), file_bytes=40, paragraphs=2, paragraph_chars=30)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("Una frase. " * 9, "40"),
        ("Sì.\n\nNo.\n\nForse.", "2 paragraphs"),
        ("Una frase di più di trenta segni.", "30 characters"),
    ],
)
def test_every_way_in_holds_to_the_limits(text, complaint, tmp_path):
    path = tmp_path / "x.txt"
    path.write_text(text, "utf-8")
    other = File("y.txt", b"Yes.")
    for read in (
        lambda: corpus.read(path, language="it", limits=SMALL),
        lambda: corpus.read_lines(path, limits=SMALL),
        lambda: corpus.read_bilingual(path, limits=SMALL),
        lambda: corpus.read_pair(path, other, limits=SMALL),
        lambda: corpus.document_from_text(text, language="it", limits=SMALL),
        lambda: corpus.bilingual_from_text(text, limits=SMALL),
        lambda: corpus.pair_from_texts(text, "Yes.", limits=SMALL),
    ):
        with pytest.raises(InputError, match=complaint):
            read()


def test_the_table_of_limits_is_the_one_in_force():
    rows = [line.split("|")[1:4] for line in TABLE.read_text("utf-8").splitlines() if "`" in line]
    written_down = {cells[0].strip(" `"): cells[1].strip() for cells in rows if len(cells) == 3}
    known = {key: f"{value:,}" for key, value in asdict(default_limits()).items()}
    assert {key: written_down.get(key) for key in known} == known


@pytest.mark.parametrize("ending", ["txt", "md", "html", "srt", "vtt", "po"])
@pytest.mark.parametrize("ends", ["\n", "\r", "\v", "\f", "\u2028", "\xe9\n"])
def test_a_flood_of_empty_lines_is_refused(ending, ends):
    few = replace(default_limits(), lines=100)
    content = f"Una frase.{ends * 101}".encode("latin-1" if "\xe9" in ends else "utf-8")
    with pytest.raises(InputError, match=f"x.{ending}: has more than 100 lines"):
        corpus.read(File(f"x.{ending}", content), language="it", limits=few)


def test_a_file_of_hundreds_of_languages_is_refused_in_a_line_that_can_be_read():
    codes = [f"{one}{two}" for one in "abcdefghij" for two in "abcdefghij"]
    texts = "".join(f'<tuv xml:lang="{code}"><seg>a</seg></tuv>' for code in codes)
    content = f'<tmx><header srclang="it"/><body><tu>{texts}</tu></body></tmx>'
    with pytest.raises(InputError, match=r"and \d\d more; ") as caught:
        corpus.read_bilingual(File("x.tmx", content.encode()))
    assert len(str(caught.value)) < 300
