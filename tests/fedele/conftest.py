"""A review made by hand: every kind of passage and mark that a report has to show."""

import dataclasses

import chromium
import pytest
from npm_files import npm_file

from align import Alignment, Aside, Group, GroupKind, SentenceBead
from corpus import Document, Paragraph, Role, SentenceId, Side, Span
from fedele.result import Review
from metrics import (
    Category,
    Cause,
    Evidence,
    Fidelity,
    Flag,
    Kind,
    Part,
    Passage,
    Severity,
    Verdict,
    Word,
)

# axe-core checks the page against WCAG; MPL-2.0, never shipped, fetched by npm for the tests only.
AXE = "axe-core@4.14.1"
AXE_SHA256 = "e6b0ce02b84d892e2e33e403485e7f3d6c29e2be6df65daf44d89ba564139745"

# Paragraphs as lists of sentences; injection attempts stand where a document might have them.
ITALIAN = [
    (Role.HEADING, "it", ["Il treno torna a Valbruna"]),
    (Role.BYLINE, "it", ["di Marta Colussi, 3 maggio 2025"]),
    (
        Role.BODY,
        "it",
        [
            "Dopo nove anni di silenzio, il 12 aprile un treno si è fermato di nuovo nella "
            "stazione di Valbruna, sul versante italiano del confine.",
            "A bordo c'erano 340 persone, tra cui la sindaca e due ferrovieri in pensione che "
            "avevano guidato l'ultima corsa.",
        ],
    ),
    (
        Role.BODY,
        "it",
        [
            "La linea era stata chiusa nel 2016, quando una frana aveva sepolto la galleria "
            "sotto il monte Sflincis.",
            "La Regione non aveva mai escluso di riaprirla, ma i 47 milioni necessari mancavano.",
        ],
    ),
    (
        Role.CAPTION,
        "en",
        ['The station in 1912 <img src="https://tracker.example/a.png" onerror="alert(1)">'],
    ),
    (
        Role.BODY,
        "it",
        [
            "Secondo l'assessore, il cantiere potrebbe concludersi entro l'estate, se il maltempo "
            "non lo fermerà.",
            "I sindacati chiedono però garanzie scritte sulla sicurezza delle gallerie.",
        ],
    ),
    (
        Role.BODY,
        "it",
        [
            "Nei paesi della valle, che in vent'anni hanno perso un terzo degli abitanti, la "
            "riapertura è stata salutata con le campane.",
        ],
    ),
    (
        Role.BODY,
        "it",
        [
            "C'è chi teme che i treni portino soltanto turisti di giornata, come è successo "
            "altrove sulle Alpi.",
        ],
    ),
    (
        Role.BODY,
        "it",
        [
            "<script>document.title = 'preso'</script> è ciò che il vecchio sito della stazione "
            "mostrava a chi cercava gli orari.",
        ],
    ),
    (
        Role.BODY,
        "it",
        ["Il primo treno dell'orario estivo partirà da Udine alle 7.05, ogni giorno."],
    ),
]
ENGLISH = [
    (Role.HEADING, "en", ["The train returns to Valbruna"]),
    (
        Role.BODY,
        "en",
        [
            "After nine years of silence, on April 12 a train stopped once again at Valbruna "
            "station.",
            "There were 430 people on board, among them the mayor and two retired railwaymen "
            "who had driven the last service.",
        ],
    ),
    (
        Role.BODY,
        "en",
        ["The first train of the summer timetable will leave Udine at 7:05 every day."],
    ),
    (
        Role.BODY,
        "en",
        [
            "The line had been closed in 2016, when a landslide buried the tunnel under Mount "
            "Sflincis, a mountain that locals had long regarded with suspicion.",
        ],
    ),
    (
        Role.BODY,
        "en",
        ["The Region had ruled out reopening it, and the 47 million euros were missing."],
    ),
    (
        Role.BODY,
        "en",
        [
            "According to the councillor, works will be finished by the summer, weather "
            "permitting.",
            "The unions, however, demand garanzie scritte on the safety of the tunnels.",
        ],
    ),
    (
        Role.BODY,
        "en",
        [
            "In the villages of the valley, which have lost a third of their people in twenty "
            "years, bells greeted the reopening.",
        ],
    ),
    (
        Role.BODY,
        "en",
        [
            "Railway history, it must be said, has always been a matter of patience and "
            "&lt;b&gt;hope&lt;/b&gt;.",
        ],
    ),
    (
        Role.BODY,
        "en",
        [
            "<script>document.title = 'preso'</script> is what the station's old site would "
            "show to those who looked for the timetable.",
        ],
    ),
    (Role.FURNITURE, "en", ['=HYPERLINK("https://tracker.example","Popular posts")']),
    (Role.FURNITURE, "en", ["Comments"]),
]


