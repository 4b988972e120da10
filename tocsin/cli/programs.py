"""The two programs of a deployment: `web`, the pages; `jobs`, the door, the stream and the line."""

import asyncio
import gc
import os
import signal
import socket
import sys
import traceback
from functools import partial
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, cast

import click
import django
import uvicorn
import uvloop

from tocsin.cli.attachment import end_with_supervisor, inherited_socket
from tocsin.config.logging import log_to_standard_error

if TYPE_CHECKING:
    from tocsin.intake.app import Front
    from tocsin.jobs.readers import Readers

HOLD_ON = 3  # seconds that open streams may hold up a stop
KEPT = 60  # seconds; longer than the front keeps a connection, or a request meets a closing one
THREADS = 4
# How long one thread may hold the interpreter while another waits for it, in seconds. Python's own
# five milliseconds are longer than most of what the line does: a page would wait for a book-keeper.
TURN = 0.0005


@click.command()
@click.option("--socket", "path", default=None, help="Unix socket to listen on.")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8001, show_default=True)
def web(path: str | None, host: str, port: int) -> None:
    """Serve the pages and the API alone."""
    _begin()
    from a2wsgi import WSGIMiddleware
    from a2wsgi.wsgi_typing import WSGIApp
    from django.urls import get_resolver

    from tocsin.config.wsgi import application

    if path:
        Path(path).unlink(missing_ok=True)
    pages = WSGIMiddleware(cast(WSGIApp, application), workers=THREADS)
    _ = get_resolver().url_patterns  # what the first request would import
    set_the_program_apart()
    _serve(pages, uds=path, host=host, port=port)


def set_the_program_apart() -> None:
    """Let the collector look at what requests leave behind, and no more at the program itself.

    A page of thousands of rows sets off a full collection; it costs more than the page while all of
    Django, the translations and the lexicons are looked at each time.
    """
    gc.collect()
    gc.freeze()
    gc.enable()


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option(
    "--web", "web_socket", default=None, help="Unix socket of the web half, or its http:// address."
)
@click.option(
    "--readers", default=None, type=int, help="Reader processes; one for each spare core."
)
def jobs(host: str, port: int, web_socket: str | None, readers: int | None) -> None:
    """Run the line: receive, read, page, send; pass other requests on to the web half."""
    from tocsin.config.database import database_url
    from tocsin.jobs.readers import Readers

    spare = max(1, (os.cpu_count() or 2) - 1)
    staff = Readers(database_url(), count=readers or spare)
    try:
        # A warning waits for readers that are ready: they load while this process loads the rest.
        staff.begin()
        _begin()
        sys.setswitchinterval(TURN)
        # asyncio's own loop costs a tenth more for each message.
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(_jobs(host, port, web_socket, staff))
    finally:
        staff.close()


def _begin() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tocsin.config.settings")
    end_with_supervisor()
    log_to_standard_error()
    gc.disable()  # until the program is set apart: a tenth of a start was looking through what stays
    django.setup()


async def _jobs(host: str, port: int, web_socket: str | None, readers: "Readers") -> None:
    from tocsin.cli.front import build_engine, build_front

    loop = asyncio.get_running_loop()
    engine = build_engine(readers=readers)
    await engine.start()
    front = build_front(engine, web_socket)
    set_the_program_apart()
    server = uvicorn.Server(config_of(front, host=host, port=port))
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]  # ours are below
    line = asyncio.create_task(engine.run())
    door = asyncio.create_task(server.serve(sockets=_listener()))
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, lambda: setattr(server, "should_exit", True))
    await asyncio.wait({line, door}, return_when=asyncio.FIRST_COMPLETED)
    if line.done() and not line.cancelled() and (failed := line.exception()):
        _fall(failed)
    server.should_exit = True
    await door
    line.cancel()
    await asyncio.gather(line, return_exceptions=True)
    await engine.close()


def config_of(front: "Front", *, host: str, port: int) -> uvicorn.Config:
    """Return how the front is served. Who asked is found out by the front itself (`intake/pages.py`)."""
    from tocsin.config import env
    from tocsin.intake.crowd import OURSELVES, Connections
    from tocsin.intake.wire import Wire

    places = Connections(free=[*OURSELVES, *env.networks("TOCSIN_PROXIES")])
    return uvicorn.Config(
        front,
        http=partial(Wire, door=front.door, places=places),  # type: ignore[arg-type]  # it is called like one
        host=host,
        port=port,
        fd=None,
        log_config=None,
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=HOLD_ON,
        server_header=False,
        # uvicorn believes whoever speaks from this machine, named in TOCSIN_PROXIES or not.
        proxy_headers=False,
        backlog=1024,
    )


def _fall(failed: BaseException) -> NoReturn:
    """End as by kill -9, which loses nothing, so that another engine takes over at once.

    Ending in order would wait for threads, and one that waits for the database may wait for ever,
    while our lock says that this engine lives.
    """
    click.echo(f"jobs: a task of the engine ended: {failed!r}", err=True)
    traceback.print_exception(failed)
    sys.stderr.flush()
    os._exit(1)


def _listener() -> list[socket.socket] | None:
    inherited = inherited_socket()
    return [inherited] if inherited else None


def _fronts() -> list[IPv4Network | IPv6Network]:
    """Return who may say for whom they ask: the engines, where they reach us over TCP."""
    from tocsin.config import env

    return env.networks("TOCSIN_FRONTS") or [ip_network("127.0.0.1")]


def _serve(app: object, *, uds: str | None, host: str, port: int) -> None:
    uvicorn.run(
        app,  # type: ignore[arg-type]  # an ASGI application of a2wsgi
        uds=uds,
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=HOLD_ON,
        timeout_keep_alive=KEPT,
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips="*" if uds else [str(front) for front in _fronts()],
    )
