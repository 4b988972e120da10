"""What somebody wrote is given back when it could not be taken: a caller may have hung up since."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, UnreadablePostError

from tocsin.domain.access import Right
from tocsin.domain.problems import DATABASE_AWAY, FORM_STALE, UNEXPECTED, Problem
from tocsin.domain.problems.people import LOGIN_EXPIRED

PASSING = (LOGIN_EXPIRED, FORM_STALE, DATABASE_AWAY, UNEXPECTED)
"""Nothing is wrong with what was sent: it can be sent again as it is."""

OF_SECRETS = frozenset({Right.MANAGE_GATEWAYS, Right.MANAGE_ACCOUNTS, Right.APPROVE_AIRTIME})
"""Their forms hold keys of carriers and sellers, which no page shows again."""

SECRET = re.compile(r"password|secret|token|duress|csrf")


@dataclass(frozen=True, slots=True)
class KeptWords:
    """`words` to be read and copied; `fields` are the whole form, for `address`, if it may be sent again."""

    words: tuple[str, ...]
    fields: tuple[tuple[str, str], ...]
    address: str
    may_send: bool


def kept_words(request: HttpRequest, problem: Problem) -> KeptWords | None:
    """Return what was typed into a form of ours that could not be taken, or None.

    None for what another site sent, which nobody here has typed: a button that sends it would do what the check of forms forbids.
    """
    if request.method != "POST" or not _is_of_words(request):
        return None
    try:
        fields = _fields(request) if _is_ours(request) else []
    except (SuspiciousOperation, UnreadablePostError):
        return None
    words = tuple(value for _, value in fields if " " in value.strip())
    if not words:
        return None
    return KeptWords(words, tuple(fields), request.get_full_path(), problem.kind in PASSING)


def _fields(request: HttpRequest) -> list[tuple[str, str]]:
    return [
        (name, str(value))
        for name, values in request.POST.lists()
        if not SECRET.search(name)
        for value in values
    ]


def _is_of_words(request: HttpRequest) -> bool:
    match = request.resolver_match
    right = getattr(match.func, "access", None) if match else None
    return isinstance(right, Right) and right not in OF_SECRETS


def _is_ours(request: HttpRequest) -> bool:
    said = request.headers.get("Origin") or request.headers.get("Referer", "")
    return urlsplit(said).netloc == request.get_host()
