"""Handsets from a list, with their SIM card and whoever holds them; each step leaves its row as on its page."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from tocsin.actions.handsets import fit, keep_handsets, move
from tocsin.actions.lists import cells
from tocsin.domain.handset_words import Charge, HandsetKind, HandsetStep
from tocsin.domain.operators import operator_of
from tocsin.domain.phones import canonical
from tocsin.domain.problems import Problem
from tocsin.domain.problems.kit import SIM_NUMBER_TAKEN
from tocsin.domain.problems.shape import gettext_noop as _
from tocsin.formats.directory import Line
from tocsin.records.models import Base, FocalPoint, Handset, HandsetEvent, SimCard
from tocsin.records.sealed import hash_of

CODE = re.compile(r"[A-Z]{2,4}-\d{1,6}")
SIM_CODE = re.compile(r"SIM-\d{1,6}")
TEXTS = ("model", "serial", "charged_by")


@dataclass(slots=True)
class _Store:
    """All things and cards that the list names, and what becomes of them."""

    there: dict[str, Handset]
    sims: dict[str, SimCard]
    holders: dict[bytes, str]  # of numbers: the code of the card
    rows: list[Handset] = field(default_factory=list)
    fitted: list[SimCard] = field(default_factory=list)
    events: list[HandsetEvent] = field(default_factory=list)


def take(lines: Sequence[Line], at: datetime) -> int:
    """Take all things at once. One that somebody holds is not given to somebody else by a list."""
    known = cells.Known(lines)
    store = _store(known)
    new = 0
    for line in lines:
        base = known.base(line)
        kind = line.word("kind", HandsetKind)
        holder = known.person(line, "holder")
        if line.has("code") and not CODE.fullmatch(line.text("code")):
            line.refuse("code", _("is no code such as HS-0042"))
        known.once(line, "code")
        _check_sim(line)
        if line.wrong or base is None:
            continue
        row = store.there.get(line.text("code"))
        new += row is None
        row = _told(row or Handset(code=line.text("code")), line, kind, base)
        store.rows.append(row)
        _fit(store, row, line)
        _issue(store, row, holder, line, at)
    if not any(line.wrong for line in lines):
        keep_handsets(store.rows, store.fitted, store.events, by=cells.BY_LIST, at=at)
    return new


def _store(known: cells.Known) -> _Store:
    codes, sims = known.named("code"), known.named("sim")
    numbers = (canonical(said) for said in known.named("sim_number"))
    hashes = [hash_of(phone.value) for phone in numbers if phone.valid]
    things = Handset.objects.filter(code__in=codes).select_related("holder", "base")
    cards = SimCard.objects.filter(code__in=sims).select_related("handset")
    held = SimCard.objects.filter(number_hash__in=hashes).values_list("number_hash", "code")
    return _Store(
        {row.code: row for row in things},
        {row.code: row for row in cards},
        {bytes(number): code for number, code in held},
    )


def _check_sim(line: Line) -> None:
    if not line.has("sim"):
        for column in ("sim_number", "sim_operator"):
            if line.has(column):
                line.refuse("sim", _("is empty, though its number or operator is given"))
                return
        return
    if not SIM_CODE.fullmatch(line.text("sim")):
        line.refuse("sim", _("is no code such as SIM-0042"))
    if not canonical(line.text("sim_number")).valid:
        line.refuse("sim_number", _("is no phone number"))


def _told(row: Handset, line: Line, kind: HandsetKind, base: Base) -> Handset:
    """What a cell leaves empty stays as it is."""
    row.kind, row.base = kind.value, base
    for name in TEXTS:
        if line.has(name):
            setattr(row, name, line.text(name))
    if line.has("solar"):
        has_one = line.says_yes("solar")
        row.solar = (row.solar or Charge.NOT_SEEN.value) if has_one else ""
    return row


def _fit(store: _Store, row: Handset, line: Line) -> None:
    if not line.has("sim"):
        return
    number = canonical(line.text("sim_number")).value
    operator = line.text("sim_operator").casefold() or operator_of(number).casefold()
    code = line.text("sim")
    holder = store.holders.setdefault(hash_of(number), code)
    if holder != code:
        line.refuse_for("sim", Problem(SIM_NUMBER_TAKEN, sim=holder))
        return
    card = store.sims.setdefault(code, SimCard(code=code))
    if (card.number, card.operator, card.handset_id) == (number, operator, row.pk):
        return  # a second time the same list says nothing new
    try:
        store.fitted.append(fit(card, row, number=number, operator=operator))
    except Problem as problem:
        line.refuse_for("sim", problem)


def _issue(
    store: _Store, row: Handset, holder: FocalPoint | None, line: Line, at: datetime
) -> None:
    if holder is None or row.holder_id == holder.pk:
        return
    try:
        store.events.append(move(row, HandsetStep.ISSUE, by=cells.BY_LIST, at=at, holder=holder))
    except Problem as problem:
        line.refuse_for("holder", problem)
