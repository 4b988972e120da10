"""Radio nets from a list, each with its stations in the order of calling."""

import re
from collections.abc import Sequence
from datetime import datetime

from tocsin.actions.lists import cells
from tocsin.actions.radio_nets import NetPlan, add_net, change_net, seat_stations
from tocsin.actions.radio_stations import Signs
from tocsin.domain.problems.shape import gettext_noop as _
from tocsin.domain.radio_words import RadioMode
from tocsin.domain.roll_calls import read_hours
from tocsin.formats.directory import Line
from tocsin.records.models import RadioNet, RadioStation

SLUG = re.compile(r"[a-z0-9_-]{1,40}", re.ASCII)
USUAL_MINUTES, LEAST_MINUTES, MOST_MINUTES = 45, 5, 240


def take(lines: Sequence[Line], at: datetime) -> int:
    known, signs = cells.Known(lines), Signs.read()
    return sum(_take(line, known, signs, at) for line in lines)


def _take(line: Line, known: cells.Known, signs: Signs, at: datetime) -> bool:
    """Take one net. Cells that are left empty keep what a known net has."""
    if line.has("slug") and not SLUG.fullmatch(line.text("slug")):
        line.refuse("slug", _("has other signs than small letters, figures and hyphens"))
    row = RadioNet.objects.filter(slug=line.text("slug")).first()
    if row is not None and row.ended_at is not None:
        line.refuse("slug", _("belongs to a net that has ended"))
    plan = _plan(line, row, known, signs)
    members = _members(line, signs)
    if line.wrong:
        return False
    if row is None:
        net = add_net(line.text("slug"), plan, by=cells.BY_LIST, at=at)
    else:
        net = change_net(row, plan, version=row.version, by=cells.BY_LIST, at=at)
    if members:
        seat_stations(net, members, by=cells.BY_LIST, at=at)
    return row is None


def _plan(line: Line, row: RadioNet | None, known: cells.Known, signs: Signs) -> NetPlan:
    return NetPlan(
        title=line.text("title"),
        mode=line.word("mode", RadioMode),
        frequency=line.text("frequency"),
        alternate=line.text("alternate", row.alternate if row else ""),
        hours=_hours(line) if line.has("hours") else tuple(row.hours if row else ()),
        minutes=_minutes(line) if line.has("minutes") else (row.minutes if row else USUAL_MINUTES),
        net_control=_control(line, signs) or (row.net_control if row else None),
        base=known.base(line) or (row.base if row else None),
    )


def _hours(line: Line) -> tuple[str, ...]:
    try:
        return read_hours(line.text("hours"))
    except ValueError:
        line.refuse("hours", _("is no list of hours such as 07:00 17:00"))
        return ()


def _minutes(line: Line) -> int:
    return int(line.number_of("minutes", least=LEAST_MINUTES, most=MOST_MINUTES))


def _control(line: Line, signs: Signs) -> RadioStation | None:
    found = signs.used(line.text("net_control")) if line.has("net_control") else None
    if found is None and line.has("net_control"):
        line.refuse("net_control", _("is unknown"))
    return found


def _members(line: Line, signs: Signs) -> list[RadioStation]:
    """Read the call signs of a cell, with ; or a new line between them."""
    found: list[RadioStation] = []
    for sign in filter(None, map(str.strip, re.split(r"[;\n]", line.text("stations")))):
        station = signs.used(sign)
        if station is None:
            line.refuse("stations", _("names %(sign)s, which is no station"), sign=sign)
        elif station not in found:
            found.append(station)
    return found
