"""Are reviews what they were? ``python -m bench.unchanged FOLDER [--without KEY]``.

For changes that are to change nothing. The first run writes reviews into a folder, as JSON has
them: of documents of NTREX dev and of SwissGov-RSD dev, in three pairs of languages, and of two
analyses. Every later run reviews again and says which differ from those, and where. Flags are
compared in the order of their ids, since their numbering may change. `--effort fast` for the quick
way. Needs ``../shared``.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.kernels import corpus


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="where the reviews to compare with are, or go")
    parser.add_argument("--documents", type=int, default=15, help="of each of the four sets")
    parser.add_argument("--effort", default="full")
    parser.add_argument("--without", action="append", default=[], help="a key that is new or gone")
    options = parser.parse_args()
    options.folder.mkdir(exist_ok=True, parents=True)
    compared = changed = 0
    for name, text in reviews(options.documents, options.effort):
        file = options.folder / f"{name.replace(' ', '-')}.{options.effort}.json"
        if not file.exists():
            file.write_text(text, "utf-8")
            continue
        compared += 1
        both = (json.loads(it) for it in (file.read_text("utf-8"), text))
        before, after = (_comparable(it, options.without) for it in both)
        if before != after:
            changed += 1
            print(f"{name}: {next(_differences(before, after))}", flush=True)
    print(f"{compared} reviews compared, {changed} changed")
    sys.exit(bool(changed))


def reviews(most: int, effort: str) -> Iterator[tuple[str, str]]:
    """Name and JSON of every document's review."""
    import fedele

    for name, source, target, languages in corpus(most):
        try:
            result = fedele.review_texts(source, target, **languages, effort=effort)
        except fedele.InputError as error:  # a page that is in one language on both sides
            yield name, json.dumps({"error": str(error)})
            continue
        yield name, json.dumps(result.to_dict(), ensure_ascii=False, indent=1)


def _comparable(found: Any, without: list[str]) -> Any:  # noqa: ANN401  whatever JSON holds
    if isinstance(found, list):
        return [_comparable(item, without) for item in found]
    if not isinstance(found, dict):
        return found
    kept = {key: _comparable(item, without) for key, item in found.items() if key not in without}
    if "flags" in kept and isinstance(kept["flags"], list):
        kept["flags"].sort(key=lambda flag: flag["id"])
    return kept


def _differences(before: Any, after: Any, where: str = "") -> Iterator[str]:  # noqa: ANN401
    if isinstance(before, dict) and isinstance(after, dict) and before.keys() == after.keys():
        for key in before:
            yield from _differences(before[key], after[key], f"{where}.{key}")
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for number, pair in enumerate(zip(before, after, strict=True)):
            yield from _differences(*pair, f"{where}[{number}]")
    elif before != after:
        yield f"{where}: {str(before)[:200]} -> {str(after)[:200]}"


if __name__ == "__main__":
    main()
