"""More than a person does: looking at people is stopped for a while, writing is never refused and shown."""

from datetime import datetime

from django.db import transaction

from tocsin.actions.journal import ENGINE, note
from tocsin.domain.brake_words import BrakeKind
from tocsin.domain.brakes import ENTRIES, REMEMBERED, Stop, stop_before, too_many
from tocsin.domain.problems import (
    LOOKED_AT_TOO_MANY,
    NEEDS_SECOND_PERSON,
    REASON_MISSING,
    Problem,
)
from tocsin.records.models import Brake, FieldPhone, PersonLook, User, Widening
from tocsin.records.sealed import hash_of

NOBODY = ""
"""Is nobody new to anybody: asking for it tells whether there is room for one more."""


def count_look(user: User, whom: str, *, at: datetime) -> Stop | None:
    """Count that somebody learns who `whom` is, in the caller's transaction; return why not instead.

    Several processes wait for each other here. The first refusal is a row and a line of the log book.
    """
    User.objects.select_for_update().get(pk=user.pk)
    lifted = Brake.objects.filter(user=user, kind=BrakeKind.LOOKS, lifted_at__isnull=False)
    since = max([at - REMEMBERED, *(row.lifted_at for row in lifted if row.lifted_at)])
    rows = PersonLook.objects.filter(user=user)
    rows.filter(at__lte=at - REMEMBERED).delete()
    looked = dict(rows.filter(at__gt=since).values_list("whom", "at"))
    widened = Widening.objects.filter(user=user, ended_at=None, until__gt=at)
    stop = stop_before(looked, whom, is_widened=widened.exists(), now=at)
    if stop is None and whom != NOBODY:
        PersonLook.objects.update_or_create(user=user, whom=whom, defaults={"at": at})
    elif stop is not None:
        _pull(BrakeKind.LOOKS, user, None, stop, at=at)
    return stop


def refuse_for(stop: Stop | None, *, at: datetime) -> None:
    """Raise Problem LOOKED_AT_TOO_MANY for a stop: after the transaction that wrote it down."""
    if stop is not None:
        minutes = max(1, -int((at - stop.until).total_seconds() // 60))
        raise Problem(LOOKED_AT_TOO_MANY, count=stop.count, minutes=minutes)


def demand_room(user: User, *, at: datetime) -> None:
    """Raise Problem LOOKED_AT_TOO_MANY for an account that may look at nobody else now."""
    with transaction.atomic():
        stop = count_look(user, NOBODY, at=at)
    refuse_for(stop, at=at)


def count_numbers(user: User, numbers: list[str], *, at: datetime) -> None:
    """Count numbers of which somebody was told that they are somebody's: that is a look too."""
    with transaction.atomic():
        for number in numbers:
            count_look(user, hash_of(number).hex()[:16], at=at)


def watch_entries(phone: FieldPhone, *, at: datetime) -> None:
    """Write down, once, that a field phone writes more than a person does. Nothing is refused for it."""
    lately = phone.arrivals.filter(received_at__gt=at - max(b.within for b in ENTRIES))
    stop = too_many(list(lately.values_list("received_at", flat=True)), now=at)
    if stop is not None:
        _pull(BrakeKind.ENTRIES, phone.user, phone, stop, at=at)


@transaction.atomic
def lift_brake(row: Brake, *, by: User, at: datetime, reason: str) -> bool:
    """Let somebody look at people again, or call a storm of entries explained; say whether it was on.

    Never oneself: raises Problem NEEDS_SECOND_PERSON, and REASON_MISSING.
    """
    row = Brake.objects.select_for_update(of=("self",)).select_related("user").get(pk=row.pk)
    if by.person == row.user.person:
        raise Problem(NEEDS_SECOND_PERSON)
    if not reason.strip():
        raise Problem(REASON_MISSING)
    if row.lifted_at is not None:
        return False
    row.lifted_at, row.lifted_by, row.reason = at, by, reason.strip()
    row.save(update_fields=["lifted_at", "lifted_by", "reason"])
    note("brake.lifted", row, by=by, at=at, kind=row.kind, user=row.user_id)
    return True


def _pull(
    kind: BrakeKind, user: User, phone: FieldPhone | None, stop: Stop, *, at: datetime
) -> None:
    before = Brake.objects.filter(kind=kind, user=user, phone=phone, lifted_at=None, until__gt=at)
    if before.exists():
        return
    row = Brake.objects.create(
        kind=kind.value, user=user, phone=phone, count=stop.count, at=at, until=stop.until
    )
    facts = {"phone": phone.number} if phone else {}
    note(
        "brake.pulled",
        row,
        by=ENGINE,
        at=at,
        kind=kind.value,
        user=user.pk,
        count=stop.count,
        **facts,
    )
