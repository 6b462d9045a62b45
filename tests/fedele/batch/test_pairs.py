"""What belongs together, by the names of files and by a manifest."""

import os
import sys
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest
from archives import ENGLISH, ITALIAN, fill
from hypothesis import given
from hypothesis import strategies as st

from corpus import InputError, UsageError, default_limits
from fedele.batch import open_archive
from fedele.batch.archive import load_job
from fedele.batch.names import safe_name, safe_names

posix = pytest.mark.skipif(os.name != "posix", reason="needs pipes and links")


def found(folder, files, **asked):
    """The pairs of a folder with these files: source, target, whether there is an error."""
    archive = open_archive(
        fill(folder, dict.fromkeys(files, "x")), limits=default_limits(), **asked
    )
    return {pair.name: (pair.source, pair.target, pair.error is not None) for pair in archive.pairs}


NAMED = [
    (["x.it.md", "x.en.md"], {"x": ("x.it.md", "x.en.md", False)}),
    (["x.it.docx", "x.en.txt"], {"x": ("x.it.docx", "x.en.txt", False)}),
    (["x_it.docx", "x_en.docx"], {"x": ("x_it.docx", "x_en.docx", False)}),
    (["x-IT.html", "x-EN.html"], {"x": ("x-IT.html", "x-EN.html", False)}),
    (["x.de.md", "x.fr.md"], {"x": ("x.de.md", "x.fr.md", False)}),
    (["x.pt_BR.md", "x.en-GB.md"], {"x": ("x.en-GB.md", "x.pt_BR.md", False)}),
    (["x.it-it.md", "x.en-us.md"], {"x": ("x.it-it.md", "x.en-us.md", False)}),
    (["x_it-en.md", "y-it_en.md"], {"x_it-en": ("x_it-en.md", None, False),
                                    "y-it_en": ("y-it_en.md", None, False)}),
    (["it/x.md", "en/x.txt"], {"x": ("it/x.md", "en/x.txt", False)}),
    (["a/it/b/x.md", "a/en/b/x.md"], {"a/b/x": ("a/it/b/x.md", "a/en/b/x.md", False)}),
    (["italiano/x.md", "English/x.md"], {"x": ("italiano/x.md", "English/x.md", False)}),
    (["it/x.it.md", "en/x.en.md"], {"x": ("it/x.it.md", "en/x.en.md", False)}),
    (["it/x.it.md", "it/x.en.md"], {"it/x": ("it/x.it.md", "it/x.en.md", False)}),
    (["x_ITA.docx", "x_ENG.docx"], {"x": ("x_ITA.docx", "x_ENG.docx", False)}),
    (["ita/x.md", "eng/x.md"], {"x": ("ita/x.md", "eng/x.md", False)}),
    (["Eni.SpA.md", "x_new.md", "x_fin.md"], {"Eni.SpA": ("Eni.SpA.md", None, False),
                                              "x_fin": ("x_fin.md", None, False),
                                              "x_new": ("x_new.md", None, False)}),
    (["x.txt"], {"x": ("x.txt", None, False)}),
    (["it/x.txt"], {"it/x": ("it/x.txt", None, False)}),
    (["report_no.md", "by-is.md"], {"by-is": ("by-is.md", None, False),
                                    "report_no": ("report_no.md", None, False)}),
    (["x.it.md"], {"x.it": ("x.it.md", None, True)}),
    (["it/x.md", "en/y.md"], {"en/y": ("en/y.md", None, True), "it/x": ("it/x.md", None, True)}),
    (["x.it.md", "x.it.txt", "x.en.md"], {"x": ("x.en.md", None, True)}),
    (["x.it.md", "x.en.md", "x.de.md"], {"x": ("x.de.md", None, True)}),
    (["x.it.md", "x.en.md", ".git/y.md", ".z.md"], {"x": ("x.it.md", "x.en.md", False)}),
    (["x.it.md", "x.en.md", "~$x.it.docx"], {"x": ("x.it.md", "x.en.md", False)}),
    (["x\ny.it.md", "x\ny.en.md"], {"x_y": ("x\ny.it.md", "x\ny.en.md", False)}),
    (["x.txt", "x.review.html"], {"x": ("x.txt", None, False)}),
    (["x.it.tmx", "it/y.po", "en/y.po"], {"en/y": ("en/y.po", None, False),
                                          "it/y": ("it/y.po", None, False),
                                          "x.it": ("x.it.tmx", None, False)}),
    (["x.txt", "done/batch.json", "done/parts/a.json", "done/index.html"],
     {"x": ("x.txt", None, False)}),
    (["citt\u00e0.it.md", "citta\u0300.en.md"],
     {"citt\u00e0": ("citt\u00e0.it.md", "citta\u0300.en.md", False)}),
    (["x.md", "x.txt"], {"x": ("x.md", None, False), "x~2": ("x.txt", None, False)}),
]  # fmt: skip


