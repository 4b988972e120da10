"""Responders from a list, each with a duty."""

from collections.abc import Sequence
from datetime import datetime

from tocsin.actions.lists import cells
from tocsin.domain.words import DutyFunction, Language
from tocsin.formats.directory import Line
from tocsin.records.models import Duty, Responder
from tocsin.records.sealed import hash_of


def take(lines: Sequence[Line], at: datetime) -> int:
    known = cells.Known(lines)
    return sum(_take(line, known, at) for line in lines)


def _take(line: Line, known: cells.Known, at: datetime) -> bool:
    base = known.base(line)
    function = line.word("function", DutyFunction)
    number = known.number(line)
    language = line.word("language", Language).value
    if line.wrong or base is None:
        return False
    person, is_new = Responder.objects.update_or_create(
        code=line.text("code"),
        defaults={
            "name": line.text("name"),
            "number": number,
            "number_hash": hash_of(number),
            "base": base,
            "language": language,
            "radio_call_sign": line.text("call_sign"),
        },
    )
    if not Duty.objects.filter(responder=person, function=function, until=None).exists():
        Duty.objects.create(
            base=base, function=function, responder=person, since=at, accepted_at=at
        )
    return is_new
