"""What an incident or a release is in CAP: our profile, restricted, and without anybody in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tocsin.domain.cap_message import CapArea, CapMessage, CapSegment, cap_time, reference
from tocsin.domain.cap_words import (
    PROFILE,
    CapCategory,
    CapCertainty,
    CapResponse,
    CapScope,
    CapSeverity,
    CapStatus,
    CapType,
    CapUrgency,
)
from tocsin.domain.release_draft import CELL_DEGREES, Drafted
from tocsin.domain.release_phrases import area_words, quantity_words
from tocsin.domain.wording_words import heading_words, kind_words, state_words
from tocsin.domain.words import Kind, Language, Priority, VerificationState

LASTS = {
    Priority.P1: timedelta(hours=6),
    Priority.P2: timedelta(hours=12),
    Priority.P3: timedelta(hours=24),
    Priority.P4: timedelta(hours=48),
}
URGENCY = {
    Priority.P1: CapUrgency.IMMEDIATE,
    Priority.P2: CapUrgency.EXPECTED,
    Priority.P3: CapUrgency.FUTURE,
    Priority.P4: CapUrgency.UNKNOWN,
}
SEVERITY = {
    Priority.P1: CapSeverity.EXTREME,
    Priority.P2: CapSeverity.SEVERE,
    Priority.P3: CapSeverity.MODERATE,
    Priority.P4: CapSeverity.MINOR,
}
CERTAINTY = {
    VerificationState.CONFIRMED: CapCertainty.OBSERVED,
    VerificationState.CORROBORATED: CapCertainty.LIKELY,
    VerificationState.SINGLE_SOURCE: CapCertainty.POSSIBLE,
    VerificationState.CONTRADICTED: CapCertainty.POSSIBLE,
    VerificationState.REFUTED: CapCertainty.UNLIKELY,
    VerificationState.NOT_ASSESSED: CapCertainty.UNKNOWN,
}
_CATEGORY: Mapping[Kind, CapCategory] = {
    Kind.HAZARD: CapCategory.SAFETY,
    Kind.NEED: CapCategory.RESCUE,
    Kind.ROAD: CapCategory.TRANSPORT,
    Kind.DISPLACEMENT: CapCategory.SAFETY,
    Kind.RETURN: CapCategory.SAFETY,
}


@dataclass(frozen=True, slots=True)
class Issue:
    """One message of a chain: what it is called, when it was sent, and what it did."""

    identifier: str
    sent_at: datetime
    type: CapType


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who speaks. `sender` is a name that is unique in the world, `contact` a function."""

    sender: str
    name: str
    contact: str
    restriction: str


@dataclass(frozen=True, slots=True)
class Subject:
    """What a message is about. `incident` is the code of the incident, for all that belong to it."""

    drafted: Drafted
    priority: Priority
    incident: str
    language: Language
    is_drill: bool
    origins: int
    marking: int
    addressee: str = ""  # of a release: then the message is private


def cap_of(subject: Subject, chain: Sequence[Issue], issuer: Issuer) -> CapMessage:
    """Return the last message of a chain.

    An update or a cancellation refers to all before it that still stand (alerting.md §4.2). A
    cancellation carries no information: nothing of what was wrong is said once more.
    """
    last = chain[-1]
    is_cancel = last.type is CapType.CANCEL
    return CapMessage(
        identifier=last.identifier,
        sender=issuer.sender,
        sent=cap_time(last.sent_at),
        status=(CapStatus.EXERCISE if subject.is_drill else CapStatus.ACTUAL).value,
        type=last.type.value,
        scope=(CapScope.PRIVATE if subject.addressee else CapScope.RESTRICTED).value,
        restriction="" if subject.addressee else issuer.restriction,
        addresses=subject.addressee,
        codes=(PROFILE,),
        note="EXERCISE" if subject.is_drill else "",
        references=" ".join(
            reference(issuer.sender, one.identifier, cap_time(one.sent_at))
            for one in standing(chain[:-1])
        ),
        incidents=subject.incident,
        infos=() if is_cancel else (_segment(subject, last, issuer),),
    )


def standing(chain: Sequence[Issue]) -> list[Issue]:
    """Return the messages since the last cancellation: what a new one must refer to."""
    kept: list[Issue] = []
    for one in chain:
        kept = [] if one.type is CapType.CANCEL else [*kept, one]
    return kept


def _segment(subject: Subject, last: Issue, issuer: Issuer) -> CapSegment:
    drafted, language = subject.drafted, subject.language
    is_clear = drafted.kind is Kind.ALL_CLEAR
    words = kind_words(drafted.kind, language)
    area = area_words(drafted, language)
    facts = (
        words,
        area,
        quantity_words(drafted, language),
        heading_words(drafted.direction, language),
        state_words(drafted.state, language),
    )
    said = ", ".join(fact for fact in facts if fact)
    return CapSegment(
        language=language.value,
        categories=(_CATEGORY.get(drafted.kind, CapCategory.SECURITY).value,),
        event=words,
        responses=((CapResponse.ALL_CLEAR if is_clear else CapResponse.ASSESS).value,),
        urgency=(CapUrgency.PAST if is_clear else URGENCY[subject.priority]).value,
        severity=(CapSeverity.MINOR if is_clear else SEVERITY[subject.priority]).value,
        certainty=CERTAINTY[drafted.state].value,
        event_codes=(("tocsin:kind", drafted.kind.value),),
        onset=cap_time(drafted.at),
        expires=cap_time(last.sent_at + LASTS[subject.priority]),
        sender_name=issuer.name,
        headline=f"{subject.priority.value} {words}",
        description=said,
        contact=issuer.contact,
        parameters=(
            ("tocsin:priority", subject.priority.value),
            ("tocsin:verification", drafted.state.value),
            ("tocsin:origins", str(subject.origins)),
            ("tocsin:marking", str(subject.marking)),
            ("tocsin:request", drafted.request.value),
        ),
        areas=_areas(drafted, area or words),
    )


def _areas(drafted: Drafted, description: str) -> tuple[CapArea, ...]:
    """Return the cell in which it lies: as rough as it may be said, and the same for everybody."""
    if drafted.lat is None or drafted.lon is None:
        return (CapArea(description),)
    half = CELL_DEGREES[drafted.precision] / 2
    south, north = drafted.lat - half, drafted.lat + half
    west, east = drafted.lon - half, drafted.lon + half
    corners = ((south, west), (south, east), (north, east), (north, west), (south, west))
    polygon = " ".join(f"{lat:.3f},{lon:.3f}" for lat, lon in corners)
    return (CapArea(description, polygons=(polygon,)),)