@pytest.mark.parametrize(("files", "expected"), NAMED)
def test_names_say_what_belongs_together(tmp_path, files, expected):
    assert found(tmp_path, files) == expected


def test_the_languages_asked_for_say_which_is_the_source(tmp_path):
    files = ["x.it.md", "x.en.md", "x.de.md"]
    asked = {"source_language": "de", "target_language": "it"}
    assert found(tmp_path, files, **asked) == {"x": ("x.de.md", "x.it.md", False)}


def test_a_language_asked_for_that_is_not_there_is_an_error_of_the_pair(tmp_path):
    assert found(tmp_path, ["x.it.md", "x.en.md"], source_language="de")["x"][2]


def test_one_file_pairs_are_read_in_the_languages_asked_for(tmp_path):
    fill(tmp_path, {"x.txt": "x"})
    asked = {"source_language": "en-GB", "target_language": "it"}
    (pair,) = open_archive(tmp_path, limits=default_limits(), **asked).pairs
    assert (pair.source_language, pair.target_language) == ("en", "it")


def test_what_is_left_out_and_what_is_assumed_is_said(tmp_path):
    fill(tmp_path / "in", dict.fromkeys(["x.it.md", "x.en.md", "y.jpg", "z.zip"], "x"))
    fill(tmp_path, {"outside.txt": "x"})
    (tmp_path / "in" / "link.txt").symlink_to(tmp_path / "outside.txt")
    (tmp_path / "in" / "up").symlink_to(tmp_path)
    archive = open_archive(tmp_path / "in", limits=default_limits())
    assert [pair.name for pair in archive.pairs] == ["x"]
    assert archive.notes[0].endswith("no reader is for their ending: 1 .jpg, 1 .zip.")
    assert archive.notes[1].endswith("out of the folder: 2.")
    assert "Italian to English" in archive.notes[2]
    asked = open_archive(tmp_path / "in", source_language="it", limits=default_limits())
    assert len(asked.notes) == 2


def test_a_version_that_is_not_asked_for_is_said_to_be_left_out(tmp_path):
    files = ["x.it.md", "x.en.md", "x.de.md", "y.it.md", "y.en.md"]
    fill(tmp_path, dict.fromkeys(files, "x"))
    asked = {"source_language": "it", "target_language": "en"}
    (note,) = open_archive(tmp_path, limits=default_limits(), **asked).notes
    assert note == "Versions left out because they are in other languages than asked for: 1."


def test_endings_without_a_reader_are_named_the_most_frequent_first(tmp_path):
    files = ["x.md", "a.doc", "b.DOC", "c", "d.x\u202ey", "e.e", "f.f", "g.g", "h.h"]
    fill(tmp_path, dict.fromkeys(files, "x"))
    (note,) = open_archive(tmp_path, limits=default_limits()).notes
    assert note.endswith(": 2 .doc, 2 others, 1 .e, 1 .f, 1 .g, ….")


@posix
def test_what_is_no_plain_file_is_a_row_and_links_that_lead_nowhere_are_said(tmp_path):
    fill(tmp_path, {"x.txt": "x"})
    os.mkfifo(tmp_path / "pipe.txt")
    for name, place in (("loop.md", "loop.md"), ("gone.md", "nowhere"), ("zero.md", "/dev/zero")):
        (tmp_path / name).symlink_to(place)
    archive = open_archive(tmp_path, limits=default_limits())
    assert [pair.name for pair in archive.pairs] == ["pipe", "x"]
    assert [note.rpartition(" ")[2] for note in archive.notes] == ["3."]
    with pytest.raises(InputError, match="no plain file"):
        load_job(archive, archive.pairs[0], default_limits())


@pytest.mark.skipif(
    os.name != "posix" or os.geteuid() == 0, reason="needs a user whom permissions hold back"
)
@pytest.mark.parametrize("mode", [0o000, 0o444])
def test_a_folder_that_cannot_be_entered_is_left_out_and_said(tmp_path, mode):
    fill(tmp_path, {"x.txt": "x", "closed/y.txt": "y"})
    (tmp_path / "closed").chmod(mode)
    archive = open_archive(tmp_path, limits=default_limits())
    (tmp_path / "closed").chmod(0o700)
    assert [pair.name for pair in archive.pairs] == ["x"]
    assert archive.notes == ("Folders left out because they cannot be read: 1.",)


