"""Who signed in, where, and who was refused: the log book is also what limits guessing."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db import connection, transaction

from tocsin.actions.journal import Actor, note
from tocsin.domain.problems import LOGIN_LOCKED, Problem
from tocsin.records.models import JournalEntry, SignedIn, User
from tocsin.records.sealed import hash_of, hashes_of

WINDOW = timedelta(minutes=10)
MOST_BY_NAME = 5
# A whole duty room may share one address.
MOST_BY_ADDRESS = 30
GUESS_LOCK = 0x70C8  # first half of the lock's key; the name makes the second
REFUSED = "user.sign_in_refused"
NOBODY = User(pk=0)
DOOR = Actor("rule:sign-in")


def tries_left(name: str, address: str, *, at: datetime, within: timedelta) -> int:
    """Return how many more tries this name, from this address, has; 0 or less is locked."""
    refused = JournalEntry.objects.filter(verb=REFUSED, recorded_at__gt=at - within)
    by_name = refused.filter(facts__name__in=_masks(name)).count()
    by_address = refused.filter(facts__address__in=_masks(address)).count()
    return min(MOST_BY_NAME - by_name, MOST_BY_ADDRESS - by_address)


def demand_tries(name: str, address: str, *, at: datetime) -> None:
    """Raise Problem LOGIN_LOCKED for a name or an address that failed too often of late."""
    if tries_left(name, address, at=at, within=WINDOW) <= 0:
        raise Problem(LOGIN_LOCKED, minutes=int(WINDOW.total_seconds() // 60))


@contextmanager
def one_guess_at_a_time(name: str) -> Iterator[None]:
    """Let others wait who guess at the same name, whether anybody bears it or not.

    Each guess is counted before the next is made.
    """
    key = int.from_bytes(hash_of(name.casefold())[:4], signed=True)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s, %s)", [GUESS_LOCK, key])
        yield


@transaction.atomic
def note_refused(name: str, address: str, *, at: datetime) -> None:
    """Record a refusal by keyed hashes: the log book names nobody who is not there."""
    note(REFUSED, NOBODY, by=DOOR, at=at, name=_mask(name), address=_mask(address))


@transaction.atomic
def note_signed_in(
    user: User, *, session: str, browser: str, has_factor: bool, at: datetime
) -> SignedIn:
    """Record a sign-in with its session, so that it can be ended from elsewhere."""
    row = SignedIn.objects.create(
        user=user, session=session, browser=browser, has_factor=has_factor, at=at
    )
    note("user.signed_in", user, by=user, at=at, sign_in=str(row.pk), second_factor=has_factor)
    return row


@transaction.atomic
def end_sign_in(row: SignedIn, *, by: User | Actor, at: datetime) -> bool:
    """End a session on whatever machine; say whether it had not ended before."""
    row = SignedIn.objects.select_for_update().get(pk=row.pk)
    Session.objects.filter(session_key=row.session).delete()
    if row.ended_at is not None:
        return False
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    note("user.sign_in_ended", row, by=by, at=at, user=row.user_id)
    return True


@transaction.atomic
def end_all_sign_ins(user: User, *, by: User | Actor, at: datetime, but: str = "") -> int:
    """End all of somebody's sessions, but for the one with this key; return how many."""
    rows = SignedIn.objects.filter(user=user, ended_at=None)
    return sum(end_sign_in(row, by=by, at=at) for row in rows if row.session != but)


def living(rows: Iterable[SignedIn], *, at: datetime) -> list[SignedIn]:
    """Return those whose session still opens pages."""
    found = list(rows)
    sessions = Session.objects.filter(
        session_key__in=[row.session for row in found], expire_date__gt=at
    )
    alive = set(sessions.values_list("session_key", flat=True))
    return [row for row in found if row.session in alive]


def _mask(text: str) -> str:
    return hash_of(text.casefold()).hex()[:16]


def _masks(text: str) -> list[str]:
    """A new key of the vault gives nobody more tries."""
    return [found.hex()[:16] for found in hashes_of(text.casefold())]
