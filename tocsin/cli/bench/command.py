"""`tocsin bench`: one command for each thing that is measured."""

import click

from tocsin.cli.bench.crash import crash
from tocsin.cli.bench.intake import intake
from tocsin.cli.bench.ladder import ladder
from tocsin.cli.bench.line import line
from tocsin.cli.bench.reading import read


@click.group()
def bench() -> None:
    """Measure on this machine, in a deployment of its own that is removed at the end."""


for command in (intake, line, read, ladder, crash):
    bench.add_command(command)
