"""Nets and stations: what is called, by whom, when, and on which frequency."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tocsin.actions import radio_nets as rooms
from tocsin.actions import radio_stations as posts
from tocsin.console.access import requires, user_of, viewer_of
from tocsin.console.choices import within
from tocsin.console.forms.radio import (
    ExcuseForm,
    MembersForm,
    NetForm,
    NewNetForm,
    StationForm,
)
from tocsin.console.network.within import demand_here
from tocsin.console.now import now_of
from tocsin.domain.access import Right
from tocsin.domain.problems import Problem
from tocsin.domain.problems.radio import RADIO_UNKNOWN
from tocsin.records.models import RadioNet, RadioStation
from tocsin.records.queries.radio_nets import members, nets, roll_calls, stations

SHOWN = 20


@requires(Right.SEE_NETWORK)
@require_GET
def net_list(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    # Who keeps a station is known where it stands; the air itself is everybody's.
    rows = [
        (row, viewer.may(Right.SEE_NETWORK, area=_area_of(row)) and row.focal_point)
        for row in stations()
    ]
    context = {"nav": "network", "nets": nets(), "stations": rows}
    return render(request, "console/radio_room/nets.html", context)


@requires(Right.MANAGE_RADIO)
@require_http_methods(["GET", "POST"])
def add_net(request: HttpRequest) -> HttpResponse:
    form = NewNetForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        slug = form.cleaned_data["slug"]
        if RadioNet.objects.filter(slug=slug).exists():
            form.add_error("slug", _("There is a net of this name already."))
        else:
            rooms.add_net(slug, form.plan, by=user_of(request), at=now_of(request))
            return redirect("console:radio_net", slug)
    context = {"nav": "network", "form": form, "title": _("New net")}
    return render(request, "console/radio_room/edit.html", context, status=_status(form))


@requires(Right.SEE_NETWORK)
@require_GET
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """One net: its frequencies and hours, who is in it, its last roll calls."""
    net = net_of(slug)
    context = {
        "nav": "network",
        "net": net,
        "members": members(net),
        "roll_calls": roll_calls(net)[:SHOWN],
    }
    return render(request, "console/radio_room/net.html", context)


@requires(Right.MANAGE_RADIO)
@require_http_methods(["GET", "POST"])
def edit_net(request: HttpRequest, slug: str) -> HttpResponse:
    net = net_of(slug)
    form = NetForm(request.POST or None, initial={**_as_form(net), "version": net.version})
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        rooms.change_net(net, form.plan, version=version, by=user_of(request), at=now_of(request))
        messages.success(request, _("Changed."))
        return redirect("console:radio_net", slug)
    context = {"nav": "network", "form": form, "title": net.title}
    return render(request, "console/radio_room/edit.html", context, status=_status(form))


@requires(Right.MANAGE_RADIO)
@require_http_methods(["GET", "POST"])
def seat(request: HttpRequest, slug: str) -> HttpResponse:
    """Who is in the net, in the order of calling."""
    net = net_of(slug)
    listed = "\n".join(one.call_sign for one in members(net))
    form = MembersForm(request.POST or None, initial={"members": listed, "version": net.version})
    if request.method == "POST" and form.is_valid():
        chosen, version = form.cleaned_data["members"], form.cleaned_data["version"]
        by, at = user_of(request), now_of(request)
        rooms.seat_stations(net, chosen, by=by, at=at, version=version)
        messages.success(request, _("Put in order. The next roll call goes by it."))
        return redirect("console:radio_net", slug)
    context = {"nav": "network", "form": form, "title": net.title}
    return render(request, "console/radio_room/edit.html", context, status=_status(form))


@requires(Right.MANAGE_RADIO)
@require_POST
def end_net(request: HttpRequest, slug: str) -> HttpResponse:
    rooms.end_net(net_of(slug), by=user_of(request), at=now_of(request))
    messages.success(request, _("The net has ended. Its log stays."))
    return redirect("console:radio_nets")


@requires(Right.MANAGE_RADIO)
@require_http_methods(["GET", "POST"])
def add_station(request: HttpRequest) -> HttpResponse:
    form = within(request, StationForm(request.POST or None))
    if request.method == "POST" and form.is_valid():
        posts.add_station(form.plan, by=user_of(request), at=now_of(request))
        messages.success(request, _("Added. Put it into a net to have it called."))
        return redirect("console:radio_nets")
    context = {"nav": "network", "form": form, "title": _("New station")}
    return render(request, "console/radio_room/edit.html", context, status=_status(form))


@requires(Right.MANAGE_RADIO)
@require_http_methods(["GET", "POST"])
def station(request: HttpRequest, call_sign: str) -> HttpResponse:
    """One station: change it, excuse it for a time, take it out of use."""
    row = _own_station(request, call_sign)
    fields = ("call_sign", "community", "base", "focal_point", "text_scheme", "text_address")
    first = {name: getattr(row, name) for name in fields}
    form = within(request, StationForm(request.POST or None, initial=first))
    if request.method == "POST" and form.is_valid():
        changed = posts.change_station(row, form.plan, by=user_of(request), at=now_of(request))
        messages.success(request, _("Changed."))
        return redirect("console:station", changed.call_sign)
    excuse = ExcuseForm(initial={"until": row.excused_until, "reason": row.excuse})
    context = {"nav": "network", "station": row, "form": form, "excuse": excuse}
    return render(request, "console/radio_room/station.html", context, status=_status(form))


@requires(Right.RADIO)
@require_POST
def excuse(request: HttpRequest, call_sign: str) -> HttpResponse:
    """Say until when a station is known to be off; empty: it is expected again."""
    row = station_of(call_sign)
    form = ExcuseForm(request.POST)
    if form.is_valid():
        posts.excuse_station(
            row,
            until=form.cleaned_data["until"],
            reason=form.cleaned_data["reason"],
            by=user_of(request),
            at=now_of(request),
        )
        messages.success(request, _("Recorded."))
    else:
        messages.error(request, _("Give a date and an hour, or leave it empty."))
    return redirect("console:radio_nets")


@requires(Right.MANAGE_RADIO)
@require_POST
def end_station(request: HttpRequest, call_sign: str) -> HttpResponse:
    posts.end_station(_own_station(request, call_sign), by=user_of(request), at=now_of(request))
    messages.success(request, _("The station is out of use. Its log stays."))
    return redirect("console:radio_nets")


def net_of(slug: str) -> RadioNet:
    row = RadioNet.objects.select_related("net_control", "base").filter(slug=slug).first()
    if row is None:
        raise Problem(RADIO_UNKNOWN)
    return row


def _own_station(request: HttpRequest, call_sign: str) -> RadioStation:
    """Return a station that this viewer may change: where it stands counts."""
    row = station_of(call_sign)
    demand_here(request, _area_of(row))
    return row


def _area_of(row: RadioStation) -> UUID | None:
    home = row.community or row.base
    return home.area_id if home else None


def station_of(call_sign: str) -> RadioStation:
    row = stations().filter(call_sign=call_sign).first()
    if row is None:
        raise Problem(RADIO_UNKNOWN)
    return row


def _as_form(net: RadioNet) -> dict[str, object]:
    names = ("title", "mode", "frequency", "alternate", "minutes", "net_control", "base")
    return {**{name: getattr(net, name) for name in names}, "hours": " ".join(net.hours)}


def _status(form: object) -> int:
    return 422 if getattr(form, "errors", None) else 200
