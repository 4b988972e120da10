"""The steps of an incident: acts on its page that a stale page is refused."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from tocsin.console.access import incident_for
from tocsin.console.acting import acts_on
from tocsin.console.days import moment_in
from tocsin.console.incident_page import incident_page
from tocsin.console.problem_pages import problem_page
from tocsin.console.verbs import line_view
from tocsin.domain.problems import INCIDENT_STALE, Problem
from tocsin.records.models import Incident
from tocsin.records.queries.timeline import timeline


def _refuse_stale(request: HttpRequest, incident: Incident) -> None:
    seen = request.POST.get("version", "")
    if seen and seen != str(incident.version):
        raise Problem(INCIDENT_STALE, code=incident.code)


def _show_changes(
    request: HttpRequest, incident: Incident, problem: Problem
) -> HttpResponse | None:
    if problem.kind is not INCIDENT_STALE:
        return None
    return problem_page(request, problem, changes=_changes(request, incident))


def _changes(request: HttpRequest, incident: Incident) -> list[Any]:
    """What was written about the incident after the page was made that this request came from."""
    lines = timeline(incident)
    since = moment_in(request.POST.get("seen_at", ""))
    if since is not None:
        lines = [line for line in lines if line.recorded_at > since]
    return [line_view(line) for line in lines[-10:]]


step = acts_on(
    incident_for,
    incident_page,
    home="console:incident",
    check=_refuse_stale,
    refused=_show_changes,
)
