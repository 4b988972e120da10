"""The operations of the API as test_reach.py calls them: every list, and every one on a thing."""

import json
import re
from collections.abc import Iterator, Mapping

from django.db import transaction
from django.test import Client

from tests.house.reach import NOBODY, District, machine
from tocsin.domain.report_words import ReportState
from tocsin.domain.token_words import TokenScope
from tocsin.records.models import Incident, SituationReport, User
from tocsin.records.queries.clock import database_now
from tools.reach import operation_reason
from tools.rights_page import operations

DAY = "since=2020-01-01T00:00:00Z&until=2040-01-01T00:00:00Z"
TOLD = [
    f"{path}?{DAY}"
    for method, path in operations()
    if method == "GET" and "{" not in path and not operation_reason(path)
]
"""Every list of the API. The days stand still, so that a figure moves by what came alone."""

UNGUARDED = [scope for scope in TokenScope if scope is not TokenScope.RESTRICTED]
SAID: Mapping[str, Mapping[str, object]] = {
    "/responses": {"user": "robot", "actor": "mission_force", "state": "accepted", "base": "beni"},
    "/words": {"user": "robot", "state": "departed"},
    "/corrections": {"user": "robot", "kind": "retracted", "reason": "a test"},
}
"""What a token says in the name of somebody who has no account: past its own guard, and no further."""


def wrong_tokens(district: District, things: Mapping[str, Mapping[str, object]]) -> list[str]:
    """Call each operation on one thing with a token of its area, of another, and without what is restricted."""
    incident = Incident.objects.get(number=int(str(things["/incidents/"]["number"])))
    near = machine("near", TokenScope, district.here)
    strangers = [machine("far", TokenScope, district.there)]
    if incident.is_restricted:
        strangers.append(machine("plain", UNGUARDED, district.here))
    wrong = []
    with transaction.atomic():
        _release_flash(incident)
        for method, path in _operations_on(things):
            if path is None or ("/cap" in path and incident.is_restricted):
                continue  # CAP says nothing restricted to anybody.
            if _call(near, method, path) in (401, 404):
                wrong.append(f"own area: {method} {path}")
            reached = [one for one in strangers if _call(one, method, path) != 404]
            wrong += [f"out of reach: {method} {path}" for _ in reached]
        transaction.set_rollback(True)
    return wrong


def _release_flash(incident: Incident) -> None:
    """A draft is nobody's yet, by whatever token."""
    SituationReport.objects.filter(incident=incident).update(
        state=ReportState.RELEASED,
        released_at=database_now(),
        released_by=User.objects.get(name="salima"),
        digest="x",
    )


def _operations_on(things: Mapping[str, Mapping[str, object]]) -> Iterator[tuple[str, str | None]]:
    for method, path in operations():
        begins = next((one for one in things if path.startswith(f"/api/v1{one}{{")), None)
        if begins is None:
            continue
        key = str(things[begins].get("number") or things[begins].get("key"))
        is_there = key not in ("0", NOBODY)
        yield method, re.sub(r"\{\w+\}", key, path) if is_there else None


def _call(caller: Client, method: str, path: str) -> int:
    """Return how it is answered. Nobody is called robot, so that nothing is done."""
    query = "?user=robot&audience=force&form=txt"
    said = next((body for end, body in SAID.items() if path.endswith(end)), {})
    return int(
        caller.generic(
            method, path + query, json.dumps(said), content_type="application/json"
        ).status_code
    )
