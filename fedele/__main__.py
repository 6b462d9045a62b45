"""`fedele` and `python -m fedele`: the process around the command line.

Ctrl-C ends it with one line, wherever it strikes, modules that are being imported included. A
character that the terminal's encoding does not have is shown as a question mark. A mistake of
ours ends it with where it happened, but not with what the exception says, which may quote the text
or steer the terminal; ``python -X dev -m fedele`` shows that, too.
"""

import io
import os
import sys
import traceback
from typing import NoReturn

INTERRUPTED, BROKEN = 130, 70


def main() -> None:
    """Run the command line and exit."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # work is shared out in threads of ours
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
    except Exception as error:
        if sys.flags.dev_mode:
            raise
        _broken(error)


def _broken(error: Exception) -> NoReturn:
    """Say where a mistake of ours happened, without a word of the text."""
    places = "".join(traceback.format_tb(error.__traceback__))
    sys.stderr.write(
        f"{places}fedele: unexpected {type(error).__name__}, a mistake of ours; please report it "
        "with the lines above, which hold none of the text\n"
    )
    sys.exit(BROKEN)


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
