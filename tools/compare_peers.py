"""Measure Alertmanager, Alerta and Tocsin in turn in one run, on loopback, and print JSON.

Needs Debian's `prometheus-alertmanager`, and a virtual environment with `alerta-server`, `gunicorn`
and `psycopg2-binary` whose folder is given with --alerta. A peer that is missing is left out, and
the output says so. Everything runs in temporary folders and ends with the script.
"""

import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import click
import httpx
import psycopg

from tocsin.cli.bench import journey
from tocsin.cli.bench.ends import Load, Sent, Sink, end
from tocsin.cli.bench.figures import Figures, machine, milliseconds
from tocsin.cli.bench.site import Site, site
from tocsin.cli.bench.texts import Villagers, places_in_turn
from tocsin.cluster.programs import death_signal
from tocsin.cluster.server import Cluster

RATE, SECONDS = 20, 5
BURST, CONNECTIONS = 200, 16
SETTLED_AFTER = 2.0  # seconds without an arrival
SETTLED_WITHIN = 60.0
READY_WITHIN = 60.0

ALERTMANAGER = """
route: {receiver: sink, group_by: ['...'], group_wait: 0s, group_interval: 1s, repeat_interval: 1h}
receivers: [{name: sink, webhook_configs: [{url: '%s', send_resolved: false}]}]
"""
ALERTA = """
DATABASE_URL = %r
PLUGINS = ['reject', 'blackout', 'sink']
AUTH_REQUIRED = False
SECRET_KEY = 'of one comparison'
"""
HOOK = """
import os, requests
from alerta.plugins import PluginBase

class Sink(PluginBase):
    def pre_receive(self, alert, **kwargs):
        return alert

    def post_receive(self, alert, **kwargs):
        requests.post(os.environ['SINK'], json={'id': alert.attributes['bid'], 'to': ''}, timeout=30)
        return alert

    def status_change(self, alert, status, text, **kwargs):
        return alert, status, text
"""
HOOK_SETUP = """
from setuptools import setup
setup(name='alerta-sink', version='1', py_modules=['alerta_sink'],
      entry_points={'alerta.plugins': ['sink = alerta_sink:Sink']})
"""


class Peer(Protocol):
    """One system under the same load; `means` says what its answer promises."""

    name: str
    means: str

    def load(self, label: str, count: int, rate: float | None) -> Load: ...

    def arrived(self) -> dict[str, float]: ...


@dataclass
class Tocsin:
    """The line with reading: each text is a P1 at a place of its own, and pages two people."""

    place: Site
    name: str = "tocsin"
    means: str = "row"

    def __post_init__(self) -> None:
        self._names = places_in_turn(self.place.places)

    def load(self, label: str, count: int, rate: float | None) -> Load:
        villagers = Villagers(label)
        posts = [
            (n / rate if rate else 0.0, *villagers.attack(next(self._names))) for n in range(count)
        ]
        return self.place.load(posts, connections=CONNECTIONS)

    def arrived(self) -> dict[str, float]:
        journey.rest(within=SETTLED_WITHIN)
        return journey.sent_on(self.place)


@dataclass
class Webhooks:
    """A peer that takes JSON alerts and hands each to a webhook."""

    name: str
    means: str
    url: str
    sink: Sink

    def load(self, label: str, count: int, rate: float | None) -> Load:
        posts = [
            (n / rate if rate else 0.0, f"{label}-{n}", self._body(f"{label}-{n}"))
            for n in range(count)
        ]
        return Load(
            {
                "urls": [self.url],
                "secret": "",
                "insist": False,
                "connections": CONNECTIONS,
                "posts": posts,
            }
        )

    def arrived(self) -> dict[str, float]:
        found: dict[str, float] = {}
        for row in self.sink.rows():
            body = row["body"]
            alerts = body.get("alerts")
            names = [a["labels"]["id"] for a in alerts] if alerts else [body["id"]]
            for name in names:
                found.setdefault(name, row["at"])
        return found

    def _body(self, name: str) -> str:
        if self.name == "alertmanager":
            return json.dumps([{"labels": {"alertname": "bench", "id": name}}])
        return json.dumps(
            {
                "resource": name,
                "event": "Threat",
                "environment": "Production",
                "severity": "critical",
                "service": ["bench"],
                "attributes": {"bid": name},
            }
        )


@click.command()
@click.option("--alerta", type=click.Path(path_type=Path), help="Virtual environment of Alerta.")
@click.option("--rounds", default=3, show_default=True)
def compare(alerta: Path | None, rounds: int) -> None:
    """Print what each peer did under the same load, round by round."""
    with ExitStack() as open_ones:
        place = open_ones.enter_context(site(places=6_000))
        place.start_jobs()
        place.wait_ready()
        peers: list[Peer] = []
        if program := shutil.which("prometheus-alertmanager"):
            peers.append(open_ones.enter_context(_alertmanager(program)))
        if alerta is not None:
            peers.append(open_ones.enter_context(_alerta(alerta.absolute(), place)))
        peers.append(Tocsin(place))
        for peer in peers:
            _measure(peer, "warm", 20, RATE)
        figures: Figures = {"machine": machine(place.cluster.url()), "rounds": []}
        for number in range(rounds):
            for peer in peers:
                figures["rounds"].append(_round(peer, number))
        click.echo(json.dumps(figures, indent=2))


