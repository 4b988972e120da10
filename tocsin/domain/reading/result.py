"""What the machine understood of a message: closed, frozen and with its reasons (design.md §6)."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from tocsin.domain.place_rows import Unit
from tocsin.domain.words import Flag, Kind, Priority


class PlaceRole(StrEnum):
    """What a place is to the event."""

    WHERE = "where"
    FROM = "from"
    TO = "to"
    SENDER = "sender"


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` (excluded) of the message as it came."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a part of the reading is as it is: `part` names the part, `span` the words that led to it."""

    part: str
    rule: str
    surface: str = ""
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class ScoredKind:
    code: Kind
    score: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """One place a mention may be; `km` is the distance from the sender, None when not known."""

    place_id: str
    name: str
    lat: float
    lon: float
    score: float
    km: float | None = None


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place named in a message.

    `place_id`, `name`, `lat` and `lon` are None when the gazetteer knows no such place. `accepted` means that
    nobody need be asked; otherwise `choices` shows the two or three candidates. `pcode` and `units`, the areas above
    from the province down, are OCHA's P-codes where the list of places has them; a P-code of a unit in the text gives these alone.
    """

    surface: str
    role: PlaceRole
    score: float = 0.0
    accepted: bool = False
    place_id: str | None = None
    name: str | None = None
    lat: float | None = None
    lon: float | None = None
    choices: tuple[Candidate, ...] = ()
    span: Span | None = None
    pcode: str = ""
    units: tuple[Unit, ...] = ()


@dataclass(frozen=True, slots=True)
class ActorMention:
    """Somebody who acts; `presumed` when the message says so, `negated` when it says that it was not they."""

    code: str
    surface: str
    presumed: bool = False
    negated: bool = False
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Range:
    """From `min` to `max`, both included; equal when the message gave one number."""

    min: int
    max: int


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """When it happened: from `start` to `end`, with their time zone."""

    surface: str
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class RulesSaid:
    """What the rules alone said of a message that learning was heard on as well."""

    kind: Kind
    priority: Priority | None
    is_alert: bool
    model: str = ""  # which model and how many confirmations since: "3+17"


@dataclass(frozen=True, slots=True)
class Reading:
    """One message, read. `priority` is None when there is nothing to act on; `missing` is what to ask for.

    `rules` is None where the rules alone read.
    """

    language: str | None
    language_score: float
    kind: Kind
    kinds: tuple[ScoredKind, ...]
    is_alert: bool
    alert_score: float
    priority: Priority | None
    places: tuple[PlaceMention, ...] = ()
    actors: tuple[ActorMention, ...] = ()
    counts: dict[str, Range] = field(default_factory=dict)
    time: TimeSpan | None = None
    flags: tuple[Flag, ...] = ()
    why: tuple[Reason, ...] = ()
    missing: tuple[str, ...] = ()
    direction: str | None = None
    distance_km: float | None = None
    rules: RulesSaid | None = None
