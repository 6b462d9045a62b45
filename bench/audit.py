"""Known vulnerabilities of every pinned dependency: `make audit`, where pip-audit's data is there.

Exit code 0: every dependency was looked up, none has a known vulnerability; 1: some have; 2: the
data cannot be reached, so that nothing is known. pip-audit by itself calls the last case clean.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

PINNED = Path(__file__).resolve().parents[1] / "constraints.txt"
COMMAND = ("-m", "pip_audit", "--progress-spinner", "off", "--format", "json", "--disable-pip")
CLEAN, VULNERABLE, UNKNOWN = 0, 1, 2


def main() -> int:
    """Look every pinned dependency up and say what was found."""
    command = [sys.executable, *COMMAND, "--no-deps", "--requirement", str(PINNED)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        listed = json.loads(result.stdout)["dependencies"]
    except (ValueError, KeyError):
        reason = (result.stderr.strip().splitlines() or ["it said nothing"])[-1]
        print(f"audit: pip-audit could not work here: {reason}")
        return UNKNOWN
    return report(listed)


def report(listed: list[dict[str, Any]]) -> int:
    """Print what pip-audit's list says, and give the exit code."""
    looked_up = [one for one in listed if "skip_reason" not in one]
    for one in looked_up:
        for found in one["vulns"]:
            fixed = ", ".join(found["fix_versions"]) or "no version yet"
            print(f"{one['name']} {one['version']}: {found['id']}, fixed in {fixed}")
    left_out = [one["name"] for one in listed if "skip_reason" in one]
    print(f"audit: {len(looked_up)} of {len(listed)} dependencies were looked up")
    if any(one["vulns"] for one in looked_up):
        return VULNERABLE
    if left_out:
        print(
            "audit: nothing is known of the others; their vulnerability data cannot be reached "
            "here, or they are not on PyPI: " + ", ".join(left_out[:8]) + " …" * (len(left_out) > 8)
        )
        return UNKNOWN
    return CLEAN


if __name__ == "__main__":
    sys.exit(main())
