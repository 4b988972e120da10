"""Point a command at a deployment: --data for the embedded database, or TOCSIN_DATABASE_URL."""

import os
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click
import django
import psycopg

from tocsin.cluster.server import Cluster

DATA = Path("var/demo")


def needs_records(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command `--data`, and a Django that reaches that deployment's tables."""

    @click.option(
        "--data",
        type=click.Path(path_type=Path, file_okay=False),
        default=None,
        help="Folder of an embedded deployment. Without it TOCSIN_DATABASE_URL is used.",
    )
    @wraps(command)
    def attached(*args: Any, data: Path | None, **options: Any) -> Any:
        attach(data)
        return command(*args, **options)

    return attached


def attach(data: Path | None) -> None:
    """Set up Django for a deployment. Raises a usage error when its database does not answer."""
    if data is None and "TOCSIN_DATABASE_URL" not in os.environ:
        data = DATA
    if data is not None:
        folder = data.absolute()
        if not (folder / "deployment.env").exists():
            raise click.ClickException(
                f"There is no deployment in {data}. Start one with `tocsin demo --data {data}`, "
                "or set TOCSIN_DATABASE_URL."
            )
        for name, value in read_environment(folder).items():
            os.environ.setdefault(name, value)
        os.environ["TOCSIN_DATABASE_URL"] = Cluster(folder / "database").url()
    try:
        psycopg.connect(os.environ["TOCSIN_DATABASE_URL"], connect_timeout=5).close()
    except psycopg.OperationalError:
        raise click.ClickException(
            "The database does not answer. Start the deployment first (`tocsin demo` or "
            "`tocsin serve`), or correct TOCSIN_DATABASE_URL."
        ) from None
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tocsin.config.settings")
    django.setup()


def read_environment(folder: Path) -> dict[str, str]:
    """Return the settings that a deployment was started with."""
    lines = (folder / "deployment.env").read_text(encoding="utf-8").splitlines()
    pairs = (line.partition("=") for line in lines if "=" in line)
    return {name: value for name, _, value in pairs}


def write_environment(folder: Path, settings: dict[str, str]) -> None:
    """Keep them for the commands that come later."""
    folder.mkdir(parents=True, exist_ok=True)
    text = "".join(f"{name}={value}\n" for name, value in sorted(settings.items()))
    (folder / "deployment.env").write_text(text, encoding="utf-8")
