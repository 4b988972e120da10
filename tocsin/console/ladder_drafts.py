"""Versions of ladders that wait for a second administrator: approved or refused on the ladder's page."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tocsin.actions.ladder_drafts import approve_draft, refuse_draft
from tocsin.actions.runs import plan_from
from tocsin.console.access import requires, user_of
from tocsin.console.now import now_of
from tocsin.domain.access import Right
from tocsin.domain.ladder_words import LadderDraftState
from tocsin.domain.ladders import Ladder as Plan
from tocsin.records.models import Ladder, LadderDraft, User


@requires(Right.MANAGE_LADDERS)
@require_POST
def approve(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    draft = get_object_or_404(LadderDraft, pk=key, ladder__slug=slug)
    version = approve_draft(draft, by=user_of(request), at=now_of(request))
    text = _("Version %(number)s is in force for new runs.")
    messages.success(request, text % {"number": version.number})
    return redirect("console:ladder", slug)


@requires(Right.MANAGE_LADDERS)
@require_POST
def refuse(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    draft = get_object_or_404(LadderDraft, pk=key, ladder__slug=slug)
    refuse_draft(draft, by=user_of(request), at=now_of(request))
    messages.success(request, _("Refused. Nothing changes."))
    return redirect("console:ladder", slug)


def drafts_of(ladder: Ladder, viewer: User) -> Sequence[tuple[LadderDraft, Plan, bool]]:
    """Return what waits, with its plan, and whether the viewer wrote it and so cannot approve it."""
    waiting = LadderDraft.objects.filter(ladder=ladder, state=LadderDraftState.WAITING)
    return [
        (draft, plan_from(draft.steps), draft.asked_by.person == viewer.person)
        for draft in waiting.select_related("asked_by").order_by("asked_at")
    ]
