"""The desk over real HTTP: the page, what it may ask, and everybody who may not."""

import dataclasses
import http.client
import json
import re
import socket
import threading
import time

import pytest

from corpus import UsageError
from fedele.desk import Desk
from fedele.desk.numbers import desk_numbers
from fedele.desk.server import HEADERS, DeskServer
from fedele.findings.decisions import SCHEMA, read_decisions

EMPTY = json.dumps({"schema": SCHEMA, "decisions": []}).encode()


class Served:
    """A desk that is being served, and what its reader's browser does."""

    def __init__(self, review, folder):
        self.file = folder / "valbruna.decisions.json"
        self.complaints = []
        desk = Desk(lambda: (review.source, review.target, ()), lambda *_: review, self.file, "en")
        self.server = DeskServer(desk, 0, self.complaints.append)
        self.server.start()
        self.port = self.server.server_port
        self.host = f"127.0.0.1:{self.port}"
        self.path = self.server.address.removeprefix(f"http://{self.host}")

    def ask(self, method, path, *, body=None, **headers):
        """Status, headers and content; a header of None is not sent."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        made = {"Host": self.host, **{key.replace("_", "-"): v for key, v in headers.items()}}
        connection.putrequest(method, path, skip_host=True)
        for key, value in made.items():
            if value is not None:
                connection.putheader(key, value)
        if body is not None and "Content-Length" not in made:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()

    def token(self):
        """Of a page that is loaded now."""
        _, _, content = self.ask("GET", self.path)
        return re.search(rb'data-token="([^"]+)"', content)[1].decode()

    def raw(self, request):
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as connection:
            connection.sendall(request)
            connection.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: connection.recv(65536), b""))


@pytest.fixture(scope="module")
def at_work(review, tmp_path_factory):
    served = Served(review, tmp_path_factory.mktemp("desk"))
    yield served
    served.server.close()


@pytest.fixture
def served(at_work):
    at_work.file.unlink(missing_ok=True)
    at_work.server.desk.refresh()
    at_work.complaints.clear()
    return at_work


def test_the_page_is_the_report_and_may_ask_its_desk_alone(served):
    status, headers, content = served.ask("GET", served.path)
    assert status == 200
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    page = content.decode()
    assert 'data-desk="1"' in page
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1]
    assert "default-src &#39;none&#39;" in policy
    assert "connect-src &#39;self&#39;" in policy


def test_what_the_page_saves_is_in_the_file(served, review):
    flag = review.findings[0]
    row = {
        "id": review.flag_ids[0],
        "decision": "intended",
        "reason": "",
        "reviewer": "Marta",
        "date": "2026-11-23T09:30:00Z",
        "kind": flag.kind.value,
        "source": flag.source.text,
        "target": None,
    }
    body = json.dumps({"schema": SCHEMA, "decisions": [row]}).encode()
    origin = f"http://{served.host}"
    authorization = f"Bearer {served.token()}"
    status, _, _ = served.ask(
        "PUT", "/decisions", body=body, Authorization=authorization, Origin=origin
    )
    assert status == 200
    assert [item.id for item in read_decisions(served.file)] == [review.flag_ids[0]]


def test_the_state_is_told(served):
    authorization = f"Bearer {served.token()}"
    status, headers, content = served.ask("GET", "/state", Authorization=authorization)
    assert (status, headers["Content-Type"]) == (200, "application/json; charset=utf-8")
    state = json.loads(content)
    assert state == {"version": state["version"], "changes": {"new": 0, "gone": 0, "message": ""}}
    assert state["version"] >= 1


def test_localhost_is_the_same_machine(served):
    assert served.ask("GET", served.path, Host=f"localhost:{served.port}")[0] == 200


FOREIGN = {
    "another host": (421, {"Host": "tracker.example"}),
    "a name bound to this address": (421, {"Host": "tracker.example:{port}"}),
    "another port": (421, {"Host": "127.0.0.1:1"}),
    "no host": (421, {"Host": None}),
    "another origin": (403, {"Origin": "http://tracker.example"}),
    "an origin of another port": (403, {"Origin": "http://127.0.0.1:1"}),
    "an origin with encryption": (403, {"Origin": "https://127.0.0.1:{port}"}),
    "a page from disk": (403, {"Origin": "null"}),
    "no token": (403, {"Authorization": None}),
    "a token of another desk": (403, {"Authorization": "Bearer abcdefgh.1"}),
    "a token of no page": (403, {"Authorization": "Bearer {secret}"}),
    "a token of something odd": (403, {"Authorization": "Bearer {secret}.²"}),
    "a token with a number without end": (403, {"Authorization": "Bearer {secret}." + "1" * 5000}),
    "another scheme": (403, {"Authorization": "Basic {token}"}),
    "a token in part": (403, {"Authorization": "Bearer {token}"[:-3] + ".1"}),
    "a page that is not known": (409, {"Authorization": "Bearer {secret}.99"}),
}


@pytest.mark.parametrize("case", FOREIGN)
@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/state"), ("PUT", "/decisions"), ("GET", "/")]
)
def test_nobody_else_is_served(served, case, method, path):
    expected, changed = FOREIGN[case]
    token = served.token()
    filled = {
        key: value
        and value.replace("{port}", str(served.port))
        .replace("{secret}", served.server.secret)
        .replace("{token}", token)
        for key, value in changed.items()
    }
    if path == "/":
        path, expected = (served.path, expected) if "Authorization" not in changed else ("/", 403)
    headers = {"Authorization": f"Bearer {token}", **filled}
    status, answered, content = served.ask(
        method, path, body=EMPTY if method == "PUT" else None, **headers
    )
    assert status == expected
    assert b"Valbruna" not in content
    assert not served.file.exists()
    assert all(answered[name] == value for name, value in HEADERS.items())


@pytest.mark.parametrize("query", ["", "?token=", "?token=abc", "?other=1", "?token={secret}x"])
def test_the_page_itself_needs_the_token(served, query):
    status, _, content = served.ask("GET", "/" + query.format(secret=served.server.secret))
    assert status == 403
    assert b"token" not in content


def test_every_answer_keeps_other_pages_out(served):
    token = served.token()
    for path in (served.path, "/state", "/nowhere"):
        _, headers, _ = served.ask("GET", path, Authorization=f"Bearer {token}")
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cache-Control"] == "no-store"
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert not [name for name in headers if name.lower().startswith("access-control")]
        assert headers["Server"] == "fedele"


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("GET", "/decisions", 404),
        ("GET", "/../etc/passwd", 404),
        ("GET", "//[", 404),
        ("PUT", "/", 404),
        ("PUT", "/state", 404),
        ("POST", "/decisions", 405),
        ("DELETE", "/decisions", 405),
        ("OPTIONS", "/decisions", 405),
        ("HEAD", "/", 405),
        ("<script>", "/", 405),
    ],
)
def test_other_methods_and_paths_are_refused(served, method, path, expected):
    status, _, content = served.ask(method, path, Authorization=f"Bearer {served.token()}")
    assert status == expected
    assert b"script" not in content


BODIES = {
    "too long": (413, {"Content_Length": "20000001"}),
    "of a length without end": (411, {"Content_Length": "9" * 5000}),
    "of no length": (411, {"Content_Length": None}),
    "of a negative length": (411, {"Content_Length": "-1"}),
    "of an odd length": (411, {"Content_Length": "1_0"}),
    "in chunks": (411, {"Content_Length": None, "Transfer_Encoding": "chunked"}),
}


@pytest.mark.parametrize("case", BODIES)
def test_a_body_of_another_size_is_refused_unread(served, case):
    expected, headers = BODIES[case]
    headers = {key.replace("_", "-"): value for key, value in headers.items()}
    status, _, _ = served.ask(
        "PUT", "/decisions", Authorization=f"Bearer {served.token()}", **headers
    )
    assert status == expected
    assert not served.file.exists()


def test_a_body_that_breaks_off_is_refused(served):
    head = (
        f"PUT /decisions HTTP/1.1\r\nHost: {served.host}\r\n"
        f"Authorization: Bearer {served.token()}\r\nContent-Length: {len(EMPTY)}\r\n\r\n"
    )
    answer = served.raw(head.encode() + EMPTY[:-5])
    assert b" 400 " in answer.splitlines()[0]
    assert not served.file.exists()


@pytest.mark.parametrize("body", [b"", b"[]", b"\xff", b'{"schema": "fedele.decisions/2"}'])
def test_what_is_no_decisions_file_is_refused_and_told_on_the_terminal(served, body):
    status, _, content = served.ask(
        "PUT", "/decisions", body=body, Authorization=f"Bearer {served.token()}"
    )
    assert status == 409
    assert b"a decisions file (fedele.decisions/1) was expected" in content
    assert [line.encode() for line in served.complaints] == [content]
    assert not served.file.exists()


@pytest.mark.parametrize(
    "request_line",
    [b"", b"\r\n", b"GET\r\n\r\n", b"GET /\r\n\r\n", b"\x00\xff\r\n\r\n", b"A" * 70000],
)
def test_what_is_no_request_harms_nothing(served, request_line, capfd):
    served.raw(request_line)
    assert served.ask("GET", served.path)[0] == 200
    assert capfd.readouterr().err == ""


def test_a_browser_that_hangs_up_is_no_error(served, capfd):
    for _ in range(5):
        connection = socket.create_connection(("127.0.0.1", served.port))
        linger = b"\x01\x00\x00\x00\x00\x00\x00\x00"
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        connection.sendall(f"GET {served.path} HTTP/1.1\r\nHost: {served.host}\r\n\r\n".encode())
        connection.close()
    assert served.ask("GET", served.path)[0] == 200
    assert capfd.readouterr().err == ""


SLOW = {
    "a line that goes on": (b"GET /", b"a"),
    "heads that go on": (b"GET / HTTP/1.1\r\n", b"X-A: b\r\n"),
    "a body that goes on": (b"PUT /decisions HTTP/1.1\r\n", b" "),
}


@pytest.mark.parametrize("case", SLOW)
def test_a_request_that_trickles_in_is_cut_off_and_blocks_nobody(served, case, monkeypatch, capfd):
    begin, more = SLOW[case]
    if begin.startswith(b"PUT"):
        heads = f"Authorization: Bearer {served.token()}\r\nContent-Length: 20000000\r\n\r\n"
        begin += f"Host: {served.host}\r\n{heads}".encode()
    numbers = dataclasses.replace(desk_numbers(), request_seconds=2)
    monkeypatch.setattr("fedele.desk.server.desk_numbers", lambda: numbers)
    began = time.monotonic()
    with socket.create_connection(("127.0.0.1", served.port), timeout=10) as slow:
        slow.sendall(begin)
        with pytest.raises(ConnectionError):
            while time.monotonic() < began + 30:
                time.sleep(0.1)
                slow.sendall(more)
                assert served.ask("GET", served.path)[0] == 200
    assert not served.file.exists()
    assert capfd.readouterr().err == ""


def test_many_pages_may_save_at_once(served, review):
    tokens = [served.token() for _ in range(8)]
    flag = review.findings[0]

    def save(number):
        row = {
            "id": review.flag_ids[number],
            "decision": "fix",
            "date": "2026-11-23T09:30:00Z",
            "kind": review.findings[number].kind.value,
            "source": flag.source.text,
            "target": None,
        }
        body = json.dumps({"schema": SCHEMA, "decisions": [row]}).encode()
        served.ask("PUT", "/decisions", body=body, Authorization=f"Bearer {tokens[number]}")

    threads = [threading.Thread(target=save, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {item.id for item in read_decisions(served.file)} == set(review.flag_ids[:8])


def test_only_this_machine_can_connect(served):
    assert served.server.server_address[0] == "127.0.0.1"


def test_a_port_that_is_taken_is_a_usage_error(served):
    desk = served.server.desk
    with pytest.raises(UsageError, match=f"port {served.port} cannot be used .* --port"):
        DeskServer(desk, served.port, print)
