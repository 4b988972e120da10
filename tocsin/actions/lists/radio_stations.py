"""Radio stations from a list: a call sign, where it stands, who keeps it, and its address for text."""

from collections.abc import Sequence
from datetime import datetime

from tocsin.actions.lists import cells
from tocsin.actions.radio_stations import Signs, StationPlan, keep_stations
from tocsin.domain.problems import Problem
from tocsin.domain.problems.radio import ADDRESS_TAKEN
from tocsin.domain.problems.shape import gettext_noop as _
from tocsin.domain.radio_addresses import TEXT_SCHEMES, BadAddress, canonical_address
from tocsin.domain.roll_calls import plain_sign
from tocsin.formats.directory import Line
from tocsin.records.models import RadioStation


def take(lines: Sequence[Line], at: datetime) -> int:
    """Take all stations at once: what each of thousands would have to ask is read before."""
    known, signs = cells.Known(lines), Signs.read()
    added: list[RadioStation] = []
    changed: list[RadioStation] = []
    for line in lines:
        plan = _plan(line, known)
        _check(line, plan)
        known.once(line, "call_sign", plain_sign(plan.call_sign))
        if line.wrong:
            continue
        row = signs.used(plan.call_sign)
        try:
            if row is None:
                added.append(signs.to_add(plan, at=at))
            else:
                changed.append(signs.settle(row, plan))
        except Problem as problem:
            column = "text_address" if problem.kind is ADDRESS_TAKEN else "call_sign"
            line.refuse_for(column, problem)
    if not any(line.wrong for line in lines):
        keep_stations(added, changed, by=cells.BY_LIST, at=at)
    return len(added)


def _plan(line: Line, known: cells.Known) -> StationPlan:
    return StationPlan(
        call_sign=line.text("call_sign"),
        community=known.community(line),
        base=known.base(line),
        focal_point=known.person(line, "keeper"),
        text_scheme=line.text("text_scheme").casefold(),
        text_address=line.text("text_address"),
    )


def _check(line: Line, plan: StationPlan) -> None:
    if line.has("community") and line.has("base"):
        line.refuse("base", _("is given beside a community; a station stands in one place"))
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
