"""Files are written whole or not at all."""

import os
import stat
from pathlib import Path

import pytest

from corpus import UsageError
from fedele.files import atomic as files
from fedele.files.atomic import atomic_file, make_folder, write_atomically

needs_limits = pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")


def test_a_file_is_written_and_replaced(tmp_path):
    path = tmp_path / "a.txt"
    assert write_atomically(path, b"one") == path
    write_atomically(path, b"two")
    assert path.read_bytes() == b"two"
    assert list(tmp_path.iterdir()) == [path]


def test_an_interruption_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")

    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(files.os, "fchmod", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_permissions_are_those_of_an_ordinary_new_file_and_then_stay(tmp_path):
    path, plain = tmp_path / "a.txt", tmp_path / "plain"
    plain.touch()
    write_atomically(path, b"")
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE(plain.stat().st_mode)
    path.chmod(0o600)
    write_atomically(path, b"")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_link_keeps_pointing_to_its_file(tmp_path):
    real, link = tmp_path / "real", tmp_path / "link"
    real.touch()
    link.symlink_to(real)
    write_atomically(link, b"x")
    assert link.is_symlink()
    assert real.read_bytes() == b"x"


def test_a_device_is_written_to_not_replaced():
    write_atomically("/dev/null", b"x")
    assert Path("/dev/null").is_char_device()


@pytest.mark.parametrize("name", ["", "missing/a.txt", "file/a.txt", "x" * 300])
def test_what_cannot_be_written_is_a_usage_error_of_one_line(tmp_path, name):
    (tmp_path / "file").touch()
    with pytest.raises(UsageError) as caught:
        write_atomically(tmp_path / name, b"x")
    assert str(tmp_path) in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs /proc")
def test_a_folder_that_not_even_root_may_write_to_is_a_usage_error():
    with pytest.raises(UsageError, match="cannot be written"):
        write_atomically("/proc/fedele.txt", b"x")


@needs_limits
def test_a_read_only_folder_is_a_usage_error(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(UsageError, match="Permission denied"):
        write_atomically(tmp_path / "a.txt", b"x")
    tmp_path.chmod(0o700)


@needs_limits
def test_a_read_only_file_is_not_replaced(tmp_path):
    path = tmp_path / "a.txt"
    path.touch(0o400)
    with pytest.raises(UsageError, match="Permission denied"):
        write_atomically(path, b"x")


def test_a_file_in_the_place_of_a_folder_is_a_usage_error(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match="cannot be made a folder"):
        make_folder(tmp_path / "file")
    assert make_folder(tmp_path / "a" / "b").is_dir()


def test_nobody_reads_a_report_being_written_who_may_not_read_it_after(tmp_path):
    private = tmp_path / "report.html"
    private.touch(0o600)
    with atomic_file(private) as file:
        file.write(b"confidential")
        modes = {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert modes == {0o600}
    assert stat.S_IMODE(private.stat().st_mode) == 0o600
