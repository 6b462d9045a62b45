"""Whole reviews of texts that are odd in every way, and everything that is written about them."""

import io
import json
import tempfile
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path
from random import Random
from typing import Any

from bench.fuzzing.alignments import check_alignment
from bench.fuzzing.readers import check_paragraphs
from bench.fuzzing.target import CANARY, CaseTarget, claim
from corpus import Side

PIECES = {
    "it": (
        "Il governo ha approvato il bilancio di 3,5 milioni di euro.",
        "Nessuno ha votato contro, ma il ministro Rossi era assente.",
        "Secondo moltissimi osservatori la decisione arriverà il 3 marzo 2024.",
        "Il treno delle 18:30 per Torino non è mai partito;",
        "“Non lo so”, disse Anna. «Forse domani».",
        f"{CANARY} è una città sul fiume.",
    ),
    "en": (
        "The government approved the budget of 3.5 million euros.",
        "Nobody voted against it, but minister Rossi was absent.",
        "According to observers the decision will arrive on 3 March 2024.",
        "The 6:30 pm train to Turin never left;",
        '"I do not know", said Anna. Perhaps tomorrow.',
        f"{CANARY} is a city on the river.",
    ),
    "de": (
        "Die Regierung hat den Haushalt von 3,5 Millionen Euro gebilligt.",
        "Niemand stimmte dagegen, aber Minister Rossi fehlte.",
        "Beobachtern zufolge fällt die Entscheidung am 3. März 2024.",
        "Der Zug um 18.30 Uhr nach Turin ist nie abgefahren;",
        "„Ich weiß es nicht“, sagte Anna.",
        f"{CANARY} ist eine Stadt am Fluss.",
    ),
}
"""The same in each language, place by place."""
ODD = (
    "<script>alert(1)</script>",
    "</textarea><img src=x onerror=alert(1)>",
    "=HYPERLINK(1)",
    "{{ 7*7 }}",
    "]]>&amp;&#0;",
    "\u202egnorw\u202c",
    "a\u200bb\u00adc\u2060",
    "e\u0301\u0302\u0303",
    "👩‍🚀🇮🇹",
    "漢字かな",
    "1" * 400,
    "½ ² Ⅻ ٣ 1e999",
    "\t\u00a0\u2003",
    "0/0 31/02/2024 99:99 -0,0",
    "|a|b| `c` [d](e)",
    "%s %d \\u0000 \\",
    "ﬁ İ ı ß ẞ",
    "…" * 30,
)


def load_reviews() -> Callable[[Random], None]:
    """Reviews of two texts, with terms now and then, and every report about them."""
    from align import load_encoder
    from fedele import review_texts

    encoder = load_encoder()

    def check(random: Random) -> None:
        codes = random.sample(list(PIECES), 2)
        source, target = _texts(codes, random)
        review = review_texts(
            source,
            target,
            source_language=codes[0],
            target_language=codes[1],
            model=encoder,
            effort=random.choice(("fast", "fast", "fast", "full")),
        )
        _check_review(review)
        _check_reports(review)

    return check


def _texts(codes: list[str], random: Random) -> tuple[str, str]:
    """Paragraphs that answer to each other, but for what is dropped, added and spoilt."""
    sides: list[list[str]] = [[], []]
    for _ in range(random.choice((1, 2, 4, 8))):
        places = [random.randrange(len(PIECES["it"])) for _ in range(random.choice((1, 2, 3)))]
        for side, code in zip(sides, codes, strict=True):
            kept = [PIECES[code][place] for place in places if random.random() < 0.9]
            side.append(" ".join(_spoilt(piece, random) for piece in kept))
    texts = [random.choice(("\n\n", "\n", " ")).join(side) for side in sides]
    return (texts[0] or "x"), (texts[1] or "x")


