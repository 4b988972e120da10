"""When reports are drafted by the clock, and what became of what weeklies asked for."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tocsin.actions.recommendations import settle_recommendation
from tocsin.actions.report_plans import set_plan
from tocsin.console.access import requires, user_of, viewer_of
from tocsin.console.labels import LANGUAGES, choices
from tocsin.console.now import now_of
from tocsin.console.reports.labels import KINDS, RECOMMENDED, WEEKDAYS
from tocsin.domain.access import Right
from tocsin.domain.report_words import RecommendationState, ReportKind
from tocsin.domain.words import Language
from tocsin.records.models import Area, Base, Recommendation, ReportPlan
from tocsin.records.queries.clock import day_here
from tocsin.records.queries.report_office import Office
from tocsin.records.queries.reports import recommendations

PERIODS = (ReportKind.DAILY, ReportKind.WEEKLY)


class PlanForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("Report"), choices=choices(KINDS, PERIODS))
    office = forms.ChoiceField(label=gettext_lazy("Of"), choices=[])
    cut_off = forms.TimeField(
        label=gettext_lazy("Cut-off, local time"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    weekday = forms.TypedChoiceField(
        label=gettext_lazy("Day of a weekly"), coerce=int, choices=list(enumerate(WEEKDAYS)), initial=3
    )  # fmt: skip
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=choices(LANGUAGES, (Language.FRENCH, Language.ENGLISH)),
    )

    is_stopped = forms.BooleanField(
        label=gettext_lazy("Stop it: no more are drafted"), required=False
    )

    def __init__(self, *args: object, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]  # handed on as they come
        field = self.fields["office"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = office_choices()

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or self.cleaned_data
        # An empty time must not stop a report by itself: somebody would miss it the next day.
        if asked.get("is_stopped"):
            asked["cut_off"] = None
        elif asked.get("cut_off") is None and "cut_off" not in self.errors:
            self.add_error("cut_off", _("Give a time, or say below that it stops."))
        return asked

    @property
    def chosen(self) -> Office:
        return office_chosen(self.cleaned_data["office"])


def office_choices() -> list[tuple[str, str]]:
    """Return the mission, its areas and its bases, for a form."""
    bases = Base.objects.filter(closed_at=None).order_by("name")
    return [
        ("mission", _("The mission")),
        *((f"area:{one.name}", one.name) for one in Area.objects.order_by("name")),
        *((f"base:{one.slug}", one.name) for one in bases),
    ]


def office_chosen(choice: str) -> Office:
    kind, _colon, key = choice.partition(":")
    if kind == "base":
        return Office(base=Base.objects.get(slug=key))
    return Office(area=Area.objects.get(name=key)) if kind == "area" else Office()


@requires(Right.RELEASE_REPORT)
@require_http_methods(["GET", "POST"])
def plan_list(request: HttpRequest) -> HttpResponse:
    form = PlanForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        set_plan(
            ReportKind(asked["kind"]),
            form.chosen,
            asked["cut_off"],
            by=user_of(request),
            at=now_of(request),
            weekday=asked["weekday"],
            language=asked["language"],
        )
        messages.success(
            request,
            _("Stopped. Nobody waits for it any more.")
            if asked["is_stopped"]
            else _("Set. The clock drafts it at its cut-off."),
        )
        return redirect("console:report_plans")
    rows = [
        {
            "kind": KINDS[ReportKind(row.kind)],
            "office": (row.base or row.area or _("The mission")),
            "cut_off": row.cut_off,
            "weekday": WEEKDAYS[row.weekday] if row.kind == ReportKind.WEEKLY else "",
            "next_at": row.next_at,
            "language": row.language,
        }
        for row in ReportPlan.objects.select_related("base", "area").order_by("kind", "next_at")
    ]
    context = {"nav": "reports", "rows": rows, "form": form}
    status = 422 if form.errors else 200
    return render(request, "console/reports/plans.html", context, status=status)


@requires(Right.SEE_BOARD)
@require_GET
def recommendation_list(request: HttpRequest) -> HttpResponse:
    now = now_of(request)
    rows = [
        {
            "number": row.number,
            "what": row.what,
            "owner": row.owner,
            "due_on": row.due_on,
            "is_late": row.state == RecommendationState.OPEN and row.due_on < day_here(now),
            "is_open": row.state == RecommendationState.OPEN,
            "state": RECOMMENDED[RecommendationState(row.state)],
            "report": row.report.number,
            "reference": row.report.reference,
        }
        for row in recommendations(viewer_of(request).scope)[:200]
    ]
    context = {"nav": "reports", "rows": rows}
    return render(request, "console/reports/recommendations.html", context)


@requires(Right.DRAFT_REPORT)
@require_POST
def settle(request: HttpRequest, number: int) -> HttpResponse:
    rows = recommendations(viewer_of(request).scope)
    row = get_object_or_404(Recommendation, pk__in=rows.values("pk"), number=number)
    wanted = request.POST.get("state", "")
    state = RecommendationState(wanted) if wanted in set(RecommendationState) else None
    if state is not None:
        settle_recommendation(row, state, by=user_of(request), at=now_of(request))
        messages.success(request, _("Written down. The next weekly says so."))
    return redirect("console:recommendations")
