"""Tell those who may decide on a release that one waits for them."""

from datetime import datetime

from django.conf import settings

from tocsin.actions.notify import About, Recipient, notify
from tocsin.actions.sheet import Sheet
from tocsin.actions.texts import local, say
from tocsin.actions.watch import Watch
from tocsin.domain.access import Right, rights_of
from tocsin.domain.wording import Facts
from tocsin.domain.words import Priority, Purpose, Role
from tocsin.records.models import Assignment, Release, Responder

APPROVERS = [role.value for role in Role if Right.APPROVE_RELEASE in rights_of([role])]


def ask_second_person(sheet: Sheet, row: Release) -> int:
    """Text everybody who could be the second person; return how many there are.

    The text says the release's number and by when, and nothing of what it is about.
    """
    people = second_persons(row, at=sheet.at)
    if not people:
        return 0
    about = About(
        purpose=Purpose.RELEASE_ASKED,
        priority=Priority(row.priority),
        incident=row.incident,
        is_drill=row.is_drill,
    )
    by = row.review_by or row.decide_by
    facts = Facts(
        code=row.reference,
        priority=Priority(row.priority),
        at=local(by).time() if by else None,
        duty=settings.DUTY_PHONE,
        is_drill=row.is_drill,
    )
    recipients = [
        Recipient(text=say(Purpose.RELEASE_ASKED, person.language, facts), responder=person)
        for person in people
    ]
    notify(sheet, about, recipients, lines=Watch.load(at=sheet.at).lines)
    return len(people)


def second_persons(row: Release, *, at: datetime) -> list[Responder]:
    """Return who may decide on a release and did not make it."""
    held = Assignment.objects.held(at).filter(role__in=APPROVERS, user__is_active=True)
    area = row.incident.community.area_id if row.incident.community else None
    if area is not None:
        held = held.filter(area__isnull=True) | held.filter(area=area)
    made_it = {row.drafted_person, row.broken_person}
    users = {one.user for one in held.select_related("user__responder")}
    return sorted(
        (user.responder for user in users if user.responder and user.person not in made_it),
        key=lambda person: person.code,
    )
