"""The bases, and each on one page for its commander."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from tocsin.actions.base_sheets import base_sheet, base_sheet_pdf
from tocsin.console.access import requires, viewer_of
from tocsin.console.now import now_of
from tocsin.domain.access import Right
from tocsin.domain.words import BaseKind
from tocsin.records.models import Base


@requires(Right.SEE_NETWORK)
@require_GET
def base_list(request: HttpRequest) -> HttpResponse:
    rows = [base for base in _bases() if _may_see(request, base)]
    return render(request, "console/reports/bases.html", {"nav": "bases", "rows": rows})


@requires(Right.SEE_NETWORK)
@require_GET
def base_page(request: HttpRequest, slug: str) -> HttpResponse:
    base = _base_for(request, slug)
    composed = base_sheet(base, at=now_of(request), language=_spoken())
    context = {"nav": "bases", "base": base, "composed": composed}
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


def _spoken() -> str:
    return "en" if get_language() == "en" else "fr"