def test_where_the_batch_is_written_is_not_looked_into(tmp_path):
    fill(tmp_path, {"x.txt": "x", "out/reports/x.html": "x"})
    archive = open_archive(tmp_path, leave_out=tmp_path / "out", limits=default_limits())
    assert [pair.source for pair in archive.pairs] == ["x.txt"]


@pytest.mark.parametrize("files", [[], ["x.jpg"]])
def test_a_folder_without_documents_is_refused(tmp_path, files):
    with pytest.raises(InputError, match="no documents"):
        found(tmp_path, files)


def test_a_missing_archive_is_refused(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        open_archive(tmp_path / "nowhere", limits=default_limits())


def test_too_many_files_are_refused(tmp_path):
    few = replace(default_limits(), pairs=2)
    fill(tmp_path, dict.fromkeys(["a.txt", "b.txt", "c.txt", "d.txt", "e.txt"], "x"))
    with pytest.raises(InputError, match="more than 4 files"):
        open_archive(tmp_path, limits=few)


PART = st.sampled_from(["it", "en", "de", "a", "b", "CON", "no", "Italian"])
STEM = st.sampled_from(["x", "X", "y", "é", "a b", "nul"])
MARK = st.sampled_from(["", ".it", ".en", "_it", "-en", ".de", ".no", ".eng", "_ITA"])
ENDING = st.sampled_from([".txt", ".md", ".docx"])
PATH = st.builds(
    lambda folders, stem, mark, ending: "/".join([*folders, stem + mark + ending]),
    st.lists(PART, max_size=3), STEM, MARK, ENDING,
)  # fmt: skip


@given(paths=st.sets(PATH, min_size=1, max_size=12))
def test_every_file_is_in_one_pair_or_named_in_its_error(tmp_path_factory, paths):
    folder = fill(tmp_path_factory.mktemp("tree"), dict.fromkeys(paths, "x"))
    pairs = open_archive(folder, limits=default_limits()).pairs
    used = [path for pair in pairs for path in (pair.source, pair.target) if path]
    assert len(used) == len(set(used))
    for path in paths - set(used):
        stem = PurePosixPath(path).name.partition(".")[0].partition("_")[0].partition("-")[0]
        assert any(pair.error and stem in (pair.error + pair.name) for pair in pairs), path
    names = [pair.name for pair in pairs]
    assert names == sorted(names)
    assert len({name.casefold() for name in names}) == len(names)


@given(st.lists(st.text(max_size=40), max_size=8))
def test_names_are_safe_and_unique_whatever_is_wanted(wanted):
    names = list(safe_names(wanted))
    assert len({name.casefold() for name in names}) == len(wanted)
    for name in names:
        parts = name.split("/")
        assert ".." not in parts
        assert all(part and not part.startswith(".") for part in parts)
        assert not set(name) & set('<>:"\\|?*\0\n')
        assert Path("/out", name).resolve().is_relative_to("/out")


UNSAFE = [
    ("../../etc/passwd", "etc/passwd"),
    ("/etc/passwd", "etc/passwd"),
    ("C:\\a\\b", "C_/a/b"),
    (".hidden", "hidden"),
    ("a.html/b", "a.html_/b"),
    ("CON/aux", "CON_/aux_"),
    ("..", "_"),
]


@pytest.mark.parametrize(("wanted", "safe"), UNSAFE)
def test_a_name_that_leads_elsewhere_is_made_safe(wanted, safe):
    assert safe_name(wanted) == safe


def test_long_names_are_cut_and_stay_apart():
    names = [safe_name("è" * 500 + end) for end in "ab"]
    assert names[0] != names[1]
    assert max(len(name.encode()) for name in names) < 200
    assert len(safe_name("/".join(["à" * 50] * 100)).encode()) < 1000


@pytest.mark.skipif(sys.platform != "linux", reason="needs a file system that takes any bytes")
def test_a_name_that_is_no_text_is_read_and_shown(tmp_path):
    place = os.fsencode(tmp_path) + b"/caff\xe8.txt"
    Path(os.fsdecode(place)).write_text("x")
    (pair,) = open_archive(tmp_path, limits=default_limits()).pairs
    assert (tmp_path / pair.source).exists()
    assert pair.name == "caff�"


def manifest(folder, text, **asked):
    (folder / "pairs.csv").write_text(text, "utf-8")
    return open_archive(folder / "pairs.csv", limits=default_limits(), **asked)


MANIFESTS = [
    "source,target\na.txt,b.txt\nc.txt,\n",
    "source;target\na.txt;b.txt\nc.txt;\n",
    "target\tsource\nb.txt\ta.txt\n\tc.txt\n",
    "originale;traduzione;nome\na.txt;b.txt;\nc.txt;;\n",
    '\ufeffSource,Target\n"a.txt",b.txt\n\nc.txt\n',
]


@pytest.mark.parametrize("text", MANIFESTS)
def test_a_manifest_names_the_pairs(tmp_path, text):
    archive = manifest(tmp_path, text)
    assert archive.root == tmp_path
    assert [(pair.name, pair.source, pair.target) for pair in archive.pairs] == [
        ("a", "a.txt", "b.txt"),
        ("c", "c.txt", None),
    ]


def test_a_manifest_may_give_names_and_languages(tmp_path):
    text = "source,target,name,source_language,target_language\na.txt,b.txt,../x,de,\nc.txt,,,,\n"
    first, second = manifest(tmp_path, text, target_language="it").pairs
    assert (second.name, second.source_language, second.target_language) == ("x", "de", "it")
    assert (first.source_language, first.target_language) == (None, "it")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("a,b\nx.txt,y.txt\n", "pairs.csv, line 1: expected a header"),
        ("\nsource\nx.txt\n", "pairs.csv, line 2: expected a header"),
        ("source,target,original\n", "two columns for `source`"),
        ("source,target\na,b,c\n", "line 2: has 3 cells"),
        ("source,target\n", "no documents"),
        ("source,target\n\"a,b\n", "line 2: cannot be read as a table"),
    ],
)  # fmt: skip
def test_a_manifest_that_makes_no_sense_is_refused(tmp_path, text, complaint):
    with pytest.raises(InputError, match=complaint):
        manifest(tmp_path, text)


