"""Draft a release, and let a second person decide on it. Two people, always (R8)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from tocsin.actions.incidents_open import next_numbers, still_open
from tocsin.actions.release_callers import ask_second_person
from tocsin.actions.release_facts import (
    digest_of,
    findings,
    given_by_sources,
    ground_of,
    judge,
    named_in,
    stored,
    text_of,
)
from tocsin.actions.sheet import Sheet
from tocsin.domain.clocks import Clock, allowed
from tocsin.domain.problems import (
    RELEASE_LEAKS,
    RELEASE_NO_WAY,
    RELEASE_NOT_WAITING,
    RELEASE_PERPETRATOR,
    RELEASE_REASON,
    RELEASE_SAME_PERSON,
    RELEASE_TAMPERED,
    Problem,
)
from tocsin.domain.release_draft import coarsest
from tocsin.domain.release_draft import draft_release as draft_fields
from tocsin.domain.release_words import (
    Precision,
    ReleaseAct,
    ReleaseMeans,
    ReleaseRequest,
    ReleaseState,
)
from tocsin.domain.words import Kind, Priority, VerificationState
from tocsin.records.models import Addressee, Incident, Release, User
from tocsin.records.queries.releases import last_of_chain, next_sequence, waiting_of_chain

OPEN_DRAFTS = (ReleaseState.ASKED, ReleaseState.RETURNED)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the author of a release may choose. There is no field for a sentence."""

    addressee: Addressee
    request: ReleaseRequest
    precision: Precision
    means: ReleaseMeans
    actors: Collection[str] = ()


@transaction.atomic
def draft_release(incident: Incident, asked: Asked, *, by: User, at: datetime) -> Release:
    """Draft a release from the fields of the incident and ask a second person.

    A draft that still waits for this addressee is drafted anew, and belongs to whoever did that.
    Raises Problem for an addressee who must not know, and for a text that would betray somebody.
    """
    incident = still_open(incident)
    addressee = asked.addressee
    ruling = judge(incident, addressee, asked.actors)
    if ruling.is_denied:
        raise Problem(RELEASE_PERPETRATOR, why=", ".join(ruling.denied))
    refuse_means(addressee, asked.means)
    row = waiting_of_chain(incident, addressee) or _next_of_chain(incident, addressee, at=at)
    _fill(row, incident, asked, by=by, at=at)
    row.doubts, row.alleged = list(ruling.doubts), sorted({*named_in(incident), *asked.actors})
    refuse_leaks(row)
    sheet = Sheet(at=at, by=by)
    ask(sheet, row)
    sheet.write()
    return row


def ask(sheet: Sheet, row: Release) -> None:
    """Save a draft, start its clock and tell those who may decide."""
    wait = allowed(Clock.RELEASE, Priority(row.priority))
    row.decide_by = row.next_at = sheet.at + wait if wait else None
    row.save()
    sheet.note(
        "release.asked",
        row,
        incident=row.incident,
        release=row.number,
        addressee=row.addressee.slug,
        act=row.act,
        means=row.means,
        doubts=row.doubts,
    )
    ask_second_person(sheet, row)
    sheet.announce(f"incident:{row.incident.number}", "release:all", "wake:clock")


@transaction.atomic
def approve_release(release: Release, *, by: User, at: datetime) -> None:
    """Approve as the second person: the text is frozen, hashed, and goes when its turn comes."""
    row = locked_release(release)
    if by.person in (row.drafted_by.person, row.drafted_person):
        raise Problem(RELEASE_SAME_PERSON)
    row.approved_by, row.approved_person = by, by.person
    # Two log-ins may have been found to be one person since.
    row.drafted_person = row.drafted_by.person
    freeze(row, by=by, at=at, verb="release.approved")


@transaction.atomic
def return_release(release: Release, *, by: User, at: datetime, reason: str) -> None:
    """Send a draft back to be drafted anew."""
    _put_down(release, ReleaseState.RETURNED, by=by, at=at, reason=reason)


@transaction.atomic
def refuse_release(release: Release, *, by: User, at: datetime, reason: str) -> None:
    """Refuse a draft for good; another can be drafted."""
    _put_down(release, ReleaseState.REFUSED, by=by, at=at, reason=reason)


