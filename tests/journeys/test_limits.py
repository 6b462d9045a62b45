"""`--limits FILE` on every command that reads documents."""

import pytest

COMMANDS = {
    "review": ("review", "sample.txt", "--effort", "fast", "--json", "out.json"),
    "align": ("align", "it.txt", "en.txt", "-o", "out.json"),
    "score": ("score", "it.txt", "en.txt", "--json", "out.json"),
    "decisions": ("decisions", "kept.json", "-o", "out.json"),
    "desk": ("desk", "sample.txt", "--no-browser"),
}


@pytest.fixture
def folder(tmp_path, sample):
    sample.rename(tmp_path / "sample.txt")
    (tmp_path / "it.txt").write_text("Il governo ha approvato ieri la legge.\n" * 3, "utf-8")
    (tmp_path / "en.txt").write_text("The government passed the law yesterday.\n" * 3, "utf-8")
    for code, line in (
        ("it", "Il governo ha approvato la legge {}."),
        ("en", "They passed law {}."),
    ):
        long = "\n\n".join(map(line.format, range(1000)))
        (tmp_path / f"long.{code}.txt").write_text(long, "utf-8")
    (tmp_path / "kept.json").write_text('{"schema": "fedele.decisions/1", "decisions": []}')
    (tmp_path / "small.toml").write_text("file_bytes = 20\n")
    (tmp_path / "short.toml").write_text("seconds = 1\n")
    (tmp_path / "ample.toml").write_text("seconds = 3000\n")
    (tmp_path / "wrong.toml").write_text("second = 1\n")
    return tmp_path


def names(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_takes_limits(command, folder, run):
    before = names(folder)
    result = run(*COMMANDS[command], "--limits", "small.toml")
    assert result.returncode == 2
    assert "larger than 20 bytes" in result.stderr
    assert result.stderr.count("\n") == 1
    assert names(folder) == before


def test_a_limit_that_does_not_exist_is_said(folder, run):
    result = run(*COMMANDS["review"], "--limits", "wrong.toml")
    assert result.returncode == 2
    assert "'second' is no limit; there are file_bytes" in result.stderr


def test_a_review_that_takes_too_long_ends_and_leaves_nothing(folder, run_alone):
    before = names(folder)
    texts = ("long.it.txt", "long.en.txt")
    result = run_alone("review", *texts, "--json", "out.json", "--limits", "short.toml")
    assert result.returncode == 2
    assert result.stderr.startswith("fedele: stopped after 1 s,")
    assert names(folder) == before


def test_limits_are_no_place_to_write_to(folder, run):
    result = run("review", "sample.txt", "--limits", "ample.toml", "--json", "ample.toml")
    assert result.returncode == 2
    assert (folder / "ample.toml").read_text() == "seconds = 3000\n"