def _round(peer: Peer, number: int) -> Figures:
    paced = _measure(peer, f"paced{number}", RATE * SECONDS, RATE)
    burst = _measure(peer, f"burst{number}", BURST, None)
    return {
        "peer": peer.name,
        "answer_means": peer.means,
        "round": number,
        f"paced_at_{RATE}_per_s": paced,
        f"burst_of_{BURST}": burst,
        "load_average": machine()["load_average"],
    }


def _measure(peer: Peer, label: str, count: int, rate: float | None) -> Figures:
    sent = peer.load(label, count, rate).outcome(within=120)
    taken = [one for one in sent if one.status in (200, 201)]
    arrived = _settled(peer, taken)
    ends = [arrived[one.id] for one in taken if one.id in arrived]
    begin = min(one.due for one in sent)
    return {
        "accepted": len(taken),
        "accepted_per_s": round(len(taken) / (max(one.answered for one in sent) - begin)),
        "delivered": len(ends),
        "delivered_per_s": round(len(ends) / (max(ends) - begin), 1) if ends else 0.0,
        **milliseconds([arrived[one.id] - one.due for one in taken if one.id in arrived]),
    }


def _settled(peer: Peer, taken: list[Sent]) -> dict[str, float]:
    deadline = time.monotonic() + SETTLED_WITHIN
    while True:
        arrived = peer.arrived()
        if all(one.id in arrived for one in taken) or time.monotonic() > deadline:
            return arrived
        time.sleep(SETTLED_AFTER / 4)


@contextmanager
def _alertmanager(program: str) -> Iterator[Webhooks]:
    with _folder() as folder, _sink() as sink:
        (folder / "am.yml").write_text(ALERTMANAGER % sink.url)
        words = [
            program,
            f"--config.file={folder / 'am.yml'}",
            f"--storage.path={folder / 'data'}",
            "--web.listen-address=127.0.0.1:19093",
            "--cluster.listen-address=",
            "--log.level=error",
        ]
        with _running(words, {}, "http://127.0.0.1:19093/-/ready", folder):
            yield Webhooks("alertmanager", "memory", "http://127.0.0.1:19093/api/v2/alerts", sink)


@contextmanager
def _alerta(environment: Path, place: Site) -> Iterator[Webhooks]:
    cluster = place.cluster
    assert isinstance(cluster, Cluster)
    with _folder() as folder, _sink() as sink:
        with psycopg.connect(cluster.url("postgres", user="postgres"), autocommit=True) as link:
            link.execute("create database alerta")
        url = cluster.url("alerta", user="postgres")
        (folder / "alertad.conf").write_text(ALERTA % url)
        (folder / "alerta_sink.py").write_text(HOOK)
        (folder / "setup.py").write_text(HOOK_SETUP)
        python = environment / "bin" / "python"
        subprocess.run([str(python), "setup.py", "-q", "egg_info"], cwd=folder, check=True)
        settings = {
            "ALERTA_SVR_CONF_FILE": str(folder / "alertad.conf"),
            "SINK": sink.url,
            "PYTHONPATH": str(folder),
        }
        words = [
            str(python),
            "-m",
            "gunicorn",
            "--preload",  # The schema is made once, before there are two workers.
            "-w2",
            "-b127.0.0.1:19080",
            "alerta:create_app()",
        ]
        with _running(words, settings, "http://127.0.0.1:19080/_", folder):
            yield Webhooks("alerta", "row", "http://127.0.0.1:19080/alert", sink)


@contextmanager
def _running(
    words: list[str], settings: dict[str, str], ready: str, folder: Path
) -> Iterator[None]:
    with (folder / "log").open("wb") as log:
        program = subprocess.Popen(
            words,
            env={**os.environ, **settings},
            cwd=folder,
            stdout=log,
            stderr=log,
            preexec_fn=death_signal(signal.SIGTERM),  # noqa: PLW1509 - one call, one thread
        )
    try:
        _await(ready, program, folder / "log")
        yield
    finally:
        end(program)


def _await(url: str, program: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + READY_WITHIN
    while time.monotonic() < deadline and program.poll() is None:
        with suppress(httpx.TransportError):
            httpx.get(url, timeout=2)
            return
        time.sleep(0.2)
    raise click.ClickException(f"{url} did not answer: {log.read_text()[-500:]}")


@contextmanager
def _sink() -> Iterator[Sink]:
    sink = Sink(0.0)
    try:
        yield sink
    finally:
        sink.close()


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="tocsin-peers-") as name:
        yield Path(name)


if __name__ == "__main__":
    compare()
