"""The bases, and each on one page for its commander."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from tocsin.actions.base_maps import base_map
from tocsin.actions.base_sheets import base_sheet, base_sheet_pdf
from tocsin.actions.map_ground import ground
from tocsin.actions.report_heads import words_of
from tocsin.console.access import requires, viewer_of
from tocsin.console.now import now_of
from tocsin.domain.access import Right
from tocsin.domain.reports.base_counters import counter_lines
from tocsin.domain.words import BaseKind, Priority
from tocsin.formats.ground import CREDIT
from tocsin.records.models import Base
from tocsin.records.queries.base_counters import base_counters

LISTS = {
    "alerts": "console:alerts",
    "unanswered": "console:board",
    "answer": "console:figures",
    "heard": "console:coverage",
}


@requires(Right.SEE_NETWORK)
@require_GET
def base_list(request: HttpRequest) -> HttpResponse:
    rows = [base for base in _bases() if _may_see(request, base)]
    return render(request, "console/reports/bases.html", {"nav": "bases", "rows": rows})


@requires(Right.SEE_NETWORK)
@require_GET
def base_page(request: HttpRequest, slug: str) -> HttpResponse:
    base, at, language = _base_for(request, slug), now_of(request), _spoken()
    composed = base_sheet(base, at=at, language=language)
    figures = counter_lines(base_counters(base, at=at), words_of(language))
    drawn = base_map(base, at=at, language=language, url_of=_incident)
    context = {
        "nav": "bases",
        "base": base,
        "composed": composed,
        "counters": [(one, _list_of(one.code)) for one in figures],
        # draw_map escapes every name it is given.
        "svg": mark_safe(drawn.svg),  # noqa: S308
        "map_said": drawn.alt,
        "credit": CREDIT if ground() else "",
        "priorities": list(Priority),
        "closed": [] if viewer_of(request).may(Right.CALL_BACK) else [reverse("console:callbacks")],
    }
    return render(request, "console/reports/base.html", context)


@requires(Right.SEE_NETWORK)
@require_GET
def base_file(request: HttpRequest, slug: str) -> HttpResponse:
    """The page on one A4."""
    base = _base_for(request, slug)
    pdf = base_sheet_pdf(base, at=now_of(request), language=_spoken())
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="base-{base.slug}.pdf"'
    return answer


def _bases() -> list[Base]:
    rows = Base.objects.filter(closed_at=None, kind=BaseKind.BASE)
    return list(rows.select_related("area").order_by("name"))


def _base_for(request: HttpRequest, slug: str) -> Base:
    seen = [base.pk for base in _bases() if _may_see(request, base)]
    return get_object_or_404(Base, pk__in=seen, slug=slug)


def _may_see(request: HttpRequest, base: Base) -> bool:
    return viewer_of(request).may(Right.SEE_NETWORK, area=base.area_id)


def _incident(number: int) -> str:
    return reverse("console:incident", args=[number])


def _list_of(code: str) -> str:
    """Return the list behind a figure."""
    return reverse(LISTS[code]) + ("?show=unacknowledged" if code == "unanswered" else "")


def _spoken() -> str:
    return "en" if get_language() == "en" else "fr"
