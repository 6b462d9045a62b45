"""A batch from its files to tables, without processes: the jobs are done right here."""

import json
import os
import shutil
from dataclasses import replace
from datetime import UTC, datetime

import pandas as pd
import pyarrow.parquet as pq
import pytest
from archives import BOTH, ENGLISH, FAILED, FILES, ITALIAN, REVIEWED, contents, fill
from filelock import FileLock

import fedele
from corpus import File, InputError, UsageError, default_limits
from fedele.batch import (
    BATCH_FLAG_COLUMNS,
    BATCH_SEGMENT_COLUMNS,
    DOCUMENT_COLUMNS,
    Outcome,
    do_job,
)
from fedele.batch.numbers import batch_numbers
from fedele.findings.decisions import Decision, Ruling
from metrics import Kind


def here(jobs, recipe):
    """A backend that needs no process."""
    for job in jobs:
        yield do_job(job, recipe)


def review(archive, out, **options):
    return fedele.review_archive(archive, out, **{"effort": "fast", "backend": here} | options)


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    return fill(tmp_path_factory.mktemp("archive"), FILES)


@pytest.fixture(scope="module")
def batch(archive, tmp_path_factory):
    return review(archive, tmp_path_factory.mktemp("batch") / "out")


@pytest.fixture
def copied(batch, tmp_path):
    """The batch's folder, to be changed."""
    shutil.copytree(batch.folder, tmp_path / "out")
    return tmp_path / "out"


class Counting:
    """A backend that counts what it is given, and ends where it is told to."""

    def __init__(self, ends_after=None):
        self.done, self.ends_after = [], ends_after

    def __call__(self, jobs, recipe):
        for job in jobs:
            if len(self.done) == self.ends_after:
                raise KeyboardInterrupt
            self.done.append(job.pair.name)
            yield do_job(job, recipe)


def test_every_pair_is_a_row_whatever_became_of_it(batch):
    rows = {row.pair: row for row in batch.rows}
    assert sorted(rows) == list(rows) == sorted(REVIEWED + FAILED)
    assert [row.pair for row in batch.failed] == FAILED
    valbruna = rows["2026/valbruna"]
    assert (valbruna.source_path, valbruna.target_path) == (
        "2026/valbruna.it.md",
        "2026/valbruna.en.txt",
    )
    assert (valbruna.source_language, valbruna.target_language) == ("it", "en")
    assert valbruna.critical + valbruna.major == 1
    assert rows["binary"].error.startswith("binary.txt: holds NUL")
    assert rows["half.it"].report is None


def test_the_tables_have_their_columns_and_the_rows_of_each_review(batch, archive):
    alone = fedele.review(
        archive / "2026/valbruna.it.md", archive / "2026/valbruna.en.txt", effort="fast"
    )
    for table, columns in (
        (batch.documents, DOCUMENT_COLUMNS),
        (batch.segments, BATCH_SEGMENT_COLUMNS),
        (batch.flags, BATCH_FLAG_COLUMNS),
    ):
        assert list(table.columns) == list(columns)
    for name in ("segments", "flags"):
        table = getattr(batch, name)
        of_pair = table[table["pair"] == "2026/valbruna"].drop(columns="pair")
        expected = getattr(alone, name)
        as_text = expected.astype(of_pair.dtypes.to_dict())
        pd.testing.assert_frame_equal(of_pair.reset_index(drop=True), as_text)
    scored = batch.documents.set_index("pair").loc["2026/valbruna"]
    assert scored["fidelity"] == alone.fidelity
    assert scored["segments"] == len(alone.segments)


def test_read_by_pandas_as_it_is_whole_numbers_stay_whole_where_some_are_missing(batch):
    for name, columns in (
        ("documents", DOCUMENT_COLUMNS),
        ("segments", BATCH_SEGMENT_COLUMNS),
        ("flags", BATCH_FLAG_COLUMNS),
    ):
        read = pd.read_parquet(batch.folder / f"{name}.parquet")
        whole = {column: dtype for column, dtype in columns.items() if "int" in dtype.lower()}
        assert read.dtypes[list(whole)].astype(str).to_dict() == whole
    assert batch.documents["critical"].isna().any(), "failed pairs have no counts"


