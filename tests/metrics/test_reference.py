"""Reference metrics are sacrebleu's own, to the last digit."""

import json
import random
import re
import subprocess
import sys

import pytest
from bitext import ntrex_stories, own_stories

from corpus import InputError, UsageError
from metrics import METRICS, reference_scores

STORIES = {"own": own_stories(), "ntrex": ntrex_stories()}
OPTIONS = ["-m", "bleu", "chrf", "ter", "--chrf-word-order", "2"]
DIGITS = 12
REFERENCE = ["The bridge was closed in March.", "Nobody was hurt, the mayor said."]


@pytest.fixture(scope="module", params=[name for name, found in STORIES.items() if found])
def english(request):
    """The English of a bitext, of a long one every second sentence."""
    lines = [english for story in STORIES[request.param] for _, english in story.pairs]
    return lines[:: 2 if len(lines) > 500 else 1]


@pytest.fixture(scope="module")
def files(english, tmp_path_factory):
    """The reference, and two systems made from it: some words missing, some in another order."""
    draw = random.Random(7)
    folder = tmp_path_factory.mktemp("systems")
    texts = {"ref.txt": english}
    for name, missing in (("a.txt", 0.1), ("b.txt", 0.12)):
        texts[name] = [_garbled(line, missing, draw) for line in english]
    for name, lines in texts.items():
        (folder / name).write_text("\n".join(lines) + "\n", "utf-8")
    return folder, texts


def _garbled(line, missing, draw):
    words = [word for word in line.split() if draw.random() > missing] or line.split()
    if len(words) > 3 and draw.random() < 0.3:
        place = draw.randrange(len(words) - 2)
        words[place : place + 2] = words[place : place + 2][::-1]
    return " ".join(words)


def sacrebleu(folder, *arguments):
    """What sacrebleu's own command line prints."""
    command = [sys.executable, "-m", "sacrebleu", "ref.txt", "-i", *arguments, "-w", str(DIGITS)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout


def test_scores_and_signatures_of_a_system_are_those_of_the_command_line(files):
    folder, texts = files
    printed = json.loads(sacrebleu(folder, "a.txt", *OPTIONS, "--confidence"))
    ours = reference_scores({"a": texts["a.txt"]}, {"ref": texts["ref.txt"]})
    for metric, theirs in zip(METRICS, printed, strict=True):
        assert theirs["name"] == metric
        found = ours.systems["a"][metric]
        assert round(found.score, DIGITS) == theirs["score"]
        # sacrebleu's two ways to draw samples, for one system and for several, add up in different
        # precision
        assert found.mean == pytest.approx(theirs["confidence_mean"], abs=1e-4)
        assert found.interval == pytest.approx(theirs["confidence_var"], abs=1e-4)
        assert ours.signatures[metric] == theirs["signature"]


def test_significance_is_that_of_the_paired_bootstrap_of_the_command_line(files):
    folder, texts = files
    printed = sacrebleu(folder, "a.txt", "b.txt", *OPTIONS, "--paired-bs", "-f", "text")
    ours = reference_scores(
        {"a": texts["a.txt"], "b": texts["b.txt"]}, {"ref": texts["ref.txt"]}
    ).systems
    figures = re.findall(r"(\d+\.\d{5,}) \(", printed)
    assert [float(it) for it in figures] == [
        round(ours[system][metric].score, DIGITS) for system in ("a", "b") for metric in METRICS
    ]
    p_values = [float(it) for it in re.findall(r"p = (\d\.\d+)", printed)]
    assert p_values == [pytest.approx(ours["b"][metric].p_value, abs=5e-5) for metric in METRICS]
    assert all(ours["a"][metric].p_value is None for metric in METRICS)


def test_segment_scores_are_those_of_the_command_line(files):
    folder, texts = files
    ours = reference_scores({"a": texts["a.txt"]}, {"ref": texts["ref.txt"]}).systems["a"]
    for metric, name in zip(METRICS, ("bleu", "chrf", "ter"), strict=True):
        options = ["-m", name, *(OPTIONS[-2:] if name == "chrf" else [])]
        printed = sacrebleu(folder, "a.txt", *options, "--sentence-level", "-b")
        theirs = [float(line) for line in printed.split()]
        assert [round(score, DIGITS) for score in ours[metric].segments] == theirs


def test_a_second_reference_counts():
    other = ["In March they closed the bridge.", "According to the mayor nobody was hurt."]
    alone = reference_scores({"a": other}, {"one": REFERENCE})
    both = reference_scores({"a": other}, {"one": REFERENCE, "two": other})
    assert both.systems["a"]["BLEU"].score == pytest.approx(100)
    assert both.systems["a"]["BLEU"].score > alone.systems["a"]["BLEU"].score
    assert both.signatures["BLEU"].startswith("nrefs:2|")


@pytest.mark.parametrize(
    ("system", "message"),
    [
        (REFERENCE[:1], r"^ref: has 2 segments where a has 1, so number 2 stands alone"),
        (["", *REFERENCE[1:]], r"^a: segment 1 is empty"),
        ([REFERENCE[0], " \t"], r"^a: segment 2 is empty"),
    ],
)
def test_what_does_not_answer_segment_by_segment_is_refused_with_its_place(system, message):
    with pytest.raises(InputError, match=message):
        reference_scores({"a": system}, {"ref": REFERENCE})


def test_nothing_to_compare_is_refused():
    with pytest.raises(UsageError, match="a system and a reference"):
        reference_scores({"a": REFERENCE}, {})
    with pytest.raises(InputError, match="a: segment 1 is empty"):
        reference_scores({"a": []}, {"ref": []})
