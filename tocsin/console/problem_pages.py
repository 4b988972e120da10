"""Every error as a page: what happened, what to do, its code; never a stack trace."""

import logging
import sys
from collections import defaultdict
from uuid import uuid4

import psycopg
from django.db.utils import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext

from tocsin.console.kept_words import kept_words
from tocsin.domain.problems import DATABASE_AWAY, FORM_STALE, NOT_FOUND, UNEXPECTED, Problem

log = logging.getLogger(__name__)

LINK_FAILED = ("08", "57P")
"""Classes of SQLSTATE: no connection, and a server that shuts down or starts (PostgreSQL, appendix A)."""


def sentence_of(problem: Problem) -> str:
    """Return the sentence in the language of the request."""
    return gettext(problem.kind.sentence) % _known(problem)


def remedy_of(problem: Problem) -> str:
    return gettext(problem.kind.remedy) % _known(problem)


def problem_page(request: HttpRequest, problem: Problem, **more: object) -> HttpResponse:
    """Return the page of a problem, with its own status."""
    context = {
        "code": problem.code,
        "sentence": sentence_of(problem),
        "remedy": remedy_of(problem),
        "back": request.headers.get("Referer", ""),
        "kept": kept_words(request, problem),
        **more,
    }
    return render(request, "console/problem.html", context, status=problem.status)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's signature
    return problem_page(request, Problem(NOT_FOUND))


def form_stale(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    return problem_page(request, Problem(FORM_STALE))


def unexpected(request: HttpRequest) -> HttpResponse:
    """The page of last resort. It asks the database for nothing: that may be what failed.

    When it was, the page says so with 503, and that it goes on by itself; anything else is 500.
    """
    if is_database_away(sys.exception()):
        return _plain_page(request, Problem(DATABASE_AWAY))
    reference = uuid4().hex[:8]
    log.error("unexpected problem %s", reference)
    return _plain_page(request, Problem(UNEXPECTED, reference=reference))


def is_database_away(error: BaseException | None) -> bool:
    """Say whether the link to the database failed, and not a statement: it could not be made, or was ended."""
    cause = error.__cause__ if isinstance(error, (OperationalError, InterfaceError)) else error
    if isinstance(cause, psycopg.InterfaceError):
        return True
    if not isinstance(cause, psycopg.OperationalError):
        return False
    return cause.sqlstate is None or cause.sqlstate.startswith(LINK_FAILED)


def _plain_page(request: HttpRequest, problem: Problem) -> HttpResponse:
    kept = kept_words(request, problem)
    context = {
        "code": problem.code,
        "sentence": sentence_of(problem),
        "remedy": remedy_of(problem),
        "kept": kept,
        "csrf_token": get_token(request) if kept else "",
    }
    text = render_to_string("console/unexpected.html", context)
    return HttpResponse(text, status=problem.status)


def _known(problem: Problem) -> defaultdict[str, str | int]:
    # An error about an error helps nobody: what was not given reads as a question mark.
    return defaultdict(lambda: "?", problem.facts)
