"""`tocsin bench lists`: how long it takes to check and to bring in the lists of a country."""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

import click

from tocsin.cli.attach import needs_records

WHEN = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
STATIONS_OF_A_NET = 25


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds of one list, by the wall and by this process's processor."""

    kind: str
    rows: int
    check_wall: float
    check_processor: float
    import_wall: float
    import_processor: float
    again_wall: float


@click.command()
@click.option("--rows", default=5_000, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of a table.")
@needs_records
def lists(rows: int, *, as_json: bool) -> None:
    """Measure the import of lists: checked, brought in, and brought in again. All of it is taken back."""
    from django.db import transaction

    found = []
    if not as_json:
        click.echo("list            rows   check s  (processor)   import s  (processor)   again s")
    with transaction.atomic():
        _lay_base()
        for kind, text in _LISTS.items():
            found.append(_measure(kind, text, rows))
            if not as_json:
                click.echo(_line(found[-1]))
        transaction.set_rollback(True)
    if as_json:
        click.echo(json.dumps([asdict(one) for one in found], indent=2))


def _line(one: Measured) -> str:
    return (
        f"{one.kind:<14} {one.rows:>5} {one.check_wall:>9.1f} {one.check_processor:>10.1f} "
        f"{one.import_wall:>11.1f} {one.import_processor:>10.1f} {one.again_wall:>11.1f}"
    )


def _measure(kind: str, text: Callable[[int], str], rows: int) -> Measured:
    from tocsin.actions.directory import import_list
    from tocsin.actions.lists.cells import BY_LIST
    from tocsin.formats.directory import read_list
    from tocsin.formats.sheets import read_rows

    lines = [text(n) for n in range(_count(kind, rows))]
    content = "\n".join([_HEADS[kind], *lines]).encode()

    def bring(*, dry_run: bool) -> tuple[float, float]:
        began, used = time.perf_counter(), time.process_time()
        done = import_list(
            kind, read_list(kind, read_rows(content)), by=BY_LIST, at=WHEN, dry_run=dry_run
        )
        if done.wrong:
            raise click.ClickException(f"{kind}: {done.wrong[0].column} {done.wrong[0].sentence}")
        return time.perf_counter() - began, time.process_time() - used

    checked, came, again = (bring(dry_run=dry_run) for dry_run in (True, False, False))
    return Measured(kind, len(lines), *checked, *came, again[0])


def _count(kind: str, rows: int) -> int:
    return max(1, rows // STATIONS_OF_A_NET) if kind == "radio-nets" else rows


def _lay_base() -> None:
    from tocsin.records.models import Base

    Base.objects.create(slug="bench", name="Bench", lat=-1.0, lon=29.0)


def _net(n: int) -> str:
    first = n * STATIONS_OF_A_NET
    signs = "; ".join(f"BENCH {m}" for m in range(first, first + STATIONS_OF_A_NET))
    return f"bench-{n},Bench {n},hf,4625 kHz,07:00 17:00,BENCH {first},{signs}"


_HEADS: Mapping[str, str] = {
    "communities": "code,name,lat,lon,base,population,road",
    "focal-points": "code,name,number,community,language,sex,consent_on",
    "handsets": "code,kind,base,holder,sim,sim_number",
    "radio-stations": "call_sign,community,keeper,text_scheme,text_address",
    "radio-nets": "slug,title,mode,frequency,hours,net_control,stations",
}
# Their numbers lie beside the invented range, in which an exercise has people.
_LISTS: Mapping[str, Callable[[int], str]] = {
    "communities": lambda n: (
        f"BENCH-{n},Bench {n},-1.{n % 999:03},29.{n % 997:03},bench,{n},way {n}"
    ),
    "focal-points": lambda n: (
        f"FP-B{n},Bench {n},+2439902{n:05},BENCH-{n},sw,{'woman' if n % 3 else 'man'},2026-11-01"
    ),
    "handsets": lambda n: f"BN-{n},phone,bench,FP-B{n},SIM-9{n:05},+2439903{n:05}",
    "radio-stations": lambda n: f"BENCH {n},BENCH-{n},FP-B{n},mesh,!{n:08x}",
    "radio-nets": _net,
}
