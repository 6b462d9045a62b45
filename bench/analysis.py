"""Review the real analysis from ../shared/seeds: groups, flags, and what a cold start costs.

Usage: python -m bench.analysis [--runs 5]
"""

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import fedele

SEEDS = Path(__file__).resolve().parents[2] / "shared" / "seeds"
EXPECTED_GROUPS = [("1", "1"), ("2", "2"), ("3", "3"), ("4", "4"), ("5,6", "5,6,7"), ("7", "8")]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--runs", type=int, default=5, help="cold starts to time")
    runs = arguments.parse_args().runs
    analysis, others = _seeds()
    result = fedele.review(analysis)
    _print_groups(result)
    _print_flags(result)
    for other in others:
        _print_unrelated(analysis, other)
    _print_cost(analysis, runs)


def _seeds() -> tuple[Path, list[Path]]:
    found = sorted(SEEDS.glob("*.txt"))
    if not found:
        sys.exit(f"{SEEDS}: the real articles are not here")
    return found[0], found[1:]


def _print_groups(result: fedele.Review) -> None:
    groups = [(_numbers(group.source), _numbers(group.target)) for group in result.alignment.groups]
    as_expected = "as expected" if groups == EXPECTED_GROUPS else f"EXPECTED {EXPECTED_GROUPS}"
    print(f"groups ({as_expected}):")
    for group, score in zip(result.alignment.groups, result.scores.groups, strict=True):
        sides = f"{_numbers(group.source):>5} - {_numbers(group.target):<7}"
        print(
            f"  {sides} {group.kind:8} similarity {group.similarity or 0:.2f} fidelity {score:5.1f}"
        )
    for name, aside in (
        ("source", result.alignment.source_aside),
        ("target", result.alignment.target_aside),
    ):
        for paragraph in aside:
            print(f"  set aside: {name} {paragraph.paragraph + 1} {paragraph.reason}")
    print(f"verdict {result.verdict}, fidelity {result.fidelity:.1f}")


def _numbers(paragraphs: tuple[int, ...]) -> str:
    return ",".join(str(number + 1) for number in paragraphs)


def _print_flags(result: fedele.Review) -> None:
    print("flags:")
    for flag in result.findings:
        places = [
            f"{side} {passage.paragraph + 1} «{passage.text}»"
            for side, passage in (("it", flag.source), ("en", flag.target))
            if passage
        ]
        print(f"  {flag.severity:8} {flag.confidence:.2f} {flag.kind:14} {' | '.join(places)}")


def _print_unrelated(analysis: Path, other: Path) -> None:
    italian = fedele.read_bilingual(analysis)[0]
    started = time.perf_counter()
    result = fedele.review_documents(italian, fedele.read(other))
    seconds = time.perf_counter() - started
    print(
        f"against {other.name[:3]}: {result.verdict}, fidelity {result.fidelity:.1f}, "
        f"{len(result.findings)} flags, {seconds:.2f} s"
    )


def _print_cost(analysis: Path, runs: int) -> None:
    """Whole processes, as a user starts them."""
    seconds = []
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "fedele", "review", str(analysis)]
        for _ in range(runs):
            started = time.perf_counter()
            subprocess.run(
                [*command, "--html", f"{folder}/report.html"], check=True, capture_output=True
            )
            seconds.append(time.perf_counter() - started)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(
        f"fedele review, cold, {runs} runs: median {statistics.median(seconds):.2f} s "
        f"(min {min(seconds):.2f}, max {max(seconds):.2f}), peak memory {peak:.0f} MB"
    )


if __name__ == "__main__":
    main()
