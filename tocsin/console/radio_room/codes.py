"""Code sheets: drawn, kept sealed, opened by a second click that is recorded."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tocsin.actions.code_sheets import end_code_sheet, make_code_sheet, open_code_sheet
from tocsin.console.access import requires, user_of
from tocsin.console.forms.radio import CodeSheetForm
from tocsin.console.now import now_of
from tocsin.console.radio_room.nets import net_of
from tocsin.domain.access import Right
from tocsin.records.models import CodeSheet

SHOWN = 24


@requires(Right.MANAGE_RADIO)
@require_http_methods(["GET", "POST"])
def sheets(request: HttpRequest, slug: str) -> HttpResponse:
    """The sheets of a net by month; what is in them is on another page."""
    net, user, now = net_of(slug), user_of(request), now_of(request)
    form = CodeSheetForm(request.POST or None, initial={"month": f"{now:%Y-%m-%d}"})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        make_code_sheet(net, said["month"], said["meanings"], by=user, at=now, made_by=user)
        messages.success(request, _("Drawn. Open it to copy it by hand."))
        return redirect("console:code_sheets", slug)
    rows = net.code_sheets.select_related("made_by").defer("body").order_by("-month")[:SHOWN]
    context = {"nav": "network", "net": net, "form": form, "rows": rows}
    status = 422 if form.errors else 200
    return render(request, "console/radio_room/codes.html", context, status=status)


@requires(Right.RADIO)
@require_POST
def open_sheet(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    """Show the codes. It is a POST, for looking is an act that leaves a line in the log book."""
    row = get_object_or_404(CodeSheet.objects.select_related("net"), pk=key, net__slug=slug)
    codes = open_code_sheet(row, by=user_of(request), at=now_of(request))
    context = {"nav": "network", "net": row.net, "sheet": row, "codes": codes.items()}
    return render(request, "console/radio_room/code_sheet.html", context)


@requires(Right.MANAGE_RADIO)
@require_POST
def end_sheet(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    row = get_object_or_404(CodeSheet, pk=key, net__slug=slug)
    end_code_sheet(row, by=user_of(request), at=now_of(request))
    messages.success(request, _("Ended. Tell every station that its codes changed."))
    return redirect("console:code_sheets", slug)
