"""Widen one's own rights for hours, with a reason; end it before its time."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from tocsin.actions.widenings import end_widening, widen
from tocsin.console.access import is_proof_owed, own, user_of, viewer_of
from tocsin.console.labels import Labels
from tocsin.console.now import now_of
from tocsin.domain.problems import SECOND_FACTOR_MISSING, Problem
from tocsin.domain.widening import HOURS, widened_roles
from tocsin.domain.widening_words import WideningKind
from tocsin.records.models import Area, Widening

KINDS: Labels = {
    WideningKind.AREA: gettext_lazy("another area, or everywhere"),
    WideningKind.RESTRICTED: gettext_lazy("what is restricted, where I see already"),
}
SHOWN = 20


class WidenForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("What is needed"),
        choices=[(kind.value, label) for kind, label in KINDS.items()],
        widget=forms.RadioSelect,
    )
    area = forms.ModelChoiceField(
        label=gettext_lazy("Area"),
        queryset=Area.objects.order_by("name"),
        required=False,
        empty_label=gettext_lazy("everywhere"),
    )
    hours = forms.TypedChoiceField(
        label=gettext_lazy("For"),
        coerce=int,
    )
    reason = forms.CharField(
        label=gettext_lazy("Why it cannot wait for two administrators"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["hours"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(n, ngettext("%d hour", "%d hours", n) % n) for n in HOURS]


@own
@require_http_methods(["GET", "POST"])
def widen_mine(request: HttpRequest) -> HttpResponse:
    """Widen one's own rights. Whoever could harm proves themselves by a second factor first."""
    now, user = now_of(request), user_of(request)
    form = WidenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if is_proof_owed(request):
            raise Problem(SECOND_FACTOR_MISSING)
        said = form.cleaned_data
        widen(
            user,
            WideningKind(said["kind"]),
            area=said["area"],
            reason=said["reason"],
            hours=said["hours"],
            at=now,
        )
        messages.success(
            request, _("Open. The administrators are told; what you open is written down.")
        )
        return redirect("console:widen")
    rows = Widening.objects.filter(user=user).select_related("area").order_by("-opened_at")[:SHOWN]
    context = {
        "nav": "account",
        "form": form,
        "may_widen": bool(widened_roles([role for role, _ in viewer_of(request).held])),
        "rows": [(row, KINDS[WideningKind(row.kind)], is_open(row, now)) for row in rows],
    }
    status = 422 if form.is_bound else 200
    return render(request, "console/widening/mine.html", context, status=status)


@own
@require_POST
def end(request: HttpRequest, key: UUID) -> HttpResponse:
    row = get_object_or_404(Widening, pk=key, user=user_of(request))
    end_widening(row, by=user_of(request), at=now_of(request))
    messages.success(request, _("Ended. Somebody else reviews it."))
    return redirect("console:widen")


def is_open(row: Widening, now: datetime) -> bool:
    return row.ended_at is None and row.until > now
