"""Keep the register of actors: their names, and facts with dates, certainty and source."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from tocsin.actions.journal import Actor, note
from tocsin.actions.promises import next_number
from tocsin.domain.background_words import RELATIONS, ActorSide, Certainty, FactKind
from tocsin.domain.problems import (
    ACTOR_CHANGED,
    ACTOR_TAKEN,
    BACKGROUND_REASON,
    FACT_NEEDS,
    NOTE_ENDED,
    Problem,
)
from tocsin.records.models import ActorFact, ActorFile, Base, User


@dataclass(frozen=True, slots=True)
class Fact:
    """What is said of an actor. `until` None: as far as we know it is still so."""

    kind: FactKind
    source: str
    certainty: Certainty
    as_of: date
    words: str = ""
    other: ActorFile | None = None
    base: Base | None = None
    since: date | None = None
    until: date | None = None


@transaction.atomic
def add_actor(
    code: str, name: str, side: ActorSide, aliases: str, *, by: User | Actor, at: datetime
) -> ActorFile:
    """Open the file of an actor. Nothing reads it but people."""
    wanted = code.strip().upper()
    if ActorFile.objects.filter(code=wanted).exists():
        raise Problem(ACTOR_TAKEN, code=wanted)
    row = ActorFile.objects.create(
        code=wanted, name=name.strip(), side=side.value, aliases=_tidy(aliases), added_at=at,
        added_by=_user(by),
    )  # fmt: skip
    note("actor.added", row, by=by, at=at, code=row.code, side=row.side)
    return row


@transaction.atomic
def rename_actor(
    old: ActorFile, name: str, aliases: str, *, version: int, by: User, at: datetime
) -> ActorFile:
    row = ActorFile.objects.select_for_update().get(pk=old.pk)
    if row.version != version:
        raise Problem(ACTOR_CHANGED, code=row.code)
    row.name, row.aliases, row.version = name.strip(), _tidy(aliases), row.version + 1
    row.save()
    note("actor.renamed", row, by=by, at=at, code=row.code)
    return row


@transaction.atomic
def write_fact(actor: ActorFile, fact: Fact, *, by: User | Actor, at: datetime) -> ActorFact:
    if lacks := _lacks(actor, fact):
        raise Problem(FACT_NEEDS, what=lacks)
    row = ActorFact.objects.create(
        number=next_number(ActorFact), actor=actor, kind=fact.kind.value, other=fact.other,
        base=fact.base, words=fact.words.strip(), source=fact.source.strip(),
        certainty=fact.certainty.value, since=fact.since, until=fact.until, as_of=fact.as_of,
        written_at=at, written_by=_user(by),
    )  # fmt: skip
    note("actor.fact", row, by=by, at=at, code=actor.code, kind=row.kind, number=row.number)
    return row


@transaction.atomic
def end_fact(old: ActorFact, *, by: User, at: datetime, reason: str) -> None:
    """Strike a fact that was wrong or is said better; it stays readable with the reason."""
    if not reason.strip():
        raise Problem(BACKGROUND_REASON)
    rows = ActorFact.objects.select_for_update(of=("self",)).select_related("actor")
    row = rows.get(pk=old.pk)
    if row.ended_at is not None:
        raise Problem(NOTE_ENDED, note=str(row))
    row.ended_at, row.ended_by, row.reason = at, by, reason.strip()
    row.save()
    note("actor.struck", row, by=by, at=at, code=row.actor.code, number=row.number)


def _lacks(actor: ActorFile, fact: Fact) -> str:
    if fact.kind in RELATIONS:
        return "" if fact.other and fact.other.pk != actor.pk else "other"
    if fact.kind is FactKind.PRESENT:
        return "" if fact.base else "base"
    return "" if fact.words.strip() else "words"


def _tidy(aliases: str) -> str:
    names = (name.strip() for name in aliases.replace("\n", ",").split(","))
    return ", ".join(dict.fromkeys(name for name in names if name))


def _user(by: User | Actor) -> User | None:
    return by if isinstance(by, User) else None
