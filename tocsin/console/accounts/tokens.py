"""Tokens of other systems: which there are, how far each reaches, asking for one, ending one."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tocsin.actions.accounts import ask_for_change
from tocsin.actions.tokens import end_token
from tocsin.console.access import requires, user_of
from tocsin.console.accounts.forms import TokenForm
from tocsin.console.accounts.words import SCOPES
from tocsin.console.now import now_of
from tocsin.domain.access import Right
from tocsin.domain.account_words import AccountChangeKind
from tocsin.domain.token_words import ADDRESSEE, TokenScope
from tocsin.records.models import ApiToken


@requires(Right.MANAGE_ACCOUNTS)
@require_http_methods(["GET", "POST"])
def token_list(request: HttpRequest) -> HttpResponse:
    """List them; ask for one, which another administrator approves."""
    now = now_of(request)
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        ask_for_change(AccountChangeKind.TOKEN, by=user_of(request), at=now, **form.asked())
        messages.success(request, _("Asked for. Another administrator must approve it."))
        return redirect("console:accounts")
    rows = ApiToken.objects.select_related("area").order_by("client")
    found = sorted((_row(row, now) for row in rows), key=lambda row: not row["is_open"])
    context = {"nav": "accounts", "rows": found, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "console/accounts/tokens.html", context, status=status)


@requires(Right.MANAGE_ACCOUNTS)
@require_POST
def end(request: HttpRequest, key: UUID) -> HttpResponse:
    end_token(get_object_or_404(ApiToken, pk=key), by=user_of(request), at=now_of(request))
    messages.success(request, _("Ended. It opens nothing any more."))
    return redirect("console:tokens")


def said_scopes(scopes: list[str]) -> str:
    """Return what a token opens, in words."""
    return ", ".join(_scope(scope) for scope in scopes)


def _scope(scope: str) -> str:
    if scope.startswith(ADDRESSEE):
        return _("only those to %(addressee)s") % {"addressee": scope.removeprefix(ADDRESSEE)}
    return str(SCOPES[TokenScope(scope)]) if scope in SCOPES else scope


def _row(row: ApiToken, now: datetime) -> dict[str, Any]:
    return {
        "key": row.pk,
        "client": row.client,
        "scopes": said_scopes(row.scopes),
        "area": row.area.name if row.area else "",
        "since": row.created_at,
        "until": row.revoked_at or row.until,
        "is_open": row.revoked_at is None and (row.until is None or row.until > now),
    }