def make_document(language, rows, *, path=None, notes=(), title=""):
    """A document of paragraphs given as lists of sentences, which a space joins."""
    paragraphs = []
    for role, spoken, sentences in rows:
        spans, start = [], 0
        for sentence in sentences:
            spans.append(Span(start, start + len(sentence)))
            start += len(sentence) + 1
        paragraphs.append(Paragraph(" ".join(sentences), tuple(spans), spoken, role))
    return Document(language, tuple(paragraphs), path, notes, title)


def passage(document, paragraph, words):
    """The place of some words in a paragraph."""
    start = document.paragraphs[paragraph].text.index(words)
    return Passage(paragraph, start, start + len(words), words)


def group(kind, source, target, *beads):
    """A group whose beads are given as pairs of lists of (paragraph, sentence)."""
    made = []
    for left, right in beads:
        ids = [tuple(SentenceId(*where) for where in side) for side in (left, right)]
        made.append(SentenceBead(*ids, 0.81 if left and right else None, 0.9))
    similarity = 0.79 if source and target else None
    return Group(tuple(source), tuple(target), kind, similarity, tuple(made))


def _alignment():
    return Alignment(
        groups=(
            group(GroupKind.ALIGNED, [0], [0], ([(0, 0)], [(0, 0)])),
            group(GroupKind.ALIGNED, [2], [1], ([(2, 0)], [(1, 0)]), ([(2, 1)], [(1, 1)])),
            group(GroupKind.ALIGNED, [3], [3, 4], ([(3, 0)], [(3, 0)]), ([(3, 1)], [(4, 0)])),
            group(GroupKind.ALIGNED, [5], [5], ([(5, 0)], [(5, 0)]), ([(5, 1)], [(5, 1)])),
            group(GroupKind.ALIGNED, [6], [6], ([(6, 0)], [(6, 0)])),
            group(GroupKind.OMITTED, [7], [], ([(7, 0)], [])),
            group(GroupKind.ADDED, [], [7], ([], [(7, 0)])),
            group(GroupKind.ALIGNED, [8], [8], ([(8, 0)], [(8, 0)])),
            group(GroupKind.MOVED, [9], [2], ([(9, 0)], [(2, 0)])),
        ),
        source_aside=(Aside(1, "byline"), Aside(4, "foreign")),
        target_aside=(Aside(9, "furniture"), Aside(10, "furniture")),
    )


