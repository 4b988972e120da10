"""Focal points from a list, with the consent they gave; those without one stand under "to do"."""

from datetime import UTC, datetime, time
from typing import Any

from tocsin.actions.consents import Agreed, give_consent
from tocsin.actions.lists import cells
from tocsin.domain.network_words import (
    AgeGroup,
    Caller,
    ConsentMethod,
    ConsentPurpose,
    SafeWay,
    Sex,
    SharedWith,
    Standing,
)
from tocsin.domain.operators import operator_of
from tocsin.domain.problems.shape import gettext_noop as _
from tocsin.domain.words import Language
from tocsin.formats.directory import Line
from tocsin.records.models import FocalPoint
from tocsin.records.sealed import hash_of

WORDS = {
    "sex": Sex,
    "age_group": AgeGroup,
    "standing": Standing,
    "safe_way": SafeWay,
    "caller": Caller,
}
GRADES = frozenset("ABCDEF")


def take(line: Line, at: datetime) -> bool:
    community = cells.known_community(line)
    number = cells.free_number(line)
    about = {**_about(line), "community": community, "name": line.text("name")}
    agreed = _agreed(line, at)
    gone = FocalPoint.objects.filter(code=line.text("code"), left_at__isnull=False)
    if gone.exists():
        line.refuse("code", _("belongs to somebody who left; codes are never given twice"))
    if line.wrong:
        return False
    about |= {"number": number, "number_hash": hash_of(number), "operator": operator_of(number)}
    person, is_new = FocalPoint.objects.update_or_create(code=line.text("code"), defaults=about)
    if agreed is not None:
        give_consent(person, agreed, by=cells.BY_LIST, at=at)
    return is_new


def _about(line: Line) -> dict[str, Any]:
    about: dict[str, Any] = {"language": line.word("language", Language).value}
    about |= {name: line.word(name, words).value for name, words in WORDS.items() if line.has(name)}
    if line.has("silent"):
        about["is_silent"] = line.says_yes("silent")
    if line.has("grade"):
        about["grade"] = line.text("grade").upper()
        if about["grade"] not in GRADES:
            line.refuse("grade", _("is none of A, B, C, D, E, F"))
    for name in ("safe_from", "safe_until"):
        if line.has(name):
            about[name] = _hour(line, name)
    return about


def _hour(line: Line, name: str) -> time | None:
    try:
        return time.fromisoformat(line.text(name).zfill(5)[:5])
    except ValueError:
        line.refuse(name, _("is no hour such as 08:00"))
        return None


def _agreed(line: Line, at: datetime) -> Agreed | None:
    day = line.day("consent_on")
    method = line.word("consent_method", ConsentMethod, ConsentMethod.ORAL)
    purposes = line.words("purposes", ConsentPurpose)
    shared_with = line.words("shared_with", SharedWith)
    if day is None:
        return None
    given_at = datetime.combine(day, time(12), UTC)
    if given_at.date() > at.date():
        line.refuse("consent_on", _("lies in the future"))
    return Agreed(
        purposes=purposes or list(ConsentPurpose),
        method=method,
        language=line.text("language"),
        shared_with=shared_with,
        given_at=min(given_at, at),
    )
