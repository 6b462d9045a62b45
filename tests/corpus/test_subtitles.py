"""Subtitles: sentences out of cues, without codes, on the lines that they stand on."""

from collections.abc import Callable
from pathlib import Path

import pysubs2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import File, InputError, document_from_text, read, read_pair

Write = Callable[[str, str | bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def _write(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return _write


def time(seconds, mark=","):
    whole = int(seconds)
    return (
        f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}{mark}{seconds % 1 * 1000:03.0f}"
    )


def srt(*cues):
    """SubRip of cues, each its start and end in seconds and its lines."""
    return "".join(
        f"{n}\n{time(start)} --> {time(end)}\n{text}\n\n"
        for n, (start, end, text) in enumerate(cues, 1)
    )


def vtt(*cues, head="WEBVTT\n\n"):
    return head + "".join(
        f"{time(start, '.')} --> {time(end, '.')}\n{text}\n\n" for start, end, text in cues
    )


def texts(path):
    return [part.text for part in read(path, language="it").paragraphs]


CUES = [
    (1, 2.5, "Il treno per Milano"),
    (2.6, 4, "parte alle nove\ndal binario due."),
    (4.1, 6, "Non è in ritardo."),
    (9, 11, "Era così anche ieri."),
]
SPOKEN = [
    "Il treno per Milano parte alle nove dal binario due. Non è in ritardo.",
    "Era così anche ieri.",
]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.srt", srt(*CUES)),
        ("a.vtt", vtt(*CUES)),
        ("a.srt", srt(*CUES).replace("\n", "\r\n")),
        ("a.srt", srt(*CUES).replace("\n", "\r\r\n")),
        ("a.srt", "\ufeff" + srt(*CUES)),
        ("a.srt", srt(*CUES).rstrip()),
        ("a.srt", srt(*CUES).replace("00:00:", "00:")),
        ("a.srt", srt(*CUES).replace(",000", "").replace(" --> ", "->")),
        ("a.srt", srt(*CUES).replace(",500 --> ", ".5 --> ")),
        ("a.srt", srt(*CUES).replace(",", ":").replace("-->", "–>")),
        ("a.srt", srt(*CUES).replace("\n\n", "\n")),
        ("a.srt", srt(*CUES).replace("\n\n", "\n\n\n")),
        ("a.srt", "".join(line + "\n" for line in srt(*CUES).split("\n") if not line.isdigit())),
        ("a.srt", srt(*CUES).replace("04,000\n", "04,000  X1:100 X2:200 Y1:1 Y2:2\n")),
        ("a.srt", srt(CUES[3], *CUES[:3])),
        ("a.vtt", vtt(*CUES).replace("00:00:", "00:")),
        ("a.vtt", vtt(*CUES).replace("04.000\n", "04.000 line:90% align:start\n")),
        ("a.vtt", vtt(*CUES).replace("\n\n0", "\n\nnome di scena\n0")),
        ("a.vtt", vtt(*CUES).replace("WEBVTT", "WEBVTT - Titolo.\nKind: captions")),
        ("a.vtt", vtt(*CUES).replace("\n\n", "\n\nNOTE Non si legge.\nNemmeno.\n\n", 3)),
        ("a.vtt", vtt(*CUES).replace("\n\n", "\n\nSTYLE\n::cue(b) { color: red }\n\n", 1)),
        ("a.vtt", vtt(*CUES).replace("\n\n", "\n\nREGION\nid:x\nwidth:40%\n\n", 1)),
    ],
)
def test_sentences_are_put_together_however_the_file_is_written(write, name, content):
    assert texts(write(name, content)) == SPOKEN


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("<i>Forse</i> domani.", "Forse domani."),
        ('<font color="#ff0000">Forse</font> domani.', "Forse domani."),
        (r"{\an8}Forse {\i1}domani{\i0}.", "Forse domani."),
        ("{y:i}Forse domani.", "Forse domani."),
        (r"Forse\hdomani.", "Forse domani."),
        ("Se 3 < 5 e 5 > 3, forse.", "Se 3 < 5 e 5 > 3, forse."),
    ],
)
def test_codes_of_subrip_are_dropped(write: Write, line: str, shown: str):
    assert texts(write("a.srt", srt((1, 2, line)))) == [shown]


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("<b.loud>Forse</b> <c.x.y>domani</c>.", "Forse domani."),
        ("<lang en>Maybe</lang> &amp; forse&nbsp;&lt;no&gt;.", "Maybe & forse\u00a0<no>."),
        ("<v.quiet Anna Maria>Forse domani.</v>", "Forse domani."),
        ("&lrm;<i>Forse domani.</i>&lrm;", "Forse domani."),
        ("<ruby>漢<rt>かん</rt></ruby> domani.", "漢 domani."),
    ],
)
def test_codes_of_webvtt_are_dropped(write: Write, line: str, shown: str):
    assert texts(write("a.vtt", vtt((1, 2, line)))) == [shown]


