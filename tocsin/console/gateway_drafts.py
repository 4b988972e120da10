"""Changes of gateways that wait: approved by a second administrator, refused, or made alone where there is none."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tocsin.actions import gateway_drafts as drafts
from tocsin.channels.catalogue import KINDS
from tocsin.console.access import requires, user_of
from tocsin.console.now import now_of
from tocsin.domain.access import Right
from tocsin.domain.gateway_words import GatewayDraftState
from tocsin.records.models import GatewayDraft


@dataclass(frozen=True, slots=True)
class DraftView:
    """A change that waits: what differs, as (name, before, after). A secret is never shown."""

    row: GatewayDraft
    changes: list[tuple[str, str, str]]
    is_mine: bool
    is_alone: bool


@requires(Right.MANAGE_GATEWAYS)
@require_POST
def approve(request: HttpRequest, key: UUID) -> HttpResponse:
    draft = get_object_or_404(GatewayDraft, pk=key)
    row = drafts.approve_draft(draft, by=user_of(request), at=now_of(request))
    messages.success(request, _("In force. The engine takes it up at once: test it."))
    return redirect("console:gateway", row.slug)


@requires(Right.MANAGE_GATEWAYS)
@require_POST
def alone(request: HttpRequest, key: UUID) -> HttpResponse:
    """Put one's own change in force where there is no other administrator, with a reason."""
    draft = get_object_or_404(GatewayDraft, pk=key)
    reason = request.POST.get("reason", "")[:300]
    row = drafts.put_in_force_alone(draft, by=user_of(request), at=now_of(request), reason=reason)
    messages.success(request, _("In force. The engine takes it up at once: test it."))
    return redirect("console:gateway", row.slug)


@requires(Right.MANAGE_GATEWAYS)
@require_POST
def refuse(request: HttpRequest, key: UUID) -> HttpResponse:
    draft = get_object_or_404(GatewayDraft, pk=key)
    drafts.refuse_draft(draft, by=user_of(request), at=now_of(request))
    messages.success(request, _("Refused. Nothing changes."))
    return redirect("console:gateways")


def waiting_drafts(request: HttpRequest) -> list[DraftView]:
    user = user_of(request)
    rows = GatewayDraft.objects.filter(state=GatewayDraftState.WAITING)
    found = list(rows.select_related("gateway", "asked_by").order_by("asked_at"))
    is_alone = bool(found) and not drafts.other_administrators(user, at=now_of(request))
    return [
        DraftView(row, list(_changes(row)), row.asked_by.person == user.person, is_alone)
        for row in found
    ]


def _changes(row: GatewayDraft) -> Iterable[tuple[str, str, str]]:
    before = json.loads(row.gateway.settings) if row.gateway else {}
    after = json.loads(row.settings)
    labels = {one.name: _(one.label) for one in KINDS[row.kind].settings}
    for name in row.changes:
        if name == "title":
            yield _("Title"), row.gateway.title if row.gateway else "", row.title
        elif name == "rank":
            yield _("Rank"), str(row.gateway.rank) if row.gateway else "", str(row.rank)
        elif drafts.is_secret(row, name):
            yield labels.get(name, name), "…" if before.get(name) else "", _("another secret")
        else:
            yield labels.get(name, name), str(before.get(name, "")), str(after.get(name, ""))
