"""One's own second factor: add a phone with its QR code, get codes for paper, change to another phone."""

import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tocsin.actions.second_factor import begin_factor, confirm_factor, drop_factor, renew_codes
from tocsin.actions.security_keys import keys_of
from tocsin.console.access import is_factor_owed, own, user_of, viewer_of
from tocsin.console.entry import PASSED
from tocsin.console.now import now_of
from tocsin.console.own.challenge import place_of
from tocsin.console.own.forms import CodeForm, FirstCodeForm
from tocsin.console.own.guesses import with_code
from tocsin.console.problem_pages import sentence_of
from tocsin.domain.problems import LOGIN_LOCKED, SECOND_FACTOR_WRONG, Problem
from tocsin.domain.second_factor import address_of, readable
from tocsin.domain.security_keys import NAME_LENGTH
from tocsin.records.models import SecondFactor, User


@own
@require_GET
def factor(request: HttpRequest) -> HttpResponse:
    return _page(request, None)


@own
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    begin_factor(user_of(request), at=now_of(request))
    return redirect("console:factor")


@own
@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """Take the first code of the phone, and show the codes for paper this once."""
    form = FirstCodeForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    try:
        codes = confirm_factor(user_of(request), form.cleaned_data["code"], at=now_of(request))
    except Problem as problem:
        return _refused(request, form, problem)
    request.session[PASSED] = True
    return render(request, "console/own/paper.html", {"codes": codes})


@own
@require_POST
def paper(request: HttpRequest) -> HttpResponse:
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    try:
        codes = with_code(request, form.cleaned_data["code"], renew_codes)
    except Problem as problem:
        return _refused(request, form, problem)
    return render(request, "console/own/paper.html", {"codes": codes})


@own
@require_POST
def drop(request: HttpRequest) -> HttpResponse:
    """Forget the phone, to add another. Who owes a factor does nothing else until there is one."""
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    try:
        with_code(request, form.cleaned_data["code"], drop_factor)
    except Problem as problem:
        return _refused(request, form, problem)
    request.session.pop(PASSED, None)
    messages.success(request, _("Taken away. Add the new phone now."))
    return redirect("console:factor")


def _refused(request: HttpRequest, form: CodeForm, problem: Problem) -> HttpResponse:
    if problem.kind not in (SECOND_FACTOR_WRONG, LOGIN_LOCKED):
        raise problem
    form.add_error("code", sentence_of(problem))
    return _page(request, form)


def _page(request: HttpRequest, form: CodeForm | None) -> HttpResponse:
    user = user_of(request)
    found = SecondFactor.objects.filter(user=user).first()
    if form is None:
        form = CodeForm() if found and found.confirmed_at else FirstCodeForm()
    context = {
        "nav": "account",
        "form": form,
        "is_owed": is_factor_owed(request),
        "is_needed": viewer_of(request).needs_factor,
        "confirmed_at": found.confirmed_at if found else None,
        "n_codes": len(found.codes.split()) if found else 0,
        "keys": keys_of(user, place_of(request)),
        "name_length": NAME_LENGTH,
    }
    if found and found.confirmed_at is None:
        context |= _new_phone(user, found)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "console/own/factor.html", context, status=status)


def _new_phone(user: User, found: SecondFactor) -> dict[str, str]:
    secret = bytes.fromhex(found.secret)
    text = readable(secret)
    address = address_of(secret, account=user.name, issuer=settings.MISSION)
    picture = segno.make(address, error="m").svg_data_uri(scale=5, border=3, light="#fff")
    return {
        "picture": picture,
        "secret": " ".join(text[start : start + 4] for start in range(0, len(text), 4)),
    }
