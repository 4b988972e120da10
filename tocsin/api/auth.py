"""Who calls: a bearer token, of which only the hash is kept, with its scopes and its area."""

from hashlib import sha256

from django.http import HttpRequest
from ninja.security import HttpBearer

from tocsin.domain.problems import Problem
from tocsin.domain.problems.people import SCOPE_MISSING, TOKEN_WRONG
from tocsin.domain.token_words import TokenScope
from tocsin.records.models import ApiToken
from tocsin.records.queries.clock import database_now
from tocsin.records.queries.held import with_parts
from tocsin.records.queries.scope import Scope
from tocsin.records.queries.tokens import living_tokens


class Token(HttpBearer):
    """Opens an operation to tokens that hold one scope. Raises Problem for the others."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken:  # noqa: ARG002
        found = living_tokens(at=database_now())
        client = found.filter(token_hash=sha256(token.encode()).digest()).first()
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


def reach_of(request: HttpRequest) -> Scope:
    """Return what this token shows: as far as its area, and what is restricted there with that scope."""
    client = client_of(request)
    areas = None if client.area_id is None else with_parts(client.area_id)
    return Scope(TokenScope.RESTRICTED in client.scopes, areas)