def test_a_manifest_that_is_no_text_is_refused_with_what_it_is(tmp_path):
    (tmp_path / "pairs.csv").write_bytes(b"PK\x03\x04")
    with pytest.raises(InputError, match=r"pairs\.csv: this is a ZIP .* text was expected"):
        open_archive(tmp_path / "pairs.csv", limits=default_limits())


def test_a_line_that_makes_no_sense_is_a_pair_with_its_error(tmp_path):
    text = "source,target,source_language\n,b.txt,\na.txt,b.txt,elvish!\nc.txt,d.txt,it\n"
    errors = [pair.error for pair in manifest(tmp_path, text).pairs]
    assert [error.split(":")[0] for error in errors if error] == [
        "pairs.csv, line 3",
        "pairs.csv, line 2",
    ]
    assert errors[1] is None


def test_a_manifest_never_has_standard_input_read(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "m.csv").write_text("source,target\n-,\n")
    archive = open_archive("m.csv", limits=default_limits())
    with pytest.raises(InputError, match="-: no such file"):
        load_job(archive, *archive.pairs, default_limits())


def test_columns_that_are_not_read_are_said(tmp_path):
    (note,) = manifest(tmp_path, "source,target,editor\na.txt,b.txt,Marta\n").notes
    assert "not read: 1" in note


def test_a_manifest_names_no_more_pairs_than_allowed(tmp_path):
    (tmp_path / "m.csv").write_text("source,target\n" + "a,b\n" * 4)
    with pytest.raises(InputError, match="more than 3 pairs"):
        open_archive(tmp_path / "m.csv", limits=replace(default_limits(), pairs=3))


def test_languages_that_make_no_sense_are_refused(tmp_path):
    fill(tmp_path, {"x.it.md": ITALIAN, "x.en.md": ENGLISH})
    with pytest.raises(UsageError, match="two languages"):
        open_archive(
            tmp_path, source_language="it", target_language="it-CH", limits=default_limits()
        )


@pytest.mark.parametrize("asked", [{"source_language": "xx"}, {"target_language": "qq"}])
def test_a_code_that_is_no_language_s_is_refused_once_not_in_every_row(tmp_path, asked):
    fill(tmp_path, {"x.it.md": ITALIAN, "x.en.md": ENGLISH, "m.csv": "source,target\na,b\n"})
    for archive in (tmp_path, tmp_path / "m.csv"):
        with pytest.raises(UsageError, match="is no language's code"):
            open_archive(archive, limits=default_limits(), **asked)
