"""The desk from the first review to the last Ctrl-C."""

import webbrowser
from collections.abc import Callable

from fedele.desk.server import DeskServer
from fedele.desk.session import Desk
from fedele.desk.watch import Watch


def show_page(address: str) -> None:
    """Open the reader's browser, where there is one; never one that would take the terminal."""
    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return
    if type(browser) is not webbrowser.GenericBrowser:
        browser.open(address)


def desk_at_work(
    desk: Desk,
    watch: Watch,
    *,
    port: int,
    opened: Callable[[str], None],
    told: Callable[[str], None],
) -> None:
    """Serve a desk, and review its text again when it changes, until Ctrl-C.

    Args:
        desk: what to serve.
        watch: over the files that it was read from, made before they were read.
        port: where; 0 takes any that is free.
        opened: called with the page's address once it is there.
        told: called with a sentence whenever something has changed, or went wrong.

    Raises:
        UsageError: the port cannot be used.
    """
    server = DeskServer(desk, port, told)
    server.start()
    try:
        opened(server.address)
        while True:
            watch.wait()
            news = desk.refresh()
            if news:
                told(news)
    except KeyboardInterrupt:
        pass
    finally:
        server.close()
