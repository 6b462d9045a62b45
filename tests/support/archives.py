"""Tiny archives, written for the tests, and what a batch made of them."""

import hashlib

ITALIAN = (
    "Il treno è tornato a Valbruna il 12 aprile, dopo nove anni.\n\n"
    "A bordo c'erano 340 persone, fra cui il sindaco di Malborghetto.\n\n"
    "La linea era stata chiusa nel 2016 per una frana.\n"
)
ENGLISH = (
    "The train came back to Valbruna on April 12, after nine years.\n\n"
    "There were 340 people on board, among them the mayor of Malborghetto.\n\n"
    "The line had been closed in 2016 because of a landslide.\n"
)
WRONG = ENGLISH.replace("340", "430")
BOTH = f"(IT)\n\n{ITALIAN}\n(EN)\n\n{ENGLISH}"

FILES = {
    "2026/valbruna.it.md": ITALIAN,
    "2026/valbruna.en.txt": WRONG,
    "it/udine.txt": ITALIAN,
    "en/udine.txt": ENGLISH,
    "ampezzo.txt": BOTH,
    "half.it.txt": ITALIAN,
    "binary.txt": "\0\1\2",
    "picture.jpg": "no document",
}
"""Three pairs that can be reviewed, of each kind of naming one, and two that cannot."""
REVIEWED = ["2026/valbruna", "ampezzo", "udine"]
FAILED = ["binary", "half.it"]


def fill(folder, files):
    """A folder with files, given by their paths in it."""
    for path, text in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8")
    return folder


def contents(out):
    """A digest of every file of a batch by its path, the lock aside."""
    return {
        path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }
