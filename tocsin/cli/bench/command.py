"""`tocsin bench`: one command for each thing that is measured."""

import click

from tocsin.cli.bench.intake import intake


@click.group()
def bench() -> None:
    """Measure on this machine, in a deployment of its own that is removed at the end."""


for command in (intake,):
    bench.add_command(command)
