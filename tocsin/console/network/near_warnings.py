"""A phone is in other hands: who near it must be warned, ticked off one by one with who told them and how."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from tocsin.actions.near_warnings import tick_near_warning, widen_near_warnings
from tocsin.console.access import requires, user_of, viewer_of
from tocsin.console.filters import chips
from tocsin.console.now import now_of
from tocsin.console.right_labels import right_label
from tocsin.domain.access import Right
from tocsin.domain.problems import NOT_ALLOWED, NOT_FOUND, Problem
from tocsin.domain.problems.network import WAY_NOT_SAFE
from tocsin.domain.warned_words import WarnedBy
from tocsin.records.models import FocalPoint
from tocsin.records.queries.near_warnings import near_warnings, open_near_warnings, warning_rows


@requires(Right.SEE_NETWORK)
@require_GET
def warn_list(request: HttpRequest) -> HttpResponse:
    """All who must still be warned; with `?show=all` also who was, when, how and by whom."""
    rows = near_warnings(viewer_of(request).scope)
    if request.GET.get("show") != "all":
        rows = open_near_warnings(rows)
    context = {
        "nav": "network",
        "rows": warning_rows(rows, now=now_of(request)),
        "chips": chips(request, "show", [("all", _("With those who were warned"))]),
    }
    return render(request, "console/network/near_warnings.html", context)


@requires(Right.CALL_BACK)
@require_POST
def tick(request: HttpRequest, key: UUID) -> HttpResponse:
    """Tick one person off: they were warned, by a way that is safe for them."""
    viewer = viewer_of(request)
    row = near_warnings(viewer.scope).filter(pk=key).first()
    if row is None:
        raise Problem(NOT_FOUND)
    if not viewer.may(Right.CALL_BACK, area=row.person.community.area_id):
        raise Problem(NOT_ALLOWED, right=right_label(Right.CALL_BACK))
    said = request.POST.get("way", "")
    if said not in set(WarnedBy):
        raise Problem(WAY_NOT_SAFE, code=row.person.code)
    tick_near_warning(row, way=WarnedBy(said), by=user_of(request), at=now_of(request))
    messages.success(
        request, _("%(code)s is warned. Your name stands beside it.") % {"code": row.person.code}
    )
    return _back(request)


@requires(Right.CALL_BACK)
@require_POST
def widen(request: HttpRequest, code: str) -> HttpResponse:
    """Let people of the chosen communities be warned too."""
    viewer = viewer_of(request)
    holder = get_object_or_404(FocalPoint.objects.select_related("community"), code=code)
    if not viewer.may(Right.CALL_BACK, area=holder.community.area_id):
        raise Problem(NOT_ALLOWED, right=right_label(Right.CALL_BACK))
    chosen = request.POST.getlist("community")
    rows = widen_near_warnings(holder, chosen, by=user_of(request), at=now_of(request))
    n = len(rows)
    said = ngettext("One person more is to be warned.", "%(n)s people more are to be warned.", n)
    messages.success(request, said % {"n": n})
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    """Return to the page of ours that asked, or to the list."""
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/"):
        return redirect(wanted)
    return redirect("console:near_warnings")