def freeze(row: Release, *, by: User, at: datetime, verb: str) -> None:
    """Freeze the text of a release and let it take its turn. Asks everything once more."""
    refuse_leaks(row)
    if row.act != ReleaseAct.CANCEL and judge(row.incident, row.addressee, row.alleged).is_denied:
        raise Problem(RELEASE_PERPETRATOR)
    row.state, row.decided_at = ReleaseState.APPROVED.value, at
    row.digest, row.marking = digest_of(row.text), row.incident.marking
    row.next_at = at
    row.save()
    sheet = Sheet(at=at, by=by)
    sheet.note(verb, row, incident=row.incident, release=row.number, digest=row.digest)
    sheet.announce(f"incident:{row.incident.number}", "release:all", "wake:clock")
    sheet.write()


def locked_release(release: Release, *states: ReleaseState) -> Release:
    """Lock a release and return it as it is now. Raises Problem when it is in no such state."""
    row = (
        Release.objects.select_for_update(of=("self",))
        .select_related(
            "incident__base",
            "incident__place",
            "incident__community",
            "addressee",
            "drafted_by",
            "replaces",
        )
        .get(pk=release.pk)
    )
    if row.state not in (states or (ReleaseState.ASKED,)):
        raise Problem(RELEASE_NOT_WAITING, release=row.reference, state=row.state)
    return row


def refuse_leaks(row: Release) -> None:
    """Raise Problem when the text would betray somebody."""
    found = findings(row.text, row.incident, row.addressee)
    if found:
        raise Problem(RELEASE_LEAKS, what=", ".join(sorted({one.leak.value for one in found})))


def refuse_means(addressee: Addressee, means: ReleaseMeans) -> None:
    has = {
        ReleaseMeans.SMS: addressee.number,
        ReleaseMeans.EMAIL: addressee.email,
        ReleaseMeans.RADIO: addressee.call_sign,
        ReleaseMeans.PAPER: addressee.slug,
    }
    if not has[means]:
        raise Problem(RELEASE_NO_WAY, addressee=addressee.title, means=means.value)


def refuse_tampered(row: Release) -> None:
    if row.digest != digest_of(row.text):
        raise Problem(RELEASE_TAMPERED, release=row.reference)


def _next_of_chain(incident: Incident, addressee: Addressee, *, at: datetime) -> Release:
    last = last_of_chain(incident, addressee)
    is_first = last is None or last.act == ReleaseAct.CANCEL
    (number,) = next_numbers("release", 1)
    return Release(
        number=number,
        incident=incident,
        addressee=addressee,
        act=(ReleaseAct.WARNING if is_first else ReleaseAct.UPDATE).value,
        sequence=next_sequence(incident, addressee),
        replaces=None if is_first else last,
        asked_at=at,
    )


def _fill(row: Release, incident: Incident, asked: Asked, *, by: User, at: datetime) -> None:
    drafted = draft_fields(
        Kind(incident.kind),
        incident.opened_at,
        ground_of(incident),
        given_by_sources(incident),
        state=VerificationState(incident.verification),
        request=asked.request,
        precision=coarsest(asked.precision, marking=incident.marking),
    )
    row.state, row.reason = ReleaseState.ASKED.value, ""
    row.priority, row.is_drill, row.marking = incident.priority, incident.is_drill, incident.marking
    row.fields, row.means = stored(drafted), asked.means.value
    row.language = asked.addressee.language
    row.drafted_by, row.drafted_person, row.asked_at = by, by.person, at
    row.reminded_at = row.decided_at = None
    row.text = text_of(
        drafted,
        ReleaseAct(row.act),
        row.language,
        reference=row.reference,
        earlier=row.replaces.reference if row.replaces else "",
        is_drill=row.is_drill,
    )


def _put_down(
    release: Release, state: ReleaseState, *, by: User, at: datetime, reason: str
) -> None:
    if not reason.strip():
        raise Problem(RELEASE_REASON)
    row = locked_release(release)
    row.state, row.reason, row.decided_at, row.next_at = state.value, reason, at, None
    row.save()
    sheet = Sheet(at=at, by=by)
    sheet.note(f"release.{state.value}", row, incident=row.incident, release=row.number)
    sheet.announce(f"incident:{row.incident.number}", "release:all")
    sheet.write()
