"""Fuzzing: every reader, the splitter, alignment, flags and reports, against what they promise.

    python -m bench.fuzz --all --runs 20000
    python -m bench.fuzz --target text --runs 1000000 --seed 7 --keep /tmp/found

Readers are driven by atheris (libFuzzer guided by coverage, from seeds made by code); whatever
works on structures rather than on bytes draws its cases from a seeded generator. A target either
gives what it promises, or raises a `FedeleError` with a one-line message that quotes nothing of the
input, in bounded time; anything else is a defect. Each target runs in a process of its own, goes on
after a defect, and tells defects apart by their kind and place. The same seed tries the same
inputs. `--keep` writes the first input of each defect to a folder.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from functools import partial
from importlib import import_module
from pathlib import Path
from random import Random
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bench.fuzzing.target import ByteTarget, CaseTarget

ROOMS = ("corpus", "align", "metrics", "fedele")
SLOW_SECONDS = 1.0
"""Processor time beyond which an input of at most `SLOW_BYTES` is looked at again."""
TOO_SLOW_SECONDS = 2.0
"""What none may take without instruments; markdown-it takes up to 1.7 for table rows, growing with
their number."""
SLOW_BYTES = 64_000
SLOW_KEPT = 20
"""Slow inputs that are looked at again without the instruments, which make them slower."""
PUMPED_EVERY = 2000
"""One input in so many is blown up to `SLOW_BYTES` by repeating a part of it: slowness that grows
with the square shows in no small input."""
MOST_BYTES = 2048
WRITTEN_EVERY = 1000
"""How often the outcome so far is written down, should the process end before its time."""
COVERAGE = re.compile(r"DONE\s+cov: (\d+) ft: (\d+) corp: (\d+)/")


@dataclass
class Outcome:
    """What came of one target."""

    target: str
    tried: int = 0
    accepted: int = 0
    seconds: float = 0.0
    slowest: float = 0.0
    slow: list[str] = field(default_factory=list)
    edges: int | None = None
    corpus: int | None = None
    defects: dict[str, str] = field(default_factory=dict)

    def row(self) -> str:
        """A line of the table."""
        edges, corpus = ("" if n is None else f"{n:,}" for n in (self.edges, self.corpus))
        share = self.accepted / max(1, self.tried)
        return (
            f"| {self.target} | {self.tried:,} | {share:.0%} | {self.seconds:,.0f} | {edges} "
            f"| {corpus} | {self.slowest:.2f} | {len(self.defects)} |"
        )


HEADER = (
    "| target | inputs tried | accepted | s | edges | corpus | slowest input, s | defects |\n"
    "|---|---|---|---|---|---|---|---|"
)


def main() -> int:
    options = _options()
    if options.child:
        _run_here(options)
        return 0
    from bench.fuzzing import TARGETS

    names = list(TARGETS) if options.all else options.target
    print(HEADER, flush=True)
    outcomes = []
    for name in names:
        outcomes.append(_in_child(name, options))
        print(outcomes[-1].row(), flush=True)
    print(f"| all | {sum(outcome.tried for outcome in outcomes):,} | | | | | | |")
    for outcome in outcomes:
        for place, where in outcome.defects.items():
            print(f"{outcome.target}: {place}\n    {where}")
    return int(any(outcome.defects for outcome in outcomes))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--target", action="append", help="a target; may be given again")
    which.add_argument("--all", action="store_true")
    which.add_argument("--child", help=argparse.SUPPRESS)
    parser.add_argument("--runs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="folder for inputs that show a defect")
    parser.add_argument("--guided", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--watched", nargs="*", default=[], help=argparse.SUPPRESS)
    parser.add_argument("--report", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def _in_child(name: str, options: argparse.Namespace) -> Outcome:
    """Runs a target in a process of its own: libFuzzer ends the one that it runs in."""
    from bench.fuzzing.target import ByteTarget

    target = _target(name)
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "outcome.json")
        command = [sys.executable, "-m", "bench.fuzz", "--child", name, "--runs", str(options.runs)]
        command += ["--seed", str(options.seed), "--report", str(report)]
        command += ["--keep", str(options.keep)] if options.keep else []
        if isinstance(target, ByteTarget):
            command += ["--guided", "--watched", *target.watched]
        environment = {**os.environ, "PYTHONHASHSEED": "0", "OMP_NUM_THREADS": "1"}
        start = time.perf_counter()
        child = subprocess.run(command, env=environment, capture_output=True, check=False)
        outcome = Outcome(name)
        if report.exists():
            outcome = Outcome(**json.loads(report.read_text("utf-8")))
        told = child.stderr.decode("utf-8", "replace")
        if child.returncode:
            outcome.defects[f"the process ended with {child.returncode}"] = told[-2000:]
        if found := COVERAGE.search(told):
            outcome.edges, outcome.corpus = int(found[1]), int(found[3])
        outcome.seconds = time.perf_counter() - start
    _time_again(outcome, options.keep)
    return outcome


def _time_again(outcome: Outcome, keep: Path | None) -> None:
    """Whether slow inputs are slow without instruments, too."""
    from corpus import FedeleError

    check = _check_of(outcome.target) if outcome.slow else None
    for number, data in enumerate(map(bytes.fromhex, outcome.slow)):
        start = time.process_time()
        with suppress(FedeleError):
            check(data)
        seconds = time.process_time() - start
        if seconds > TOO_SLOW_SECONDS:
            outcome.defects["slow"] = f"{seconds:.1f} s for {len(data):,} bytes"
            if keep:
                Path(keep, f"{outcome.target}-slow-{number}").write_bytes(data)


def _run_here(options: argparse.Namespace) -> None:
    """Runs a target; what guides the fuzzer has to be imported under its eyes."""
    watch = _Watch(Outcome(options.child), options)
    if options.guided:
        import atheris

        with atheris.instrument_imports(include=[*ROOMS, *options.watched]):
            target = _target(options.child)
            check = target.load()
            for name in options.watched:
                import_module(name)
        _guided(target, check, watch, options)
        return
    check, timed = _check_of(options.child), _target(options.child).timed
    for number in range(options.runs):
        label = f"{options.child}:{options.seed}:{number}".encode()
        watch.see(partial(check, label), label, small=timed)
    watch.write()


def _check_of(name: str) -> Callable[[bytes], None]:
    """The check of a target by what stands for a case: its bytes, or its label."""
    from bench.fuzzing.target import ByteTarget

    target = _target(name)
    if isinstance(target, ByteTarget):
        return target.load()
    check = target.load()
    return lambda label: check(Random(label.decode()))


def _target(name: str) -> "ByteTarget | CaseTarget":
    from bench.fuzzing import TARGETS

    return TARGETS[name]


def _guided(
    target: "ByteTarget",
    check: Callable[[bytes], None],
    watch: "_Watch",
    options: argparse.Namespace,
) -> None:
    import atheris

    random = Random(options.seed)
    with tempfile.TemporaryDirectory() as folder:
        words = Path(folder, "words.dict")
        words.write_text("".join(f"{_quoted(word)}\n" for word in target.words), "ascii")
        corpus = Path(folder, "corpus")
        corpus.mkdir()
        for number, seed in enumerate(target.seeds()):
            Path(corpus, f"{number:04}").write_bytes(seed)

        def one(data: bytes) -> None:
            if target.pumped and watch.outcome.tried % PUMPED_EVERY == PUMPED_EVERY - 1:
                data = _pumped(data, random)
            watch.see(partial(check, data), data, small=len(data) <= SLOW_BYTES)
            if watch.outcome.tried % WRITTEN_EVERY == 0 or watch.outcome.tried >= options.runs:
                watch.write()

        arguments = [sys.argv[0], f"-runs={options.runs}", f"-seed={options.seed}"]
        arguments += [f"-max_len={target.most_bytes or MOST_BYTES}", "-timeout=60"]
        arguments += [f"-artifact_prefix={folder}/"]
        arguments += [f"-dict={words}"] if target.words else []
        atheris.Setup([*arguments, "-rss_limit_mb=4096", str(corpus)], one)
        atheris.Fuzz()


def _quoted(word: bytes) -> str:
    """A word as libFuzzer's dictionaries have it."""
    return '"' + "".join(f"\\x{byte:02x}" for byte in word) + '"'


