"""What a second person does with a release, and what is written down about it afterwards."""

from collections.abc import Callable
from functools import wraps
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tocsin.actions import break_glass as glass
from tocsin.actions import release_cancel, releases
from tocsin.console.access import requires, user_of
from tocsin.console.now import now_of
from tocsin.console.releases.forms import ReceiptForm, WhyForm
from tocsin.console.releases.page import release_page
from tocsin.console.releases.views import release_for
from tocsin.domain.access import Right
from tocsin.records.models import Release

Act = Callable[[HttpRequest, Release], str]


class Unsaid(Exception):
    """A form was not filled in right; the page is shown again with it."""

    def __init__(self, name: str, form: WhyForm | ReceiptForm) -> None:
        super().__init__(name)
        self.name = name
        self.form = form


def act_on(right: Right) -> Callable[[Act], Callable[..., HttpResponse]]:
    """Make a view of an act on a release: POST only, guarded, back to its page."""

    def make(act: Act) -> Callable[..., HttpResponse]:
        def view(request: HttpRequest, /, number: int) -> HttpResponse:
            row = release_for(request, number, right)
            try:
                said = act(request, row)
            except Unsaid as unsaid:
                return release_page(request, row, bound={unsaid.name: unsaid.form})
            messages.success(request, said)
            return redirect("console:release", number)

        guarded = requires(right)(require_POST(view))
        return cast("Callable[..., HttpResponse]", wraps(act)(guarded))

    return make


@act_on(Right.APPROVE_RELEASE)
def approve(request: HttpRequest, release: Release) -> str:
    releases.approve_release(release, by=user_of(request), at=now_of(request))
    return _("Approved. It goes in its turn.")


@act_on(Right.APPROVE_RELEASE)
def put_back(request: HttpRequest, release: Release) -> str:
    releases.return_release(
        release, by=user_of(request), at=now_of(request), reason=_reason(request, "return")
    )
    return _("Returned with your reason.")


@act_on(Right.APPROVE_RELEASE)
def refuse(request: HttpRequest, release: Release) -> str:
    releases.refuse_release(
        release, by=user_of(request), at=now_of(request), reason=_reason(request, "refuse")
    )
    return _("Refused with your reason.")


@act_on(Right.BREAK_GLASS)
def break_it(request: HttpRequest, release: Release) -> str:
    glass.break_glass(
        release, by=user_of(request), at=now_of(request), reason=_reason(request, "glass")
    )
    return _("Released by you alone. Another person must review it within the hour.")


@act_on(Right.APPROVE_RELEASE)
def review(request: HttpRequest, release: Release) -> str:
    was_right = request.POST.get("verdict") == "right"
    glass.review_release(release, by=user_of(request), at=now_of(request), was_right=was_right)
    return _("Reviewed.") if was_right else _("Reviewed. Its cancellation waits for a person.")


@act_on(Right.DRAFT_RELEASE)
def receipt(request: HttpRequest, release: Release) -> str:
    form = ReceiptForm(request.POST, auto_id="receipt-%s")
    if not form.is_valid():
        raise Unsaid("receipt", form)
    release_cancel.record_receipt(
        release,
        by=user_of(request),
        at=now_of(request),
        received_by=form.cleaned_data["received_by"],
    )
    return _("The receipt is recorded.")


def _reason(request: HttpRequest, name: str) -> str:
    form = WhyForm(request.POST, auto_id=f"{name}-%s")
    if not form.is_valid():
        raise Unsaid(name, form)
    return str(form.cleaned_data["reason"])
