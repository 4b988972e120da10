"""Accounts and field phones that did more than a person does: shown to administrators, who end it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tocsin.actions.brakes import lift_brake
from tocsin.console.access import requires, user_of
from tocsin.console.accounts.forms import ReasonForm
from tocsin.console.now import now_of
from tocsin.domain.access import Right
from tocsin.records.models import Brake


@requires(Right.MANAGE_ACCOUNTS)
@require_POST
def lift(request: HttpRequest, key: int, brake: UUID) -> HttpResponse:
    """Let somebody look at people again, or say that a storm of entries is explained."""
    row = get_object_or_404(Brake, pk=brake, user=key)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why."))
    elif lift_brake(
        row, by=user_of(request), at=now_of(request), reason=form.cleaned_data["reason"]
    ):
        messages.success(request, _("It is lifted, and written in the log book."))
    return redirect("console:account_of", key)
