"""Who could act on an incident: bases with way and strength, partners, the village, what was before."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tocsin.actions.texts import local
from tocsin.console.access import incident_for, requires, viewer_of
from tocsin.console.labels import KINDS
from tocsin.console.now import now_of
from tocsin.domain.access import Right
from tocsin.domain.planning_words import Season
from tocsin.domain.travel import season_of
from tocsin.domain.words import Kind
from tocsin.records.queries import planning as query
from tocsin.records.queries.held import area_of
from tocsin.records.queries.ranking import last_ranks, proposal_for


@requires(Right.SEE_NETWORK)
@require_GET
def who_could_act(request: HttpRequest, number: int) -> HttpResponse:
    """Show it for the season of today, or for the one that the address asks for."""
    incident, viewer, now = incident_for(request, number), viewer_of(request), now_of(request)
    asked = request.GET.get("season", "")
    season = Season(asked) if asked in set(Season) else season_of(local(now))
    home = incident.community
    area = area_of(incident)
    context = {
        "nav": "board",
        "incident": incident,
        "kind_label": KINDS[Kind(incident.kind)],
        "season": season.value,
        "seasons": [one.value for one in Season],
        "options": query.options(incident, season, now=now),
        "partners": query.partners(incident, season),
        "home": home,
        "rank": last_ranks([home]).get(home.pk) if home else None,
        "proposal": proposal_for(viewer.scope, home, season, now=now) if home else None,
        "promises": query.promised(home) if home else [],
        "similar": query.similar(viewer.scope, incident, now=now),
        "may_ask": viewer.may(Right.DECIDE, area=area, is_restricted=incident.is_restricted),
        "is_open": incident.life in ("open", "stable"),
        "sees_restricted": viewer.may(Right.SEE_RESTRICTED, area=area),
    }
    return render(request, "console/planning/incident.html", context)
