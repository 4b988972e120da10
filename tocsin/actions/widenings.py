"""Break-glass for rights: widened by oneself, told to administrators at once, ended by the clock, reviewed by another."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from tocsin.actions.journal import ENGINE, Actor, note
from tocsin.actions.lines import Lines
from tocsin.actions.notify import About, Recipient, notify
from tocsin.actions.sheet import Sheet
from tocsin.actions.texts import local, say
from tocsin.actions.watch import Watch
from tocsin.domain.access import Right, rights_of
from tocsin.domain.problems import (
    CHANGE_DECIDED,
    NEEDS_SECOND_PERSON,
    WIDENING_REFUSED,
    Problem,
)
from tocsin.domain.widening import ends_at, widened_roles
from tocsin.domain.widening_words import WideningKind
from tocsin.domain.wording import Facts
from tocsin.domain.words import Priority, Purpose, Role
from tocsin.records.models import Area, Assignment, User, Widening, WideningUse

REVIEWERS = [role.value for role in Role if Right.MANAGE_ACCOUNTS in rights_of([role])]


@transaction.atomic
def widen(
    user: User, kind: WideningKind, *, area: Area | None, reason: str, hours: int, at: datetime
) -> Widening:
    """Widen one's own rights for hours, and text every administrator. Raises Problem WIDENING_REFUSED.

    Refused without a reason, for whoever only administers or sees nothing, and while one is open.
    """
    User.objects.select_for_update().get(pk=user.pk)
    held = Assignment.objects.filter(user=user).held(at).values_list("role", flat=True)
    is_open = Widening.objects.filter(user=user, kind=kind.value, ended_at=None, until__gt=at)
    if not reason.strip() or is_open.exists() or not widened_roles([Role(one) for one in held]):
        raise Problem(WIDENING_REFUSED)
    row = Widening.objects.create(
        user=user,
        kind=kind.value,
        area=area if kind is WideningKind.AREA else None,
        reason=reason.strip(),
        opened_at=at,
        until=ends_at(at, hours),
    )
    sheet = Sheet(at=at, by=user)
    told = text_of_widening(
        sheet, row, Purpose.RIGHTS_WIDENED, reviewers_of(row, at=at), lines=Watch.load(at=at).lines
    )
    facts = {"kind": row.kind, "area": str(row.area_id or ""), "until": row.until.isoformat()}
    sheet.note("widening.opened", row, user=user.pk, people=told, **facts)
    sheet.write()
    return row


@transaction.atomic
def end_widening(row: Widening, *, by: User | Actor, at: datetime) -> bool:
    """End it now; say whether it was open."""
    row = Widening.objects.select_for_update().get(pk=row.pk)
    if row.ended_at is not None:
        return False
    row.ended_at = min(at, row.until)
    row.save(update_fields=["ended_at"])
    note("widening.ended", row, by=by, at=at, user=row.user_id, opened=row.uses.count())
    return True


def end_widenings(*, at: datetime) -> int:
    """Write down the end of those whose time is over: they opened nothing from that moment on anyway."""
    due = Widening.objects.filter(ended_at=None, until__lte=at)
    return sum(end_widening(row, by=ENGINE, at=at) for row in due)


@transaction.atomic
def note_use(widening: UUID, path: str, *, by: User, at: datetime) -> None:
    """Write down what is opened while rights are widened, each address once."""
    rows = WideningUse.objects.select_related("widening")
    row, is_new = rows.get_or_create(widening_id=widening, path=path, defaults={"at": at})
    if is_new:
        note("widening.used", row.widening, by=by, at=at, path=path)


@transaction.atomic
def review_widening(
    row: Widening, *, by: User, at: datetime, was_right: bool, found: str = ""
) -> None:
    """Say afterwards whether it was right. Refused for the human being who did it; ends one that is still open."""
    row = Widening.objects.select_for_update(of=("self",)).select_related("user").get(pk=row.pk)
    if row.reviewed_at is not None:
        raise Problem(CHANGE_DECIDED)
    if by.person == row.user.person:
        raise Problem(NEEDS_SECOND_PERSON)
    end_widening(row, by=by, at=at)
    row.refresh_from_db()
    row.reviewed_by, row.reviewed_at, row.was_right, row.found = by, at, was_right, found.strip()
    row.save()
    note("widening.reviewed", row, by=by, at=at, user=row.user_id, was_right=was_right)


def reviewers_of(row: Widening, *, at: datetime) -> list[User]:
    """Return who may review it now, but for the human being who did it, whatever account they use."""
    held = Assignment.objects.held(at).filter(role__in=REVIEWERS, user__is_active=True)
    users = {one.user for one in held.select_related("user__responder")}
    return sorted((one for one in users if one.person != row.user.person), key=lambda one: one.pk)


def text_of_widening(
    sheet: Sheet, row: Widening, purpose: Purpose, users: Iterable[User], *, lines: Lines
) -> int:
    """Text administrators of it; return how many. The text says until when, and not who or why."""
    people = [one.responder for one in users if one.responder]
    if not people:
        return 0
    about = About(purpose=purpose, priority=Priority.P2, is_drill=settings.EXERCISE)
    facts = Facts(at=local(row.until).time(), duty=settings.DUTY_PHONE, is_drill=settings.EXERCISE)
    recipients = [
        Recipient(text=say(purpose, one.language, facts), responder=one)
        for one in sorted(people, key=lambda person: person.code)
    ]
    notify(sheet, about, recipients, lines=lines)
    return len(people)
