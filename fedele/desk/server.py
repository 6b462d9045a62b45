"""The desk's page over HTTP, for one reader on this machine.

Other pages in the same browser are kept out: by the token that every request has to show, by the
`Host` that it names (another one means that a foreign name was bound to this address), by its
`Origin`, and by sending no CORS header. The token never leaves the machine: the page makes no
request but to the desk, and sends no referrer.
"""

import io
import json
import re
import secrets
import socket
import sys
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from time import monotonic
from typing import TYPE_CHECKING, Any

from corpus import FedeleError, UsageError
from fedele.desk.numbers import desk_numbers
from fedele.desk.session import Desk

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

LOOPBACK = "127.0.0.1"
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""On every answer, refusals included; what the page may run, it says itself."""

_DIGITS = re.compile(r"[0-9]{1,18}")


class DeskServer(ThreadingHTTPServer):
    """Serves a desk on the loopback address until it is closed.

    Args:
        desk: what to serve.
        port: where; 0 takes any that is free.
        complain: told in one line what the page could not save.

    Raises:
        UsageError: the port is taken or not allowed.
    """

    daemon_threads = True

    def __init__(self, desk: Desk, port: int, complain: Callable[[str], None]) -> None:
        self.desk = desk
        self.complain = complain
        self.secret = secrets.token_urlsafe()
        try:
            super().__init__((LOOPBACK, port), _Handler)
        except OSError as error:
            raise UsageError(
                f"port {port} cannot be used ({error.strerror}); choose another with --port"
            ) from error
        self.hosts = frozenset(f"{name}:{self.server_port}" for name in (LOOPBACK, "localhost"))

    @property
    def address(self) -> str:
        """Where the page is, for the reader alone."""
        return f"http://{LOOPBACK}:{self.server_port}/?token={self.secret}"

    def start(self) -> None:
        """Answer requests, in threads of their own."""
        Thread(target=self.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Answer no more; what is being saved is saved first."""
        self.shutdown()
        self.server_close()
        self.desk.close()

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401  as inherited
        """Say nothing of a browser that hung up."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


class _RefusalError(Exception):
    """A request that gets nothing but a status."""

    def __init__(self, status: HTTPStatus, reason: str = "") -> None:
        super().__init__(reason or status.phrase)
        self.status = status


class _Arriving(io.RawIOBase):
    """A request as it comes in; one that is not there in time has broken off.

    A time limit on the socket alone begins anew with every byte.
    """

    def __init__(self, connection: socket.socket, seconds: float) -> None:
        super().__init__()
        self._connection = connection
        self._until = monotonic() + seconds

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        left = self._until - monotonic()
        if left <= 0:
            raise TimeoutError
        self._connection.settimeout(left)
        return self._connection.recv_into(buffer)


class _Handler(BaseHTTPRequestHandler):
    """One request. Nothing of it is logged."""

    server: DeskServer

    def setup(self) -> None:
        super().setup()
        self.rfile.close()
        seconds = desk_numbers().request_seconds
        self.rfile = io.BufferedReader(_Arriving(self.connection, seconds))

    def do_GET(self) -> None:
        self._answer({"/": self._page, "/state": self._state})

    def do_PUT(self) -> None:
        self._answer({"/decisions": self._save})

    def _answer(self, routes: dict[str, Callable[[], tuple[str, bytes]]]) -> None:
        try:
            self._check_caller()
            path, _, _ = self.path.partition("?")
            if path not in routes:
                raise _RefusalError(HTTPStatus.NOT_FOUND)
            kind, content = routes[path]()
        except _RefusalError as refusal:
            return self._send(refusal.status, "text/plain", str(refusal).encode())
        self._send(HTTPStatus.OK, kind, content)

    def _check_caller(self) -> None:
        """Whether the request comes from this page, or from the reader."""
        if self.headers.get("Host") not in self.server.hosts:
            raise _RefusalError(HTTPStatus.MISDIRECTED_REQUEST)
        origin = self.headers.get("Origin")
        if origin is not None and origin.removeprefix("http://") not in self.server.hosts:
            raise _RefusalError(HTTPStatus.FORBIDDEN)

    def _page(self) -> tuple[str, bytes]:
        _, _, query = self.path.partition("?")
        self._check_secret(query.removeprefix("token="))
        return "text/html", self.server.desk.page(self.server.secret).encode("utf-8", "replace")

    def _state(self) -> tuple[str, bytes]:
        try:
            state = self.server.desk.state(self._page_number())
        except FedeleError as error:
            raise _RefusalError(HTTPStatus.CONFLICT, str(error)) from error
        return "application/json", json.dumps(state).encode()

    def _save(self) -> tuple[str, bytes]:
        try:
            self.server.desk.save(self._page_number(), self._body())
        except FedeleError as error:
            self.server.complain(str(error))
            raise _RefusalError(HTTPStatus.CONFLICT, str(error)) from error
        return "application/json", b"{}"

    def _page_number(self) -> int:
        """The number of the page that asks, by its token."""
        scheme, _, token = self.headers.get("Authorization", "").partition(" ")
        secret, _, number = token.rpartition(".")
        self._check_secret(secret if scheme == "Bearer" else "")
        return _whole_number(number, HTTPStatus.FORBIDDEN)

    def _check_secret(self, shown: str) -> None:
        if not secrets.compare_digest(shown.encode(), self.server.secret.encode()):
            raise _RefusalError(HTTPStatus.FORBIDDEN)

    def _body(self) -> bytes:
        length = _whole_number(self.headers.get("Content-Length", ""), HTTPStatus.LENGTH_REQUIRED)
        if length > self.server.desk.limits.file_bytes:
            raise _RefusalError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        content = self.rfile.read(length)
        if len(content) < length:
            raise _RefusalError(HTTPStatus.BAD_REQUEST)
        return content

    def _send(self, status: HTTPStatus, kind: str, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        for name, value in HEADERS.items():
            self.send_header(name, value)
        self.connection.settimeout(desk_numbers().request_seconds)
        self.end_headers()
        self.wfile.write(content)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer a request that makes no sense here, without repeating any of it."""
        unknown_method = code == HTTPStatus.NOT_IMPLEMENTED
        status = HTTPStatus.METHOD_NOT_ALLOWED if unknown_method else HTTPStatus(code)
        self._send(status, "text/plain", status.phrase.encode())

    def version_string(self) -> str:
        return "fedele"

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002  as inherited
        pass


def _whole_number(text: str, refusal: HTTPStatus) -> int:
    if not _DIGITS.fullmatch(text):
        raise _RefusalError(refusal)
    return int(text)
