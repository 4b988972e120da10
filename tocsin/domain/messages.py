"""What passes through a channel, in and out, before it is a row and after it was one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from tocsin.domain.words import DeliveryState, MessageKind, Priority


class Mark(StrEnum):
    """What a channel, or the vault, noticed about a message; it is shown to people and never drops anything."""

    NOT_UTF8 = "not_utf8"  # some bytes were read as Windows-1252
    EMPTY = "empty"  # nothing but blanks: somebody must call
    TRUNCATED = "truncated"  # longer than we show; `raw` has the rest
    CLOCK_OFF = "clock_off"  # the sender's clock is missing its mark or cannot be read
    PART_MISSING = "part_missing"  # part of a long SMS that had not come in time
    UNKNOWN_KIND = "unknown_kind"  # the gateway named a kind that we do not know
    UNPROVEN = "unproven"  # the carrier proves no sender: a call sign can be anybody's
    BINARY = "binary"  # a data SMS or a picture: there are no words to read
    COMPROMISED = "compromised"  # from a phone that may be in other hands
    OLD_NUMBER = "old_number"  # from a number that one of ours had once
    NEW_SIM = "new_sim"  # from a new number whose holder was not recognised yet


class Blame(StrEnum):
    """Whose fault a failed send is; routing learns different things from each."""

    GATEWAY = "gateway"
    RECIPIENT = "recipient"
    OURS = "ours"


class SentState(StrEnum):
    """What a carrier said when it was given a message."""

    SENT = "sent"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Part:
    """Where a piece of a long SMS belongs, as the network said it.

    `seq` counts from 1. `width` is the size of the reference in bits (8 or 16), 0 when unknown.
    """

    ref: int
    total: int
    seq: int
    width: int = 8

    @property
    def is_sound(self) -> bool:
        """Whether the numbers can be true; an unsound part is read as a whole message."""
        return 2 <= self.total <= 255 and 1 <= self.seq <= self.total


@dataclass(frozen=True, slots=True)
class Inbound:
    """One message as a gateway handed it over; `sender` and `recipient` as received.

    `external_id` None means that the gateway gave none: copies can be suspected, never dropped.
    `sent_at` None means that the sender's clock was not given or could not be read; it is never
    trusted for ordering. `raw` is kept for evidence.
    """

    kind: MessageKind
    sender: str
    recipient: str
    text: str
    external_id: str | None = None
    sent_at: datetime | None = None
    part: Part | None = None
    flags: tuple[str, ...] = ()
    raw: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Outbound:
    """One message to hand to a carrier; `id` stays the same on every retry."""

    id: str
    to: str
    text: str
    priority: Priority
    not_after: datetime


@dataclass(frozen=True, slots=True)
class Arrival:
    """An HTTP request at the intake door, undecoded; header names are in lower case."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a carrier said later about a delivery, named by our id, by its own, or both.

    `part` None means the whole message. `code` is the carrier's own word, for a person to look up.
    """

    state: DeliveryState
    delivery: str | None = None
    external_id: str | None = None
    code: str = ""
    reason: str = ""
    part: int | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """A carrier took the message (`sent`), or we cannot know whether it did (`unknown`)."""

    state: SentState
    external_ids: tuple[str, ...] = ()