def test_reports_and_index_lead_to_each_other(batch):
    index = batch.index.read_text("utf-8")
    for row in batch.rows:
        assert (row.report is None) == (row.pair in FAILED)
        if row.report:
            assert (batch.folder / row.report).read_text("utf-8").startswith("<!doctype html")
            assert row.report in index


def test_an_earlier_run_is_refused_and_left_alone(archive, copied):
    before = contents(copied)
    with pytest.raises(UsageError, match="--resume"):
        review(archive, copied)
    assert contents(copied) == before


def test_other_files_of_the_same_names_are_refused(archive, tmp_path):
    fill(tmp_path, {"index.html": "mine"})
    with pytest.raises(UsageError, match="not of a batch"):
        review(archive, tmp_path, resume=True)
    assert (tmp_path / "index.html").read_text() == "mine"


def test_a_run_that_came_to_nothing_leaves_the_folder_free(archive, batch, tmp_path):
    def lost(jobs, recipe):
        yield from ()
        raise UsageError("nobody is there")

    with pytest.raises(UsageError, match="nobody is there"):
        review(archive, tmp_path / "out", backend=lost)
    review(archive, tmp_path / "out")
    assert contents(tmp_path / "out") == contents(batch.folder)


def test_somebody_elses_batch_json_is_refused(archive, tmp_path):
    fill(tmp_path, {"batch.json": "{}"})
    with pytest.raises(UsageError, match="earlier run"):
        review(archive, tmp_path)
    assert (tmp_path / "batch.json").read_text() == "{}"


def test_resumed_nothing_is_done_again_but_what_failed(archive, copied):
    before, counting = contents(copied), Counting()
    review(archive, copied, backend=counting, resume=True)
    assert counting.done == ["binary"]
    assert contents(copied) == before


@pytest.mark.parametrize("ends_after", range(4))
def test_interrupted_and_resumed_it_is_as_if_it_had_never_been(
    archive, batch, tmp_path, ends_after
):
    with pytest.raises(KeyboardInterrupt):
        review(archive, tmp_path / "out", backend=Counting(ends_after))
    assert not (tmp_path / "out" / "documents.parquet").exists()
    counting = Counting()
    review(archive, tmp_path / "out", backend=counting, resume=True)
    assert len(counting.done) >= 4 - ends_after
    assert contents(tmp_path / "out") == contents(batch.folder)


def cut(path):
    path.write_bytes(path.read_bytes()[:-9])


def other_fidelity(path):
    part = json.loads(path.read_bytes())
    part["body"][0][8] = 100.0
    path.write_text(json.dumps(part))


DAMAGE = [
    ("parts/ampezzo.json", os.remove),
    ("parts/ampezzo.json", cut),
    ("parts/ampezzo.json", other_fidelity),
    ("parts/ampezzo.json", lambda path: path.write_text("[" * 100_000)),
    ("parts/ampezzo.json", lambda path: path.write_text('{"schema": "fedele.part/0"}')),
    ("reports/ampezzo.html", os.remove),
    ("reports/ampezzo.html", cut),
]


@pytest.mark.parametrize(("path", "damage"), DAMAGE)
def test_what_does_not_verify_is_done_again(archive, batch, copied, path, damage):
    damage(copied / path)
    counting = Counting()
    review(archive, copied, backend=counting, resume=True)
    assert counting.done == ["ampezzo", "binary"]
    assert contents(copied) == contents(batch.folder)


def test_a_changed_file_is_reviewed_again_and_a_missing_one_is_gone(archive, copied, tmp_path):
    shutil.copytree(archive, tmp_path / "in")
    (tmp_path / "in/en/udine.txt").write_text(ENGLISH.replace("340", "34"))
    (tmp_path / "in/ampezzo.txt").unlink()
    counting = Counting()
    batch = review(tmp_path / "in", copied, backend=counting, resume=True)
    assert counting.done == ["binary", "udine"]
    assert "ampezzo" not in {row.pair for row in batch.rows}
    assert not [path for path in contents(copied) if "ampezzo" in path]


