"""Keys that one touches, beside the phone: added with a code, used to come in, renamed, taken away."""

from datetime import datetime

from django.db import transaction

from tocsin.actions.journal import note
from tocsin.actions.second_factor import has_phone, pass_factor
from tocsin.domain.problems import (
    SECOND_FACTOR_MISSING,
    SECOND_FACTOR_WRONG,
    SECURITY_KEY_REFUSED,
    Problem,
)
from tocsin.domain.security_keys import (
    MOST_KEYS,
    NAME_LENGTH,
    NewKey,
    NotProven,
    Place,
    credential_of,
    new_key,
    proven_count,
)
from tocsin.records.models import SecurityKey, User


def keys_of(user: User, place: Place) -> list[SecurityKey]:
    """Return somebody's keys for this address: one made elsewhere proves nothing here."""
    return list(SecurityKey.objects.filter(user=user, host=place.host).order_by("added_at"))


def may_add_key(user: User, said: str, *, at: datetime) -> None:
    """Take a code of the phone or of paper before a key is made. Raises Problem.

    A screen that was left open must not let anybody add a key of their own.
    """
    if not has_phone(user):
        raise Problem(SECOND_FACTOR_MISSING)
    if not pass_factor(user, said, at=at):
        raise Problem(SECOND_FACTOR_WRONG)


@transaction.atomic
def add_key(
    user: User, answer: str, place: Place, *, name: str, challenge: bytes, at: datetime
) -> SecurityKey:
    """Keep a key that the browser made. Raises Problem SECURITY_KEY_REFUSED."""
    # Two pages that add at once must not pass the limit together.
    User.objects.select_for_update().get(pk=user.pk)
    try:
        made = new_key(answer, place, challenge=challenge)
    except NotProven as error:
        raise Problem(SECURITY_KEY_REFUSED) from error
    is_known = SecurityKey.objects.filter(credential=made.credential).exists()
    if is_known or SecurityKey.objects.filter(user=user).count() >= MOST_KEYS:
        raise Problem(SECURITY_KEY_REFUSED)
    row = SecurityKey.objects.create(
        user=user,
        name=name.strip()[:NAME_LENGTH] or f"{at:%d.%m.%Y}",
        host=place.host,
        credential=made.credential,
        public_key=made.public_key,
        sign_count=made.sign_count,
        added_at=at,
    )
    note("security_key.added", row, by=user, at=at, user=user.pk)
    return row


@transaction.atomic
def pass_key(user: User, answer: str, place: Place, *, challenge: bytes, at: datetime) -> bool:
    """Say whether this answer proves that a key of theirs was touched just now, for this sign-in."""
    try:
        credential = credential_of(answer)
        row = SecurityKey.objects.select_for_update().get(
            user=user, host=place.host, credential=credential
        )
        kept = NewKey(bytes(row.credential), bytes(row.public_key), row.sign_count)
        count = proven_count(answer, kept, place, challenge=challenge)
    except (NotProven, SecurityKey.DoesNotExist):
        return False
    row.sign_count, row.used_at = count, at
    row.save(update_fields=["sign_count", "used_at"])
    return True


@transaction.atomic
def name_key(row: SecurityKey, name: str, *, by: User, at: datetime) -> None:
    row.name = name.strip()[:NAME_LENGTH] or row.name
    row.save(update_fields=["name"])
    note("security_key.named", row, by=by, at=at)


@transaction.atomic
def drop_key(row: SecurityKey, *, by: User, at: datetime) -> None:
    """Forget a key; the phone and the other keys stay."""
    note("security_key.taken_away", row, by=by, at=at, user=row.user_id)
    row.delete()
