"""Schemathesis against the API, with a token of each scope: `python -m pytest tests/api/attack.py -s`.

Not collected with the others: schemathesis is in no lock file (`pip install schemathesis`). For every operation
and every scope it makes up calls that keep the contract and calls that break it, always the same ones. No answer
may be a fault of ours, and each must be what the contract says. `CALLS=100` makes more of each.
"""

import collections
import json
import os
import sys
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings

from tests.api.test_hostile_calls import SCHEMA, SCOPES, client
from tests.cast import Cast, lay_cast
from tests.make import make_incident

schemathesis = pytest.importorskip("schemathesis")
jsonschema = pytest.importorskip("jsonschema_rs")  # which schemathesis brings

ALWAYS_THE_SAME = settings(
    max_examples=int(os.environ.get("CALLS", "25")),
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@dataclass
class Attack:
    """Who calls with which scope, what came back, and what should not have."""

    scope: str
    caller: Client
    count: collections.Counter[int]
    faults: list[str] = field(default_factory=list)

    def on(self, operation: Any, mode: Any) -> None:
        try:
            calls = operation.as_strategy(generation_mode=mode)
        except schemathesis.errors.SchemathesisError:
            return  # no call of this sort can be made of this operation
        ALWAYS_THE_SAME(given(case=calls)(lambda case: self._try(operation, case)))()

    def _try(self, operation: Any, case: Any) -> None:
        answer = _sent(self.caller, case)
        self.count[answer.status_code] += 1
        if wrong := _wrong_with(answer, operation):
            self.faults.append(
                f"{wrong}: {self.scope} {operation.label} {case.formatted_path} {answer.status_code}"
            )


def _sent(by: Client, case: Any) -> Any:
    """Let a call that was made up go through Django's own test client."""
    asked = case.as_transport_kwargs(base_url="http://localhost")
    body = asked.get("json", asked.get("data") or b"")
    query = {
        name: value for name, value in (asked.get("params") or {}).items() if value is not None
    }
    return by.generic(
        asked["method"],
        case.formatted_path,
        body if isinstance(body, bytes) else json.dumps(body),
        content_type="application/json",
        query_params=query,
    )


def _wrong_with(answer: Any, operation: Any) -> str:
    if answer.status_code >= 500:
        return "a fault of ours"
    media = answer["Content-Type"]
    if answer.status_code == 404 and media.startswith("text/html"):
        return ""  # an address that is none of the API's
    responses = SCHEMA["paths"][operation.path][operation.method.lower()]["responses"]
    said = responses.get(str(answer.status_code)) or responses["default"]
    for kind, shape in said.get("content", {}).items():
        if not media.startswith(kind):
            return f"it is {media}"
        whole = {**shape["schema"], "components": SCHEMA["components"]}
        if not jsonschema.is_valid(whole, json.loads(answer.content)):
            return "not of the shape that the contract names"
    return ""


def test_every_operation_with_every_scope(cast: Cast) -> None:
    make_incident(cast.amani)
    contract = schemathesis.openapi.from_dict(SCHEMA)
    count: collections.Counter[int] = collections.Counter()
    faults = []
    for scope in [*SCOPES, "all of them"]:
        scopes = SCOPES if scope == "all of them" else (scope,)
        attack = Attack(scope, client(*scopes), count)
        for found in contract.get_all_operations():
            for mode in schemathesis.GenerationMode:
                attack.on(found.ok(), mode)
        faults += attack.faults
    sys.stdout.write(f"\n{sum(count.values())} calls, by status: {dict(sorted(count.items()))}\n")
    assert not faults, "\n".join(faults[:30])


@pytest.fixture
def cast(db: None) -> Cast:
    return lay_cast()