def test_a_report_is_gone_where_the_pair_fails_now(archive, copied, tmp_path):
    shutil.copytree(archive, tmp_path / "in")
    (tmp_path / "in/ampezzo.txt").write_text(ITALIAN)
    review(tmp_path / "in", copied, resume=True)
    assert not (copied / "reports/ampezzo.html").exists()


def test_another_recipe_reviews_everything_again_but_more_time_does_not(archive, copied, tmp_path):
    counting = Counting()
    longer = replace(default_limits(), seconds=7200)
    review(archive, copied, backend=counting, resume=True, limits=longer)
    assert counting.done == ["binary"]
    terms = fill(tmp_path, {"terms.csv": "it,en\ntreno,train\n"}) / "terms.csv"
    tallies = []
    review(archive, copied, backend=counting, resume=True, terms=terms, progress=tallies.append)
    assert {tally.changed for tally in tallies} == {("terms",)}
    assert counting.done[1:] == ["2026/valbruna", "ampezzo", "binary", "udine"]
    recipe = json.loads((copied / "batch.json").read_text("utf-8"))
    assert [one["name"] for one in recipe["terms"]] == ["terms.csv"]


BROKEN = "source,target\n,\ntreno,\n"
USELESS = "de,fr\nZug,train\n"


@pytest.mark.parametrize(
    ("terms", "options", "complaint"),
    [
        (BROKEN, {}, r"terms\.csv, line 3: expected a term and its translation"),
        (BROKEN, {"source_language": "it", "target_language": "en"}, "line 3"),
        (USELESS, {"source_language": "it", "target_language": "en"}, "or it and en"),
        ("", {}, "is empty"),
    ],
)
def test_terms_that_no_pair_can_use_are_refused_once_and_before_anything_is_written(
    archive, tmp_path, terms, options, complaint
):
    fill(tmp_path, {"terms.csv": terms})
    with pytest.raises(InputError, match=complaint):
        review(archive, tmp_path / "out", terms=tmp_path / "terms.csv", **options)
    assert not (tmp_path / "out").exists()


def test_terms_for_other_languages_are_an_error_of_the_pairs_in_which_they_are_of_no_use(
    archive, tmp_path
):
    fill(tmp_path, {"terms.csv": USELESS})
    batch = review(archive, tmp_path / "out", terms=tmp_path / "terms.csv")
    assert len(batch.failed) == len(batch.rows)
    assert "or it and en" in batch.failed[0].error


def test_two_runs_do_not_write_one_folder(archive, copied):
    with FileLock(copied / ".lock"), pytest.raises(UsageError, match="another run"):
        review(archive, copied, resume=True)


def test_what_an_end_by_force_left_is_removed(archive, batch, copied):
    fill(copied, {".flags.parquet.x": "", "parts/.a.json.y": "", "reports/2026/.b.html.z": ""})
    review(archive, copied, resume=True)
    assert contents(copied) == contents(batch.folder)


def test_the_archive_is_not_written_into(archive):
    with pytest.raises(UsageError, match="archive itself"):
        review(archive, archive)


def test_a_folder_that_cannot_be_written_is_said_in_one_line(archive, tmp_path):
    fill(tmp_path, {"file": ""})
    with pytest.raises(UsageError, match="cannot be made a folder"):
        review(archive, tmp_path / "file" / "out")


def test_a_table_that_cannot_be_written_leaves_the_old_one(archive, copied, monkeypatch):
    """As on a full disk."""
    before = contents(copied)

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pq.ParquetWriter, "write_table", full)
    with pytest.raises(UsageError, match=r"parquet: cannot be written \(No space left"):
        review(archive, copied, resume=True)
    assert contents(copied) == before


