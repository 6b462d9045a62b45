"""Files that are paired already, and subtitles, through the whole main job."""

import json
import re

import pytest
from encoders import default_encoder

import fedele
from fedele.exchange import render_github, write_sarif, write_tmx, write_xliff
from fedele.exchange.alignment_files import Units, align_units, render_alignment

PAIRS = [
    (
        "Il treno per Milano parte alle nove dal binario due.",
        "The train to Milan leaves at nine from platform two.",
    ),
    (
        "I lavori sulla linea costano 40 milioni di euro e finiranno in autunno.",
        "The works on the line cost 14 million euros and will end in autumn.",
    ),
    (
        "Il ministro ha annunciato nuovi fondi per le ferrovie regionali.",
        None,
    ),
    (
        "I pendolari hanno protestato davanti alla stazione per tutta la mattina.",
        "Commuters protested in front of the station all morning.",
    ),
]


def po(folder):
    """A catalogue whose number is wrong and whose third entry is not translated, with its lines."""
    path = folder / "it.po"
    body = "".join(f'msgid "{source}"\nmsgstr "{target or ""}"\n\n' for source, target in PAIRS)
    path.write_text('msgid ""\nmsgstr "Language: en\\n"\n\n' + body, "utf-8")
    return path


def memory(folder):
    path = folder / "memory.tmx"
    units = "\n".join(
        "<tu>"
        + "".join(
            f'<tuv xml:lang="{code}"><seg>{text}</seg></tuv>'
            for code, text in zip(("it", "en"), pair, strict=True)
            if text
        )
        + "</tu>"
        for pair in PAIRS
    )
    path.write_text(f'<tmx version="1.4"><header srclang="it"/><body>{units}</body></tmx>', "utf-8")
    return path


def xliff(folder):
    path = folder / "job.xlf"
    units = "\n".join(
        f'<trans-unit id="{n}"><source>{source}</source>'
        + (f"<target>{target}</target>" if target else "")
        + "</trans-unit>"
        for n, (source, target) in enumerate(PAIRS)
    )
    path.write_text(
        '<xliff version="1.2"><file source-language="it" target-language="en" original="a" '
        f'datatype="x"><body>\n{units}</body></file></xliff>',
        "utf-8",
    )
    return path


def beads(path):
    return [
        (bead["source"], bead["target"]) for bead in json.loads(path.read_text("utf-8"))["beads"]
    ]


@pytest.fixture(scope="module", params=[po, memory, xliff])
def paired(request, tmp_path_factory):
    path = request.param(tmp_path_factory.mktemp("paired"))
    return fedele.review(path, effort="fast")


def test_the_file_s_pairs_are_the_groups(paired):
    assert [(group.source, group.target) for group in paired.alignment.groups] == [
        ((0,), (0,)), ((1,), (1,)), ((2,), ()), ((3,), (2,))
    ]  # fmt: skip
    assert paired.verdict is not fedele.Verdict.UNRELATED


def test_what_is_not_translated_is_an_omission_and_said(paired):
    whole = [flag for flag in paired.findings if flag.source and flag.source.paragraph == 2]
    assert [flag.kind.value for flag in whole] == ["omission"]
    assert whole[0].source.text == PAIRS[2][0]
    assert "Units without a translation: 1 of 4." in paired.source.notes


def test_words_are_flagged_inside_a_pair(paired):
    (flag,) = [flag for flag in paired.findings if flag.kind.value == "number"]
    assert (flag.source.paragraph, flag.target.paragraph) == (1, 1)
    assert flag.target.text.startswith("14")


def test_a_review_can_be_written_in_every_way(paired, tmp_path):
    paired.to_html(tmp_path / "r.html")
    write_tmx(paired, tmp_path / "r.tmx")
    write_xliff(paired, tmp_path / "r.xliff")
    write_sarif(paired, tmp_path / "r.sarif")
    kept = fedele.read_bilingual(tmp_path / "r.tmx")
    assert [part.text for part in kept[0].paragraphs] == [PAIRS[0][0], PAIRS[3][0]]
    source, target = fedele.read_bilingual(tmp_path / "r.xliff")
    assert [part.text for part in source.paragraphs] == [pair[0] for pair in PAIRS]
    assert (source.units, target.units) == ((0, 1, 2, 3), (0, 1, 3))
    assert ",line=" in render_github(paired, language="en")


def test_flags_of_a_catalogue_point_at_its_lines(tmp_path):
    review = fedele.review(po(tmp_path), effort="fast")
    number = next(flag for flag in review.findings if flag.kind.value == "number")
    place = review.target.paragraphs[number.target.paragraph].position(number.target.start)
    assert place == (8, None)
    line = (tmp_path / "it.po").read_text("utf-8").split("\n")[place[0] - 1]
    assert line == f'msgstr "{PAIRS[1][1]}"'
    assert "line=8," in render_github(review, language="en")


def test_a_translation_that_repeats_the_source_is_untranslated(tmp_path):
    copied = po(tmp_path)
    text = copied.read_text("utf-8").replace(f'msgstr "{PAIRS[3][1]}"', f'msgstr "{PAIRS[3][0]}"')
    copied.write_text(text, "utf-8")
    review = fedele.review(copied, effort="fast")
    flags = [flag for flag in review.findings if flag.kind.value == "untranslated"]
    assert [flag.target.text for flag in flags] == [PAIRS[3][0]]
    assert not review.alignment.target_aside


