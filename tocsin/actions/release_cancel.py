"""Take back what was released: a cancellation for exactly those whom something may have reached."""

from datetime import datetime

from django.db import transaction

from tocsin.actions.incidents_open import next_numbers
from tocsin.actions.release_facts import drafted_from, text_of
from tocsin.actions.releases import ask, locked_release
from tocsin.actions.sheet import Sheet
from tocsin.domain.problems import RELEASE_NOTHING_TOLD, RELEASE_REASON, Problem
from tocsin.domain.release_order import is_nothing_told
from tocsin.domain.release_words import CancelReason, ReleaseAct, ReleaseState
from tocsin.records.models import Addressee, Incident, Release, User
from tocsin.records.queries.releases import (
    chain,
    fate,
    last_of_chain,
    next_sequence,
    told_outside,
)

UNDECIDED = (ReleaseState.ASKED, ReleaseState.RETURNED)


@transaction.atomic
def retract(incident: Incident, *, by: User, at: datetime, reason: CancelReason) -> list[Release]:
    """Ask for the cancellation of all that this incident told anybody outside.

    Raises Problem when nobody was told. Each still needs its second person.
    """
    sheet = Sheet(at=at, by=by)
    asked = cancel_for_all(sheet, incident, by=by, reason=reason)
    if not asked:
        raise Problem(RELEASE_NOTHING_TOLD, code=incident.code)
    sheet.write()
    return asked


def cancel_for_all(
    sheet: Sheet, incident: Incident, *, by: User, reason: CancelReason
) -> list[Release]:
    """Draft a cancellation for each addressee that may have been told; nobody twice."""
    asked = [
        draft_cancel(sheet, incident, addressee, by=by, reason=reason)
        for addressee in told_outside(incident)
    ]
    return [one for one in asked if one is not None]


def draft_cancel(
    sheet: Sheet, incident: Incident, addressee: Addressee, *, by: User, reason: CancelReason
) -> Release | None:
    """Draft the cancellation of a chain; None when it is cancelled or was never told."""
    drop_undecided(sheet, incident, addressee, ReleaseAct.WARNING, ReleaseAct.UPDATE)
    last = last_of_chain(incident, addressee)
    if last is None or last.act == ReleaseAct.CANCEL or _is_in_vain(incident, addressee):
        return None
    (number,) = next_numbers("release", 1)
    row = Release(
        number=number,
        incident=incident,
        addressee=addressee,
        act=ReleaseAct.CANCEL.value,
        sequence=next_sequence(incident, addressee),
        replaces=last,
        cancel_reason=reason.value,
        priority=incident.priority,
        is_drill=last.is_drill,
        marking=incident.marking,
        fields=last.fields,
        alleged=last.alleged,
        language=last.language,
        means=last.means,
        asked_at=sheet.at,
        drafted_by=by,
        drafted_person=by.person,
    )
    row.text = text_of(
        drafted_from(last.fields),
        ReleaseAct.CANCEL,
        row.language,
        reference=row.reference,
        earlier=last.reference,
        is_drill=row.is_drill,
    )
    ask(sheet, row)
    return row


@transaction.atomic
def record_receipt(release: Release, *, by: User, at: datetime, received_by: str) -> None:
    """Write down that an addressee has it: the function that signed the sheet, or said so."""
    row = locked_release(release, ReleaseState.GIVEN)
    if not received_by.strip():
        raise Problem(RELEASE_REASON)
    row.received_at, row.received_by = at, received_by
    row.save(update_fields=["received_at", "received_by"])
    sheet = Sheet(at=at, by=by)
    sheet.note("release.received", row, incident=row.incident, release=row.number)
    sheet.announce(f"incident:{row.incident.number}", "release:all", "wake:clock")
    sheet.write()


def drop_undecided(
    sheet: Sheet, incident: Incident, addressee: Addressee, *acts: ReleaseAct
) -> None:
    """What nobody has approved yet is not to be approved any more."""
    rows = Release.objects.filter(
        incident=incident, addressee=addressee, state__in=UNDECIDED, act__in=acts
    )
    for row in rows:
        row.state, row.next_at = ReleaseState.REFUSED.value, None
        row.held_by = "release.taken_back"
        row.save(update_fields=["state", "next_at", "held_by"])
        sheet.note("release.refused", row, incident=incident, release=row.number)


def _is_in_vain(incident: Incident, addressee: Addressee) -> bool:
    return is_nothing_told([(ReleaseAct(one.act), fate(one)) for one in chain(incident, addressee)])
