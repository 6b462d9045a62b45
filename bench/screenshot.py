"""Take the README's picture of the report on the bundled analysis, with Debian's chromium.

Usage: python bench/screenshot.py [-o docs/report.png] [--dark] [--width 1440] [--height 1560]
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import fedele

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = Path("corpus/sample/brenner.txt")  # the report shows the path as it was given
QUIET = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-o", "--output", type=Path, default=ROOT / "docs" / "report.png")
    parser.add_argument("--analysis", type=Path, default=SAMPLE)
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--width", type=int, default=1440)
    parser.add_argument("--height", type=int, default=1560)
    options = parser.parse_args()
    os.chdir(ROOT)
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("chromium is not installed: apt-get install chromium")
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.html"
        fedele.review(options.analysis).to_html(report)
        command = [
            chromium,
            *QUIET,
            *(["--blink-settings=preferredColorScheme=0"] if options.dark else []),
            f"--user-data-dir={folder}/profile",
            f"--window-size={options.width},{options.height}",
            f"--screenshot={options.output}",
            report.as_uri(),
        ]
        subprocess.run(command, check=True, capture_output=True)
    print(options.output)


if __name__ == "__main__":
    main()
