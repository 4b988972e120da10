"""What is owed to communities beside help: answers, rumours checked, promises kept, meetings held."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from tocsin.domain.promise_words import CommitmentState, RumourState
from tocsin.domain.words import FeedbackState, Kind
from tocsin.records.models import (
    Commitment,
    Feedback,
    Meeting,
    Message,
    Rumour,
)
from tocsin.records.queries.scope import Scope

UNANSWERED = (FeedbackState.OWED, FeedbackState.DRAFTED, FeedbackState.FAILED)


def feedback_register(scope: Scope, *, show: str, clock: str, now: datetime) -> QuerySet[Feedback]:
    """Return what is owed or was told, what is due first on top. `show`: owed, late, look, done."""
    found = Feedback.objects.filter(
        Q(incident__in=scope.incidents()) | Q(incident=None) & _near(scope, "community")
    )
    if show == "done":
        found = found.exclude(state__in=UNANSWERED)
    elif show == "look":
        found = found.filter(state=FeedbackState.DRAFTED)
    else:
        found = found.filter(state__in=UNANSWERED)
        found = found.filter(due_at__lt=now) if show == "late" else found
    found = found.filter(clock=clock) if clock else found
    order = ("-settled_at", "pk") if show == "done" else ("due_at", "pk")
    return found.select_related(
        "incident", "focal_point", "community", "rumour", "drafted_by"
    ).order_by(*order)


def one_feedback(scope: Scope, key: UUID) -> Feedback | None:
    rows = Feedback.objects.filter(
        Q(incident__in=scope.incidents()) | Q(incident=None) & _near(scope, "community"), pk=key
    )
    return rows.select_related("incident", "focal_point", "community", "rumour").first()


def rumours(scope: Scope, *, show: str) -> QuerySet[Rumour]:
    found = Rumour.objects.filter(_near(scope, "community")).select_related("community")
    to_check = (RumourState.HEARD, RumourState.CHECKING)
    found = found if show == "all" else found.filter(state__in=to_check)
    return found.order_by("due_at" if show != "all" else "-heard_at", "number")


def rumours_told(scope: Scope) -> QuerySet[Message]:
    """Return messages that read like rumours and stand in no register yet, the latest first."""
    found = scope.messages().filter(
        reading__kind=Kind.RUMOUR, focal_point__isnull=False, rumour_link=None
    )
    return found.select_related("focal_point__community").order_by("-received_at")


def commitments(scope: Scope, *, show: str, now: datetime) -> QuerySet[Commitment]:
    """Return promises; `show`: open (the default), late, untold (settled, not told back), all."""
    found = Commitment.objects.filter(_near(scope, "community"))
    match show:
        case "all":
            pass
        case "late":
            found = found.filter(state=CommitmentState.OPEN, due_at__lt=now)
        case "untold":
            found = found.exclude(state=CommitmentState.OPEN).filter(told_back_at=None)
        case _:
            found = found.filter(state=CommitmentState.OPEN)
    return found.select_related("community", "base", "incident", "meeting").order_by(
        "due_at", "number"
    )


def meetings(scope: Scope) -> QuerySet[Meeting]:
    found = Meeting.objects.filter(_near(scope, "community"))
    return found.select_related("community", "base").order_by("-held_at", "-number")


def _near(scope: Scope, field: str) -> Q:
    """What concerns a community of the viewer's areas, or none."""
    if scope.areas is None:
        return Q()
    return Q(**{f"{field}__area__in": scope.areas}) | Q(**{f"{field}__isnull": True})
