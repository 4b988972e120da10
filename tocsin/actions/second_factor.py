"""The second factor of an account: begun, confirmed with a first code, used, replaced, taken away."""

import secrets
from datetime import datetime

from django.db import transaction

from tocsin.actions.journal import Actor, note
from tocsin.domain.problems import SECOND_FACTOR_MISSING, SECOND_FACTOR_WRONG, Problem
from tocsin.domain.second_factor import (
    CODE_BYTES,
    PAPER_CODES,
    SECRET_BYTES,
    matching_step,
    paper_codes,
    without_code,
)
from tocsin.records.models import SecondFactor, SecurityKey, User


def has_factor(user: User) -> bool:
    """Say whether a second factor is asked of them when they come in: a phone, or a key that one touches."""
    return has_phone(user) or SecurityKey.objects.filter(user=user).exists()


def has_phone(user: User) -> bool:
    return SecondFactor.objects.filter(user=user, confirmed_at__isnull=False).exists()


@transaction.atomic
def begin_factor(user: User, *, at: datetime) -> SecondFactor:
    """Make a secret for a phone. It counts for nothing until a code of it was given."""
    SecondFactor.objects.filter(user=user, confirmed_at=None).delete()
    if has_phone(user):
        raise Problem(SECOND_FACTOR_WRONG)
    secret = secrets.token_bytes(SECRET_BYTES).hex()
    factor = SecondFactor.objects.create(user=user, secret=secret, added_at=at)
    note("second_factor.begun", factor, by=user, at=at)
    return factor


@transaction.atomic
def confirm_factor(user: User, said: str, *, at: datetime) -> list[str]:
    """Take the first code of the phone; from now on one is asked for. Return the codes for paper.

    They are shown this once. Raises Problem SECOND_FACTOR_WRONG or SECOND_FACTOR_MISSING.
    """
    factor = SecondFactor.objects.select_for_update().filter(user=user, confirmed_at=None).first()
    if factor is None:
        raise Problem(SECOND_FACTOR_MISSING)
    step = matching_step(bytes.fromhex(factor.secret), said, used=factor.last_step, now=at)
    if step is None:
        raise Problem(SECOND_FACTOR_WRONG)
    codes = _new_codes()
    factor.confirmed_at, factor.last_step, factor.codes = at, step, " ".join(codes)
    factor.save()
    note("second_factor.confirmed", factor, by=user, at=at)
    return codes


@transaction.atomic
def pass_factor(user: User, said: str, *, at: datetime) -> bool:
    """Say whether this code, of the phone or from paper, is right; it is used up by that."""
    factor = (
        SecondFactor.objects.select_for_update()
        .filter(user=user, confirmed_at__isnull=False)
        .first()
    )
    if factor is None:
        return False
    step = matching_step(bytes.fromhex(factor.secret), said, used=factor.last_step, now=at)
    if step is not None:
        factor.last_step = step
        factor.save(update_fields=["last_step"])
        return True
    left = without_code(factor.codes.split(), said)
    if left is None:
        return False
    factor.codes = " ".join(left)
    factor.save(update_fields=["codes"])
    note("second_factor.paper_code_used", factor, by=user, at=at, left=len(left))
    return True


@transaction.atomic
def renew_codes(user: User, said: str, *, at: datetime) -> list[str]:
    """Return new codes for paper; the old ones are worth nothing. Needs a code of the phone."""
    if not pass_factor(user, said, at=at):
        raise Problem(SECOND_FACTOR_WRONG)
    factor = SecondFactor.objects.get(user=user)
    codes = _new_codes()
    factor.codes = " ".join(codes)
    factor.save(update_fields=["codes"])
    note("second_factor.codes_renewed", factor, by=user, at=at)
    return codes


@transaction.atomic
def drop_factor(user: User, said: str, *, at: datetime) -> None:
    """Take one's own factor away, to add another phone. Needs a code."""
    if not pass_factor(user, said, at=at):
        raise Problem(SECOND_FACTOR_WRONG)
    _forget_phone(user, by=user, at=at)


@transaction.atomic
def take_factor_away(user: User, *, by: User | Actor, at: datetime) -> bool:
    """Forget somebody's phone, paper and keys, which are gone; say whether there were any."""
    keys = list(SecurityKey.objects.filter(user=user))
    for key in keys:
        note("security_key.taken_away", key, by=by, at=at, user=user.pk)
        key.delete()
    return _forget_phone(user, by=by, at=at) or bool(keys)


def _forget_phone(user: User, *, by: User | Actor, at: datetime) -> bool:
    factor = SecondFactor.objects.filter(user=user).first()
    if factor is None:
        return False
    note("second_factor.taken_away", factor, by=by, at=at, user=user.pk)
    factor.delete()
    return True


def _new_codes() -> list[str]:
    return paper_codes(secrets.token_bytes(PAPER_CODES * CODE_BYTES))
