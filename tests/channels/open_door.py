"""A real HTTP door in a thread, for programs of other processes to knock at."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from tests.channels.doors import SECRET
from tocsin.channels import registry
from tocsin.channels.contract import Fate, Outcome, Refused, Unreadable, wall_clock
from tocsin.channels.http import HttpClient
from tocsin.channels.scripted import ScriptedWire
from tocsin.domain.messages import Arrival, Inbound, Receipt


@dataclass
class OpenDoor:
    """What came in, each once; `fate` makes the door say something else than the truth."""

    kind: str = "gammu"
    url: str = ""
    fate: Fate | None = None
    messages: list[Inbound] = field(default_factory=list)
    receipts: list[Receipt] = field(default_factory=list)
    balances: list[str] = field(default_factory=list)

    def take(self, arrival: Arrival) -> Outcome:
        client = HttpClient(wire=ScriptedWire())
        channel = registry.build(self.kind, {"secret": SECRET}, client=client)
        if self.fate is not None:
            return Outcome(self.fate)
        try:
            channel.verify(arrival)
            self.messages += channel.read(arrival)
            self.receipts += channel.receipts(arrival)
            if (balance := channel.balance(arrival)) is not None:
                self.balances.append(balance)
        except Refused:
            return Outcome(Fate.REFUSED)
        except Unreadable:
            return Outcome(Fate.UNREADABLE)
        return Outcome(Fate.STORED, ("m",))


@contextmanager
def open_door(door: OpenDoor, *, port: int = 0) -> Iterator[OpenDoor]:
    """Answer at `door.url` until the end of the block."""

    class Doorstep(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            outcome = door.take(Arrival("POST", self.path, "", headers, body, wall_clock()))
            client = HttpClient(wire=ScriptedWire())
            channel = registry.build(door.kind, {"secret": SECRET}, client=client)
            arrival = Arrival("POST", self.path, "", headers, body, wall_clock())
            answer = channel.answer(arrival, outcome)
            self.send_response(answer.status)
            self.send_header("content-length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Doorstep)
    door.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield door
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
