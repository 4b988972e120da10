"""Who may read which sentence: one report, and what each audience is shown of it, by rules alone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tocsin.domain.release_rules import Alleged, To, judge_release
from tocsin.domain.release_words import AddresseeKind
from tocsin.domain.report_words import Audience, Level, Marking, Topic
from tocsin.domain.reports.statements import RAS, Statement
from tocsin.domain.words import Kind


@dataclass(frozen=True, slots=True)
class Clearance:
    """The highest level that an audience reads, and the topics it needs for its work."""

    level: Level
    topics: frozenset[Topic] = frozenset({Topic.GENERAL})
    outside: AddresseeKind | None = None  # outside the mission: the deny matrix holds too


@dataclass(frozen=True, slots=True)
class Subject:
    """What a report is about, as the rules see it. `marking` is that of the incident, 1 to 4."""

    kind: Kind | None = None
    alleged: tuple[Alleged, ...] = ()
    is_restricted: bool = False
    marking: int = 1


_EVERYTHING = frozenset(Topic)
_PROTECTION = frozenset({Topic.GENERAL, Topic.STATE, Topic.PROTECTION})
_INSIDE = frozenset({Topic.GENERAL, Topic.STATE})
CLEARANCES: Mapping[Audience, Clearance] = {
    Audience.HEAD_OF_OFFICE: Clearance(Level.HIGH, _EVERYTHING),
    Audience.CIVIL_AFFAIRS: Clearance(Level.HIGH, _PROTECTION),
    Audience.JOC: Clearance(Level.HIGH, _INSIDE),
    Audience.JMAC: Clearance(Level.HIGH, _INSIDE),
    Audience.FORCE: Clearance(Level.HIGH, _INSIDE),
    Audience.UNPOL: Clearance(Level.HIGH, _INSIDE),
    Audience.HUMAN_RIGHTS: Clearance(Level.HIGH, _EVERYTHING),
    Audience.CHILD_PROTECTION: Clearance(Level.HIGH, _PROTECTION),
    Audience.WOMEN_PROTECTION: Clearance(Level.HIGH, _PROTECTION),
    Audience.DSS: Clearance(Level.HIGH, _INSIDE),
    Audience.HUMANITARIAN: Clearance(Level.MODERATE, outside=AddresseeKind.HUMANITARIAN),
    Audience.AUTHORITIES: Clearance(Level.MODERATE, outside=AddresseeKind.LOCAL_AUTHORITY),
}
SHARED_UP_TO = 2  # an incident marked higher leaves the mission to nobody


def why_not_told(audience: Audience, subject: Subject) -> str:
    """Return why an audience gets no copy of a report at all, as a code, or nothing."""
    clearance = CLEARANCES[audience]
    if subject.is_restricted and Topic.PROTECTION not in clearance.topics:
        return "report.guarded"
    if clearance.outside is None:
        return ""
    if subject.marking > SHARED_UP_TO:
        return "report.marked_too_high"
    if subject.kind is None:
        return ""
    ruling = judge_release(subject.kind, subject.alleged, To(clearance.outside))
    return ruling.denied[0] if ruling.is_denied else ""


def redact(statements: Iterable[Statement], audience: Audience) -> list[Statement]:
    """Return what an audience reads: a sentence, the same more roughly, or nothing."""
    return redact_to(statements, CLEARANCES[audience])


def redact_to(statements: Iterable[Statement], clearance: Clearance) -> list[Statement]:
    return [shown for one in statements if (shown := _shown(one, clearance)) is not None]


def unguarded(statements: Iterable[Statement]) -> list[Statement]:
    """Return what is left for somebody who may not know of what is restricted."""
    return [one for one in statements if one.topic is not Topic.PROTECTION]


def marking_of(statements: Sequence[Statement], subject: Subject) -> Marking:
    """Return how a copy is marked, from what is left in it."""
    topics = {one.topic for one in statements if one.code != RAS}
    if subject.marking > SHARED_UP_TO or Topic.PROTECTION in topics or Topic.MISSION in topics:
        return Marking.STRICTLY_CONFIDENTIAL
    highest = max((one.level for one in statements), default=Level.LOW)
    return Marking.CONFIDENTIAL if highest >= Level.HIGH else Marking.UNCLASSIFIED


def _shown(one: Statement, clearance: Clearance) -> Statement | None:
    if one.topic not in clearance.topics:
        return None
    if one.level <= clearance.level:
        return one
    coarse = one.coarse
    if coarse is None or coarse.level > clearance.level:
        return None
    # A person's words cannot be made rougher: the records say the rough version.
    return Statement(
        one.key, one.section, coarse.code, coarse.fields, one.sources, coarse.level, one.topic
    )
