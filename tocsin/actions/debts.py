"""What we owe the source and the village: written down the moment it is owed, told when it is safe."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet

from tocsin.actions.contacts import telling
from tocsin.actions.sheet import Sheet
from tocsin.domain.clocks import Clock, allowed
from tocsin.domain.feedback import Telling
from tocsin.domain.words import FeedbackClock, FeedbackState, Priority
from tocsin.records.models import (
    Community,
    Correction,
    Feedback,
    FocalPoint,
    Incident,
    Message,
    Rumour,
)

CLOCKS = {
    FeedbackClock.RECEIPT: Clock.RECEIPT,
    FeedbackClock.FIRST_NEWS: Clock.FIRST_NEWS,
    FeedbackClock.CLOSING: Clock.CLOSING,
    FeedbackClock.NEIGHBOURS: Clock.NEIGHBOURS,
    FeedbackClock.RUMOUR: Clock.RUMOUR,
    FeedbackClock.CORRECTION: Clock.CORRECTION,
}
UNTOLD = (FeedbackState.OWED, FeedbackState.DRAFTED, FeedbackState.FAILED)
TO_COMMUNITY = "feedback.to_community"  # a person tells them by voice


def owe_first_news(sheet: Sheet, incident: Incident, *, nobody_comes: bool) -> None:
    """Owe everybody who warned the first news (F2). The truth that nobody comes waits for a person.

    Owing twice changes nothing; bad news replaces good news that was not told yet.
    """
    told = set(
        incident.feedbacks.filter(clock=FeedbackClock.FIRST_NEWS).values_list(
            "focal_point", flat=True
        )
    )
    for person in _sources(incident):
        if person.pk not in told:
            owe(
                sheet,
                FeedbackClock.FIRST_NEWS,
                priority=Priority(incident.priority),
                incident=incident,
                person=person,
                reason="nobody_comes" if nobody_comes else "",
            )
    if incident.community and not _community_owed(incident, FeedbackClock.FIRST_NEWS):
        _owe_community(sheet, FeedbackClock.FIRST_NEWS, incident, incident.community)
    if nobody_comes:
        incident.feedbacks.filter(
            clock=FeedbackClock.FIRST_NEWS,
            state=FeedbackState.OWED,
            focal_point__isnull=False,
        ).update(reason="nobody_comes")


def owe_closing(sheet: Sheet, incident: Incident) -> None:
    """Owe everybody who warned the end of it (F3)."""
    for person in _sources(incident):
        owe(
            sheet,
            FeedbackClock.CLOSING,
            priority=Priority(incident.priority),
            incident=incident,
            person=person,
        )
    if incident.community:
        _owe_community(sheet, FeedbackClock.CLOSING, incident, incident.community)


def owe_rumour_answer(
    sheet: Sheet,
    rumour: Rumour,
    people: Sequence[FocalPoint],
    communities: Sequence[Community],
) -> None:
    """Owe what was found out to everybody who told or asked, and to where it is told."""
    for person in people:
        owe(
            sheet,
            FeedbackClock.RUMOUR,
            priority=Priority.P2,
            incident=None,
            person=person,
            rumour=rumour,
        )
    for community in communities:
        _owe_community(sheet, FeedbackClock.RUMOUR, None, community, rumour=rumour)


def debts_of(incident: Incident) -> QuerySet[Feedback]:
    """Return what is still to be told of an incident."""
    return incident.feedbacks.filter(state__in=UNTOLD)


def hand_debts_on(incident: Incident, into: Incident, *, is_whole: bool) -> None:
    """Let the other incident owe all of it, or what is owed to sources with no warning left here."""
    owed = debts_of(incident)
    if not is_whole:
        left = [person.pk for person in _sources(incident)]
        moved = [person.pk for person in _sources(into) if person.pk not in left]
        owed = owed.filter(focal_point__in=moved)
    owed.update(incident=into)


def _owe_community(
    sheet: Sheet,
    clock: FeedbackClock,
    incident: Incident | None,
    community: Community,
    *,
    rumour: Rumour | None = None,
) -> None:
    """Owe it to the whole community beside its sources: an assistant tells them, by voice."""
    priority = Priority(incident.priority) if incident else Priority.P2
    owe(
        sheet,
        clock,
        priority=priority,
        incident=incident,
        person=None,
        rumour=rumour,
        community=community,
        reason=TO_COMMUNITY,
    )


def _community_owed(incident: Incident, clock: FeedbackClock) -> bool:
    return incident.feedbacks.filter(
        clock=clock, focal_point=None, community=incident.community
    ).exists()


def owe_warnings(sheet: Sheet, incident: Incident, communities: Sequence[Community]) -> None:
    """Owe a warning to everybody who can be told in the communities that lie in the way.

    Safe ways and hours bind as ever: a warning that puts somebody in danger warns nobody. Nobody
    is warned twice for one incident, and whoever warned us of it knows.
    """
    told = incident.feedbacks.filter(clock=FeedbackClock.NEIGHBOURS).values("focal_point")
    people = (
        FocalPoint.objects.filter(community__in=communities, is_active=True)
        .exclude(pk__in=told)
        .exclude(pk__in=[person.pk for person in _sources(incident)])
        .select_related("community")
        .order_by("code")
    )
    for person in people:
        owe(
            sheet,
            FeedbackClock.NEIGHBOURS,
            priority=Priority(incident.priority),
            incident=incident,
            person=person,
        )


def owe(
    sheet: Sheet,
    clock: FeedbackClock,
    *,
    priority: Priority,
    incident: Incident | None,
    person: FocalPoint | None,
    message: Message | None = None,
    rumour: Rumour | None = None,
    correction: Correction | None = None,
    community: Community | None = None,
    reason: str = "",
) -> None:
    """Put one debt on the sheet, with the next safe hour or why a person must settle it."""
    within = allowed(CLOCKS[clock], priority) or allowed(CLOCKS[clock], Priority.P3)
    assert within is not None
    when = Telling(None, reason) if reason else telling_for(person, at=sheet.at)
    feedback = sheet.add(
        Feedback(
            incident=incident,
            message=message,
            clock=clock.value,
            focal_point=person,
            community=person.community if person else community,
            rumour=rumour,
            correction=correction,
            due_at=sheet.at + within,
            send_at=when.send_at,
            reason=when.reason,
            created_at=sheet.at,
        )
    )
    sheet.note("feedback.owed", feedback, incident=incident, clock=clock.value)
    sheet.announce("wake:feedback")


def telling_for(person: FocalPoint | None, *, at: datetime) -> Telling:
    """Return when a machine may write to this person, or why it never may."""
    if person is None:
        # Nobody said at which hours an unknown number is safe, so a person must decide.
        return Telling(None, "feedback.unknown_sender")
    return telling(person, at=at)


def _sources(incident: Incident) -> list[FocalPoint]:
    return list(
        FocalPoint.objects.filter(
            alerts__incident_links__incident=incident,
            alerts__incident_links__unlinked_at__isnull=True,
            alerts__incident_links__is_suggestion=False,
        )
        .select_related("community")
        .distinct()
    )
