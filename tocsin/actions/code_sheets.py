"""Monthly code sheets: kept in the vault; whoever opens one leaves a line in the log book."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from tocsin.actions.journal import Actor, note
from tocsin.domain.code_sheets import Chance, draw_codes, written
from tocsin.domain.problems import Problem
from tocsin.domain.problems.radio import CODE_SHEET_EXISTS
from tocsin.records.models import CodeSheet, RadioNet, User


class _Secret(Chance):
    def pick(self, below: int) -> int:
        return secrets.randbelow(below)


@transaction.atomic
def make_code_sheet(
    net: RadioNet,
    month: date,
    meanings: Sequence[str],
    *,
    by: User | Actor,
    at: datetime,
    made_by: User,
) -> CodeSheet:
    """Draw codes for these meanings. Raises Problem when the month has a sheet already."""
    first = month.replace(day=1)
    if CodeSheet.objects.filter(net=net, month=first, ended_at=None).exists():
        raise Problem(CODE_SHEET_EXISTS)
    codes = draw_codes(meanings, _Secret())
    row = CodeSheet.objects.create(
        net=net, month=first, body=written(codes), made_by=made_by, made_at=at
    )
    note("code_sheet.made", row, by=by, at=at, net=net.slug, month=f"{first:%Y-%m}")
    return row


@transaction.atomic
def open_code_sheet(sheet: CodeSheet, *, by: User, at: datetime) -> Mapping[str, str]:
    """Return the codes and what they mean. That somebody looked is in the log book."""
    note("code_sheet.opened", sheet, by=by, at=at, month=f"{sheet.month:%Y-%m}")
    lines = (line.partition(" = ") for line in sheet.body.splitlines())
    return {code: meaning for code, _, meaning in lines}


@transaction.atomic
def end_code_sheet(sheet: CodeSheet, *, by: User, at: datetime) -> None:
    """End a sheet that is replaced, or that may be in other hands."""
    if CodeSheet.objects.filter(pk=sheet.pk, ended_at=None).update(ended_at=at):
        note("code_sheet.ended", sheet, by=by, at=at, month=f"{sheet.month:%Y-%m}")
