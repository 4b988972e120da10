"""Where one is signed in, ended from here; one's own password."""

from uuid import UUID

from django.contrib import auth, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tocsin.actions.people import change_password
from tocsin.actions.sign_in import end_all_sign_ins, end_sign_in
from tocsin.console.access import own, user_of
from tocsin.console.entry import PASSED, let_in
from tocsin.console.now import now_of
from tocsin.console.own.forms import WRONG, ChangePasswordForm
from tocsin.console.own.guesses import one_guess_here
from tocsin.domain.problems import NOT_FOUND, Problem
from tocsin.records.models import SignedIn


@own
@require_POST
def end(request: HttpRequest, key: UUID) -> HttpResponse:
    user = user_of(request)
    row = SignedIn.objects.filter(pk=key, user=user).first()
    if row is None:
        raise Problem(NOT_FOUND)
    end_sign_in(row, by=user, at=now_of(request))
    messages.success(request, _("Ended. That browser must sign in again."))
    return redirect("console:account")


@own
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    here = str(request.session.session_key)
    count = end_all_sign_ins(user, by=user, at=now_of(request), but=here)
    messages.success(request, _("%(count)s other sign-ins ended.") % {"count": count})
    return redirect("console:account")


@own
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Change one's password. All sessions end; this one begins anew."""
    user = user_of(request)
    form = ChangePasswordForm(request.POST or None, user=user)
    if request.method == "POST" and _is_right(request, form):
        at, passed = now_of(request), bool(request.session.get(PASSED))
        change_password(user, form.cleaned_data["password"], by=user, at=at)
        auth.logout(request)
        let_in(request, user, passed=passed, at=at)
        messages.success(request, _("Changed. Everywhere else you are signed out."))
        return redirect("console:account")
    status = 422 if form.is_bound and form.errors else 200
    return render(
        request, "console/own/password.html", {"nav": "account", "form": form}, status=status
    )


def _is_right(request: HttpRequest, form: ChangePasswordForm) -> bool:
    """Look at what was typed; a wrong password until now counts as at the door."""
    with one_guess_here(request) as refuse:
        is_right = form.is_valid()
        if form.has_error("old", WRONG):
            refuse()
    return is_right