def test_a_dash_and_a_voice_begin_a_paragraph(write: Write):
    cues = [(1, 2, "- Sei pronta?\n- Quasi,"), (2.1, 3, "dammi un minuto."), (3.1, 4, "-5 gradi?")]
    assert texts(write("a.srt", srt(*cues))) == [
        "Sei pronta?",
        "Quasi, dammi un minuto. -5 gradi?",
    ]
    arrows = [(1, 2, ">> Sei pronta?\n>> Quasi.")]
    assert texts(write("a.srt", srt(*arrows))) == ["Sei pronta?", "Quasi."]
    named = [(1, 2, "ANNA ROSSI: Pronta?"), (2, 3, "UGO: Alle 9: quasi,"), (3, 4, "un minuto.")]
    assert texts(write("a.srt", srt(*named))) == [
        "ANNA ROSSI: Pronta?",
        "UGO: Alle 9: quasi, un minuto.",
    ]
    voices = [(1, 2, "<v Anna>Sei pronta?"), (2, 3, "<v Ugo>Quasi,"), (3, 4, "<v Ugo>un minuto.")]
    assert texts(write("a.vtt", vtt(*voices))) == ["Sei pronta?", "Quasi, un minuto."]


def test_sounds_and_songs_stand_alone_as_they_are(write: Write):
    cues = [
        (1, 2, "[musica]"),
        (2, 3, "Ascolta."),
        (3, 4, "(ride)\nBello."),
        (4, 5, "♪ La la ♪"),
        (5, 6, "♪ Una riga\ne un'altra ♪"),
        (6, 7, "# La la #"),
        (7, 8, "Il #1."),
    ]
    assert texts(write("a.srt", srt(*cues))) == [
        "[musica]", "Ascolta.", "(ride)", "Bello.", "♪ La la ♪", "♪ Una riga", "e un'altra ♪",
        "# La la #", "Il #1.",
    ]  # fmt: skip


def test_a_sentence_goes_on_over_a_short_pause_and_ends_at_a_long_one(write: Write):
    cues = [(1, 2, "Volevo dirti..."), (4, 5, "...che parto"), (12, 13, "Un'altra scena.")]
    assert texts(write("a.srt", srt(*cues))) == ["Volevo dirti... ...che parto", "Un'altra scena."]


def test_a_long_speech_is_parted_after_a_sentence(write: Write):
    cues = [(n, n + 1, f"Questa è la frase numero {n} di un lungo discorso.") for n in range(60)]
    found = texts(write("a.srt", srt(*cues)))
    assert 4 < len(found) < 12
    assert all(text.endswith("discorso.") for text in found)


def test_captions_without_full_stops_are_parted_all_the_same(write: Write):
    cues = [(n, n + 1, f"parole senza punti numero {n}") for n in range(900)]
    found = texts(write("a.srt", srt(*cues)))
    assert max(map(len, found)) < 2_100
    assert " ".join(found).count("numero") == 900


def test_lines_that_roll_up_are_read_once(write: Write):
    cues = [
        (0, 2, " \nil treno<00:00:00.500><c> per</c>"),
        (2, 2.01, "il treno per\n "),
        (2.01, 4, "il treno per\nmilano<00:00:03.000><c> parte.</c>"),
    ]
    assert texts(write("a.vtt", vtt(*cues))) == ["il treno per milano parte."]


