"""LibreOffice without a screen: how a test has another program open what we write."""

import shutil
import subprocess

import pytest

PATIENCE = 240  # seconds; it takes five alone, and far longer on a machine that does much else

needs_office = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="needs LibreOffice (Debian's libreoffice-writer-nogui)"
)
needs_poppler = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="needs pdftotext (Debian's poppler-utils)"
)


def convert(form, folder, *files):
    """Convert files into a folder, each by its own name; the new files, in order.

    Args:
        form: ending of the new files, with the filter's name and options after colons.
        folder: where to; LibreOffice's settings go there too, apart from the user's own.
        files: of any format that LibreOffice opens.
    """
    command = ["soffice", "--headless", "--norestore", "--convert-to", form]
    command += [f"-env:UserInstallation={(folder / 'settings').as_uri()}", "--outdir", str(folder)]
    subprocess.run([*command, *map(str, files)], check=True, capture_output=True, timeout=PATIENCE)
    made = [folder / f"{file.stem}.{form.partition(':')[0]}" for file in files]
    assert [file for file in made if not file.exists()] == []
    return made


def page_text(file):
    """What stands on the pages of a PDF, as laid out."""
    command = ["pdftotext", "-layout", str(file), "-"]
    return subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE).stdout
