"""A CAP 1.2 message as plain data: every element of the standard, as text where text may be wrong."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from tocsin.domain.moments import is_possible

Named = tuple[tuple[str, str], ...]
"""Pairs of valueName and value."""


@dataclass(frozen=True, slots=True)
class CapResource:
    description: str
    mime_type: str
    size: str = ""
    uri: str = ""
    deref_uri: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True)
class CapArea:
    """`polygons` and `circles` as CAP writes them: `lat,lon lat,lon …` and `lat,lon km`."""

    description: str
    polygons: tuple[str, ...] = ()
    circles: tuple[str, ...] = ()
    geocodes: Named = ()
    altitude: str = ""
    ceiling: str = ""


@dataclass(frozen=True, slots=True)
class CapSegment:
    event: str
    categories: tuple[str, ...]
    urgency: str
    severity: str
    certainty: str
    language: str = ""
    responses: tuple[str, ...] = ()
    audience: str = ""
    event_codes: Named = ()
    effective: str = ""
    onset: str = ""
    expires: str = ""
    sender_name: str = ""
    headline: str = ""
    description: str = ""
    instruction: str = ""
    web: str = ""
    contact: str = ""
    parameters: Named = ()
    resources: tuple[CapResource, ...] = ()
    areas: tuple[CapArea, ...] = ()


@dataclass(frozen=True, slots=True)
class CapMessage:
    """One message. Empty text stands for an element that is not there."""

    identifier: str
    sender: str
    sent: str
    status: str
    type: str
    scope: str
    source: str = ""
    restriction: str = ""
    addresses: str = ""
    codes: tuple[str, ...] = ()
    note: str = ""
    references: str = ""
    incidents: str = ""
    infos: tuple[CapSegment, ...] = ()


def cap_time(at: datetime) -> str:
    """Return a moment as CAP writes it: whole seconds, and UTC as -00:00."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}-00:00"


def reference(sender: str, identifier: str, sent: str) -> str:
    return f"{sender},{identifier},{sent}"


def references_of(text: str) -> list[tuple[str, str, str]]:
    """Return sender, identifier and time of each reference; what is none is left out."""
    found: Sequence[list[str]] = [one.split(",") for one in text.split()]
    return [(one[0], one[1], one[2]) for one in found if len(one) == 3]


def moment_of(text: str) -> datetime | None:
    """Return the moment of a CAP time, None for what is none, has no zone or cannot be."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo and is_possible(found) else None
