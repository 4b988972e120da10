"""What others opened alone: waits here until somebody else says whether it was right."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tocsin.actions.widenings import review_widening
from tocsin.console.access import requires, user_of
from tocsin.console.now import now_of
from tocsin.console.widening.mine import KINDS, is_open
from tocsin.domain.access import Right
from tocsin.domain.widening_words import WideningKind
from tocsin.records.models import Widening

SHOWN = 100


@requires(Right.MANAGE_ACCOUNTS)
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """Those that wait first, however old; then what was reviewed."""
    now = now_of(request)
    rows = Widening.objects.select_related("user", "area", "reviewed_by")
    waiting = rows.filter(reviewed_at=None).order_by("opened_at")
    done = rows.filter(reviewed_at__isnull=False).order_by("-reviewed_at")[:SHOWN]
    context = {
        "nav": "accounts",
        "waiting": [(row, KINDS[WideningKind(row.kind)], is_open(row, now)) for row in waiting],
        "done": [(row, KINDS[WideningKind(row.kind)]) for row in done],
    }
    return render(request, "console/widening/list.html", context)


@requires(Right.MANAGE_ACCOUNTS)
@require_GET
def page(request: HttpRequest, key: UUID) -> HttpResponse:
    rows = Widening.objects.select_related("user", "area", "reviewed_by")
    row = get_object_or_404(rows, pk=key)
    context = {
        "nav": "accounts",
        "row": row,
        "kind": KINDS[WideningKind(row.kind)],
        "is_open": is_open(row, now_of(request)),
        "is_mine": row.user.person == user_of(request).person,
        "uses": row.uses.order_by("at"),
    }
    return render(request, "console/widening/page.html", context)


@requires(Right.MANAGE_ACCOUNTS)
@require_POST
def judge(request: HttpRequest, key: UUID) -> HttpResponse:
    row = get_object_or_404(Widening, pk=key)
    review_widening(
        row,
        by=user_of(request),
        at=now_of(request),
        was_right=request.POST.get("was_right") == "yes",
        found=request.POST.get("found", "")[:1000],
    )
    messages.success(request, _("Reviewed."))
    return redirect("console:widenings")
