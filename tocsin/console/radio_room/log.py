"""The one-screen log of a roll call, at speaking speed: a few letters and Enter for each station."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tocsin.actions.roll_calls import Seen, close_roll_call, record_entry
from tocsin.console.access import requires, user_of
from tocsin.console.now import now_of
from tocsin.console.problem_pages import remedy_of, sentence_of
from tocsin.domain.access import Right
from tocsin.domain.problems import Problem
from tocsin.domain.problems.radio import (
    ANSWERED_MEANWHILE,
    ENTRY_NOT_UNDERSTOOD,
    RADIO_UNKNOWN,
    ROLL_CALL_DONE,
)
from tocsin.domain.radio_words import CheckOutcome
from tocsin.domain.roll_calls import plain_sign
from tocsin.records.models import RollCall
from tocsin.records.queries.radio_nets import checks, tally

# What a line that is not understood leaves on the screen, so that the operator goes on at once.
RETYPED = (ANSWERED_MEANWHILE, ENTRY_NOT_UNDERSTOOD, ROLL_CALL_DONE)


@requires(Right.RADIO)
@require_GET
def roll_call(request: HttpRequest, key: UUID) -> HttpResponse:
    return _page(request, _roll_call(key))


@requires(Right.RADIO)
@require_POST
def record(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take one line. What is not understood is shown again with what is wrong."""
    row = _roll_call(key)
    typed = request.POST.get("entry", "")[:200]
    try:
        record_entry(row, typed, by=user_of(request), at=now_of(request), seen=_seen(request))
    except Problem as problem:
        if problem.kind not in RETYPED:
            raise
        return _page(request, row, typed=_retyped(typed, problem), problem=problem)
    return redirect("console:roll_call", key)


@requires(Right.RADIO)
@require_POST
def close(request: HttpRequest, key: UUID) -> HttpResponse:
    row = _roll_call(key)
    close_roll_call(row, by=user_of(request), at=now_of(request))
    messages.success(request, _("Closed. What was not heard is weighed by each one's habit."))
    return redirect("console:radio_net", row.net.slug)


def _retyped(typed: str, problem: Problem) -> str:
    """Return the line with the station that it meant: the next one to call is another by now."""
    sign = str(problem.facts.get("call_sign", ""))
    names_it = plain_sign(typed).startswith(plain_sign(sign))
    return typed if names_it else f"{sign} {typed}"


def _seen(request: HttpRequest) -> Seen | None:
    """Return what stood before the operator; None when the line came without it."""
    try:
        at = parse_datetime(request.POST.get("seen", ""))
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        return None
    return Seen(at, request.POST.get("next", ""))


def _roll_call(key: UUID) -> RollCall:
    row = RollCall.objects.select_related("net__net_control", "closed_by").filter(pk=key).first()
    if row is None:
        raise Problem(RADIO_UNKNOWN)
    return row


def _page(
    request: HttpRequest, row: RollCall, *, typed: str = "", problem: Problem | None = None
) -> HttpResponse:
    rows = checks(row)
    waiting = (one for one in rows if one.outcome == CheckOutcome.EXPECTED and not one.struck_at)
    context = {
        "nav": "network",
        "roll_call": row,
        "checks": rows,
        "tally": tally(rows),
        "next": next(waiting, None),
        "seen": now_of(request).isoformat(),
        "typed": typed,
        "wrong": f"{sentence_of(problem)} {remedy_of(problem)}" if problem else "",
    }
    status = problem.kind.status if problem else 200
    return render(request, "console/radio_room/roll_call.html", context, status=status)
