"""Tokens of other systems: made once two administrators want it, ended by one, at once."""

import secrets
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from tocsin.actions.journal import note
from tocsin.domain.problems import Problem
from tocsin.domain.problems.people import TOKEN_NAME_TAKEN
from tocsin.records.models import AccountChange, ApiToken, User


def refuse_known_client(client: str) -> None:
    """Raise Problem TOKEN_NAME_TAKEN for a name that a token has, or had: its lines of the log book are its own."""
    if client and ApiToken.objects.filter(client=client).exists():
        raise Problem(TOKEN_NAME_TAKEN, client=client)


def make_token(change: AccountChange) -> str:
    """Make what was asked for, in the transaction that approves it; return the token, which is kept nowhere."""
    refuse_known_client(change.client)
    token = secrets.token_urlsafe(32)
    ApiToken.objects.create(
        client=change.client,
        token_hash=sha256(token.encode()).digest(),
        scopes=change.scopes,
        area=change.area,
        until=change.until,
    )
    return token


@transaction.atomic
def end_token(token: ApiToken, *, by: User, at: datetime) -> None:
    """End it now and for ever. Ending it again changes nothing."""
    row = ApiToken.objects.select_for_update().get(pk=token.pk)
    if row.revoked_at is None:
        row.revoked_at = at
        row.save(update_fields=["revoked_at"])
        note("token.ended", row, by=by, at=at, client=row.client)
