"""The page behind a one-time link: a name and a password for somebody new, or a new password."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from tocsin.actions.accounts import link_of, use_link
from tocsin.console.access import is_factor_owed, public
from tocsin.console.accounts.forms import NewAccountForm
from tocsin.console.entry import let_in
from tocsin.console.known_browser import remember_browser
from tocsin.console.labels import ROLES
from tocsin.console.now import now_of
from tocsin.console.own.forms import PasswordForm
from tocsin.console.problem_pages import sentence_of
from tocsin.domain.problems import Problem
from tocsin.domain.problems.people import LOGIN_NAME_TAKEN
from tocsin.domain.words import Role
from tocsin.records.models import User


@public
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "POST"])
def invited(request: HttpRequest, token: str) -> HttpResponse:
    """Show what the link is for; it is used up by a password, never by looking."""
    now = now_of(request)
    change = link_of(token, at=now).change
    whose = change.user
    form = _form(request, whose)
    if request.method == "POST" and form.is_valid():
        try:
            name, password = form.cleaned_data.get("name", ""), form.cleaned_data["password"]
            user = use_link(token, name=name, password=password, at=now)
        except Problem as problem:
            if problem.kind is not LOGIN_NAME_TAKEN:
                raise
            form.add_error("name", sentence_of(problem))
        else:
            let_in(request, user, passed=False, at=now)
            owed = "console:factor" if is_factor_owed(request) else "console:account"
            return remember_browser(request, redirect(owed))
    context = {
        "form": form,
        "name": whose.name if whose else "",
        "role": ROLES[Role(change.role)] if change.role else "",
        "area": change.area.name if change.area else "",
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "console/accounts/invited.html", context, status=status)


def _form(request: HttpRequest, whose: User | None) -> PasswordForm:
    if whose is None:
        return NewAccountForm(request.POST or None, user=User())
    return PasswordForm(request.POST or None, user=whose)
