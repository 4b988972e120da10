"""Focal points from a list, with the consent they gave; those without one stand under "to do"."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from typing import Any

from tocsin.actions.consents import Agreed, give_consents
from tocsin.actions.focal_points import keep_people
from tocsin.actions.lists import cells
from tocsin.actions.numbers import change_number
from tocsin.domain.network_words import (
    AgeGroup,
    Caller,
    ConsentMethod,
    ConsentPurpose,
    SafeWay,
    Sex,
    SharedWith,
    Standing,
    WatchReason,
)
from tocsin.domain.operators import operator_of
from tocsin.domain.problems.shape import gettext_noop as _
from tocsin.domain.words import Language
from tocsin.formats.directory import Line
from tocsin.records.models import Consent, FocalPoint
from tocsin.records.queries.clock import day_here
from tocsin.records.queries.focal_points import latest_consents
from tocsin.records.sealed import hash_of

WORDS = {
    "sex": Sex,
    "age_group": AgeGroup,
    "standing": Standing,
    "safe_way": SafeWay,
    "caller": Caller,
}
GRADES = frozenset("ABCDEF")


@dataclass(slots=True)
class _Taken:
    """What the lines without a mistake ask for."""

    added: list[FocalPoint] = field(default_factory=list)
    changed: list[FocalPoint] = field(default_factory=list)
    moved: list[tuple[FocalPoint, str]] = field(default_factory=list)
    given: list[tuple[FocalPoint, Agreed]] = field(default_factory=list)


def take(lines: Sequence[Line], at: datetime) -> int:
    """Take all people at once. A number that changes is watched, as on the person's page."""
    known, taken = cells.Known(lines), _Taken()
    people = FocalPoint.objects.filter(code__in=known.named("code"))
    there, consents = {row.code: row for row in people}, latest_consents(people)
    for line in lines:
        row = there.get(line.text("code"))
        _take(line, row, known, taken, consents.get(row.pk) if row else None, at)
    if any(line.wrong for line in lines):
        return 0
    keep_people(taken.added, taken.changed)
    for person, number in taken.moved:
        change_number(person, number, why=WatchReason.REPLACED, by=cells.BY_LIST, at=at)
    give_consents(taken.given, by=cells.BY_LIST, at=at)
    return len(taken.added)


def _take(
    line: Line,
    row: FocalPoint | None,
    known: cells.Known,
    taken: _Taken,
    consent: Consent | None,
    at: datetime,
) -> None:
    community = known.community(line)
    number = known.number(line)
    about = {**_about(line), "community": community, "name": line.text("name")}
    agreed = _agreed(line, at)
    known.once(line, "code")
    if row is not None and row.left_at is not None:
        line.refuse("code", _("belongs to somebody who left; codes are never given twice"))
    if line.wrong:
        return
    if row is None:
        row = _new(line.text("code"), number)
        taken.added.append(row)
    elif any(getattr(row, name) != value for name, value in about.items()):
        taken.changed.append(row)
    if row.number != number:
        taken.moved.append((row, number))
    for name, value in about.items():
        setattr(row, name, value)
    if agreed is not None and not (consent and _is_same(consent, agreed)):
        taken.given.append((row, agreed))


def _new(code: str, number: str) -> FocalPoint:
    return FocalPoint(
        code=code, number=number, number_hash=hash_of(number), operator=operator_of(number)
    )


def _is_same(consent: Consent, agreed: Agreed) -> bool:
    """Say whether this list brought that consent before."""
    return (consent.given_at, set(consent.purposes), set(consent.shared_with), consent.method) == (
        agreed.given_at,
        set(agreed.purposes),
        set(agreed.shared_with),
        agreed.method,
    )


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
    if day > day_here(at):
        line.refuse("consent_on", _("lies in the future"))
    return Agreed(
        purposes=purposes or list(ConsentPurpose),
        method=method,
        language=line.text("language"),
        shared_with=shared_with,
        given_at=min(given_at, at),
    )
