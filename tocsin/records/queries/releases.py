"""Releases as chains: per incident and addressee, what was asked, approved, sent and received."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Q, QuerySet

from tocsin.domain.release_order import fate_of
from tocsin.domain.release_words import REACHED, Fate, ReleaseAct, ReleaseMeans, ReleaseState
from tocsin.domain.words import DeliveryState
from tocsin.records.models import Addressee, Incident, Release

UNDECIDED = (ReleaseState.ASKED, ReleaseState.RETURNED)
NEVER_WENT = (ReleaseState.REFUSED, ReleaseState.DROPPED, ReleaseState.HELD)


def all_releases() -> QuerySet[Release]:
    return Release.objects.select_related(
        "incident", "addressee", "delivery", "drafted_by", "approved_by", "broken_by",
        "reviewed_by", "replaces",
    )  # fmt: skip


def fate(release: Release) -> Fate:
    """Return what is known of a release at its addressee."""
    delivery = release.delivery
    return fate_of(
        ReleaseState(release.state),
        ReleaseMeans(release.means),
        delivery=DeliveryState(delivery.state) if delivery else None,
        will_be_tried=bool(delivery and delivery.due_at),
        was_received=release.received_at is not None or _was_read_back(release),
    )


def chain(incident: Incident, addressee: Addressee) -> list[Release]:
    """Return all releases of an incident to an addressee in their order, refused ones left out."""
    rows = all_releases().filter(incident=incident, addressee=addressee)
    return list(rows.exclude(state__in=NEVER_WENT).order_by("sequence"))


def last_of_chain(incident: Incident, addressee: Addressee) -> Release | None:
    """Return the latest release that went or may still go, or None."""
    rows = Release.objects.filter(incident=incident, addressee=addressee)
    return rows.exclude(state__in=NEVER_WENT).order_by("-sequence").first()


def next_sequence(incident: Incident, addressee: Addressee) -> int:
    """Return the next place of a chain; refused ones keep theirs."""
    rows = Release.objects.filter(incident=incident, addressee=addressee)
    return int(rows.aggregate(last=Max("sequence"))["last"] or 0) + 1


def waiting_of_chain(incident: Incident, addressee: Addressee) -> Release | None:
    """Return the draft of a warning or an update that nobody has decided on, locked."""
    return (
        Release.objects.select_for_update(of=("self",))
        .select_related("replaces")
        .filter(incident=incident, addressee=addressee, state__in=UNDECIDED)
        .exclude(act="cancel")
        .first()
    )


def told_outside(incident: Incident) -> list[Addressee]:
    """Return to whom something of this incident went, or is about to go."""
    rows = Release.objects.filter(incident=incident).exclude(state__in=NEVER_WENT)
    return list(Addressee.objects.filter(releases__in=rows).distinct().order_by("slug"))


def reached(incident: Incident) -> list[Addressee]:
    """Return whom something may have reached and nothing has taken back."""
    return [
        addressee
        for addressee in told_outside(incident)
        if any(
            fate(one) in REACHED and one.act != ReleaseAct.CANCEL
            for one in chain(incident, addressee)
        )
    ]


@dataclass(frozen=True, slots=True)
class Loud:
    """A release that somebody must act on: not decided in time, or made alone and not reviewed."""

    number: int
    reference: str
    incident: int
    priority: str
    due_at: datetime | None
    is_review: bool
    is_late: bool


def loud_releases(incidents: QuerySet[Incident], *, now: datetime) -> list[Loud]:
    """Return what must be decided or reviewed, what is latest first."""
    waits = Q(state=ReleaseState.ASKED) | Q(is_break_glass=True, reviewed_at__isnull=True)
    rows = all_releases().filter(waits, incident__in=incidents)
    found = [_loud(row, now) for row in rows]
    return sorted(found, key=lambda one: (one.due_at is None, one.due_at))


def _loud(row: Release, now: datetime) -> Loud:
    due = row.review_by if row.is_break_glass else row.decide_by
    return Loud(
        number=row.number,
        reference=row.reference,
        incident=row.incident.number,
        priority=row.priority,
        due_at=due,
        is_review=row.is_break_glass,
        is_late=due is not None and due <= now,
    )


def _was_read_back(release: Release) -> bool:
    task = getattr(release.delivery, "radio_task", None) if release.delivery else None
    return bool(task and task.outcome == "read_back")
