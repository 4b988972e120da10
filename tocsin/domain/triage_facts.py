"""What triage decides by: what was understood, who said it, and what came shortly before."""

from dataclasses import dataclass
from datetime import datetime

from tocsin.domain.words import Flag, Kind, MessageKind, Priority


@dataclass(frozen=True, slots=True)
class Understood:
    """What triage takes from a Reading. `priority` is None when the words gave none."""

    kind: Kind
    is_alert: bool
    priority: Priority | None = None
    flags: frozenset[Flag] = frozenset()
    other_kinds: frozenset[Kind] = frozenset()  # less likely ones that must still be guarded
    places: frozenset[str] = frozenset()  # ids of the accepted ones
    is_of_home: bool = False  # "here", "us", or no place that is sure: wherever the sender lives
    is_readable: bool = True


@dataclass(frozen=True, slots=True)
class Source:
    """Who sent it and how. `sender` is a keyed hash or a code, never a number."""

    sender: str
    channel: MessageKind = MessageKind.SMS
    text_key: str = ""  # keyed hash of the folded words; "" for a call without words
    home: str = ""  # the community; "" when nobody knows
    fingerprint: int = 0  # `origins.fingerprint`; 0 when too short to compare
    is_known: bool = False
    is_there: bool | None = None  # lives at the place spoken of; None when nobody can tell
    is_compromised: bool = False  # somebody else may hold the phone (domain.md §5.2)


@dataclass(frozen=True, slots=True)
class Echo:
    """A message that came shortly before. `message` is its id.

    `has_paged` says that a ladder answers for it, `is_over` that a person dismissed it or closed
    what it opened: whoever says it again after that is heard anew.
    """

    message: str
    sender: str
    received_at: datetime
    text_key: str = ""
    fingerprint: int = 0
    kind: Kind | None = None
    places: frozenset[str] = frozenset()
    home: str = ""
    has_paged: bool = False
    is_over: bool = False
