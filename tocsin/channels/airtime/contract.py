"""What a seller of airtime is: what it declares, what it is asked, and what its answers mean."""

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from tocsin.channels.airtime.calls import Hint, Sale
from tocsin.channels.contract import Clock, HttpAnswer, Setting, wall_clock
from tocsin.channels.exchange import HttpReply
from tocsin.channels.http import HttpClient
from tocsin.channels.refusals import Refused
from tocsin.domain.airtime_words import Finding
from tocsin.domain.messages import Arrival

__all__ = [
    "Answer",
    "Hint",
    "Order",
    "Sale",
    "Seller",
    "SellerAbout",
    "Setting",
    "fields_of",
    "refusal",
]

# Said before anything was done. Everything else that is no success is a riddle: a gateway between
# us and the seller says 502 or 504 also of what was sold a moment ago.
_NOT_TAKEN = frozenset({401, 402, 403, 404, 405, 429})
_REJECTED = frozenset({400, 422})


@dataclass(frozen=True, slots=True)
class Order:
    """One top-up as a seller hears of it.

    `key` is ours, 32 characters, made before the first call and never used again for anything
    else; `minor` is in smallest units.
    """

    key: str
    to: str = field(repr=False)
    minor: int
    currency: str
    operator: str = ""
    reference: str = ""  # the seller's own, once it gave one


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `state` is the seller's own word, `why` a code of the reason for a refusal."""

    finding: Finding
    state: str = ""
    reference: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class SellerAbout:
    """What a seller is, for forms and docs.

    `finds_by_key`: it can be asked by our key alone. `asks_first`: it can ask us before it sells.
    """

    kind: str
    title: str
    settings: tuple[Setting, ...] = ()
    finds_by_key: bool = True
    asks_first: bool = False
    is_exercise_only: bool = False

    def missing(self, settings: Mapping[str, str]) -> list[str]:
        """Return the names of required settings that have no value."""
        return [s.name for s in self.settings if s.is_required and not settings.get(s.name)]


class Seller(ABC):
    """One account with somebody who sells airtime.

    It repeats nothing and remembers no order. Both questions may raise SendFailed when the seller
    certainly has nothing of it, and AnswerLost when it may have acted; any other exception counts
    as "may have acted".
    """

    about: ClassVar[SellerAbout]

    def __init__(
        self, settings: Mapping[str, str], *, client: HttpClient, clock: Clock = wall_clock
    ) -> None:
        self.settings = {s.name: s.default for s in self.about.settings} | dict(settings)
        self.client = client
        self.clock = clock

    @abstractmethod
    async def top_up(self, order: Order) -> Answer:
        """Ask for the top-up, exactly once. Must send with `is_once`."""

    @abstractmethod
    async def look_up(self, order: Order) -> Answer:
        """Ask what became of an order, without any effect.

        NOT_FOUND says that the seller knows nothing of it; UNKNOWN that it cannot be asked.
        """

    def heard(self, arrival: Arrival) -> Hint | None:
        """Prove that a call at our door is the seller's, and say which order it means.

        None: it is about nothing that we ordered. Raises Refused and Unreadable.
        """
        del arrival
        raise Refused("This seller calls nobody.")

    def asked(self, arrival: Arrival) -> Sale | None:
        """Prove a call that asks before it sells, and say what it would sell. None: it asks nothing.

        Raises Refused and Unreadable.
        """
        del arrival
        return None

    def reply(self, *, is_ours: bool) -> HttpAnswer:
        """Return the answer to such a question, in the seller's words."""
        raise NotImplementedError

    async def balance(self) -> int | None:
        """Return what the account holds, in smallest units; None when it cannot be asked."""
        return None


def refusal(reply: HttpReply) -> Answer | None:
    """Return what a status other than success means for a top-up, None for success."""
    if 200 <= reply.status < 300:
        return None
    said = f"http {reply.status}"
    if reply.status in _NOT_TAKEN:
        return Answer(Finding.NOT_TAKEN, said, why=f"http_{reply.status}")
    if reply.status in _REJECTED:
        return Answer(Finding.REJECTED, said, why=f"http_{reply.status}")
    return Answer(Finding.UNKNOWN, said)


def fields_of(reply: HttpReply) -> dict[str, Any]:
    """Return the JSON object of an answer, empty when it is none."""
    try:
        said = json.loads(reply.body)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}
