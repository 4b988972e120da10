"""The chosen incident beside the list: its words, its clocks and who must know."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tocsin.console.access import viewer_of
from tocsin.console.board_view import bearing, origins_label, row_view
from tocsin.console.facts import Fact
from tocsin.console.grid import grid_of
from tocsin.console.incident_clocks import ClockEntry, clock_entries
from tocsin.console.labels import DELIVERIES, FUNCTIONS, KINDS
from tocsin.console.now import now_of
from tocsin.domain.access import Right
from tocsin.domain.words import DeliveryState, DutyFunction, Kind
from tocsin.records.queries.board import BoardRow, board_row
from tocsin.records.queries.runs import RunLine, run_lines


@dataclass(frozen=True, slots=True)
class SelectedView:
    """What `board/_detail.html` shows."""

    number: int
    code: str
    priority: str
    title: str
    place_name: str
    url: str
    said: str
    said_language: str
    facts: list[Fact]
    clocks: list[ClockEntry]
    who_must_know: list[Fact]
    actions: list[dict[str, Any]]


def selected_view(request: HttpRequest, number: int) -> SelectedView | None:
    """Return the incident as this viewer may see it, or None."""
    viewer, now = viewer_of(request), now_of(request)
    row = board_row(viewer.scope, number, now=now)
    if row is None:
        return None
    incident = viewer.scope.incidents().get(number=number)
    runs = run_lines(incident)
    headline = row.headline
    return SelectedView(
        number=row.number,
        code=row.code,
        priority=row.priority,
        title=str(KINDS[Kind(row.kind)]),
        place_name=row.place_name,
        url=reverse("console:incident", args=[row.number]),
        said=headline.words if headline else "",
        said_language=headline.language if headline else "",
        facts=_facts(row),
        clocks=clock_entries(incident, runs, now=now),
        who_must_know=who_knows(runs),
        actions=_actions(row, row_view(row, viewer).ack_url, viewer.rights),
    )


def who_knows(runs: list[RunLine]) -> list[Fact]:
    """Return whom the ladder has tried to reach, the latest try of each, and how it went."""
    found: dict[str, Fact] = {}
    for run in runs:
        for step in run.fired:
            for one in step.deliveries:
                term = str(FUNCTIONS[DutyFunction(one.function)]) if one.function else one.code
                state = str(DELIVERIES[DeliveryState(one.state)])
                value = f"{one.base} {one.code} – {one.gateway} {state}".strip()
                late = one.state in (DeliveryState.FAILED, DeliveryState.UNKNOWN)
                found[one.code] = Fact(term, value, is_late=late)
    return list(found.values())


def _facts(row: BoardRow) -> list[Fact]:
    headline = row.headline
    facts = [
        Fact(_("Where"), f"{row.place_name} {bearing(row)}".strip() or _("not known")),
        Fact(_("Grid"), grid_of(row.lat, row.lon) or "–", is_code=True),
        Fact(_("Known"), origins_label(row.n_origins, row.n_first_hand, row.n_denials)),
        Fact(_("Grade"), row.grade),
    ]
    if headline and headline.source:
        facts.append(Fact(_("Source"), f"{headline.source} · {headline.gateway}"))
    return facts


def _actions(row: BoardRow, ack_url: str, rights: frozenset[Right]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    page = reverse("console:incident", args=[row.number])
    if ack_url:
        style = "alarm" if row.priority == "P1" else "main"
        found.append({"url": ack_url, "text": _("Acknowledge"), "key": "", "style": style})
    if Right.DECIDE in rights and not row.is_closed:
        text = _("Decide")
        found.append(
            {"url": f"{page}?form=decide#decide", "text": text, "key": "D", "is_link": True}
        )
    found.append({"url": page, "text": pgettext("button", "Open"), "key": "O", "is_link": True})
    return found
