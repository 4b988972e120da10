"""Area sheets: what is known around each base, written, changed, ended, and as it stood on a day."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tocsin.actions.area_sheets import sheet_pdf
from tocsin.actions.background import change_note, end_note, write_note
from tocsin.actions.texts import local
from tocsin.console.access import requires, user_of, viewer_of
from tocsin.console.background.forms import EndForm, NoteForm
from tocsin.console.background.views import fact_view, note_view, part_views
from tocsin.console.days import day_in
from tocsin.console.now import now_of
from tocsin.console.right_labels import right_label
from tocsin.console.signs.pages import base_for, seen_bases
from tocsin.console.signs.words import spoken
from tocsin.domain.access import Right
from tocsin.domain.problems import NOT_ALLOWED, Problem
from tocsin.records.models import AreaNote, Base
from tocsin.records.queries.background import ended_notes, facts_in, notes_of

MOST_ENDED = 30


@requires(Right.SEE_NETWORK)
@require_GET
def area_list(request: HttpRequest) -> HttpResponse:
    now = now_of(request)
    rows = [(base, part_views(notes_of(base, at=now), today=local(now).date())) for base in seen_bases(request)]  # fmt: skip
    return render(request, "console/background/areas.html", {"nav": "areas", "rows": rows})


@requires(Right.SEE_NETWORK)
@require_GET
def page(request: HttpRequest, slug: str) -> HttpResponse:
    return _page(request, base_for(request, slug))


@requires(Right.SEE_NETWORK)
@require_GET
def file(request: HttpRequest, slug: str) -> HttpResponse:
    base = base_for(request, slug)
    content = sheet_pdf(base, at=_moment(request) or now_of(request), language=spoken())
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="area-{base.slug}.pdf"'
    return answer


@requires(Right.DRAFT_REPORT)
@require_POST
def write(request: HttpRequest, slug: str) -> HttpResponse:
    base = _acting_on(request, slug)
    form = NoteForm(request.POST, today=local(now_of(request)).date(), auto_id="note-%s")
    if not form.is_valid():
        return _page(request, base, form)
    write_note(base, form.known, by=user_of(request), at=now_of(request))
    messages.success(request, _("Written down, with its source."))
    return redirect("console:area", slug)


@requires(Right.DRAFT_REPORT)
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Write a paragraph anew; the one before stays readable below the sheet."""
    base, today = _acting_on(request, slug), local(now_of(request)).date()
    row = get_object_or_404(AreaNote, base=base, number=number, ended_at=None)
    before = {name: getattr(row, name) for name in ("part", "words", "source", "certainty")}
    form = NoteForm(request.POST or None, today=today, initial=before)
    if request.method == "POST" and form.is_valid():
        change_note(row, form.known, by=user_of(request), at=now_of(request))
        messages.success(request, _("Changed. What was written before stays readable."))
        return redirect("console:area", slug)
    context = {
        "nav": "areas",
        "base": base,
        "one": note_view(row, today=today),
        "form": form,
        "end": EndForm(auto_id="end-%s"),
    }
    status = 422 if form.errors else 200
    return render(request, "console/background/note.html", context, status=status)


@requires(Right.DRAFT_REPORT)
@require_POST
def end(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    base = _acting_on(request, slug)
    row = get_object_or_404(AreaNote, base=base, number=number)
    reason = request.POST.get("reason", "")[:300]
    end_note(row, by=user_of(request), at=now_of(request), reason=reason)
    messages.success(request, _("Taken off the sheet. It stays readable with your reason."))
    return redirect("console:area", slug)


def _page(request: HttpRequest, base: Base, form: NoteForm | None = None) -> HttpResponse:
    now, then = now_of(request), _moment(request)
    today = local(now).date()
    context = {
        "nav": "areas",
        "base": base,
        "parts": part_views(notes_of(base, at=then or now), today=today),
        "facts": [
            fact_view(row, today=today) for row in facts_in(base, at=then or now, today=today)
        ],
        "ended": [note_view(row, today=today) for row in ended_notes(base)[:MOST_ENDED]],
        "on": request.GET.get("on", "") if then else "",
        "form": form or NoteForm(today=today, auto_id="note-%s"),
        "is_open_form": form is not None,
        "may_write": then is None and viewer_of(request).may(Right.DRAFT_REPORT, area=base.area_id),
    }
    status = 422 if form else 200
    return render(request, "console/background/area.html", context, status=status)


def _moment(request: HttpRequest) -> datetime | None:
    """Return the end of the day that the address asks for, at the mission's own time."""
    day = day_in(request.GET.get("on", ""))
    return datetime.combine(day, time.max, ZoneInfo(settings.LOCAL_ZONE)) if day else None


def _acting_on(request: HttpRequest, slug: str) -> Base:
    base = base_for(request, slug)
    if not viewer_of(request).may(Right.DRAFT_REPORT, area=base.area_id):
        raise Problem(NOT_ALLOWED, right=right_label(Right.DRAFT_REPORT))
    return base
