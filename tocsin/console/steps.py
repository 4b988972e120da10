"""What a person does to an incident: check the right and the version, act, return to its page."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST

from tocsin.console.access import incident_for, requires
from tocsin.console.incident_page import incident_page
from tocsin.console.problem_pages import problem_page
from tocsin.console.verbs import line_view
from tocsin.domain.access import Right
from tocsin.domain.problems import INCIDENT_STALE, Problem
from tocsin.records.models import Incident
from tocsin.records.queries.timeline import timeline

F = TypeVar("F", bound=Form)
# Takes the request and the incident, does the thing, returns what to say of it.
Act = Callable[..., str]


class Unfilled(Exception):
    """A form was not filled in right; the page is shown again with it."""

    def __init__(self, name: str, form: Form) -> None:
        super().__init__(name)
        self.name = name
        self.form = form


def filled(name: str, form: F) -> F:
    """Return the form when it is valid; else the page is shown again with what is wrong."""
    if not form.is_valid():
        raise Unfilled(name, form)
    return form


def step(right: Right) -> Callable[[Act], Callable[..., HttpResponse]]:
    """Make a view of an act on an incident: POST only, guarded, stale pages refused."""

    def make(act: Act) -> Callable[..., HttpResponse]:
        def view(request: HttpRequest, /, number: int, **named: Any) -> HttpResponse:
            incident = incident_for(request, number, right)
            try:
                _refuse_stale(request, incident)
                said = act(request, incident, **named)
            except Unfilled as unfilled:
                return incident_page(request, incident, bound={unfilled.name: unfilled.form})
            except Problem as problem:
                if problem.kind is not INCIDENT_STALE:
                    raise
                return problem_page(request, problem, changes=_changes(request, incident))
            messages.success(request, said)
            return redirect("console:incident", number)

        guarded = requires(right)(require_POST(view))
        return cast("Callable[..., HttpResponse]", wraps(act)(guarded))

    return make


def _refuse_stale(request: HttpRequest, incident: Incident) -> None:
    seen = request.POST.get("version", "")
    if seen and seen != str(incident.version):
        raise Problem(INCIDENT_STALE, code=incident.code)


def _changes(request: HttpRequest, incident: Incident) -> list[Any]:
    """What was written about the incident after the page was made that this request came from."""
    lines = timeline(incident)
    since = parse_datetime(request.POST.get("seen_at", ""))
    if since is not None:
        lines = [line for line in lines if line.recorded_at > since]
    return [line_view(line) for line in lines[-10:]]
