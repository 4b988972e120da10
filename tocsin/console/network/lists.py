"""Lists in, checked first and whole or not at all; lists out, with the consent of each."""

from dataclasses import replace

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tocsin.actions.brakes import refuse_for, reserve_look, settle_looks
from tocsin.actions.directory import Imported, import_list
from tocsin.actions.handing_over import COLUMNS, hand_over_contacts
from tocsin.console.access import requires, user_of, viewer_of
from tocsin.console.labels import choices
from tocsin.console.network_labels import SHARED
from tocsin.console.now import now_of
from tocsin.console.sheet_file import csv_file
from tocsin.domain.access import Right
from tocsin.domain.network_words import SharedWith
from tocsin.domain.problems import NOT_FOUND, OTHER_AREA, Problem
from tocsin.domain.problems.network import LIST_UNREADABLE
from tocsin.formats.directory import OPTIONAL, REQUIRED, read_list
from tocsin.formats.sheets import LARGEST, UnreadableSheet, read_rows
from tocsin.records.queries.exports import exported

TITLES = {
    "communities": gettext_lazy("Communities"),
    "focal-points": gettext_lazy("Focal points"),
    "handsets": gettext_lazy("Phones and SIM cards"),
    "radio-stations": gettext_lazy("Radio stations"),
    "radio-nets": gettext_lazy("Radio nets"),
}
PAGES = {kind: kind.replace("-", "_") for kind in TITLES} | {"radio-stations": "radio_nets"}
MOST_SHOWN = 200


class FileForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("File, CSV or XLSX"))


class HandOverForm(forms.Form):
    addressee = forms.ChoiceField(label=gettext_lazy("To"), choices=choices(SHARED))


@requires(Right.SEE_NETWORK)
@require_GET
def lists(request: HttpRequest) -> HttpResponse:
    kinds = [(code, title, REQUIRED[code], OPTIONAL[code]) for code, title in TITLES.items()]
    context = {"nav": "network", "kinds": kinds, "hand_over": HandOverForm()}
    return render(request, "console/network/lists.html", context)


@requires(Right.MANAGE_DIRECTORY)
@require_http_methods(["GET", "POST"])
def bring_in(request: HttpRequest, kind: str) -> HttpResponse:
    """Check a list and show every wrong cell; import it only when asked, and when none is wrong."""
    if kind not in TITLES:
        raise Problem(NOT_FOUND)
    if viewer_of(request).scope.areas is not None:
        raise Problem(OTHER_AREA)  # a list may hold anybody's villages
    form = FileForm(request.POST or None, request.FILES or None)
    done, is_all = None, True
    if form.is_valid():
        dry_run = request.POST.get("do") != "import"
        content = form.cleaned_data["file"].read(LARGEST + 1)
        done, is_all = _import(request, kind, content, dry_run=dry_run)
        if not dry_run and not done.wrong:
            messages.success(
                request,
                _("%(new)s new and %(changed)s changed.")
                % {"new": done.new, "changed": done.changed},
            )
            return redirect(f"console:{PAGES[kind]}")
    context = {
        "nav": "network",
        "kind": kind,
        "title": TITLES[kind],
        "required": REQUIRED[kind],
        "optional": OPTIONAL[kind],
        "form": form,
        "done": done,
        "is_all": is_all,
        "wrong": [
            (one.line, one.column, _(one.why) % one.facts)
            for one in (done.wrong[:MOST_SHOWN] if done else ())
        ],
    }
    status = 422 if form.errors or (done and done.wrong) else 200
    return render(request, "console/network/bring_in.html", context, status=status)


@requires(Right.SEE_NETWORK)
@require_GET
def take_out(request: HttpRequest, kind: str) -> HttpResponse:
    """A list as CSV by code: nobody's name or number is in it."""
    if kind not in TITLES or viewer_of(request).scope.areas is not None:
        raise Problem(NOT_FOUND if kind not in TITLES else OTHER_AREA)
    rows = exported(kind)
    columns = list(rows[0]) if rows else list(REQUIRED[kind])
    return csv_file(kind, columns, [list(row.values()) for row in rows])


@requires(Right.HAND_OVER_CONTACTS)
@require_POST
def hand_over(request: HttpRequest) -> HttpResponse:
    """Names and numbers of those who agreed to be handed to this addressee, and of nobody else."""
    form = HandOverForm(request.POST)
    if not form.is_valid():
        raise Problem(NOT_FOUND)
    rows = hand_over_contacts(
        viewer_of(request).scope,
        SharedWith(form.cleaned_data["addressee"]),
        by=user_of(request),
        at=now_of(request),
    )
    return csv_file("contacts", COLUMNS, rows)


def _import(
    request: HttpRequest, kind: str, content: bytes, *, dry_run: bool
) -> tuple[Imported, bool]:
    """Whoever is told that numbers are somebody's learns who is in the network: say so of no more than were counted.

    The second part of the answer says whether that is all that is wrong.
    """
    try:
        lines = read_list(kind, read_rows(content))
    except UnreadableSheet as wrong:
        raise Problem(LIST_UNREADABLE, why=_(wrong.why) % wrong.facts) from None
    user, now = user_of(request), now_of(request)
    met: list[str] = []
    kept = reserve_look(user, at=now)
    try:
        done = import_list(kind, lines, by=user, at=now, dry_run=dry_run)
        met = [one.met for one in done.wrong if one.met]
    finally:
        told, stop = settle_looks(user, kept, met, at=now)
    shown = tuple(one for one in done.wrong if not one.met or one.met in told)
    if not shown:
        refuse_for(stop, at=now)
    return replace(done, wrong=shown), stop is None
