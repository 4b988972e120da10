"""Signing in and out, with a limit on guessing."""

import json
import secrets

from django.contrib import auth
from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from tocsin.actions.second_factor import has_phone, pass_factor
from tocsin.actions.security_keys import keys_of, pass_key
from tocsin.actions.sign_in import (
    WINDOW,
    demand_tries,
    end_sign_in,
    note_refused,
    one_guess_at_a_time,
    tries_left,
)
from tocsin.console.access import public, viewer_of
from tocsin.console.entry import let_in, pending, wait_for_code
from tocsin.console.forms.sign_in import SignInForm
from tocsin.console.known_browser import counted_as, remember_browser
from tocsin.console.now import now_of
from tocsin.console.own.challenge import asked_before, challenged, place_of
from tocsin.console.own.forms import CodeForm
from tocsin.console.problem_pages import remedy_of, sentence_of
from tocsin.domain.access import Right
from tocsin.domain.problems import (
    LOGIN_LOCKED,
    LOGIN_WRONG,
    SECOND_FACTOR_WRONG,
    SECURITY_KEY_REFUSED,
    Problem,
)
from tocsin.domain.security_keys import ANSWER_LENGTH, CHALLENGE_BYTES, request_options
from tocsin.records.models import SignedIn, User


@public
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Let somebody in. A name or an address that failed too often waits (LOGIN_LOCKED)."""
    if request.user.is_authenticated:
        return redirect(_next(request))
    form = SignInForm(request.POST or None)
    problem = None
    if form.is_valid():
        problem = _try(request, form.cleaned_data["name"], form.cleaned_data["password"])
        if problem is None:
            if pending(request, at=now_of(request)) is not None:
                return redirect("console:sign_in_code")
            return remember_browser(request, redirect(_next(request)))
    return _page(request, "console/sign_in.html", form, problem, next=_next(request))


@public
@require_http_methods(["GET", "POST"])
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """Take the second factor of somebody who gave the right password a moment ago."""
    now = now_of(request)
    waiting = pending(request, at=now)
    if waiting is None:
        return redirect("console:sign_in")
    user, wanted = waiting
    form = CodeForm(request.POST or None)
    problem = None
    if form.is_valid():
        problem = _try_code(request, user, form.cleaned_data["code"])
        if problem is None:
            return _inside(request, wanted)
    return _code_page(request, user, form, problem)


@public
@require_POST
def sign_in_key(request: HttpRequest) -> HttpResponse:
    """Take what a key signed instead of a code; without an answer, say what the key is to be asked for.

    Wrong answers count as wrong codes do.
    """
    now = now_of(request)
    waiting = pending(request, at=now)
    if waiting is None:
        return redirect("console:sign_in")
    user, wanted = waiting
    if not request.POST.get("answer"):
        return _ask_for_key(request, user)
    problem = _try_key(request, user, asked_before(request, of="pass", at=now))
    if problem is None:
        return _inside(request, wanted)
    return _code_page(request, user, CodeForm(), problem)


@public
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    if isinstance(request.user, User):
        here = request.session.session_key
        mine = SignedIn.objects.filter(user=request.user, ended_at=None)
        for row in [row for row in mine if row.session == here]:
            end_sign_in(row, by=request.user, at=now_of(request))
    auth.logout(request)
    return redirect("console:sign_in")


def _try(request: HttpRequest, name: str, password: str) -> Problem | None:
    now = now_of(request)
    address = str(request.META.get("REMOTE_ADDR", ""))
    counted = counted_as(request, name)
    if tries_left(counted, address, at=now, within=WINDOW) <= 0:
        return _locked()
    user = auth.authenticate(request, username=name, password=password)
    # A password takes its time: meanwhile others may have guessed at the same name. Right or wrong, the
    # answer is then the same.
    with one_guess_at_a_time(counted):
        left = tries_left(counted, address, at=now, within=WINDOW)
        if left <= 0:
            return _locked()
        if not isinstance(user, User):
            note_refused(counted, address, at=now)
            return Problem(LOGIN_WRONG, left=left - 1)
    if not wait_for_code(request, user, at=now, wanted=_next(request)):
        let_in(request, user, passed=False, at=now)
    return None


def _try_code(request: HttpRequest, user: User, said: str) -> Problem | None:
    """A code is guessed no more often than a password: the same count holds for both."""
    now = now_of(request)
    address = str(request.META.get("REMOTE_ADDR", ""))
    counted = counted_as(request, user.name)
    with one_guess_at_a_time(counted):
        if tries_left(counted, address, at=now, within=WINDOW) <= 0:
            return _locked()
        if not pass_factor(user, said, at=now):
            note_refused(counted, address, at=now)
            return Problem(SECOND_FACTOR_WRONG)
    let_in(request, user, passed=True, at=now)
    return None


def _ask_for_key(request: HttpRequest, user: User) -> HttpResponse:
    place, challenge = place_of(request), secrets.token_bytes(CHALLENGE_BYTES)
    challenged(request, challenge, of="pass", at=now_of(request))
    known = [bytes(one.credential) for one in keys_of(user, place)]
    return JsonResponse(json.loads(request_options(place, challenge=challenge, known=known)))


def _try_key(request: HttpRequest, user: User, challenge: bytes | None) -> Problem | None:
    now, address = now_of(request), str(request.META.get("REMOTE_ADDR", ""))
    answer, counted = request.POST.get("answer", ""), counted_as(request, user.name)
    try:
        demand_tries(counted, address, at=now)
    except Problem as problem:
        return problem
    is_short = challenge is not None and len(answer) <= ANSWER_LENGTH
    if not is_short or not pass_key(
        user, answer, place_of(request), challenge=challenge or b"", at=now
    ):
        note_refused(counted, address, at=now)
        return Problem(SECURITY_KEY_REFUSED)
    let_in(request, user, passed=True, at=now)
    return None


def _inside(request: HttpRequest, wanted: str) -> HttpResponse:
    return remember_browser(request, redirect(wanted if wanted != "/" else _next(request)))


def _locked() -> Problem:
    return Problem(LOGIN_LOCKED, minutes=int(WINDOW.total_seconds() // 60))


def _code_page(
    request: HttpRequest, user: User, form: Form, problem: Problem | None
) -> HttpResponse:
    more = {"has_phone": has_phone(user), "has_key": bool(keys_of(user, place_of(request)))}
    return _page(request, "console/own/code.html", form, problem, **more)


def _page(
    request: HttpRequest, template: str, form: Form, problem: Problem | None, **more: object
) -> HttpResponse:
    context: dict[str, object] = {"form": form, **more}
    if problem:
        context |= {"sentence": sentence_of(problem), "remedy": remedy_of(problem)}
    return render(request, template, context, status=problem.status if problem else 200)


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    if is_ours and wanted != "/":
        return wanted
    # A section that only reads has no board: its reports are its first page.
    is_reader = isinstance(request.user, User) and Right.SEE_BOARD not in viewer_of(request).rights
    return resolve_url("console:copies" if is_reader else "console:board")
