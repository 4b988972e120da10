"""`tocsin import` and `tocsin export`: lists in, records out."""

import json
import sys
from pathlib import Path
from typing import Any

import click

from tocsin.cli.attach import needs_records
from tocsin.formats.directory import REQUIRED, read_list
from tocsin.formats.gazetteer import UnreadableGazetteer, read_gazetteer
from tocsin.formats.geojson import points
from tocsin.formats.sheets import UnreadableSheet, read_rows, write_csv

EXPORTS = (
    "alerts",
    "incidents",
    "responses",
    "communities",
    "focal-points",
    "handsets",
    "radio-stations",
    "radio-nets",
)


@click.command(name="import")
@click.argument("kind", type=click.Choice(["gazetteer", *REQUIRED]))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Check and count; write nothing.")
@needs_records
def import_(kind: str, file: Path, *, dry_run: bool) -> None:
    """Import a list. Nothing is written when one line of it is wrong.

    The gazetteer is a GeoNames tab file, GeoJSON, Overpass JSON or CSV, also zipped; the other lists are CSV or XLSX whose
    first row names the columns. Every wrong cell is named.
    """
    from tocsin.actions.directory import import_list, import_places
    from tocsin.actions.journal import Actor
    from tocsin.records.queries.clock import database_now

    by, at = Actor("command"), database_now()
    try:
        if kind == "gazetteer":
            done = import_places(read_gazetteer(file), by=by, at=at, dry_run=dry_run)
        else:
            lines = read_list(kind, read_rows(file.read_bytes()))
            done = import_list(kind, lines, by=by, at=at, dry_run=dry_run)
    except (UnreadableSheet, UnreadableGazetteer) as wrong:
        raise click.ClickException(f"{file.name}: {wrong}. Nothing was imported.") from None
    except UnicodeDecodeError:
        raise click.ClickException(f"{file.name} is not UTF-8 text.") from None
    for one in done.wrong:
        click.echo(f"line {one.line}, {one.column}: {one.sentence}", err=True)
    if done.wrong:
        raise click.ClickException(f"{len(done.wrong)} cells are wrong. Nothing was imported.")
    verb = "would be" if dry_run else "were"
    click.echo(f"{done.new} new, {done.changed} changed {kind} {verb} imported.")


@click.command(name="export")
@click.argument("kind", type=click.Choice(EXPORTS))
@click.option(
    "--format", "form", type=click.Choice(["csv", "geojson", "json", "cap"]), default="csv"
)
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), default=None)
@needs_records
def export(kind: str, form: str, output: Path | None) -> None:
    """Export records. No name, number or word of a source is in an export."""
    from tocsin.records.queries.exports import exported

    if form == "cap" and kind != "incidents":
        raise click.ClickException("Only incidents are written as CAP.")
    if form == "cap":
        _put_out(_cap(), output)
        return
    rows = exported(kind)
    text = {"csv": _csv, "json": _json, "geojson": _geojson}[form](rows)
    _put_out(text, output)


def _put_out(text: str, output: Path | None) -> None:
    if output is None:
        sys.stdout.write(text)
    else:
        output.write_text(text, encoding="utf-8")


def _cap() -> str:
    """A feed with the last message of each incident; restricted and sensitive ones left out."""
    from tocsin.actions.cap_messages import cap_incidents, incident_messages
    from tocsin.formats.atom import Entry, write_feed
    from tocsin.records.queries.clock import database_now

    url = "urn:tocsin:export:incidents"
    entries = [
        Entry(one.message.identifier, row.code, one.at, url, one.element)
        for row, one in incident_messages(cap_incidents().order_by("number"))
    ]
    return write_feed(
        title="Tocsin: Incidents", url=url, updated=database_now(), author="Tocsin", entries=entries
    ).decode()


def _csv(rows: list[dict[str, Any]]) -> str:
    return write_csv(list(rows[0]), [list(row.values()) for row in rows]) if rows else ""


def _json(rows: list[dict[str, Any]]) -> str:
    return json.dumps(rows, indent=2, ensure_ascii=False, default=str) + "\n"


def _geojson(rows: list[dict[str, Any]]) -> str:
    return json.dumps(points(rows), ensure_ascii=False, default=str) + "\n"
