"""`tocsin bench`: one command for each thing that is measured."""

import click

from tocsin.cli.verbs import Verbs

VERBS = {
    name: f"tocsin.cli.bench.{name}:{name}"
    for name in (
        "intake",
        "line",
        "ladder",
        "crash",
        "machines",
        "upgrade",
        "failover",
        "moment",
        "coverage",
        "reports",
        "lists",
    )
}
VERBS["read"] = "tocsin.cli.bench.reading:read"


@click.group(cls=Verbs, verbs=VERBS)
def bench() -> None:
    """Measure on this machine, in a deployment of its own that is removed at the end."""