def _flags(source, target):
    def italian(paragraph, words):
        return passage(source, paragraph, words)

    def english(paragraph, words):
        return passage(target, paragraph, words)

    whole_source = italian(7, source.paragraphs[7].text)
    whole_target = english(7, target.paragraphs[7].text)
    omission, addition = Category.OMISSION, Category.ADDITION
    wrong, left = Category.MISTRANSLATION, Category.UNTRANSLATED
    minor, major, critical = Severity.MINOR, Severity.MAJOR, Severity.CRITICAL
    return (
        Flag(
            omission,
            Kind.OMISSION,
            major,
            0.93,
            italian(2, "sul versante italiano del confine"),
            None,
            Evidence("omission.phrase", {"words": "sul versante italiano del confine"}),
        ),
        Flag(
            wrong,
            Kind.NUMBER,
            critical,
            0.99,
            italian(2, "340"),
            english(1, "430"),
            Evidence("number.changed", {"source": "340", "target": "430"}),
        ),
        Flag(
            addition,
            Kind.ADDITION,
            major,
            0.88,
            None,
            english(3, "a mountain that locals had long regarded with suspicion"),
            Evidence("addition.phrase_with_clause", {"words": "a mountain that locals had"}),
        ),
        Flag(
            addition,
            Kind.ADDITION,
            minor,
            0.41,
            None,
            english(3, "long regarded with"),
            Evidence("addition.phrase", {"words": "long regarded with"}),
        ),
        Flag(
            wrong,
            Kind.NEGATION,
            critical,
            0.9,
            italian(3, "non aveva mai escluso"),
            english(4, "had ruled out"),
            Evidence("negation.lost", {"words": "non aveva mai escluso"}),
        ),
        Flag(
            omission,
            Kind.OMISSION,
            minor,
            0.5,
            italian(3, "mai escluso di riaprirla, ma"),
            None,
            Evidence("omission.phrase", {"words": "mai escluso di riaprirla, ma"}),
        ),
        Flag(
            wrong,
            Kind.MODALITY,
            major,
            0.77,
            italian(5, "potrebbe concludersi"),
            english(5, "will be finished"),
            Evidence("modality.hedges_lost", {"words": "potrebbe concludersi"}),
        ),
        Flag(
            left,
            Kind.UNTRANSLATED,
            major,
            0.97,
            italian(5, "garanzie scritte"),
            english(5, "garanzie scritte"),
            Evidence("untranslated.words", {"words": "garanzie scritte", "language": "it"}),
        ),
        Flag(
            omission,
            Kind.OMISSION,
            major,
            0.95,
            whole_source,
            None,
            Evidence("omission.paragraph"),
        ),
        Flag(
            addition,
            Kind.ADDITION,
            major,
            0.94,
            None,
            whole_target,
            Evidence("addition.paragraph"),
        ),
        Flag(
            wrong,
            Kind.SHIFT,
            minor,
            0.6,
            italian(6, "la riapertura è stata salutata con le campane"),
            english(6, "bells greeted the reopening"),
            Evidence("shift.rephrased", {"source": "è stata salutata", "target": "greeted"}),
        ),
        Flag(
            left,
            Kind.UNTRANSLATED,
            minor,
            0.7,
            italian(4, source.paragraphs[4].text),
            None,
            Evidence("untranslated.caption", {"number": 5, "version": "it", "language": "en"}),
        ),
    )


def _words(source, target):
    words = []
    for side, document in ((Side.SOURCE, source), (Side.TARGET, target)):
        for number, paragraph in enumerate(document.paragraphs):
            start = 0
            for word in paragraph.text.split(" "):
                words.append(Word(side, number, start, start + len(word), word, 0.25))
                start += len(word) + 1
    return tuple(words)


@pytest.fixture(scope="session")
def review():
    """A translation with every kind of group, flag and aside."""
    source = make_document(
        "it", ITALIAN, path="valbruna.it.txt", title="Valbruna & <b>il treno</b>"
    )
    target = make_document(
        "en", ENGLISH, path="valbruna.en.txt", notes=("The file was read as Latin-1.",)
    )
    alignment = _alignment()
    fidelities = [float(100 - 9 * number) for number in range(len(alignment.groups))]
    return Review(
        source=source,
        target=target,
        alignment=alignment,
        findings=_flags(source, target),
        judged_words=_words(source, target),
        scores=Fidelity(
            71.5,
            tuple(fidelities),
            tuple(
                (score,) * len(made.beads)
                for score, made in zip(fidelities, alignment.groups, strict=True)
            ),
            parts=(
                Part(14.5, Cause.FLAG, 0, 1, 1, 1),
                Part(6.0, Cause.ALONE, None, 3, None, 4),
                Part(4.0, Cause.LOOSE, None, 2, 2, 2),
                Part(3.0, Cause.WORDS, None, 2, 2, 2),
                Part(1.0, Cause.LOOSE, None, 1, 1, 1),
            ),
            interval=(62.25, 80.5),
        ),
        verdict=Verdict.TRANSLATION,
        signature={
            "fedele": "0.1.0",
            "encoder": "use-multilingual",
            "encoder version": "3",
            "weights": "sha256:" + "0123456789abcdef" * 4,
        },
        notes=("The two versions were swapped: the Italian one is taken as the original.",),
    )


