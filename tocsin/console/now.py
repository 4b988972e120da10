"""The moment a page speaks of: the database's clock, asked once a request."""

from datetime import datetime

from django.http import HttpRequest

from tocsin.records.queries.clock import database_now


def now_of(request: HttpRequest) -> datetime:
    """Return the moment of this request; all its ages and its action count from it."""
    found = getattr(request, "moment", None)
    if isinstance(found, datetime):
        return found
    moment = database_now()
    request.moment = moment  # type: ignore[attr-defined]  # kept for this request only
    return moment