@pytest.mark.parametrize("height", [1, 2, 3])
def test_captions_that_repeat_what_still_stands_there_are_read_once(write: Write, height: int):
    """So YouTube's captions come out as SRT: there are no times inside cues any more."""
    said = [f"parole della riga {n}" for n in range(8)]
    cues = [
        (n, n + 1, "\n".join(said[max(0, k - height) : k + 1]))
        for n, k in enumerate(number // 2 for number in range(16))
    ]
    assert texts(write("a.srt", srt(*cues))) == [" ".join(said)]


def test_a_chorus_is_read_as_often_as_it_is_sung(write: Write):
    cues = [(n, n + 1, "Canta ancora" if n in {2, 3, 4, 8, 9} else f"Verso {n}") for n in range(20)]
    assert " ".join(texts(write("a.srt", srt(*cues)))).count("Canta ancora") == 5


def test_a_line_said_twice_is_read_twice(write: Write):
    assert texts(write("a.vtt", vtt((0, 1, "No!"), (1, 2, "No!")))) == ["No! No!"]


def test_overlapping_cues_are_read_as_they_begin(write: Write):
    cues = [(3, 6, "Secondo."), (1, 4, "Primo."), (5, 7, "Terzo.")]
    assert texts(write("a.srt", srt(*cues))) == ["Primo. Secondo. Terzo."]


def test_figures_that_are_said_are_no_cue_numbers(write: Write):
    assert texts(write("a.srt", srt((1, 2, "Nel\n1984"), (2, 3, "e poi.")))) == ["Nel 1984 e poi."]


def test_words_stand_on_the_file_s_lines(write: Write):
    (paragraph,) = read(
        write("a.srt", srt((1, 2, "Il treno"), (2, 3, "  parte\n<i>alle</i> nove."))), language="it"
    ).paragraphs
    assert paragraph.text == "Il treno parte alle nove."
    places = [paragraph.position(paragraph.text.index(word)) for word in ["Il", "parte", "alle"]]
    assert places == [(3, 1), (7, 3), (8, None)]
    assert paragraph.position(4) == (3, 5)


@pytest.mark.parametrize("name", ["a.srt", "a.vtt"])
@pytest.mark.parametrize("content", ["WEBVTT\n", "Solo testo.\n\nNiente tempi.", "1\n2\n3\n"])
def test_a_file_without_cues_is_refused(write: Write, name: str, content: str):
    with pytest.raises(InputError, match=rf"{name}: holds no subtitles"):
        read(write(name, content))


def test_two_files_are_two_languages(write: Write, italian: str, english: str):
    pair = [
        write(f"a.{code}.srt", srt(*((9 * n, 9 * n + 2, line) for n, line in enumerate(lines))))
        for code, lines in (("it", italian.split("\n\n")), ("en", english.split("\n\n")))
    ]
    source, target = read_pair(*pair)
    assert (source.language, target.language, source.units) == ("it", "en", None)
    read_as_text = document_from_text(italian).paragraphs
    assert [p.text for p in source.paragraphs] == [p.text for p in read_as_text]


WORDS = st.lists(st.sampled_from(["Il", "treno", "parte.", "<x", "no!", "12", "è"]), min_size=1)
GAPS = st.floats(0, 9)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(GAPS, WORDS.map(" ".join)), min_size=1, max_size=9))
def test_what_another_tool_writes_is_read_word_by_word(cues):
    for ending in ("srt", "vtt"):
        subtitles, now = pysubs2.SSAFile(), 0.0
        for gap, text in cues:
            now += gap + 1
            subtitles.append(pysubs2.SSAEvent(int(now * 1000), int(now * 1000) + 900, text=text))
        written = subtitles.to_string(ending)
        found = read(File(f"a.{ending}", written.encode()), language="it")
        said = " ".join(text for _, text in cues).split()
        assert " ".join(p.text for p in found.paragraphs).split() == said


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.sampled_from(["0:1 --> 0:2", "1", "\n", "<", "x", "NOTE", "-->", "- ", "{\\a}"]))
)
def test_any_text_is_read_or_refused(pieces):
    for ending in ("srt", "vtt"):
        try:
            read(File(f"a.{ending}", "\n".join(["a", *pieces]).encode()), language="it")
        except InputError as error:
            assert "\n" not in str(error)