def test_rows_are_written_in_groups_of_bounded_size(archive, copied, monkeypatch):
    from fedele.batch import parquet

    whole = pq.read_table(copied / "segments.parquet")
    small = replace(batch_numbers(), row_group_rows=4)
    monkeypatch.setattr(parquet, "batch_numbers", lambda: small)
    review(archive, copied, resume=True)
    file = pq.ParquetFile(copied / "segments.parquet")
    sizes = [file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)]
    assert sizes == [4] * (whole.num_rows // 4) + [whole.num_rows % 4] * bool(whole.num_rows % 4)
    assert file.read().equals(whole)


def test_the_tally_accounts_for_every_pair(archive, copied):
    tallies = []
    review(archive, copied, resume=True, progress=tallies.append)
    assert [tally.done for tally in tallies] == list(range(6))
    last = tallies[-1]
    assert (last.total, last.kept, last.reviewed, last.failed) == (5, 3, 0, 2)


def test_decisions_about_any_pair_teach_all_and_each_report_has_its_own(archive, batch, tmp_path):
    flags = batch.flags.query("kind != 'shift'")
    first = flags.iloc[0]
    made = {"date": datetime(2026, 11, 23, tzinfo=UTC), "kind": Kind(first["kind"])}
    own = Decision(id=first["id"], decision=Ruling.FIX, source="a", target=None, **made)
    other = Decision(
        id="0" * 12,
        decision=Ruling.FALSE_ALARM,
        source="b",
        target=None,
        confidence=first["confidence"],
        **made,
    )
    taught = review(archive, tmp_path / "taught", decisions=(own, other))
    now = taught.flags.set_index("id")
    assert now.loc[own.id, "decision"] == "fix"
    assert now.loc[own.id, "confidence"] == first["confidence"]
    moved = now[now["confidence"] != now["confidence_before"]]
    assert set(moved["kind"]) <= {first["kind"]}
    assert "learned_decisions" in taught.index.read_text("utf-8")
    assert "0" * 12 not in "".join(
        path.read_text("utf-8") for path in (taught.folder / "reports").rglob("*.html")
    )
    plain = review(archive, tmp_path / "plain", decisions=(own, other), learn=False)
    assert list(plain.flags["confidence"]) == list(batch.flags["confidence"])
    assert "learned_decisions" not in plain.index.read_text("utf-8")
    with pytest.raises(UsageError, match="holds an earlier run"):
        review(archive, tmp_path / "plain")


def test_a_mistake_of_ours_is_a_row_without_a_word_of_the_document(archive, tmp_path, monkeypatch):
    from fedele.batch import job

    def broken(*_, **__):
        raise KeyError("Malborghetto")

    monkeypatch.setattr(job, "review_documents", broken)
    rows = review(archive, tmp_path / "out").rows
    (error,) = {row.error for row in rows if row.pair in REVIEWED}
    assert "KeyError at test_run.py" in error
    assert "Malborghetto" not in error


def test_an_empty_batch_still_has_every_column(tmp_path):
    fill(tmp_path, {"in/binary.txt": "\0"})
    batch = review(tmp_path / "in", tmp_path / "out")
    assert list(batch.segments.columns) == list(BATCH_SEGMENT_COLUMNS)
    assert len(batch.segments) == len(batch.flags) == 0


def test_a_file_in_memory_is_read_like_one_on_disk(tmp_path):
    path = fill(tmp_path, {"x.txt": BOTH}) / "x.txt"
    held = File(str(path), BOTH.encode())
    assert fedele.read_bilingual(held) == fedele.read_bilingual(path)
    assert (
        fedele.review(held, effort="fast").to_dict() == fedele.review(path, effort="fast").to_dict()
    )


def test_outcomes_are_plain_data(archive):
    from fedele.batch import Job, Pair, Recipe

    outcome = do_job(Job(Pair("x", "x.txt"), File("x.txt", BOTH.encode())), Recipe(effort="fast"))
    assert isinstance(outcome, Outcome)
    cells = [*outcome.document, *(c for row in outcome.segments + outcome.flags for c in row)]
    assert {type(cell) for cell in cells} <= {str, int, float, type(None)}