def _pumped(data: bytes, random: Random) -> bytes:
    """The input with a part of it repeated until it is as long as a small input may be."""
    if not data:
        return data
    start = random.randrange(len(data))
    part = data[start : start + random.choice((1, 2, 5, 20, 200))]
    times = (SLOW_BYTES - len(data)) // len(part)
    return data[:start] + part * times + data[start:]


class _Watch:
    """Calls the check, and takes down what it should not have done."""

    def __init__(self, outcome: Outcome, options: argparse.Namespace) -> None:
        self.outcome = outcome
        self._report: Path | None = options.report
        self._keep: Path | None = options.keep

    def see(self, check: Callable[[], None], data: bytes, *, small: bool) -> None:
        from bench.fuzzing.target import Refused
        from corpus import FedeleError

        self.outcome.tried += 1
        start = time.process_time()
        try:
            check()
            self.outcome.accepted += 1
        except Refused:
            pass
        except FedeleError as error:
            self._check_message(str(error), data)
        except Exception as error:
            self._defect(_name(error), error, data)
        seconds = time.process_time() - start
        if small and self.outcome.tried > 1:  # the first one loads what is loaded once
            self.outcome.slowest = max(self.outcome.slowest, seconds)
            if seconds > SLOW_SECONDS and len(self.outcome.slow) < SLOW_KEPT:
                self.outcome.slow.append(data.hex())

    def write(self) -> None:
        if self._report:
            self._report.write_text(json.dumps(asdict(self.outcome)), "utf-8")

    def _check_message(self, message: str, data: bytes) -> None:
        from bench.fuzzing.target import CANARY

        if len(message.splitlines()) != 1 or len(message) > 400:
            self._defect("a message of more than a line", repr(message), data)
        if CANARY.casefold() in message.casefold():
            self._defect("a message that quotes the input", repr(message), data)

    def _defect(self, name: str, said: Exception | str, data: bytes) -> None:
        if name in self.outcome.defects:
            return
        told = said if isinstance(said, str) else "".join(traceback.format_exception(said)[-4:])
        self.outcome.defects[name] = told
        if self._keep:
            self._keep.mkdir(parents=True, exist_ok=True)
            number = len(self.outcome.defects)
            Path(self._keep, f"{self.outcome.target}-{number}").write_bytes(data)
        self.write()


def _name(error: Exception) -> str:
    """What tells a defect from others: the promise that does not hold, or kind and place."""
    if isinstance(error, AssertionError) and error.args:
        return str(error)
    return f"{type(error).__name__} at {_place(error.__traceback__)}"


def _place(trace: TracebackType | None) -> str:
    """The innermost line of ours that an error went through."""
    frames = traceback.extract_tb(trace)
    ours = [frame for frame in frames if set(Path(frame.filename).parts) & {*ROOMS, "bench"}]
    frame = (ours or frames)[-1]
    return f"{Path(frame.filename).name}:{frame.lineno}"


if __name__ == "__main__":
    sys.exit(main())
