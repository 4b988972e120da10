"""What a second person does with a release, and what is written down about it afterwards."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from tocsin.actions import break_glass as glass
from tocsin.actions import release_cancel, releases
from tocsin.console.access import user_of
from tocsin.console.acting import acts_on, filled
from tocsin.console.now import now_of
from tocsin.console.releases.forms import ReceiptForm, WhyForm
from tocsin.console.releases.page import release_page
from tocsin.console.releases.views import release_for
from tocsin.domain.access import Right
from tocsin.records.models import Release

act_on = acts_on(release_for, release_page, home="console:release")


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
    form = filled("receipt", ReceiptForm(request.POST, auto_id="receipt-%s"))
    release_cancel.record_receipt(
        release,
        by=user_of(request),
        at=now_of(request),
        received_by=form.cleaned_data["received_by"],
    )
    return _("The receipt is recorded.")


def _reason(request: HttpRequest, name: str) -> str:
    form = filled(name, WhyForm(request.POST, auto_id=f"{name}-%s"))
    return str(form.cleaned_data["reason"])
