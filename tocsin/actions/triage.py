"""Turn read messages into alerts, incidents and pages: a batch in one transaction."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from tocsin.actions.alerting import accepted_places, alert_from, facts_of, place_rows
from tocsin.actions.delivery import Send, ToSend
from tocsin.actions.echoes import Memory
from tocsin.actions.escalation import sends_of
from tocsin.actions.guarding import Guards
from tocsin.actions.incidents_open import next_numbers
from tocsin.actions.journal import Actor
from tocsin.actions.judging import Judged, heard_of, judge
from tocsin.actions.nearby import OpenIncidents, point_of
from tocsin.actions.origins import recount
from tocsin.actions.paging import Placing, page_for
from tocsin.actions.placing import Placed, place_alert
from tocsin.actions.queueing import queue_call_back
from tocsin.actions.receipts import Debts
from tocsin.actions.sheet import Sheet
from tocsin.actions.told_before import ToldBefore
from tocsin.actions.watch import Watch
from tocsin.domain.reading import Reading as Understanding
from tocsin.domain.reading import to_json
from tocsin.domain.triage import Assessment
from tocsin.domain.words import Access, Flag, Kind, MessageState
from tocsin.records.models import (
    Alert,
    AlertMessage,
    Incident,
    Reading,
)

VERSION = "reader-1"  # of rules and lexicons together; kept with each reading
READER = Actor(f"rule:{VERSION}")
MOVE = """
update records_message m set state = a.state, engine = null
from unnest(%s::uuid[], %s::text[]) as a(id, state) where m.id = a.id
"""
# At most once a second: a busy gateway's row must not become the bottleneck.
HEARD_GATEWAYS = """
update records_gateway set last_heard_at = %s::timestamptz where id = any(%s::uuid[])
and (last_heard_at is null or last_heard_at < %s::timestamptz - interval '1 second')
"""
HEARD_PEOPLE = """
update records_focalpoint set last_heard_at = %s::timestamptz where id = any(%s::uuid[])
"""
# Greetings and roll calls are kept and shown; "get to safety" would be a strange answer to them.
UNANSWERED = frozenset({Kind.CHAT, Kind.CHECK_IN, Kind.NETWORK, Kind.TEST, Kind.IRRELEVANT})


def triage_messages(
    readings: Mapping[UUID, Understanding],
    *,
    at: datetime,
    engine: int | None = None,
    memory: Memory | None = None,
    send: Send = list,
) -> list[ToSend]:
    """Judge, place and escalate every message that is still unread; return what to send now.

    `send` is given the same, once it is on disk, and before anybody is told that something moved.

    A P1 is paged here, before any person has looked. A message that another engine took, or that
    is already judged, is left alone: running twice changes nothing more. `memory` is what the
    engine heard lately; it learns of this batch once the batch is on disk.
    """
    memory, sends = memory or Memory(), list[ToSend]()
    with transaction.atomic():
        # The first of all that follows the commit: a page waits for no nudge, nor is it lost with one.
        transaction.on_commit(lambda: send(sends))
        heard = heard_of(readings)
        if not heard:
            return []
        guards = Guards.of([one.message for one in heard], at=at)
        heard = [replace(m, reading=guards.reading(m.message, m.reading)) for m in heard]
        memory.look(at=at)
        recent = memory.recent(one.asked for one in heard)
        judged = [
            judge(one, recent, at=at, is_compromised=guards.is_compromised(one.message))
            for one in heard
        ]
        sends += _write_down(judged, guards, at=at, engine=engine)
    recent.pass_on(memory)
    return sends


def _write_down(
    judged: Sequence[Judged], guards: Guards, *, at: datetime, engine: int | None
) -> list[ToSend]:
    sheet, watch = Sheet(at=at, by=READER, engine=engine), Watch.load(at=at)
    opening = [one for one in judged if one.assessment.opens_alert]
    placed = _open_alerts(sheet, opening, watch=watch)
    debts = Debts.load(sheet, [one.message.focal_point for one in judged])
    for one in judged:
        _settle(sheet, one, placed.get(one.message.pk), debts=debts)
    pages = [
        Placing(
            p.incident,
            p.is_new,
            p.rises,
            _pages(one.assessment),
            denies=one.assessment.access is Access.DENIES,
        )
        for one in opening
        if (p := placed[one.message.pk]) is not None
    ]
    page_for(sheet, pages, watch=watch)
    _move(sheet, judged)
    guards.keep(sheet, [one.message for one in judged])
    sheet.write()
    _count_again([p.incident for p in placed.values() if p and not p.is_new])
    return sends_of(sheet)


def _pages(assessment: Assessment) -> bool:
    # Two numbers that nobody knows may be in two villages: who holds the one is told of the other.
    is_another = bool(assessment.perhaps_in) and assessment.access is not Access.DENIES
    return assessment.pages_at_once or is_another


def _open_alerts(
    sheet: Sheet, opening: Sequence[Judged], *, watch: Watch
) -> dict[UUID, Placed | None]:
    """Make an alert of each, and put it where it belongs; by message."""
    if not opening:
        return {}
    places = place_rows((one.reading for one in opening), mark=watch.marks.get("places"))
    numbers = next_numbers("alert", len(opening))
    alerts = [
        alert_from(
            one.message, one.reading, one.assessment, number=number, places=places, at=sheet.at
        )
        for one, number in zip(opening, numbers, strict=True)
    ]
    near = [point_of(alert.lat, alert.lon) for alert in alerts]
    before = ToldBefore(OpenIncidents.load(at=sheet.at, near=near))
    return {
        one.message.pk: _open_alert(sheet, one, alert, before=before, watch=watch)
        for one, alert in zip(opening, alerts, strict=True)
    }


def _open_alert(
    sheet: Sheet, one: Judged, alert: Alert, *, before: ToldBefore, watch: Watch
) -> Placed | None:
    """Put an alert where it belongs. None: it denies what nobody said, so nothing is opened."""
    facts = facts_of(alert, one.reading, one.fingerprint, text=one.message.text)
    known = before.of(alert, one.assessment)
    if known is not None and known.is_restricted:
        # A person found these words to be for few; whoever repeats them says no more of it to everybody.
        alert.is_restricted = True
        facts = replace(facts, is_restricted=True)
    placed = place_alert(sheet, alert, facts, among=before.among, watch=watch, known=known)
    if placed is None:
        return None
    before.keep(one.message.pk, placed.incident)
    sheet.add(alert)
    sheet.add(AlertMessage(alert=alert, message=one.message))
    sheet.note(
        "alert.opened",
        alert,
        kind=alert.kind,
        priority=alert.priority,
        message=str(one.message.pk),
        reasons=list(one.assessment.reasons),
    )
    return placed


def _settle(sheet: Sheet, one: Judged, placed: Placed | None, *, debts: Debts) -> None:
    message, assessment = one.message, one.assessment
    sheet.add(
        Reading(
            message=message,
            language=one.reading.language or "",
            kind=one.reading.kind.value,
            is_alert=one.reading.is_alert,
            priority=one.reading.priority.value if one.reading.priority else None,
            score=one.reading.alert_score,
            fingerprint=one.fingerprint,
            text_key=one.key,
            places=sorted(accepted_places(one.reading)),
            is_restricted=assessment.is_restricted,
            body=json.dumps(to_json(one.reading, id=str(message.pk))),
            read_at=sheet.at,
            reader=_reader(one.reading),
        )
    )
    if assessment.needs_call_back:
        queue_call_back(sheet, message, assessment)
        message.state = MessageState.CALL_BACK.value
    elif placed is not None:
        message.state = MessageState.REPORTED.value
    else:
        message.state = MessageState.READ.value
    sheet.announce(f"message:{message.pk}")
    # Under duress the phone may be in other hands: not a word to it.
    is_safe = Flag.DURESS not in one.reading.flags
    is_heard = assessment.opens_alert or assessment.needs_call_back
    is_owed = is_heard or one.reading.kind not in UNANSWERED
    if assessment.repeats is None and message.focal_point is not None and is_safe and is_owed:
        incident = placed.incident if placed else None
        debts.owe_receipt(message, message.focal_point, incident, assessment.priority)


def _reader(reading: Understanding) -> str:
    return f"{VERSION} {reading.rules.model}" if reading.rules else VERSION


def _count_again(incidents: Sequence[Incident]) -> None:
    for incident in {incident.pk: incident for incident in incidents}.values():
        recount(incident)


def _move(sheet: Sheet, judged: Sequence[Judged]) -> None:
    """Move the messages on, and note that their senders and gateways were heard."""
    messages = [one.message for one in judged]
    people = {m.focal_point_id for m in messages if m.focal_point_id}
    latest = max(message.received_at for message in messages)
    sheet.beside(MOVE, [m.pk for m in messages], [m.state for m in messages])
    sheet.beside(HEARD_GATEWAYS, latest, list({m.gateway_id for m in messages}), latest)
    if people:
        sheet.beside(HEARD_PEOPLE, latest, list(people))
