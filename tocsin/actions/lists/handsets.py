"""Handsets from a list, with their SIM card and whoever holds them; each step leaves its row as on its page."""

import re
from datetime import datetime

from tocsin.actions.handsets import add_handset, fit_sim, step_handset
from tocsin.actions.lists import cells
from tocsin.domain.handset_words import Charge, HandsetKind, HandsetStep
from tocsin.domain.operators import operator_of
from tocsin.domain.phones import canonical
from tocsin.domain.problems import Problem
from tocsin.domain.problems.shape import gettext_noop as _
from tocsin.formats.directory import Line
from tocsin.records.models import Base, FocalPoint, Handset

CODE = re.compile(r"[A-Z]{2,4}-\d{1,6}")
SIM_CODE = re.compile(r"SIM-\d{1,6}")
TEXTS = ("model", "serial", "charged_by")


def take(line: Line, at: datetime) -> bool:
    """Take one handset. One that somebody holds is not given to somebody else by a list."""
    base = cells.known_base(line)
    kind = line.word("kind", HandsetKind)
    holder = cells.known_person(line, "holder")
    if line.has("code") and not CODE.fullmatch(line.text("code")):
        line.refuse("code", _("is no code such as HS-0042"))
    _check_sim(line)
    if line.wrong or base is None:
        return False
    row = Handset.objects.filter(code=line.text("code")).select_related("holder").first()
    is_new = row is None
    row = _added(line, kind, base, at) if row is None else _changed(row, line, kind, base)
    _fit(row, line, at)
    _issue(row, holder, line, at)
    return is_new


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


def _added(line: Line, kind: HandsetKind, base: Base, at: datetime) -> Handset:
    return add_handset(
        code=line.text("code"),
        kind=kind,
        model=line.text("model"),
        base=base,
        by=cells.BY_LIST,
        at=at,
        serial=line.text("serial"),
        charged_by=line.text("charged_by"),
        has_solar=line.says_yes("solar"),
    )


def _changed(row: Handset, line: Line, kind: HandsetKind, base: Base) -> Handset:
    """What a cell leaves empty stays as it is."""
    row.kind, row.base = kind.value, base
    for name in TEXTS:
        if line.has(name):
            setattr(row, name, line.text(name))
    if line.has("solar"):
        has_one = line.says_yes("solar")
        row.solar = (row.solar or Charge.NOT_SEEN.value) if has_one else ""
    row.version += 1
    row.save()
    return row


def _fit(row: Handset, line: Line, at: datetime) -> None:
    if not line.has("sim"):
        return
    number = canonical(line.text("sim_number")).value
    operator = line.text("sim_operator").casefold() or operator_of(number).casefold()
    code = line.text("sim")
    fitted = row.sims.filter(code=code, operator=operator).first()
    if fitted is not None and fitted.number == number:
        return  # a second time the same list says nothing new
    try:
        fit_sim(row, code=code, number=number, operator=operator, by=cells.BY_LIST, at=at)
    except Problem as problem:
        line.refuse_for("sim", problem)


def _issue(row: Handset, holder: FocalPoint | None, line: Line, at: datetime) -> None:
    if holder is None or row.holder_id == holder.pk:
        return
    try:
        step_handset(row, HandsetStep.ISSUE, by=cells.BY_LIST, at=at, holder=holder)
    except Problem as problem:
        line.refuse_for("holder", problem)
