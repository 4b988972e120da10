"""Tick warning signs, and keep the signs that a base added."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tocsin.actions.signs import Ticked, add_local_sign, end_local_sign, tick_signs
from tocsin.console.access import requires, user_of, viewer_of
from tocsin.console.now import now_of
from tocsin.console.right_labels import right_label
from tocsin.console.signs.forms import LocalSignForm, LookForm
from tocsin.console.signs.pages import base_for, signs_page
from tocsin.domain.access import Right
from tocsin.domain.problems import NOT_ALLOWED, SIGN_BOTH_WAYS, SIGN_UNKNOWN, Problem
from tocsin.records.models import Base, LocalSign


@requires(Right.LOG)
@require_POST
def tick(request: HttpRequest, slug: str) -> HttpResponse:
    base = _acting_on(request, slug)
    form = LookForm(request.POST, base=base, auto_id="look-%s")
    if not form.is_valid():
        return signs_page(request, base, look=form)
    seen, gone = form.said
    said, now = form.cleaned_data, now_of(request)
    ticked = Ticked(
        base, said["looked_at"] or now, seen, gone, community=said["community"], note=said["note"]
    )
    try:
        tick_signs(ticked, by=user_of(request), at=now)
    except Problem as problem:
        if problem.kind not in (SIGN_UNKNOWN, SIGN_BOTH_WAYS):
            raise
        form.add_error("codes", f"{problem.sentence} {problem.remedy}")
        return signs_page(request, base, look=form)
    messages.success(request, _("Written down. It enters the next reports of the base."))
    return redirect("console:base_signs", slug)


@requires(Right.LOG)
@require_POST
def add(request: HttpRequest, slug: str) -> HttpResponse:
    base = _acting_on(request, slug)
    form = LocalSignForm(request.POST, auto_id="own-%s")
    if not form.is_valid():
        return signs_page(request, base, own=form)
    said = form.cleaned_data
    row = add_local_sign(
        base, said["words"], said["weight"], by=user_of(request), at=now_of(request)
    )
    messages.success(request, _("Added to the list as %(code)s.") % {"code": row})
    return redirect("console:base_signs", slug)


@requires(Right.LOG)
@require_POST
def end(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    base = _acting_on(request, slug)
    row = get_object_or_404(LocalSign, base=base, number=number)
    end_local_sign(row, by=user_of(request), at=now_of(request))
    messages.success(request, _("Taken off the list. What was ticked stays."))
    return redirect("console:base_signs", slug)


def _acting_on(request: HttpRequest, slug: str) -> Base:
    base = base_for(request, slug)
    if not viewer_of(request).may(Right.LOG, area=base.area_id):
        raise Problem(NOT_ALLOWED, right=right_label(Right.LOG))
    return base
