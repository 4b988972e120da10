"""Start and supervise a whole deployment: database, jobs, web, one address."""

import multiprocessing
import os
import secrets
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import click

from tocsin.cli.attach import write_environment
from tocsin.cli.children import Program
from tocsin.cli.main import in_words
from tocsin.cli.supervise import listen_on, sole_supervisor, supervise
from tocsin.cluster.server import Cluster
from tocsin.domain.vault_file import is_locked

Founding = Callable[[str], None]
Publish = Callable[[Mapping[str, int]], None]


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("var/data"),
    show_default=True,
    help="Folder of keys, logs and the embedded database.",
)
def serve(host: str, port: int, data: Path) -> None:
    """Run a deployment: the embedded database, or the one of TOCSIN_DATABASE_URL."""
    run_deployment(host=host, port=port, data=data.absolute(), settings={}, found=lambda _: None)


def run_deployment(
    *,
    host: str,
    port: int,
    data: Path,
    settings: Mapping[str, str],
    found: Founding,
    publish: Publish = lambda _: None,
    announce: Callable[[str], None] | None = None,
) -> None:
    """Bring the tables up to date, found what is missing, and supervise until told to stop.

    `found` is called with the address, after the migration and with Django ready, in a child. `publish` gets
    the process ids by name whenever one changes.
    """
    with sole_supervisor(data):
        listener = listen_on(host, port)
        port = listener.getsockname()[1]
        url = f"http://{host}:{port}"
        cluster = None if "TOCSIN_DATABASE_URL" in os.environ else _start_database(data)
        kept = {"TOCSIN_DATA": str(data), "TOCSIN_LINE_URL": url, **settings}
        os.environ.update(kept)
        write_environment(data, kept)
        if cluster is not None:
            os.environ["TOCSIN_DATABASE_URL"] = cluster.url()
        ask_passphrase(data)
        _apart(lambda: _found(found, url))
        folder = Path(tempfile.mkdtemp(prefix="tocsin-"))
        socket = folder / "web.sock"
        try:
            supervise(
                [
                    Program("web", _command("web", "--socket", str(socket)), kept),
                    Program("jobs", _command("jobs", "--web", str(socket)), kept, listener),
                ],
                cluster=cluster,
                logs=data / "log",
                on_change=publish,
                is_ready=lambda: _answers(host, port),
                announce=lambda: (announce or _say_address)(url),
            )
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def ask_passphrase(data: Path) -> None:
    """Ask for the passphrase of the vault's keys where they are locked and somebody sits here.

    It goes to the programs in their environment and is written nowhere.
    """
    path = Path(os.environ.get("TOCSIN_VAULT_KEYS_FILE") or data / "keys" / "vault")
    known = "TOCSIN_VAULT_PASSPHRASE" in os.environ or "TOCSIN_VAULT_PASSPHRASE_FILE" in os.environ
    is_ours = path.exists() and is_locked(path.read_text(encoding="ascii"))
    if is_ours and not known and sys.stdin.isatty():
        os.environ["TOCSIN_VAULT_PASSPHRASE"] = click.prompt(
            "Passphrase of the vault's keys", hide_input=True
        )


def _start_database(data: Path) -> Cluster:
    cluster = Cluster(data / "database")
    cluster.create()
    cluster.start()
    return cluster


def _apart(work: Callable[[], None]) -> None:
    """Do this in a child, and end as it ended when it failed.

    Whoever supervises lives as long as the deployment: what founding loads, Django and all places,
    would stay in its memory for nothing.
    """
    child = multiprocessing.get_context("fork").Process(target=in_words, args=(work,))
    child.start()
    child.join()
    if child.exitcode:
        sys.exit(child.exitcode if child.exitcode > 0 else 1)


def _found(found: Founding, url: str) -> None:
    import django
    from django.core.management import call_command
    from django.db import connections

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tocsin.config.settings")
    django.setup()
    call_command("migrate", verbosity=0)
    found(url)
    connections.close_all()


def _command(*words: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "tocsin.cli.main", *words)


def _answers(host: str, port: int) -> bool:
    asked = HTTPConnection(host, port, timeout=2)
    try:
        asked.request("GET", "/healthz")
        return asked.getresponse().status == HTTPStatus.OK
    except (OSError, HTTPException):
        return False
    finally:
        asked.close()


def _say_address(url: str) -> None:
    click.echo(f"Tocsin runs at {url}")


def new_secret() -> str:
    """Return a secret for a gateway, a token or a first password."""
    return secrets.token_urlsafe(24)
