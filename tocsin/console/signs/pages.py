"""Warning signs: how each base stands, and the list of one to tick."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from tocsin.console.access import requires, viewer_of
from tocsin.console.now import now_of
from tocsin.console.signs.forms import LocalSignForm, LookForm, chosen_in
from tocsin.console.signs.views import group_views, picture_view, round_view
from tocsin.domain.access import Right
from tocsin.domain.words import BaseKind
from tocsin.records.models import Base, LocalSign
from tocsin.records.queries.report_office import Office
from tocsin.records.queries.signs import pictures, rounds_of, signs_of

LOOKS = 12
OLD = timedelta(days=7)  # each area is looked at once a week at least


@requires(Right.SEE_NETWORK)
@require_GET
def sign_list(request: HttpRequest) -> HttpResponse:
    now, bases = now_of(request), seen_bases(request)
    found = pictures(bases, at=now)
    local = {str(row): row.words for row in LocalSign.objects.filter(base__in=bases)}
    rows = [
        (base, picture_view(found[base.pk], local, old=now - OLD))
        for base in sorted(bases, key=lambda one: (-found[one.pk].total, one.name))
    ]
    return render(request, "console/signs/list.html", {"nav": "signs", "rows": rows})


@requires(Right.SEE_NETWORK)
@require_GET
def page(request: HttpRequest, slug: str) -> HttpResponse:
    return signs_page(request, base_for(request, slug))


def signs_page(
    request: HttpRequest,
    base: Base,
    *,
    look: LookForm | None = None,
    own: LocalSignForm | None = None,
) -> HttpResponse:
    """Show the signs of a base; a form that was filled in wrongly is shown again with its ticks."""
    now = now_of(request)
    signs = signs_of(Office(base=base), at=now)
    added = list(LocalSign.objects.filter(base=base, ended_at=None).order_by("number"))
    context = {
        "nav": "signs",
        "base": base,
        "picture": picture_view(signs.picture, signs.local, old=now - OLD),
        "groups": group_views(signs.picture, added, chosen_in(look.data) if look else {}),
        "added": added,
        "rounds": [round_view(row) for row in rounds_of(base)[:LOOKS]],
        "look": look or LookForm(base=base, auto_id="look-%s"),
        "own": own or LocalSignForm(auto_id="own-%s"),
        "is_own_open": own is not None,
        "may_tick": viewer_of(request).may(Right.LOG, area=base.area_id),
    }
    status = 422 if look or own else 200
    return render(request, "console/signs/base.html", context, status=status)


def seen_bases(request: HttpRequest) -> list[Base]:
    rows = Base.objects.filter(closed_at=None, kind=BaseKind.BASE).order_by("name")
    viewer = viewer_of(request)
    return [base for base in rows if viewer.may(Right.SEE_NETWORK, area=base.area_id)]


def base_for(request: HttpRequest, slug: str) -> Base:
    """Return a base of the viewer's area; one elsewhere is none at all."""
    return get_object_or_404(Base, pk__in=[one.pk for one in seen_bases(request)], slug=slug)
