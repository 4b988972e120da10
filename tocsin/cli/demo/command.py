"""`tocsin demo`: the whole line on this machine, in an invented district, in one command."""

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from tocsin.cli.attach import DATA
from tocsin.cli.serve import run_deployment
from tocsin.cluster.server import Cluster


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    default=DATA,
    show_default=True,
)
@click.option("--fresh", is_flag=True, help="Forget the exercise in DATA and start anew.")
def demo(host: str, port: int, data: Path, *, fresh: bool) -> None:
    """Set up and run an exercise: database, web and jobs, phones to play with."""
    os.environ.pop("TOCSIN_DATABASE_URL", None)  # an exercise never touches a real deployment
    folder = data.absolute()
    if fresh and folder.exists():
        _forget(folder)
    run_deployment(
        host=host,
        port=port,
        data=folder,
        settings={"TOCSIN_EXERCISE": "1", "TOCSIN_DUTY_PHONE": "+243990000101"},
        found=lambda url: _found(folder, url),
        publish=lambda pids: _publish(folder, pids),
        announce=lambda url: _welcome(folder, url),
    )


def _forget(folder: Path) -> None:
    if not (folder / "deployment.env").exists() and any(folder.iterdir()):
        raise click.ClickException(f"{folder} is not an exercise of ours, so it is left alone.")
    Cluster(folder / "database").remove()
    shutil.rmtree(folder)


def _found(folder: Path, url: str) -> None:
    from tocsin.cli.demo.description import describe
    from tocsin.cli.demo.founding import found_district

    found_district(folder)
    keep(folder, describe(folder, url))


def keep(folder: Path, description: Mapping[str, Any]) -> None:
    """Write DATA/demo.json in one move, so that a reader never sees half of it."""
    path = folder / "demo.json"
    before = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    draft = path.with_suffix(".draft")
    draft.write_text(json.dumps({**before, **description}, indent=2, ensure_ascii=False))
    draft.replace(path)


def _publish(folder: Path, pids: Mapping[str, int]) -> None:
    keep(folder, {"pids": dict(pids)})


def _welcome(folder: Path, url: str) -> None:
    users = json.loads((folder / "demo.json").read_text(encoding="utf-8"))["users"]
    click.echo(f"\nTocsin runs at {url} with invented exercise data.\n")
    for user in users:
        click.echo(f"  {user['name']:<12} {user['password']:<24} {user['role']}")
    click.echo("\nThese passwords lie in a file, so an exercise asks nobody for a second factor.")
    click.echo("A real deployment does: docs/how-to/sign-in-and-accounts.md.")
    click.echo(f"\nThe wall of simulated phones is at {url}/demo/phones/")
    click.echo("Play a night of messages from another terminal: tocsin simulate night")
    click.echo("Ctrl-C stops everything, the database last.")
