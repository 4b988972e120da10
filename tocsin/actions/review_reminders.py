"""Reviews of widened rights that nobody makes: one administrator is reminded, a day later the others, once each."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from tocsin.actions.journal import ENGINE
from tocsin.actions.sheet import Sheet
from tocsin.actions.watch import Watch
from tocsin.actions.widenings import reviewers_of, text_of_widening
from tocsin.domain.widening import review_turn
from tocsin.domain.widening_words import ReviewTurn
from tocsin.domain.words import Purpose
from tocsin.records.models import User, Widening

AT_ONCE = 20


@transaction.atomic
def remind_of_reviews(*, at: datetime) -> int:
    """Ask whoever is to be asked now; return for how many. Never the person who widened."""
    waiting = Widening.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        reviewed_at=None, ended_at__isnull=False, escalated_at=None
    )
    due = [
        (row, turn)
        for row in waiting.select_related("user").order_by("opened_at")
        if (turn := _turn(row, at=at)) is not None
    ][:AT_ONCE]
    if not due:
        return 0
    sheet, watch = Sheet(at=at, by=ENGINE), Watch.load(at=at)
    for row, turn in due:
        asked = _asked(row, turn, at=at)
        if turn is ReviewTurn.ONE:
            row.reminded, row.reminded_at = next(iter(asked), None), at
            purpose, verb = Purpose.REVIEW_OWED, "widening.review_owed"
        else:
            row.escalated_at = at
            purpose, verb = Purpose.REVIEW_MISSED, "widening.review_missed"
        row.save(update_fields=["reminded", "reminded_at", "escalated_at"])
        told = text_of_widening(sheet, row, purpose, asked, lines=watch.lines)
        sheet.note(verb, row, user=row.user_id, asked=[one.pk for one in asked], told=told)
    sheet.announce("wake:deliver")
    sheet.write()
    return len(due)


def _turn(row: Widening, *, at: datetime) -> ReviewTurn | None:
    assert row.ended_at is not None
    return review_turn(
        row.ended_at, reminded_at=row.reminded_at, escalated_at=row.escalated_at, now=at
    )


def _asked(row: Widening, turn: ReviewTurn, *, at: datetime) -> list[User]:
    """First whoever can be texted and signed in last; then all others, or the same again where there is none."""
    may = reviewers_of(row, at=at)
    if turn is ReviewTurn.OTHERS:
        return [one for one in may if one.pk != row.reminded_id] or may
    keys = [one.pk for one in may if one.responder] or [one.pk for one in may]
    seen = User.objects.filter(pk__in=keys).annotate(last=Max("sign_ins__at"))
    by_pk = {one.pk: one for one in may}
    ranked = sorted(seen, key=lambda one: (one.last is None, -_moment(one.last), one.pk))
    return [by_pk[one.pk] for one in ranked[:1]]


def _moment(at: datetime | None) -> float:
    return at.timestamp() if at else 0.0
