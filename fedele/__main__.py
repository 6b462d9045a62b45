"""`fedele` and `python -m fedele`: the process around the command line.

Ctrl-C ends it with one line, wherever it strikes, modules that are being imported included. A
character that the terminal's encoding does not have is shown as a question mark.
"""

import io
import os
import sys
from typing import NoReturn

INTERRUPTED = 130


def main() -> None:
    """Run the command line and exit."""
    sys.unraisablehook = _unraisable
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    try:
        from fedele.cli import app

        app()
    except KeyboardInterrupt:
        _interrupted()
    except SystemExit as leaving:  # what typer makes of Ctrl-C in a command
        if leaving.code == INTERRUPTED:
            _interrupted()
        raise


def _unraisable(what: "sys.UnraisableHookArgs") -> None:
    """Ctrl-C in a finaliser, which no exception can leave."""
    if isinstance(what.exc_value, KeyboardInterrupt):
        _interrupted()
    sys.__unraisablehook__(what)


def _interrupted() -> NoReturn:
    """Say so and go, without waiting for threads; a second Ctrl-C finds nobody in."""
    os.write(2, b"fedele: interrupted; nothing half-written is left behind\n")
    os._exit(INTERRUPTED)


if __name__ == "__main__":
    main()
