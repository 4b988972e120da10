"""What a kind of carrier is: what it declares, what it reads, what it sends, what it may raise."""

import json
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import ClassVar

from tocsin.channels.http import HttpClient
from tocsin.channels.listening import Ear, Sign
from tocsin.channels.refusals import Refused, Unreadable
from tocsin.domain.messages import Arrival, Inbound, Outbound, Receipt, Sent

__all__ = [
    "Ability",
    "About",
    "Callback",
    "Channel",
    "Clock",
    "Ear",
    "Fate",
    "Health",
    "HttpAnswer",
    "Outcome",
    "Refused",
    "Setting",
    "Sign",
    "Unreadable",
    "generic_answer",
    "wall_clock",
]

Clock = Callable[[], datetime]


def wall_clock() -> datetime:
    return datetime.fromtimestamp(time.time(), tz=UTC)


class Ability(StrEnum):
    SENDS = "sends"
    RECEIVES = "receives"
    RECEIPTS = "receipts"  # says later whether it was delivered
    CALLS = "calls"  # reports missed calls
    CATCHES_UP = "catches_up"  # can be asked for what we missed
    HEALTH = "health"  # can be asked how it is
    BALANCE = "balance"  # can ask the network what its SIM card holds
    MANUAL = "manual"  # a person carries the message
    LISTENS = "listens"  # holds a line open and hears by it; it has no door


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing that an administrator enters; a secret one is never shown again."""

    name: str
    label: str
    hint: str = ""
    is_secret: bool = False
    is_required: bool = True
    default: str = ""


@dataclass(frozen=True, slots=True)
class Callback:
    """An address to paste at the provider; `path` follows the gateway's own address."""

    path: str
    label: str


@dataclass(frozen=True, slots=True)
class About:
    """What a kind is, for forms, docs and checks. `schemes` are those of `domain/routing.py`."""

    kind: str
    title: str
    abilities: frozenset[Ability]
    settings: tuple[Setting, ...] = ()
    callbacks: tuple[Callback, ...] = ()
    schemes: frozenset[str] = frozenset({"tel"})
    is_exercise_only: bool = False
    max_characters: int = 1600

    def missing(self, settings: Mapping[str, str]) -> list[str]:
        """Return the names of required settings that have no value."""
        return [s.name for s in self.settings if s.is_required and not settings.get(s.name)]


class Fate(StrEnum):
    """What became of an arrival at the door."""

    STORED = "stored"
    DUPLICATE = "duplicate"
    REFUSED = "refused"
    UNREADABLE = "unreadable"
    TOO_LARGE = "too_large"
    THROTTLED = "throttled"
    NOT_STORED = "not_stored"  # the store failed or is full: the sender must come again


_STATUS = {
    Fate.STORED: 200,
    Fate.DUPLICATE: 200,
    Fate.REFUSED: 401,
    Fate.UNREADABLE: 400,
    Fate.TOO_LARGE: 413,
    Fate.THROTTLED: 429,
    Fate.NOT_STORED: 503,
}
_TITLES = {
    Fate.REFUSED: "The signature is missing, wrong or stale.",
    Fate.UNREADABLE: "The request is not in this gateway's dialect. It was kept.",
    Fate.TOO_LARGE: "The request is too large.",
    Fate.THROTTLED: "Too many requests. Come again later.",
    Fate.NOT_STORED: "It could not be stored. Nothing was lost if you send it again.",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """The fate of an arrival; `messages` are the ids of its rows, `retry_after` is in seconds."""

    fate: Fate
    messages: tuple[str, ...] = ()
    detail: str = ""
    retry_after: int | None = None


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    status: int
    body: bytes = b""
    content_type: str = "application/json"
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Health:
    """How a gateway is: `is_up` None when it cannot be asked. `facts` name no person."""

    is_up: bool | None
    facts: Mapping[str, str] = field(default_factory=dict)


class Channel(ABC):
    """One configured carrier.

    It keeps no clock, database or threads of its own, retries nothing and logs no text or number.
    One arrival may carry messages and receipts: the door calls `verify`, then `read` and
    `receipts`, stores both, and only then returns `answer`.
    """

    about: ClassVar[About]

    def __init__(
        self, settings: Mapping[str, str], *, client: HttpClient, clock: Clock = wall_clock
    ) -> None:
        self.settings = {s.name: s.default for s in self.about.settings} | dict(settings)
        self.client = client
        self.clock = clock

    @abstractmethod
    def verify(self, arrival: Arrival) -> None:
        """Prove that the arrival is from this gateway. Raises Refused."""

    @abstractmethod
    def read(self, arrival: Arrival) -> list[Inbound]:
        """Return the messages of an arrival, an empty list when it has none. Raises Unreadable."""

    def receipts(self, arrival: Arrival) -> list[Receipt]:  # noqa: ARG002 - most kinds have none
        """Return the receipts of an arrival. Unknown words give UNKNOWN. Raises Unreadable."""
        return []

    async def listen(self, ear: Ear) -> None:  # noqa: ARG002 - most kinds have a door instead
        """Open the line and hand over all that comes, until the other side ends it.

        One engine listens to a gateway at a time. What `ear` got comes back as an arrival to
        `read`, `receipts` and `signs`, as from a door. Raises SendFailed when there is no line.
        """
        return

    def signs(self, arrival: Arrival) -> list[Sign]:  # noqa: ARG002 - most kinds have none
        """Return which stations an arrival shows to be alive, whatever else it says."""
        return []

    def heartbeat(self, arrival: Arrival) -> Health | None:  # noqa: ARG002 - most kinds have none
        """Return what an arrival says about the gateway itself, None when it says nothing."""
        return None

    def balance(self, arrival: Arrival) -> str | None:  # noqa: ARG002 - most kinds have none
        """Return what the network said that the SIM card holds, None when this is not it. Raises Unreadable."""
        return None

    async def ask_balance(self) -> bool:
        """Ask the network what the SIM card holds; the answer comes to the door. False: no code is set.

        Raises SendFailed.
        """
        return False

    def answer(self, arrival: Arrival, outcome: Outcome) -> HttpAnswer:  # noqa: ARG002
        """Return the HTTP answer in the gateway's dialect, once everything is stored."""
        return generic_answer(outcome)

    @abstractmethod
    async def send(self, outbound: Outbound) -> Sent:
        """Hand one message to the carrier. Raises SendFailed when it certainly did not take it."""

    async def catch_up(self, since: datetime) -> list[Inbound]:  # noqa: ARG002
        """Return what came since then and may not have reached us.

        An empty list also means that the gateway will send it again to our door by itself.
        Raises SendFailed.
        """
        return []

    async def health(self) -> Health:
        """Return how the gateway is; never raises."""
        return Health(is_up=None)


def generic_answer(outcome: Outcome) -> HttpAnswer:
    """Return the answer of design.md §6: the status and the id, or an RFC 9457 problem."""
    status = _STATUS[outcome.fate]
    headers = () if outcome.retry_after is None else (("Retry-After", str(outcome.retry_after)),)
    if status == 200:
        first = outcome.messages[0] if outcome.messages else None
        body = json.dumps({"status": outcome.fate.value, "message": first}).encode()
        return HttpAnswer(status, body, headers=headers)
    if status == 503 and not headers:
        headers = (("Retry-After", "2"),)
    problem = {
        "type": f"urn:tocsin:problem:intake.{outcome.fate.value}",
        "title": _TITLES[outcome.fate],
        "status": status,
        "detail": outcome.detail,
    }
    return HttpAnswer(status, json.dumps(problem).encode(), "application/problem+json", headers)
