"""Messages passed on a net; warnings made of them, and warnings passed to stations."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tocsin.actions.radio_relay import relay_warning
from tocsin.actions.radio_traffic import Form, pass_traffic, strike_traffic
from tocsin.actions.traffic_warnings import warn_from_traffic
from tocsin.console.access import incident_for, requires, user_of
from tocsin.console.forms.radio import RelayForm, TrafficForm
from tocsin.console.now import now_of
from tocsin.console.radio_room.nets import net_of
from tocsin.domain.access import Right
from tocsin.domain.radio_words import Precedence
from tocsin.records.models import RadioTraffic
from tocsin.records.queries.radio_nets import traffic

SHOWN = 100


@requires(Right.RADIO)
@require_http_methods(["GET", "POST"])
def log(request: HttpRequest, slug: str) -> HttpResponse:
    """The log of a net; `?correct=` fills the form with a line that will be struck."""
    net = net_of(slug)
    wrong = _wrong(request, slug)
    form = TrafficForm(request.POST or None, initial=_as_form(wrong))
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        corrects = net.traffic.filter(pk=said.pop("corrects"), struck_at=None).first()
        said["precedence"] = Precedence(said["precedence"])
        said["at"] = said["at"] or (corrects.at if corrects else now_of(request))
        row = pass_traffic(
            net, Form(**said), by=user_of(request), at=now_of(request), corrects=corrects
        )
        messages.success(request, _("Logged as number %(serial)s.") % {"serial": row.serial})
        return redirect("console:traffic", slug)
    context = {
        "nav": "network",
        "net": net,
        "form": form,
        "wrong": wrong,
        "rows": traffic(net)[:SHOWN],
    }
    status = 422 if form.errors else 200
    return render(request, "console/radio_room/traffic.html", context, status=status)


@requires(Right.RADIO)
@require_POST
def strike(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    row = get_object_or_404(RadioTraffic, pk=key, net__slug=slug)
    strike_traffic(row, by=user_of(request), at=now_of(request))
    return redirect("console:traffic", slug)


@requires(Right.LOG)
@require_POST
def warn(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    """Hand a line to the line: it is read and judged like any message."""
    row = warn_from_traffic(key, by=user_of(request), at=now_of(request))
    messages.success(request, _("Handed on. It is read like any message."))
    return (
        redirect("console:message", row.message_id)
        if row.message_id
        else redirect("console:traffic", slug)
    )


@requires(Right.RADIO)
@require_http_methods(["GET", "POST"])
def relay(request: HttpRequest) -> HttpResponse:
    """Pass a warning to stations: a card for each, and only a read-back counts."""
    form = RelayForm(request.POST or None, initial={"incident": request.GET.get("incident")})
    if request.method == "POST" and form.is_valid():
        number = form.cleaned_data["incident"]
        incident = incident_for(request, number) if number else None
        made = relay_warning(
            list(form.cleaned_data["stations"]),
            form.cleaned_data["text"],
            by=user_of(request),
            at=now_of(request),
            incident=incident,
        )
        messages.success(request, _("%(n)s cards for the operator.") % {"n": len(made)})
        return redirect("console:radio")
    context = {
        "nav": "network",
        "form": form,
        "title": _("Pass a warning by radio"),
        "submit": _("Give it to the operator"),
    }
    status = 422 if form.errors else 200
    return render(request, "console/radio_room/edit.html", context, status=status)


def _wrong(request: HttpRequest, slug: str) -> RadioTraffic | None:
    try:
        key = UUID(request.GET.get("correct", ""))
    except ValueError:
        return None
    return RadioTraffic.objects.filter(pk=key, net__slug=slug, struck_at=None).first()


def _as_form(wrong: RadioTraffic | None) -> dict[str, Any]:
    if wrong is None:
        return {}
    names = ("precedence", "sender", "addressee", "readability", "relayed_by", "text")
    return {**{name: getattr(wrong, name) for name in names}, "corrects": wrong.pk}
