"""nginx itself, with deploy/nginx.conf: what it passes on, what it keeps back, and whom it passes over."""

import json
import os
import re
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest

from tests.house.sources import ROOT
from tests.ports import free_port
from tocsin.cluster.programs import death_signal

pytestmark = pytest.mark.nginx

WITHIN = 20  # seconds
HOST = "tocsin.example.org"
LET_GO = threading.Event()  # what the live stream waits for before its second piece

AROUND = """\
daemon off;
{user}
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
{conf}
}}
"""


class Engine(BaseHTTPRequestHandler):
    """Tells what it was asked, as an engine hears it; its live stream ends when it is let go."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if self.path == "/stream/":
            self.send_response(200)
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(b"data: first\n\n")
            self.wfile.flush()
            LET_GO.wait(WITHIN)
            self.wfile.write(b"data: last\n\n")
            self.close_connection = True
            return
        self._tell()

    def do_POST(self) -> None:
        self._tell()

    def log_message(self, *args: object) -> None:
        pass

    def _tell(self) -> None:
        taken = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        heard = {name.lower(): value for name, value in self.headers.items()}
        told = json.dumps({"path": self.path, "bytes": len(taken), **heard}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)


class Proxy(NamedTuple):
    tls: int
    plain: int


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    """nginx with two machines behind it, of which the first is away."""
    folder = tmp_path_factory.mktemp("nginx")
    _certify(folder)
    with _engine() as there:
        away, ports = free_port(), Proxy(free_port(), free_port())
        (folder / "nginx.conf").write_text(_conf(folder, ports, machines=[away, there]))
        with subprocess.Popen(
            ["/usr/sbin/nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")],
            preexec_fn=death_signal(signal.SIGTERM),  # noqa: PLW1509 - one call, one thread
        ) as running:
            _await(ports.plain, running)
            yield ports
            running.terminate()


@contextmanager
def _engine() -> Iterator[int]:
    LET_GO.clear()  # An engine before this one has let it go at its end.
    server = ThreadingHTTPServer(("127.0.0.1", 0), Engine)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    LET_GO.set()
    server.shutdown()
    server.server_close()


def _certify(folder: Path) -> None:
    subprocess.run(
        (
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
            *("-nodes", "-days", "2", "-subj", f"/CN={HOST}"),
            *("-keyout", str(folder / "key.pem"), "-out", str(folder / "fullchain.pem")),
        ),
        check=True,
        capture_output=True,
    )


def _conf(folder: Path, ports: Proxy, *, machines: list[int]) -> str:
    """Return our file as it is, but for where it listens, where certificates lie and who is behind."""
    ours = (ROOT / "deploy" / "nginx.conf").read_text()
    behind = "".join(f"server 127.0.0.1:{port};" for port in machines)
    for pattern, here in (
        (r"server 127\.0\.0\.1:8000;", behind),
        (r"listen 443 ssl;", f"listen 127.0.0.1:{ports.tls} ssl;"),
        (r"listen 80;", f"listen 127.0.0.1:{ports.plain};"),
        (r"/etc/ssl/tocsin", str(folder)),
    ):
        ours, changed = re.subn(pattern, here, ours)
        assert changed, pattern
    # As root its workers would be another account, which may not enter the test's folder.
    user = "user root;" if os.geteuid() == 0 else ""
    return AROUND.format(folder=folder, user=user, conf=ours)


def _await(port: int, running: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + WITHIN
    while time.monotonic() < deadline:
        assert running.poll() is None, "nginx did not start; its error.log says why"
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise AssertionError("nginx does not listen")


@pytest.fixture
def caller(proxy: Proxy) -> Iterator[httpx.Client]:
    """Somebody outside, whose browser believes our certificate."""
    with httpx.Client(
        base_url=f"https://127.0.0.1:{proxy.tls}",
        headers={"Host": HOST},
        verify=False,
        timeout=WITHIN,
    ) as client:
        yield client


def test_the_engine_hears_who_asked_and_by_which_way_whatever_they_claim(
    caller: httpx.Client,
) -> None:
    claims = {"X-Forwarded-For": "192.0.2.1", "X-Forwarded-Proto": "http"}
    found = caller.get("/", headers=claims).json()
    assert found["x-forwarded-for"] == "127.0.0.1"
    assert found["x-forwarded-proto"] == "https"
    assert found["host"] == HOST


def test_a_machine_that_is_away_is_passed_over(caller: httpx.Client) -> None:
    assert {caller.get("/healthz").status_code for _ in range(3)} == {200}
    assert {caller.post("/in/phones/", content=b"{}").status_code for _ in range(3)} == {200}


@pytest.mark.parametrize(("size", "status"), [(11 * 1024**2, 200), (13 * 1024**2, 413)])
def test_what_is_larger_than_any_list_does_not_come_in(
    size: int, status: int, caller: httpx.Client
) -> None:
    assert caller.post("/lists/", content=b"x" * size).status_code == status


def test_the_live_stream_comes_piece_by_piece(caller: httpx.Client) -> None:
    with caller.stream("GET", "/stream/") as stream:
        pieces = stream.iter_raw()
        assert next(pieces) == b"data: first\n\n"
        LET_GO.set()
        assert b"".join(pieces) == b"data: last\n\n"


def test_who_comes_without_tls_is_sent_to_it(proxy: Proxy) -> None:
    url = f"http://127.0.0.1:{proxy.plain}/board?x=1"
    answer = httpx.get(url, headers={"Host": HOST}, timeout=WITHIN)
    assert (answer.status_code, answer.headers["Location"]) == (301, f"https://{HOST}/board?x=1")