def test_terms_and_the_other_direction_work_as_ever(tmp_path):
    terms = tmp_path / "terms.csv"
    terms.write_text("source,target\nfunds,stanziamenti\nplatform,marciapiede\n", "utf-8")
    review = fedele.review(memory(tmp_path), source_language="en", terms=terms, effort="fast")
    assert (review.source.language, review.target.language) == ("en", "it")
    flags = [flag for flag in review.findings if flag.kind.value == "terminology"]
    assert [flag.source.text for flag in flags] == ["platform"]


@pytest.mark.parametrize("ending", [".tmx", ".xliff"])
def test_an_alignment_that_was_written_is_read_with_the_same_beads(run, sample, tmp_path, ending):
    memory = tmp_path / f"pairs{ending}"
    assert run("align", sample, "-o", tmp_path / "a.json").returncode == 0
    assert run("align", sample, "-o", memory).returncode == 0
    assert run("align", memory, "-o", tmp_path / "b.json").returncode == 0
    found = beads(tmp_path / "a.json")
    assert len(found) > 30
    if ending == ".tmx":  # which holds pairs only
        assert all(source and target for source, target in found)
    assert beads(tmp_path / "b.json") == found


def test_merged_and_split_sentences_come_back_as_they_were_paired(tmp_path):
    source = (
        "Il treno per Milano parte alle nove di mattina.",
        "A Milano arriva a mezzogiorno in punto.",
        "Piove da ieri sera e le strade della città sono bagnate.",
        "I pendolari hanno protestato per tutta la mattina.",
    )
    target = (
        "The train to Milan leaves at nine in the morning and arrives in Milan at noon sharp.",
        "It has been raining since last night.",
        "The streets of the city are wet.",
        "Commuters protested all morning.",
    )
    pairs = (((0, 1), (0,), 0.8), ((2,), (1, 2), 0.8), ((3,), (3,), 0.8))
    before = Units("sentence", "it", "en", source, target, pairs)
    for ending in (".tmx", ".xliff"):
        path = tmp_path / f"x{ending}"
        path.write_bytes(render_alignment(before, ending))
        after = align_units(*fedele.read_bilingual(path), "sentence", default_encoder())
        assert [bead[:2] for bead in after.beads] == [bead[:2] for bead in before.beads]
        assert (after.source, after.target) == (source, target)


def test_the_command_reviews_one_paired_file(run, tmp_path):
    path = po(tmp_path)
    result = run("review", path, "--effort", "fast", "--html", "r.html", "--fail-on", "major")
    assert result.returncode == 1, result.stderr
    page = (tmp_path / "r.html").read_text("utf-8")
    assert "Units without a translation: 1 of 4." in page


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("review", "memory.tmx", "it.txt"), "memory.tmx: holds both versions already"),
        (("review", "memory.tmx", "--target", "fr"), "no fr"),
        (("align", "memory.tmx", "--unit", "line"), "--unit line aligns the lines of two files"),
        (("review", "bomb.tmx"), "bomb.tmx: declares entities"),
        (("review", "memory.tmx", "--limits", "small.toml"), "more than 2 paragraphs"),
    ],
)
def test_what_makes_no_sense_is_refused_in_one_line(run, tmp_path, arguments, complaint):
    memory(tmp_path)
    (tmp_path / "it.txt").write_text(PAIRS[0][0], "utf-8")
    (tmp_path / "small.toml").write_text("paragraphs = 2\n", "utf-8")
    (tmp_path / "bomb.tmx").write_text(
        '<!DOCTYPE tmx [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><tmx><body>&b;</body></tmx>', "utf-8"
    )
    result = run(*arguments)
    assert (result.returncode, result.stdout) == (2, "")
    assert re.search(re.escape(complaint), result.stderr, re.IGNORECASE)
    assert result.stderr.count("\n") == 1


def test_two_subtitle_files_with_their_own_timings_align_as_texts(tmp_path):
    times = [["1.0 --> 0:2.0", "2.1 --> 0:4.0", "9.0 --> 0:11.0"],
             ["1.2 --> 0:3.9", "9.1 --> 0:10.5", "10.6 --> 0:12.0"]]  # fmt: skip
    lines = [
        ["Il treno per Milano", "parte alle nove.", "I lavori costano <i>40</i> milioni."],
        ["The train to Milan\nleaves at nine.", "The works cost", "14 million."],
    ]
    for code, cues, texts in zip(("it", "en"), times, lines, strict=True):
        body = "".join(
            f"{n}\n0:{time}\n{text}\n\n"
            for n, (time, text) in enumerate(zip(cues, texts, strict=True), 1)
        )
        (tmp_path / f"a.{code}.srt").write_text(body, "utf-8")
    review = fedele.review(
        tmp_path / "a.it.srt",
        tmp_path / "a.en.srt",
        source_language="it",
        target_language="en",
        effort="fast",
    )
    assert [(group.source, group.target) for group in review.alignment.groups] == [
        ((0,), (0,)), ((1,), (1,))
    ]  # fmt: skip
    (flag,) = [flag for flag in review.findings if flag.kind.value == "number"]
    place = review.target.paragraphs[1].position(flag.target.start)
    assert place == (12, 1)
