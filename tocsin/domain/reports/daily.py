"""The daily: twenty-four hours of one office, no field blank, each line with its records."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tocsin.domain.report_words import Level, Section, Topic
from tocsin.domain.reports.communities import (
    Lacking,
    Threatened,
    concerns,
    new_needs,
    new_threats,
)
from tocsin.domain.reports.office_facts import (
    AlertLine,
    Below,
    Coming,
    Gap,
    Kit,
    Met,
    Owed,
    Pending,
    RollCallLine,
)
from tocsin.domain.reports.signs import Signs, new_signs
from tocsin.domain.reports.statements import Coarse, Statement, never_blank, nothing_to_report
from tocsin.domain.words import Kind

THREATS = frozenset({Kind.THREAT, Kind.WARNING_SIGN, Kind.TENSION, Kind.WITHDRAWAL})
MOVEMENTS = frozenset({Kind.MOVEMENT, Kind.PRESENCE})
POPULATION = frozenset({Kind.DISPLACEMENT, Kind.RETURN, Kind.NEED})
_PEOPLE = ("displaced", "returned", "households")


@dataclass(frozen=True, slots=True)
class DailyFacts:
    alerts: tuple[AlertLine, ...] = ()
    before: int = 0
    protection: tuple[int, int] = (0, 0)  # cases, referrals
    owed: Owed = field(default_factory=Owed)
    meetings: tuple[Met, ...] = ()
    roll_calls: tuple[RollCallLine, ...] = ()
    kit: Kit = field(default_factory=Kit)
    pending: tuple[Pending, ...] = ()
    gaps: tuple[Gap, ...] = ()
    issued: tuple[tuple[str, str], ...] = ()
    coming: tuple[Coming, ...] = ()
    below: tuple[Below, ...] = ()
    signs: Signs = field(default_factory=Signs)
    since: datetime | None = None
    threats: tuple[Threatened, ...] = ()
    needs: tuple[Lacking, ...] = ()
    head: str = ""  # of the log book's chain at the cut-off


def build_daily(facts: DailyFacts) -> list[Statement]:
    """Return the sentences of a daily; a section with nothing says so."""
    notices = facts.alerts
    return [
        *_alerts(facts),
        *never_blank(Section.THREATS, _threats(facts)),
        *never_blank(Section.MOVEMENTS, _notices(notices, MOVEMENTS, Section.MOVEMENTS)),
        *never_blank(Section.POPULATION, _population(facts)),
        *_protection(facts.protection),
        *concerns(facts.owed, Section.CONCERNS),
        *never_blank(Section.CONTACTS, _meetings(facts.meetings)),
        *_network(facts),
        *never_blank(Section.REQUESTS, _requests(facts)),
        *never_blank(Section.ISSUED, _issued(facts)),
        *never_blank(Section.PLAN, _plan(facts)),
        *carried(facts.below, Section.ASSESSMENT),
    ]


def carried(below: Sequence[Below], section: Section) -> list[Statement]:
    """Return the comments of offices below, each with the report that it came from."""
    return [
        Statement(
            f"{one.reference}.{one.key}", section, "", {"office": one.office},
            (f"report:{one.reference}",), Level.HIGH, text=one.text, is_comment=True,
            is_carried=True,
        )
        for one in below
    ]  # fmt: skip


def people_of(counts: Mapping[str, Mapping[str, Any]]) -> dict[str, Any] | None:
    """Return how many people moved, as the alert gave it."""
    found = next((counts[name] for name in _PEOPLE if name in counts), None)
    return {"what": "people", "min": found.get("min"), "max": found.get("max")} if found else None


def _alerts(facts: DailyFacts) -> Iterable[Statement]:
    urgent = sum(one.priority == "P1" for one in facts.alerts)
    yield Statement(
        "alerts.total", Section.ALERTS, "daily.total",
        {"n": len(facts.alerts), "p1": urgent, "before": facts.before},
        tuple(f"alert:{one.number}" for one in facts.alerts) or ("register:alerts",), Level.LOW,
    )  # fmt: skip
    for one in facts.alerts:
        fields = {
            "number": one.number, "at": one.at.isoformat(), "kind": one.kind.value,
            "place": one.place, "grade": one.grade, "to": list(one.to), "state": one.doing,
            "outcome": one.outcome, "told": one.is_told,
        }  # fmt: skip
        rough = {"kind": one.kind.value, "territory": one.territory}
        yield Statement(
            f"alerts.{one.number}", Section.ALERTS, "row.alerts", fields, _of(one), Level.HIGH,
            coarse=Coarse(Level.MODERATE, "daily.alert_rough", rough),
        )  # fmt: skip


def _threats(facts: DailyFacts) -> Iterable[Statement]:
    yield from _notices(facts.alerts, THREATS, Section.THREATS)
    yield from new_threats(facts.threats)
    if facts.since:
        yield from new_signs(facts.signs, since=facts.since)


def _population(facts: DailyFacts) -> Iterable[Statement]:
    yield from _notices(facts.alerts, POPULATION, Section.POPULATION)
    yield from new_needs(facts.needs)


def _notices(
    alerts: Sequence[AlertLine], kinds: frozenset[Kind], section: Section
) -> Iterable[Statement]:
    for one in alerts:
        if one.kind not in kinds:
            continue
        fields = {
            "at": one.at.isoformat(), "kind": one.kind.value, "place": one.place or "?",
            "n": people_of(one.counts) if kinds is POPULATION else None, "grade": one.grade,
        }  # fmt: skip
        rough = {"kind": one.kind.value, "territory": one.territory}
        yield Statement(
            f"{section}.{one.number}", section, "daily.notice", fields, _of(one), Level.HIGH,
            coarse=Coarse(Level.MODERATE, "daily.alert_rough", rough),
        )  # fmt: skip


def _protection(cases: tuple[int, int]) -> list[Statement]:
    """Numbers and referrals only; whoever needs neither for their work reads no number."""
    n, referred = cases
    if not n:
        # Whoever reads no number reads no nought either: by its absence they would know of a case.
        return [nothing_to_report(Section.PROTECTION, topic=Topic.PROTECTION)]
    return [
        Statement(
            "protection.cases", Section.PROTECTION, "daily.protection",
            {"n": n, "referred": referred}, ("register:alerts",), Level.HIGH, Topic.PROTECTION,
        )
    ]  # fmt: skip


def _meetings(meetings: Sequence[Met]) -> Iterable[Statement]:
    for one in meetings:
        yield Statement(
            f"contacts.{one.number}", Section.CONTACTS, "daily.meeting",
            {"place": one.place, "women": one.women, "men": one.men, "next": one.next_on},
            (f"meeting:{one.number}",), Level.HIGH,
        )  # fmt: skip


def _network(facts: DailyFacts) -> Iterable[Statement]:
    for one in facts.roll_calls:
        yield Statement(
            f"network.{one.net}.{one.at.isoformat()}", Section.NETWORK, "daily.roll_call",
            {
                "net": one.net, "at": one.at.isoformat(), "present": one.present,
                "relayed": one.relayed, "silent": one.silent, "all": one.all,
            },
            (f"roll_call:{one.key}",) if one.key else ("register:radio",),
        )  # fmt: skip
    yield from kit_statements(facts.kit)
    if facts.head:
        yield Statement(
            "network.journal", Section.NETWORK, "daily.journal", {"head": facts.head},
            ("register:journal",),
        )  # fmt: skip


def kit_statements(kit: Kit) -> Iterable[Statement]:
    """Return who is silent, and how phones and airtime stand."""
    for key, register, fields in (
        ("silences", "silences", dict(zip(("n", "late"), kit.silences, strict=True))),
        ("phones", "phones", dict(zip(("held", "broken", "lost"), kit.phones, strict=True))),
        ("airtime", "airtime", dict(zip(("sent", "waiting"), kit.airtime, strict=True))),
    ):
        source = (f"register:{register}",)
        yield Statement(f"network.{key}", Section.NETWORK, f"daily.{key}", fields, source)


def _requests(facts: DailyFacts) -> Iterable[Statement]:
    for one in facts.pending:
        fields = {
            "at": one.at.isoformat(), "actor": one.actor, "base": one.base, "type": one.type,
            "state": one.state, "kind": one.kind.value, "place": one.place or "?",
        }  # fmt: skip
        sources = (one.reference, f"incident:{one.incident}")
        yield Statement(
            f"requests.{one.reference}", Section.REQUESTS, "daily.request", fields, sources
        )
    for gap in facts.gaps:
        yield Statement(
            f"requests.gap.{gap.incident}", Section.REQUESTS, "daily.gap",
            {"place": gap.place or "?", "at": gap.since.isoformat(), "why_not": gap.why_not},
            (f"incident:{gap.incident}",),
        )  # fmt: skip


def _issued(facts: DailyFacts) -> Iterable[Statement]:
    for reference, stage in facts.issued:
        yield Statement(
            f"issued.{reference}.{stage}", Section.ISSUED, "daily.issued",
            {"reference": reference, "stage": stage}, (f"report:{reference}",), Level.MODERATE,
        )  # fmt: skip


def _plan(facts: DailyFacts) -> Iterable[Statement]:
    if facts.kit.calls_a_day:
        yield Statement(
            "plan.calls",
            Section.PLAN,
            "daily.plan_calls",
            {"n": facts.kit.calls_a_day},
            ("register:radio",),
        )
    for one in facts.coming:
        code = "daily.plan_promise" if one.is_promise else "daily.plan_meeting"
        kind = "commitment" if one.is_promise else "meeting"
        yield Statement(
            f"plan.{kind}.{one.number}", Section.PLAN, code,
            {"number": one.number, "place": one.place}, (f"{kind}:{one.number}",),
        )  # fmt: skip


def _of(one: AlertLine) -> tuple[str, ...]:
    alert = f"alert:{one.number}"
    return (f"incident:{one.incident}", alert) if one.incident else (alert,)
