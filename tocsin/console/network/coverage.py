"""Where nobody can warn, only men can, all hang on one operator, or nobody was heard from."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tocsin.actions.map_ground import ground
from tocsin.console.access import requires, viewer_of
from tocsin.console.filters import chips, kept
from tocsin.console.network_labels import LACKS
from tocsin.console.now import now_of
from tocsin.console.sheet_file import csv_file
from tocsin.domain.access import Right
from tocsin.domain.coverage import QUIET_CHOICES, QUIET_FOR, Lack
from tocsin.formats.ground import CREDIT
from tocsin.formats.map_dots import MapDot, shape_of
from tocsin.formats.map_svg import draw_map
from tocsin.formats.map_view import MapBase
from tocsin.records.models import Base
from tocsin.records.queries.coverage import CoverFilter, CoverRow, Spot, Survey, cover_rows, survey

A_PAGE = 50
COLUMNS = (
    "code", "name", "territoire", "base", "lat", "lon", "population", "focal_points", "women", "men",
    "operators", "last_heard_at", "lacks",
)  # fmt: skip


@requires(Right.SEE_NETWORK)
@require_GET
def coverage(request: HttpRequest) -> HttpResponse:
    seen = _survey(request)
    page = Paginator(seen.found, A_PAGE).get_page(request.GET.get("page"))
    choices = [(lack.value, label) for lack, label in LACKS.items()]
    bases = list(Base.objects.filter(closed_at=None).order_by("name"))
    context = {
        "nav": "network",
        "page": page,
        "rows": cover_rows(list(page.object_list)),
        "chips": chips(request, "lack", choices, dict(seen.counts)),
        "without": seen.lacking,
        "total": seen.total,
        "kept": kept(request, "lack"),
        "wanted": _wanted(request),
        "bases": bases,
        "quiet": [(days, days == _days(request)) for days in QUIET_CHOICES],
        "file_query": request.GET.urlencode(),
        **_map(seen.found, bases),
    }
    return render(request, "console/network/coverage.html", context)


@requires(Right.SEE_NETWORK)
@require_GET
def coverage_file(request: HttpRequest) -> HttpResponse:
    """The same filter as CSV: communities and counts, nobody in it."""
    rows = cover_rows(_survey(request).found)
    return csv_file("coverage", COLUMNS, (_line(row) for row in rows))


def _survey(request: HttpRequest) -> Survey:
    return survey(
        viewer_of(request).scope,
        _wanted(request),
        now=now_of(request),
        quiet_days=_days(request),
    )


def _wanted(request: HttpRequest) -> CoverFilter:
    """Read the filter from the address; what makes no sense is left out."""
    asked = request.GET
    lack = asked.get("lack", "")
    return CoverFilter(
        lack=lack if lack in set(Lack) else "",
        base=asked.get("base", ""),
        words=asked.get("q", "").strip(),
    )


def _days(request: HttpRequest) -> int:
    asked = request.GET.get("days", "")
    days = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 5 else QUIET_FOR
    return days if 1 <= days <= 3650 else QUIET_FOR


def _line(row: CoverRow) -> Sequence[Any]:
    heard = row.last_heard_at.isoformat(timespec="seconds") if row.last_heard_at else ""
    return (
        row.code, row.name, row.territoire, row.base, row.lat, row.lon, row.population, row.people,
        row.women, row.men, row.operators, heard, " ".join(row.lacks),
    )  # fmt: skip


def _map(spots: Sequence[Spot], bases: Sequence[Base]) -> dict[str, Any]:
    points = tuple(MapBase(base.name, base.lon, base.lat, has_rings=False) for base in bases)
    # draw_map escapes every name it is given.
    return {
        "svg": mark_safe(drawn(tuple(spots), points, get_language() or "")),  # noqa: S308
        "legend": [(_shape(lack), label) for lack, label in LACKS.items()],
        "credit": CREDIT if ground() else "",
    }


@lru_cache(maxsize=4)
def drawn(spots: tuple[Spot, ...], bases: tuple[MapBase, ...], language: str) -> str:  # noqa: ARG001 - of the words on it
    """Draw the map: half the work of the page, and the same until somebody is heard or enrolled.

    What is on it is the key, so nobody is shown a map of what they may not see.
    """
    return draw_map(
        points=[],
        bases=bases,
        dots=[
            MapDot(spot.lon, spot.lat, spot.name, spot.lacks[0] if spot.lacks else "", spot.code)
            for spot in spots
        ],
        dot_words={lack.value: str(label) for lack, label in LACKS.items()},
        dot_home=reverse("console:communities"),
        ground=ground(),
        title=_("Map of the communities and what is missing"),
        height=460,
    )


def _shape(lack: object) -> SafeString:
    return mark_safe(shape_of(str(lack)))  # noqa: S308 - a drawing of our own
