"""Signing in and out, with a limit on guessing."""

from datetime import timedelta

from django.contrib import auth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from tocsin.actions.sign_in import note_refused, note_signed_in, tries_left
from tocsin.console.access import public, viewer_of
from tocsin.console.forms.sign_in import SignInForm
from tocsin.console.now import now_of
from tocsin.console.problem_pages import remedy_of, sentence_of
from tocsin.domain.access import Right
from tocsin.domain.problems import LOGIN_LOCKED, LOGIN_WRONG, Problem
from tocsin.records.models import User

WINDOW = timedelta(minutes=10)


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
            return redirect(_next(request))
    context = {"form": form, "next": _next(request)}
    if problem:
        context |= {"sentence": sentence_of(problem), "remedy": remedy_of(problem)}
    return render(
        request, "console/sign_in.html", context, status=problem.status if problem else 200
    )


@public
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    auth.logout(request)
    return redirect("console:sign_in")


def _try(request: HttpRequest, name: str, password: str) -> Problem | None:
    now = now_of(request)
    address = str(request.META.get("REMOTE_ADDR", ""))
    left = tries_left(name, address, at=now, within=WINDOW)
    if left <= 0:
        return Problem(LOGIN_LOCKED, minutes=int(WINDOW.total_seconds() // 60))
    user = auth.authenticate(request, username=name, password=password)
    if not isinstance(user, User):
        note_refused(name, address, at=now)
        return Problem(LOGIN_WRONG, left=left - 1)
    # `login` gives the session a new key, so that a fixed one is worth nothing.
    auth.login(request, user)
    note_signed_in(user, at=now)
    return None


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