def _spoilt(piece: str, random: Random) -> str:
    match random.randrange(8):
        case 0:
            return f"{piece} {random.choice(ODD)}"
        case 1:
            words = piece.split()
            words.insert(random.randrange(len(words)), random.choice(ODD))
            return " ".join(words)
        case 2:
            return " ".join(random.sample(words := piece.split(), max(1, len(words) // 2)))
        case _:
            return piece


def _check_review(review: Any) -> None:  # noqa: ANN401  `Review`, which is imported late
    for document in (review.source, review.target):
        check_paragraphs(document)
    check_alignment(review.source, review.target, review.alignment)
    claim(0 <= review.fidelity <= 100, "fidelity is from 0 to 100")
    for word in review.judged_words:
        text = review.document(word.side).paragraphs[word.paragraph].text
        claim(text[word.start : word.end] == word.text != "", "a word is its text's slice")
        claim(0 <= word.difference <= 1 and word.strain >= 0, "a difference is a probability")
    for flag in review.findings:
        claim(0 <= flag.confidence <= 1, "a flag's confidence is a probability")
        claim(len(flag.message.splitlines()) == 1, "a flag's message is one line")
        claim(flag.source or flag.target, "a flag stands somewhere")
        for side, passage in ((Side.SOURCE, flag.source), (Side.TARGET, flag.target)):
            if passage is not None:
                text = review.document(side).paragraphs[passage.paragraph].text
                claim(0 <= passage.start <= passage.end <= len(text), "a flag's span is in range")
                claim(text[passage.start : passage.end] == passage.text, "a flag quotes its span")
    claim(len(set(review.flag_ids)) == len(review.findings), "flags' ids differ")


def _check_reports(review: Any) -> None:  # noqa: ANN401
    record = json.loads(json.dumps(review.to_dict(), allow_nan=False))
    claim(len(record["flags"]) == len(review.findings), "the record holds every flag")
    for language in ("en", "it"):
        _check_page(review, language)
    _check_memory(review)
    with tempfile.TemporaryDirectory() as folder, redirect_stdout(io.StringIO()):
        review.to_csv(folder)
        review.to_xlsx(Path(folder, "x.xlsx"))


def _check_page(review: Any, language: str) -> None:  # noqa: ANN401
    """The page holds every paragraph, and no element that is not its own."""
    from lxml import html  # type: ignore[import-untyped]

    with tempfile.TemporaryDirectory() as folder:
        page = review.to_html(Path(folder, "x.html"), language=language).read_text("utf-8")
    tree = html.document_fromstring(page)
    for badge in tree.find_class("badge"):
        badge.drop_tree()
    for side in Side:
        for number, paragraph in enumerate(review.document(side).paragraphs, 1):
            shown = _bare(tree.get_element_by_id(f"{side}-{number}").text_content())
            claim(_bare(paragraph.text) in shown, "the page holds every paragraph")
    claim(not tree.xpath("//*[@onerror or @onclick or @onload]"), "no handler runs in the page")
    claim(not tree.xpath("//img | //iframe | //object"), "the page shows nothing from elsewhere")
    scripts = " ".join(script.text or "" for script in tree.iter("script"))
    claim("alert(1)" not in scripts.replace("\\u003c", "<").split("<script>")[0], "no script runs")


def _bare(text: str) -> str:
    """Letters and figures only: a page may show other signs in its own way."""
    return "".join(char for char in text if char.isalnum())


def _words(sentence: str, page: str) -> bool:
    return all(_bare(word) in page for word in sentence.split())


def _check_memory(review: Any) -> None:  # noqa: ANN401
    """TMX and XLIFF are well formed and hold the sentences."""
    from lxml import etree

    from fedele.exchange import render_markdown, write_jsonl, write_sarif, write_tmx, write_xliff

    with tempfile.TemporaryDirectory() as folder:
        memory = etree.parse(str(write_tmx(review, Path(folder, "x.tmx"))))
        pairs = etree.parse(str(write_xliff(review, Path(folder, "x.xliff"))))
        write_sarif(review, Path(folder, "x.sarif"))
        lines = write_jsonl(review, Path(folder, "x.jsonl")).read_text("utf-8").split("\n")
    claim(memory.getroot().tag.endswith("tmx"), "a memory is TMX")
    held = _bare("".join(pairs.getroot().itertext()))
    for document in (review.source, review.target):
        for paragraph in document.paragraphs:
            for sentence in paragraph.sentences:
                claim(_words(sentence.of(paragraph.text), held), "XLIFF holds every sentence")
    claim(all(json.loads(line) for line in lines if line), "every line of JSONL is JSON")
    claim(render_markdown(review), "a review has a summary in Markdown")


REVIEWS = {"reviews": CaseTarget(load_reviews, timed=False)}
