"""An error says what happened and what to do, has a code for ever, and names nobody."""

import re
from types import ModuleType

import pytest

from tocsin.domain.problems import (
    CATALOGUE,
    Problem,
    ProblemKind,
    answers,
    engine,
    incidents,
    intake,
    people,
)
from tocsin.domain.problems.incidents import INCIDENT_STALE
from tocsin.domain.problems.intake import GATEWAY_MISCONFIGURED

PLACE = re.compile(r"%\((\w+)\)s")
# What a sentence may be filled with: nothing that could name a person or quote a message.
FACTS = {  # `person` is a code such as FP-0231, `codes` are those of warning signs
    "account", "addressee", "allowed", "at", "base", "call_sign", "code", "codes", "community", "count",
    "currency", "failure", "faults", "field", "format", "function", "gateway", "handset", "hotline", "hours", "into",
    "kilobytes", "kind", "ladder", "left", "limit", "line", "means", "method", "minutes",
    "client", "megabytes", "megapixels", "missing", "most", "note", "number", "other", "pack", "person", "port", "reference", "release", "report", "right", "scope",
    "seconds", "sheet", "sim", "since", "slug", "state", "wanted", "what", "why", "word",
}  # fmt: skip


@pytest.mark.parametrize("kind", CATALOGUE.values(), ids=str)
def test_every_problem_says_what_happened_and_what_to_do(kind: ProblemKind) -> None:
    assert re.fullmatch(r"[a-z_]+\.[a-z_]+", kind.code)
    assert 400 <= kind.status < 600
    assert kind.sentence.endswith(".")
    assert re.search(r"[.:)]$|jobs\.$", kind.remedy)
    assert len(kind.sentence) < 120
    assert len(kind.remedy) < 120


@pytest.mark.parametrize("kind", CATALOGUE.values(), ids=str)
def test_only_safe_facts_fill_a_sentence(kind: ProblemKind) -> None:
    assert set(PLACE.findall(kind.sentence + kind.remedy)) <= FACTS
    assert "%" not in PLACE.sub("", kind.sentence + kind.remedy)


@pytest.mark.parametrize("subject", [answers, engine, incidents, intake, people])
def test_no_code_is_used_twice(subject: ModuleType) -> None:
    kinds = [kind for kind in vars(subject).values() if isinstance(kind, ProblemKind)]
    assert kinds
    assert all(CATALOGUE[kind.code] is kind for kind in kinds)


def test_a_problem_carries_its_code_its_status_and_its_facts() -> None:
    problem = Problem(GATEWAY_MISCONFIGURED, gateway="airtel-kalemie", missing="api key")
    assert (problem.code, problem.status) == ("gateway.misconfigured", 409)
    assert problem.sentence == "The gateway airtel-kalemie lacks a setting: api key."
    assert problem.remedy.startswith("An administrator can add it")
    assert problem.facts == {"gateway": "airtel-kalemie", "missing": "api key"}


def test_a_fact_that_was_not_given_spoils_no_error_page() -> None:
    assert Problem(INCIDENT_STALE).sentence.startswith("Incident ? changed")


def test_what_a_log_prints_is_the_code_alone() -> None:
    assert str(Problem(INCIDENT_STALE, code="KT423")) == "incident.stale"


@pytest.mark.parametrize("area", [
    "intake", "gateway", "message", "triage", "call_back", "incident", "escalation", "ladder",
    "duty", "response", "feedback", "release", "drill", "login", "rights", "form", "directory",
    "engine", "journal", "backup", "report",
])  # fmt: skip
def test_every_stage_has_its_errors(area: str) -> None:
    assert any(code.startswith(area + ".") for code in CATALOGUE)
