"""Handover packs: made of the records, read on the page or on paper, and taken over on arrival."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from tocsin.actions.packs import acknowledge_pack, make_pack, open_pack, pack_pdf
from tocsin.console.access import requires, user_of, viewer_of
from tocsin.console.labels import LANGUAGES, Labels, choices
from tocsin.console.now import now_of
from tocsin.console.right_labels import right_label
from tocsin.console.signs.pages import seen_bases
from tocsin.domain.access import Right
from tocsin.domain.background_words import PackFor
from tocsin.domain.problems import NOT_ALLOWED, Problem
from tocsin.domain.words import Language
from tocsin.records.models import Base, HandoverPack

FOR: Labels = {
    PackFor.CONTINGENT: gettext_lazy("An incoming contingent"),
    PackFor.LIAISON_ASSISTANT: gettext_lazy("An incoming liaison assistant"),
}
MOST = 100


class MakeForm(forms.Form):
    base = forms.ModelChoiceField(
        label=gettext_lazy("Base"), queryset=Base.objects.none(), to_field_name="slug"
    )
    made_for = forms.ChoiceField(label=gettext_lazy("For"), choices=choices(FOR))
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=choices(LANGUAGES, (Language.FRENCH, Language.ENGLISH)),
    )

    def __init__(self, *args: object, bases: list[Base], **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]  # handed on as they come
        field = self.fields["base"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Base.objects.filter(pk__in=[one.pk for one in bases]).order_by("name")


class TakeForm(forms.Form):
    questions = forms.CharField(
        label=gettext_lazy("What is still unclear"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "It stands with the pack, so that those who leave can still answer."
        ),
    )


@requires(Right.SEE_NETWORK)
@require_GET
def pack_list(request: HttpRequest) -> HttpResponse:
    return _list(request)


@requires(Right.DRAFT_REPORT)
@require_POST
def make(request: HttpRequest) -> HttpResponse:
    form = MakeForm(request.POST, bases=seen_bases(request))
    if not form.is_valid():
        return _list(request, form)
    base = form.cleaned_data["base"]
    if not viewer_of(request).may(Right.DRAFT_REPORT, area=base.area_id):
        raise Problem(NOT_ALLOWED, right=right_label(Right.DRAFT_REPORT))
    row = make_pack(
        base,
        PackFor(form.cleaned_data["made_for"]),
        by=user_of(request),
        at=now_of(request),
        language=form.cleaned_data["language"],
    )
    messages.success(
        request, _("Made from the records of this moment. Read it before you hand it over.")
    )
    return redirect("console:pack", row.number)


@requires(Right.SEE_NETWORK)
@require_GET
def page(request: HttpRequest, number: int) -> HttpResponse:
    row = _one(request, number)
    found = open_pack(row, at=now_of(request))
    made_by = row.made_by.person if row.made_by else None
    context = {
        "nav": "packs",
        "pack": row,
        "made_for": FOR[PackFor(row.made_for)],
        "composed": found.composed,
        "n_stale": found.n_stale,
        "form": TakeForm(),
        "may_take": row.acknowledged_at is None and made_by != user_of(request).person,
        "is_own": made_by == user_of(request).person,
    }
    return render(request, "console/packs/pack.html", context)


@requires(Right.SEE_NETWORK)
@require_GET
def file(request: HttpRequest, number: int) -> HttpResponse:
    row = _one(request, number)
    answer = HttpResponse(pack_pdf(row), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="pack-{row.base.slug}-{row.number}.pdf"'
    return answer


@requires(Right.SEE_NETWORK)
@require_POST
def take(request: HttpRequest, number: int) -> HttpResponse:
    row = _one(request, number)
    questions = request.POST.get("questions", "")[:1000]
    acknowledge_pack(row, by=user_of(request), at=now_of(request), questions=questions)
    messages.success(request, _("Taken over. It is written down with your name and the time."))
    return redirect("console:pack", number)


def _list(request: HttpRequest, form: MakeForm | None = None) -> HttpResponse:
    bases = seen_bases(request)
    rows = HandoverPack.objects.filter(base__in=bases)
    rows = rows.select_related("base", "made_by", "acknowledged_by").order_by("-made_at")
    context = {
        "nav": "packs",
        "rows": [(row, FOR[PackFor(row.made_for)]) for row in rows[:MOST]],
        "form": form or MakeForm(bases=bases),
        "may_make": Right.DRAFT_REPORT in viewer_of(request).rights,
    }
    return render(request, "console/packs/packs.html", context, status=422 if form else 200)


def _one(request: HttpRequest, number: int) -> HandoverPack:
    rows = HandoverPack.objects.filter(base__in=seen_bases(request))
    return get_object_or_404(
        rows.select_related("base", "made_by", "acknowledged_by"), number=number
    )
