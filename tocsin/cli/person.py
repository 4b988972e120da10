"""`tocsin person`: everything about one focal point, for them to read."""

import json
import os
from pathlib import Path

import click

from tocsin.cli.attach import needs_records


@click.command()
@click.argument("code")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="A new file, which only you can read.",
)
@needs_records
def person(code: str, output: Path) -> None:
    """Write everything that is kept about the focal point CODE, in the open, into a file.

    Names, numbers and words stand in it. Hand it over in person, and delete it. The log book says
    that it was taken out.
    """
    from tocsin.actions.focal_points import note_taken_out
    from tocsin.actions.journal import Actor
    from tocsin.records.models import FocalPoint
    from tocsin.records.queries.clock import database_now
    from tocsin.records.queries.person import all_about

    found = FocalPoint.objects.filter(code=code).first()
    if found is None:
        raise click.ClickException(f"There is no focal point {code}.")
    try:
        file = os.fdopen(
            os.open(output, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
        )
    except FileExistsError:
        raise click.ClickException(f"{output} is there already, and was left alone.") from None
    except OSError as refused:
        raise click.ClickException(f"{output} cannot be written: {refused.strerror}.") from None
    with file:
        note_taken_out(found, by=Actor("command"), at=database_now())
        rows = all_about(found)
        file.write(json.dumps(rows, indent=2, ensure_ascii=False) + "\n")
    count = sum(len(table) for table in rows.values())
    click.echo(f"{count} rows of {len(rows)} tables are in {output}.")
