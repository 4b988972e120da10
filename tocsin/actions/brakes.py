"""More than a person does: looking at people is stopped for a while, writing is never refused and shown."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import Max, QuerySet

from tocsin.actions.journal import ENGINE, note
from tocsin.domain.brake_words import BrakeKind
from tocsin.domain.brakes import ENTRIES, REMEMBERED, Stop, stop_before, too_many
from tocsin.domain.ids import new_id
from tocsin.domain.phones import canonical
from tocsin.domain.problems import (
    LOOKED_AT_FAR_TOO_MANY,
    LOOKED_AT_TOO_MANY,
    NEEDS_SECOND_PERSON,
    REASON_MISSING,
    Problem,
)
from tocsin.records.models import Brake, FieldPhone, Message, PersonLook, User, Widening
from tocsin.records.sealed import hash_of

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
LOGGED = "#"  # before the keys of those whose calls were written down
NEVER = datetime.min.replace(tzinfo=UTC)


def key_of(number: str) -> str:
    """Return what a canonical number is counted by: the same number, tried again, counts once."""
    return hash_of(number).hex()[:16]


def count_look(user: User, whom: str, *, at: datetime) -> Stop | None:
    """Count that somebody learns who `whom` is, in the caller's transaction; return why not instead.

    Several processes wait for each other here. The first refusal is a row and a line of the log book.
    """
    return _count(user, _looks(user, at=at), [whom], at=at)[1]


def refuse_for(stop: Stop | None, *, at: datetime) -> None:
    """Raise Problem for a stop, after the transaction that wrote it down.

    LOOKED_AT_TOO_MANY where widened rights lead on, else LOOKED_AT_FAR_TOO_MANY.
    """
    if stop is None:
        return
    if stop.gives_way:
        raise Problem(LOOKED_AT_TOO_MANY, count=stop.count, minutes=_rest(stop, MINUTE, at))
    raise Problem(LOOKED_AT_FAR_TOO_MANY, count=stop.count, hours=_rest(stop, HOUR, at))


def reserve_look(user: User, *, at: datetime) -> str:
    """Keep room for one more person, before numbers are tried: so several tries at once do not all pass.

    `settle_looks` gives it back. Raises Problem as `refuse_for` does, when there is no room.
    """
    kept = f"?{new_id()}"
    with transaction.atomic():
        stop = count_look(user, kept, at=at)
    refuse_for(stop, at=at)
    return kept


def settle_looks(
    user: User, kept: str, met: Iterable[str], *, at: datetime
) -> tuple[set[str], Stop | None]:
    """Count, in the room that was kept and what else there is, whose numbers (by their keys) somebody met.

    Return those of whom they may be told, and why of no others.
    """
    with transaction.atomic():
        looked = _looks(user, at=at)
        PersonLook.objects.filter(user=user, whom=kept).delete()
        looked.pop(kept, None)
        return _count(user, looked, met, at=at)


def count_source(message: Message, *, by: User, at: datetime) -> None:
    """Count that the number under which somebody wrote a message down is somebody's: its page says whose.

    More than a person writes down is shown; nothing is refused for it, and it takes no room from looking at people:
    in the night in which forty villages call, whoever answers must still be able to call them.
    """
    if not message.sender or message.focal_point_id is None:
        return
    whom = LOGGED + key_of(canonical(message.sender).value)
    with transaction.atomic():
        _, stop = _count(by, _looks(by, at=at, logged=True), [whom], at=at)
        if stop is not None:
            _keep(by, [whom], at=at)


def watch_entries(phone: FieldPhone, *, at: datetime) -> None:
    """Write down that a field phone writes more than a person does. Nothing is refused for it.

    Once: as long as nobody has explained it, it stands. What came before it was explained counts no more.
    """
    asked = Brake.objects.filter(kind=BrakeKind.ENTRIES, phone=phone)
    if asked.filter(lifted_at=None).exists():
        return
    since = max(at - max(bound.within for bound in ENTRIES), _last_lift(asked))
    lately = phone.arrivals.filter(received_at__gt=since).order_by("-received_at")
    enough = max(bound.most for bound in ENTRIES) + 1
    stop = too_many(list(lately.values_list("received_at", flat=True)[:enough]), now=at)
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


def _looks(user: User, *, at: datetime, logged: bool = False) -> dict[str, datetime]:
    """Return when somebody looked at whom, since an administrator last let them; others wait until this is over.

    Or, `logged`, whose calls they wrote down.

    Their row is not locked against those who refer to it: what they write down meanwhile never waits.
    """
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    since = max(at - REMEMBERED, _last_lift(Brake.objects.filter(user=user, kind=BrakeKind.LOOKS)))
    rows = PersonLook.objects.filter(user=user)
    rows.filter(at__lte=at - REMEMBERED).delete()
    looked = rows.filter(at__gt=since).values_list("whom", "at")
    return {whom: when for whom, when in looked if whom.startswith(LOGGED) == logged}


def _count(
    user: User, looked: dict[str, datetime], met: Iterable[str], *, at: datetime
) -> tuple[set[str], Stop | None]:
    """Count as many as there is room for; those that are known already come first, and take none."""
    is_widened = Widening.objects.filter(user=user, ended_at=None, until__gt=at).exists()
    told: set[str] = set()
    stop = None
    for whom in sorted(dict.fromkeys(met), key=lambda one: looked.get(one, NEVER), reverse=True):
        stop = stop_before(looked, whom, is_widened=is_widened, now=at)
        if stop is not None:
            _pull(BrakeKind.LOOKS, user, None, stop, at=at)
            break
        looked[whom] = at
        told.add(whom)
    _keep(user, told, at=at)
    return told, stop


def _keep(user: User, told: Iterable[str], *, at: datetime) -> None:
    PersonLook.objects.bulk_create(
        [PersonLook(user=user, whom=whom, at=at) for whom in told],
        update_conflicts=True,
        unique_fields=["user", "whom"],
        update_fields=["at"],
    )


def _last_lift(brakes: QuerySet[Brake]) -> datetime:
    return brakes.aggregate(at=Max("lifted_at"))["at"] or NEVER


def _rest(stop: Stop, unit: timedelta, at: datetime) -> int:
    """Return how many whole units it is until there is room again."""
    return max(1, -((at - stop.until) // unit))


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
