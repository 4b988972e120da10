"""Until when a flash promises the next one: never in the past of whoever reads it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from tocsin.domain.report_words import FlashStage, Level, Section
from tocsin.domain.reports.flash_facts import FlashFacts
from tocsin.domain.reports.statements import Statement
from tocsin.domain.words import Priority

NEXT_WITHIN: Mapping[Priority, timedelta] = {
    Priority.P1: timedelta(hours=2),
    Priority.P2: timedelta(hours=6),
}
_LATER = timedelta(hours=24)
NEXT = "flash.next"


def next_statements(facts: FlashFacts, stage: FlashStage) -> Iterable[Statement]:
    """Say until when the next flash is promised, or how it ended."""
    if stage is FlashStage.FINAL:
        yield Statement(
            "next.final", Section.NEXT, "flash.final", {"outcome": facts.outcome},
            facts.about[:1], Level.MODERATE,
        )  # fmt: skip
        return
    within = round(within_of(facts) / timedelta(minutes=1))
    yield Statement(
        "next.at", Section.NEXT, NEXT, {"at": next_flash_at(facts).isoformat(), "within": within},
        facts.about[:1], Level.LOW,
    )  # fmt: skip


def next_flash_at(facts: FlashFacts) -> datetime:
    """Return until when the next report on this is promised, from the last that the records know."""
    last = facts.last_change_at or facts.received_at
    return last + within_of(facts)


def within_of(facts: FlashFacts) -> timedelta:
    return NEXT_WITHIN.get(facts.priority, _LATER)


def in_time(statements: Iterable[Statement], made_at: datetime) -> list[Statement]:
    """Return the sentences with no promise that was past when the report was made: it counts from then.

    A flash may be written, or released, hours after the last word came.
    """
    return [_in_time(one, made_at) for one in statements]


def _in_time(one: Statement, made_at: datetime) -> Statement:
    minutes = one.fields.get("within")
    if one.code != NEXT or not minutes or datetime.fromisoformat(one.fields["at"]) > made_at:
        return one
    at = made_at + timedelta(minutes=minutes)
    return replace(one, fields={**one.fields, "at": at.isoformat()})
