"""From a collection without naming rules to a reviewed batch, on the command line."""

import csv

import pytest

STORIES = (
    (
        "Il porto di Trieste ha inaugurato una nuova banchina per le navi da carico. "
        "I lavori sono durati quattro anni e sono costati sessanta milioni di euro.",
        "The port of Trieste has opened a new quay for cargo ships. "
        "The works lasted four years and cost sixty million euros.",
    ),
    (
        "Gli apicoltori lamentano un raccolto di miele molto scarso a causa della siccità. "
        "Molte api non hanno trovato fiori durante l'estate.",
        "Beekeepers complain of a very poor honey harvest because of the drought. "
        "Many bees found no flowers during the summer.",
    ),
)


def rows_of(path):
    return list(csv.DictReader(path.read_text("utf-8").splitlines()))


@pytest.fixture
def collection(tmp_path):
    folder = tmp_path / "collection"
    folder.mkdir()
    for number, pair in enumerate(STORIES):
        for side, text in enumerate(pair):
            (folder / f"{number * 7 + side * 3}.txt").write_text(text, "utf-8")
    (folder / "alone.txt").write_text(
        "La squadra ha perso in casa la terza partita di fila davanti a pochi tifosi.", "utf-8"
    )
    (folder / "broken.docx").write_bytes(b"nothing of the kind")
    return folder


def test_a_collection_is_paired_and_its_manifest_reviewed(run, collection, tmp_path):
    result = run("pair", "collection", "-o", "m.csv", "--rest", "rest.csv")
    assert result.returncode == 0, result.stderr
    for words in ("2 pairs", "1 unpaired", "1 unreadable", "broken.docx", "Report: m.csv"):
        assert words in result.stdout
    rows = rows_of(tmp_path / "m.csv")
    assert [(row["source"], row["target"]) for row in rows] == [
        ("collection/0.txt", "collection/3.txt"),
        ("collection/7.txt", "collection/10.txt"),
    ]
    rest = rows_of(tmp_path / "rest.csv")
    assert {row["document"] for row in rest} == {"alone.txt", "broken.docx"}
    batch = run("batch", "m.csv", "-o", "out", "--workers", "1", "--effort", "fast")
    assert batch.returncode == 0, batch.stderr
    assert (tmp_path / "out" / "documents.parquet").is_file()


def test_a_pairing_is_told_in_italian(run, collection):
    result = run("pair", "collection", "--lang", "it")
    assert result.returncode == 0, result.stderr
    said = "Italiano e Inglese: 2 coppie, 0 uno a molti, 1 spaiato, 1 illeggibile."
    assert result.stdout.splitlines()[0] == said
    for heading in ("originale", "traduzione", "certezza", "documento", "più vicino"):
        assert heading in result.stdout
    for english in ("pairs", "target", "unpaired", "unreadable"):
        assert english not in result.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("pair", "gone"), "no such folder"),
        (("pair", "."), "holds no documents"),
        (("pair", ".", "--source", "it", "--target", "it"), "two languages are needed"),
        (("pair", "collection", "-o", "gone/m.csv"), "there is no such folder"),
        (("pair", "collection", "-o", "collection/0.txt"), "end it in .csv"),
        (("pair", "collection", "-o", "m.csv", "--rest", "m.csv"), "name another file"),
        (("pair", "collection", "--model", "nonesuch"), "nonesuch"),
    ],
)
def test_what_cannot_be_paired_is_refused_in_one_line(run, tmp_path, arguments, message, request):
    if "collection" in arguments:
        request.getfixturevalue("collection")
    result = run(*arguments)
    assert result.returncode == 2
    assert len(result.stderr.strip().splitlines()) == 1, result.stderr
    assert message in result.stderr
    assert not (tmp_path / "m.csv").exists()
