"""Make all fitted weights of the product again, in order: ``python -m bench.retrain --cache DIR``.

Each step is a command of its own, and goes by what the steps before it made. What was made is
written down in the cache, so that a run that was broken off goes on where it stopped. What the
commands keep there on the way (pages read, models that have not seen some of them) they do not make
again: to fit to other data, or after a change of the code, begin with an empty folder. `--list`
prints the plan and does nothing.
"""

import argparse
import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import dropwhile
from pathlib import Path

from bench.packages import has_campaigns

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
JUDGE = "metrics/judges/ensemble/data"
DATA = {
    "NTREX": "data/ntrex-dev.en-it.tsv",
    "GENEVAL": "data/mt-geneval-dev.en-it.tsv",
    "DEMETR": "data/demetr-dev.jsonl.gz",
    "SWISSGOV": "data/swissgov-dev.en-it.jsonl.gz",
    "MQM": "data/mqm-dev.jsonl.gz",
}
"""By the names of bench/README.md."""
PACKAGES = ("joblib", "scipy", "sklearn", "torch")
"""What fitting needs besides the product's own."""
JUDGED = ("NTREX", "GENEVAL", "DEMETR", "SWISSGOV", "CAMPAIGNS")


@dataclass(frozen=True, slots=True)
class Step:
    """One command and what it makes.

    Attributes:
        name: of the step.
        command: with its arguments; "CACHE" stands for the folder.
        data: what it is fitted to.
        file: what it writes; None where it prints what is copied by hand.
    """

    name: str
    command: tuple[str, ...]
    data: tuple[str, ...]
    file: str | None


STEPS = (
    *(
        Step(
            f"words-{effort}",
            ("train_judge", "--cache", "CACHE", "--only", "words", "--effort", effort),
            JUDGED,
            f"{JUDGE}/words-{effort}.npz",
        )
        for effort in ("fast", "full")
    ),
    Step(
        "words-trees",
        ("train_judge", "--cache", "CACHE", "--only", "trees"),
        JUDGED,
        f"{JUDGE}/words-trees.json",
    ),
    *(
        Step(
            f"phrases-{effort}",
            ("train_judge", "--cache", "CACHE", "--only", "phrases", "--effort", effort),
            JUDGED,
            f"{JUDGE}/phrases-{effort}.json",
        )
        for effort in ("fast", "full")
    ),
    *(
        Step(
            f"strain-{effort}",
            ("train_judge", "--cache", "CACHE", "--only", "strain", "--effort", effort),
            ("NTREX", "DEMETR"),
            f"{JUDGE}/strain-{effort}.npz",
        )
        for effort in ("fast", "full")
    ),
    Step(
        "copied",
        ("train_copied",),
        ("MQM", "DEMETR", "NTREX", "GENEVAL"),
        "metrics/data/copied.json",
    ),
    Step("names", ("train_facts", "name"), ("NTREX", "GENEVAL"), None),
    Step("negation", ("train_facts", "negation"), ("NTREX", "GENEVAL"), None),
    Step(
        "fidelity",
        ("train_fidelity", "--cache", "CACHE"),
        ("NTREX", "DEMETR"),
        "metrics/data/fidelity.toml",
    ),
)
"""Words before strain, which is fitted to what is said of words; flags before fidelity."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cache", type=Path, help="keeps what takes long, and what was done")
    parser.add_argument("--again", choices=[it.name for it in STEPS], help="from this step on")
    parser.add_argument("--list", action="store_true", help="print the plan and what is done")
    options = parser.parse_args()
    done = Record(options.cache) if options.cache else None
    if options.list:
        print(listed(done))
        return
    if done is None:
        parser.error("--cache is needed, for what takes long")
    if options.again:
        done.forget(options.again)
    left = done.left()
    lacking = missing(left, options.cache)
    if lacking:
        sys.exit("retrain: nothing was made, since there is no\n  " + "\n  ".join(lacking))
    for step in left:
        print(f"== {step.name}: {shown(step)}", flush=True)
        run(step, options.cache)
        done.add(step)


def listed(done: "Record | None") -> str:
    """The plan: each step's command, data and file, and whether it was done."""
    return "\n".join(
        f"{step.name:<13} {shown(step)}\n"
        f"{'':<13} from {', '.join(step.data)}\n"
        f"{'':<13} {'writes ' + step.file if step.file else 'prints what is copied by hand'}"
        f"{' (done)' if done and done.has(step) else ''}"
        for step in STEPS
    )


def shown(step: Step) -> str:
    """The command as one types it."""
    return " ".join(("python", "-m", "bench", *step.command))


def missing(steps: Sequence[Step], cache: Path) -> list[str]:
    """What the steps need and is not here, or is not what the digests say, in words."""
    found = [f"package {name}" for name in PACKAGES if not find_spec(name)] if steps else []
    digests = {
        name: digest
        for digest, name in map(str.split, (ROOT / "bench/data.sha256").read_text().splitlines())
    }
    for name in dict.fromkeys(name for step in steps for name in step.data):
        if name == "CAMPAIGNS":
            if not has_campaigns(cache / "packages") and not shutil.which("apt-get"):
                found.append(f"{name}: neither packages in {cache / 'packages'} nor apt-get")
            continue
        file = SHARED / DATA[name]
        if not file.exists():
            found.append(f"{name}: {file}")
        elif digest_of(file) != digests[DATA[name]]:
            found.append(f"{name} as bench/data.sha256 has it: {file} is another")
    return found


def run(step: Step, cache: Path) -> None:
    """Run a step; leave where it fails."""
    arguments = [str(cache) if it == "CACHE" else it for it in step.command]
    cache.mkdir(parents=True, exist_ok=True)
    code = subprocess.run([sys.executable, "-m", "bench", *arguments], cwd=ROOT, check=False)
    if code.returncode:
        sys.exit(f"retrain: {step.name} failed; once mended, the same command goes on from here")


def digest_of(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


class Record:
    """Which steps were done, in a file of the cache.

    A step whose file is no longer what it wrote is not done.
    """

    def __init__(self, cache: Path) -> None:
        self._file = cache / "retrained.json"
        self._done: dict[str, str] = {}
        if self._file.exists():
            self._done = json.loads(self._file.read_text("utf-8"))

    def has(self, step: Step) -> bool:
        """Whether it was done."""
        return step.name in self._done and self._done[step.name] == self._digest(step)

    def left(self) -> list[Step]:
        """The steps from the first that was not done on."""
        return list(dropwhile(self.has, STEPS))

    def add(self, step: Step) -> None:
        """It is done now."""
        self._done[step.name] = self._digest(step)
        self._file.write_text(json.dumps(self._done, indent=1), "utf-8")

    def forget(self, first: str) -> None:
        """A step and all after it are to be made again."""
        names = [step.name for step in STEPS]
        for name in names[names.index(first) :]:
            self._done.pop(name, None)

    def _digest(self, step: Step) -> str:
        file = ROOT / step.file if step.file else None
        return digest_of(file) if file and file.exists() else ""


if __name__ == "__main__":
    main()
