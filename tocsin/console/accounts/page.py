"""The accounts: who holds what, what waits for a second administrator, and one account with its sign-ins."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tocsin.actions.sign_in import living
from tocsin.console.access import requires, user_of
from tocsin.console.accounts.forms import ReasonForm, RoleForm
from tocsin.console.accounts.tokens import said_scopes
from tocsin.console.accounts.words import CHANGES
from tocsin.console.labels import ROLES
from tocsin.console.now import now_of
from tocsin.domain.access import Right
from tocsin.domain.account_words import AccountChangeKind
from tocsin.domain.words import Role
from tocsin.records.models import AccountChange, SignedIn, User
from tocsin.records.queries.accounts import AccountLine, account_lines, waiting_changes
from tocsin.records.queries.brakes import unexplained


@requires(Right.MANAGE_ACCOUNTS)
@require_GET
def account_list(request: HttpRequest) -> HttpResponse:
    me = user_of(request)
    context = {
        "nav": "accounts",
        "rows": [_row(line) for line in account_lines(now=now_of(request))],
        "changes": [_change(change, me) for change in waiting_changes()],
        "brakes": unexplained(),
        "form": RoleForm(),
    }
    return render(request, "console/accounts/list.html", context)


@requires(Right.MANAGE_ACCOUNTS)
@require_GET
def account(request: HttpRequest, key: int) -> HttpResponse:
    return account_page(request, key, RoleForm())


def account_page(request: HttpRequest, key: int, form: RoleForm) -> HttpResponse:
    user = get_object_or_404(User, pk=key)
    now = now_of(request)
    sign_ins = SignedIn.objects.filter(user=user, ended_at=None).order_by("-at")
    context = {
        "nav": "accounts",
        "one": _row(account_lines(now=now, only=user.pk)[0]),
        "sign_ins": living(sign_ins, at=now),
        "changes": [
            _change(c, user_of(request)) for c in waiting_changes() if c.user_id == user.pk
        ],
        "form": form,
        "brakes": unexplained(of=user),
        "reason_form": ReasonForm(),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "console/accounts/page.html", context, status=status)


def _row(line: AccountLine) -> dict[str, Any]:
    roles = [
        {"key": one.key, "label": ROLES[one.role], "area": one.area, "until": one.until}
        for one in line.roles
    ]
    return {
        "pk": line.pk,
        "name": line.name,
        "is_active": line.is_active,
        "roles": roles,
        "has_factor": line.has_factor,
        "needs_factor": line.needs_factor,
        "last_at": line.last_at,
    }


def _change(change: AccountChange, me: User) -> dict[str, Any]:
    return {
        "key": change.pk,
        "what": CHANGES[AccountChangeKind(change.kind)],
        "whose": change.client or (change.user.name if change.user else _("somebody new")),
        "role": ROLES[Role(change.role)] if change.role else said_scopes(change.scopes),
        "area": change.area.name if change.area else "",
        "until": change.until,
        "reason": change.reason,
        "asked_by": change.asked_by.name,
        "asked_at": change.asked_at,
        "is_mine": change.asked_by.person == me.person,
    }
