"""The only writer of the log book, and the sealer that makes a change to it show."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from tocsin.domain.chain import GENESIS, digest_of, link
from tocsin.records.inserting import insert_all
from tocsin.records.models import Incident, JournalEntry, JournalSeal, Responder, User
from tocsin.records.prepared import ask

# No transaction of ours lives this long, so no entry can appear behind this horizon.
SETTLED_AFTER = timedelta(minutes=10)
SEALER_LOCK = 0x70C51
# Six lines come with each warning, so that sealing one must cost no more than it has to.
UNSEALED = """
select e.id, e.at, e.recorded_at, e.actor, e.verb, e.subject, e.incident, e.facts::text
from records_journalentry e
where e.recorded_at > %s
  and not exists (select 1 from records_journalseal s where s.entry = e.id)
order by e.recorded_at, e.id limit %s
"""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did something, by code: `user:3`, `responder:R-017`, `rule:reader-1`, `engine`."""

    code: str

    @classmethod
    def of(cls, who: "User | Responder | Actor") -> "Actor":
        if isinstance(who, User):
            return cls(f"user:{who.pk}")
        if isinstance(who, Responder):
            return cls(f"responder:{who.code}")
        return who


ENGINE = Actor("engine")


def entry(
    verb: str,
    subject: Any,
    *,
    by: User | Responder | Actor,
    at: datetime,
    incident: Incident | UUID | None = None,
    happened_at: datetime | None = None,
    **facts: Any,
) -> JournalEntry:
    """Return an unsaved line of the log book. `facts` are codes and ids, never words of people."""
    return JournalEntry(
        at=happened_at or at,
        recorded_at=at,
        actor=Actor.of(by).code,
        verb=verb,
        subject=f"{type(subject).__name__.lower()}:{subject.pk}",
        incident=incident.pk if isinstance(incident, Incident) else incident,
        facts=facts,
    )


def note(verb: str, subject: Any, **what: Any) -> JournalEntry:
    """Write one line, in the transaction of the action that calls it."""
    line = entry(verb, subject, **what)
    line.save(force_insert=True)
    return line


def note_all(lines: Iterable[JournalEntry]) -> None:
    """Write the lines of a batch in one statement."""
    JournalEntry.objects.bulk_create(lines)


@transaction.atomic
def seal_journal(*, at: datetime, limit: int = 2000) -> int:
    """Give up to `limit` new entries their place in the chain; return how many.

    One sealer at a time: a second one finds the lock taken and seals nothing.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(%s)", [SEALER_LOCK])
        (is_ours,) = cursor.fetchone() or (False,)
    if not is_ours:
        return 0
    last = JournalSeal.objects.order_by("-position").first()
    position, chain = (last.position, bytes(last.chain)) if last else (0, GENESIS)
    seals = []
    for line in _unsealed(since=_horizon(last, at=at), limit=limit):
        position += 1
        digest = digest_of(facts_of(line))
        chain = link(chain, digest)
        seals.append(JournalSeal(position, line.pk, digest, chain))
    insert_all([(JournalSeal, seals)])
    return len(seals)


def _horizon(last: JournalSeal | None, *, at: datetime) -> datetime:
    """Return from when on an entry may have no seal: what came while no engine ran waits as well."""
    if last is None:
        return datetime.min.replace(tzinfo=UTC)
    line = JournalEntry.objects.filter(pk=last.entry).only("recorded_at").first()
    return min(at, line.recorded_at if line else at) - SETTLED_AFTER


def facts_of(line: JournalEntry) -> Mapping[str, Any]:
    """Return what of an entry is sealed: all of it."""
    return {
        "id": str(line.pk),
        "at": line.at.isoformat(),
        "recorded_at": line.recorded_at.isoformat(),
        "actor": line.actor,
        "verb": line.verb,
        "subject": line.subject,
        "incident": str(line.incident) if line.incident else None,
        "facts": line.facts,
    }


def _unsealed(*, since: datetime, limit: int) -> Iterable[JournalEntry]:
    answer = ask(UNSEALED, [since, limit])
    for pk, happened_at, recorded_at, actor, verb, subject, incident, facts in answer:
        yield JournalEntry(
            id=pk,
            at=happened_at,
            recorded_at=recorded_at,
            actor=actor,
            verb=verb,
            subject=subject,
            incident=incident,
            facts=json.loads(facts),
        )