@pytest.fixture(scope="session")
def unrelated(review):
    """Two texts that are no translations of each other."""
    alignment = Alignment(
        groups=(
            *(
                group(GroupKind.OMITTED, [number], [], ([(number, 0)], []))
                for number in (0, 2, 3, 5, 6, 7, 8, 9)
            ),
            *(group(GroupKind.ADDED, [], [number], ([], [(number, 0)])) for number in range(9)),
        ),
        source_aside=review.alignment.source_aside,
        target_aside=review.alignment.target_aside,
    )
    beads = tuple((0.0,) for _ in alignment.groups)
    return dataclasses.replace(
        review,
        alignment=alignment,
        findings=(),
        judged_words=(),
        scores=Fidelity(0.0, (0.0,) * len(beads), beads),
        verdict=Verdict.UNRELATED,
        notes=(),
    )


@pytest.fixture(scope="session")
def spotless(review):
    """A translation in which nothing was found."""
    scores = dataclasses.replace(review.scores, parts=())
    return dataclasses.replace(review, findings=(), notes=(), scores=scores)


@pytest.fixture(scope="session")
def long_review(review):
    """The article thirty times over: three hundred paragraphs a side."""
    times, per_side = 30, (len(ITALIAN), len(ENGLISH))

    def shifted(items, round_number, side):
        return tuple(item + round_number * per_side[side] for item in items)

    def moved(where, round_number, side):
        return where and dataclasses.replace(
            where, paragraph=where.paragraph + round_number * per_side[side]
        )

    groups, findings = [], []
    for number in range(times):
        for made in review.alignment.groups:
            beads = tuple(
                dataclasses.replace(
                    bead,
                    source=tuple(SentenceId(p + number * per_side[0], s) for p, s in bead.source),
                    target=tuple(SentenceId(p + number * per_side[1], s) for p, s in bead.target),
                )
                for bead in made.beads
            )
            groups.append(
                dataclasses.replace(
                    made,
                    source=shifted(made.source, number, 0),
                    target=shifted(made.target, number, 1),
                    beads=beads,
                )
            )
        findings += [
            dataclasses.replace(
                flag, source=moved(flag.source, number, 0), target=moved(flag.target, number, 1)
            )
            for flag in review.findings
        ]
    asides = [
        tuple(
            dataclasses.replace(aside, paragraph=aside.paragraph + number * per_side[side])
            for number in range(times)
            for aside in found
        )
        for side, found in enumerate((review.alignment.source_aside, review.alignment.target_aside))
    ]
    return dataclasses.replace(
        review,
        source=dataclasses.replace(review.source, paragraphs=review.source.paragraphs * times),
        target=dataclasses.replace(review.target, paragraphs=review.target.paragraphs * times),
        alignment=Alignment(tuple(groups), *asides),
        findings=tuple(findings),
        scores=Fidelity(review.fidelity, review.scores.groups * times, review.scores.beads * times),
    )


@pytest.fixture(scope="session")
def browser(tmp_path_factory):
    """Chromium, for all tests that drive it."""
    driver = chromium.start(tmp_path_factory.mktemp("chromium"))
    yield driver
    driver.quit()


@pytest.fixture(scope="session")
def axe(tmp_path_factory, request):
    """The script of axe-core."""
    folder = tmp_path_factory.mktemp("npm")
    return npm_file(request.config.cache, folder, AXE, AXE_SHA256, "axe.min.js").decode("utf-8")
