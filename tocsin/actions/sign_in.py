"""Who signed in and who was refused: the log book is also what limits guessing."""

from datetime import datetime, timedelta

from django.db import transaction

from tocsin.actions.journal import Actor, note
from tocsin.records.models import JournalEntry, User
from tocsin.records.sealed import hash_of, hashes_of

MOST_BY_NAME = 5
# A whole duty room may share one address.
MOST_BY_ADDRESS = 30
REFUSED = "user.sign_in_refused"
NOBODY = User(pk=0)
DOOR = Actor("rule:sign-in")


def tries_left(name: str, address: str, *, at: datetime, within: timedelta) -> int:
    """Return how many more tries this name, from this address, has; 0 or less is locked."""
    refused = JournalEntry.objects.filter(verb=REFUSED, recorded_at__gt=at - within)
    by_name = refused.filter(facts__name__in=_masks(name)).count()
    by_address = refused.filter(facts__address__in=_masks(address)).count()
    return min(MOST_BY_NAME - by_name, MOST_BY_ADDRESS - by_address)


@transaction.atomic
def note_refused(name: str, address: str, *, at: datetime) -> None:
    """Record a refusal by keyed hashes: the log book names nobody who is not there."""
    note(REFUSED, NOBODY, by=DOOR, at=at, name=_mask(name), address=_mask(address))


@transaction.atomic
def note_signed_in(user: User, *, at: datetime) -> None:
    note("user.signed_in", user, by=user, at=at)


def _mask(text: str) -> str:
    return hash_of(text.casefold()).hex()[:16]


def _masks(text: str) -> list[str]:
    """A new key of the vault gives nobody more tries."""
    return [found.hex()[:16] for found in hashes_of(text.casefold())]
