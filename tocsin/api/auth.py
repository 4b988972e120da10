"""Who calls: a bearer token, of which only the hash is kept, with the scopes it was given."""

from hashlib import sha256

from django.http import HttpRequest
from ninja.security import HttpBearer

from tocsin.domain.problems import Problem
from tocsin.domain.problems.people import SCOPE_MISSING, TOKEN_WRONG
from tocsin.records.models import ApiToken

RESTRICTED = "restricted"  # the scope that shows sexual violence and children


class Token(HttpBearer):
    """Opens an operation to tokens that hold one scope. Raises Problem for the others."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken:  # noqa: ARG002
        client = ApiToken.objects.filter(
            token_hash=sha256(token.encode()).digest(), revoked_at__isnull=True
        ).first()
        if client is None:
            raise Problem(TOKEN_WRONG)
        if self.scope not in client.scopes:
            raise Problem(SCOPE_MISSING, scope=self.scope)
        return client


def client_of(request: HttpRequest) -> ApiToken:
    """Return the client of an authenticated request."""
    client = getattr(request, "auth", None)
    assert isinstance(client, ApiToken)
    return client


def sees_restricted(request: HttpRequest) -> bool:
    return RESTRICTED in client_of(request).scopes
