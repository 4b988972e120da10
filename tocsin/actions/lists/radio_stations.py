"""Radio stations from a list: a call sign, where it stands, who keeps it, and its address for text."""

from datetime import datetime

from tocsin.actions.lists import cells
from tocsin.actions.radio_nets import StationPlan, add_station, change_station
from tocsin.domain.problems import Problem
from tocsin.domain.problems.radio import ADDRESS_TAKEN
from tocsin.domain.problems.shape import gettext_noop as _
from tocsin.domain.radio_addresses import TEXT_SCHEMES, BadAddress, canonical_address
from tocsin.domain.roll_calls import plain_sign
from tocsin.formats.directory import Line
from tocsin.records.models import RadioStation


def take(line: Line, at: datetime) -> bool:
    plan = StationPlan(
        call_sign=line.text("call_sign"),
        community=cells.known_community(line),
        base=cells.known_base(line),
        focal_point=cells.known_person(line, "keeper"),
        text_scheme=line.text("text_scheme").casefold(),
        text_address=line.text("text_address"),
    )
    if line.has("community") and line.has("base"):
        line.refuse("base", _("is given beside a community; a station stands in one place"))
    _check_address(line, plan)
    if line.wrong:
        return False
    row = station_of(plan.call_sign)
    try:
        if row is None:
            add_station(plan, by=cells.BY_LIST, at=at)
        else:
            change_station(row, plan, by=cells.BY_LIST, at=at)
    except Problem as problem:
        column = "text_address" if problem.kind is ADDRESS_TAKEN else "call_sign"
        line.refuse_for(column, problem)
    return row is None


def station_of(call_sign: str) -> RadioStation | None:
    """Return the station in use that is called so; blanks and strokes do not matter."""
    wanted = plain_sign(call_sign)
    rows = RadioStation.objects.filter(ended_at=None)
    return next((row for row in rows if plain_sign(row.call_sign) == wanted), None)


def _check_address(line: Line, plan: StationPlan) -> None:
    if line.has("call_sign") and not plain_sign(plan.call_sign):
        line.refuse("call_sign", _("has no letter or figure"))
    if not plan.text_scheme:
        if plan.text_address:
            line.refuse("text_scheme", _("is empty, though an address is given"))
    elif plan.text_scheme not in TEXT_SCHEMES:
        line.refuse("text_scheme", _("is none of %(choices)s"), choices=", ".join(TEXT_SCHEMES))
    else:
        try:
            canonical_address(plan.text_scheme, plan.text_address)
        except BadAddress:
            line.refuse("text_address", _("is an address that no station can have"))
