"""What administrators do to accounts, each by a form of its own."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tocsin.actions import accounts
from tocsin.actions.sign_in import end_all_sign_ins
from tocsin.console.access import requires, user_of
from tocsin.console.accounts.forms import ReasonForm, RoleForm
from tocsin.console.accounts.page import account_page
from tocsin.console.now import now_of
from tocsin.domain.access import Right
from tocsin.domain.account_words import AccountChangeKind
from tocsin.domain.problems import NOT_ALLOWED, Problem
from tocsin.records.models import AccountChange, Assignment, User


@requires(Right.MANAGE_ACCOUNTS)
@require_POST
def invite(request: HttpRequest) -> HttpResponse:
    form = RoleForm(request.POST)
    if not form.is_valid():
        return render(
            request, "console/accounts/invite.html", {"nav": "accounts", "form": form}, status=422
        )
    _ask(request, AccountChangeKind.INVITE, **form.asked())
    return redirect("console:accounts")


@requires(Right.MANAGE_ACCOUNTS)
@require_POST
def give_role(request: HttpRequest, key: int) -> HttpResponse:
    form = RoleForm(request.POST)
    if not form.is_valid():
        return account_page(request, key, form)
    user = get_object_or_404(User, pk=key)
    _ask(request, AccountChangeKind.GIVE_ROLE, user=user, **form.asked())
    return redirect("console:account_of", key)


@requires(Right.MANAGE_ACCOUNTS)
@require_POST
def restore(request: HttpRequest, key: int, kind: str) -> HttpResponse:
    """Ask that somebody is let in again, or gets a new password."""
    user, form = get_object_or_404(User, pk=key), ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why."))
        return redirect("console:account_of", key)
    _ask(request, AccountChangeKind(kind), user=user, reason=form.cleaned_data["reason"])
    return redirect("console:account_of", key)


@requires(Right.MANAGE_ACCOUNTS)
@require_POST
def end_role(request: HttpRequest, key: int, role: UUID) -> HttpResponse:
    held = get_object_or_404(Assignment, pk=role, user_id=key)
    accounts.end_role(held, by=user_of(request), at=now_of(request))
    messages.success(request, _("The role has ended."))
    return redirect("console:account_of", key)


@requires(Right.MANAGE_ACCOUNTS)
@require_POST
def end_sign_ins(request: HttpRequest, key: int) -> HttpResponse:
    user = get_object_or_404(User, pk=key)
    count = end_all_sign_ins(user, by=user_of(request), at=now_of(request))
    messages.success(request, _("%(count)s sign-ins ended.") % {"count": count})
    return redirect("console:account_of", key)


@requires(Right.MANAGE_ACCOUNTS)
@require_POST
def close(request: HttpRequest, key: int) -> HttpResponse:
    """Close an account at once; nobody closes their own."""
    user = get_object_or_404(User, pk=key)
    if user.pk == user_of(request).pk:
        raise Problem(NOT_ALLOWED, right=_("another administrator"))
    accounts.close_account(user, by=user_of(request), at=now_of(request))
    messages.success(request, _("Closed, and signed out everywhere."))
    return redirect("console:account_of", key)


@requires(Right.MANAGE_ACCOUNTS)
@require_POST
def approve(request: HttpRequest, key: UUID) -> HttpResponse:
    """Do what another administrator asked for. A link or a token is shown once, to be handed over in person."""
    change = get_object_or_404(AccountChange, pk=key)
    token = accounts.approve_change(change, by=user_of(request), at=now_of(request))
    if not token:
        messages.success(request, _("Approved. It holds from now on."))
        return redirect("console:accounts")
    if change.kind == AccountChangeKind.TOKEN:
        return render(
            request,
            "console/accounts/token.html",
            {"nav": "accounts", "token": token, "client": change.client},
        )
    # What a proxy says of the scheme is not passed on to the pages; this address is the mission's own.
    link = settings.LINE_URL.rstrip("/") + reverse("console:invited", args=[token])
    context = {"nav": "accounts", "link": link, "days": accounts.LINK_LIVES.days}
    return render(request, "console/accounts/link.html", context)


@requires(Right.MANAGE_ACCOUNTS)
@require_POST
def refuse(request: HttpRequest, key: UUID) -> HttpResponse:
    change = get_object_or_404(AccountChange, pk=key)
    accounts.refuse_change(change, by=user_of(request), at=now_of(request))
    messages.success(request, _("Refused. Nothing changes."))
    return redirect("console:accounts")


def _ask(request: HttpRequest, kind: AccountChangeKind, **asked: object) -> None:
    accounts.ask_for_change(kind, by=user_of(request), at=now_of(request), **asked)  # type: ignore[arg-type]  # as the forms give it
    messages.success(request, _("Asked for. Another administrator must approve it."))
