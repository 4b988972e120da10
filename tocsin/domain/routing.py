"""By which gateway to reach a person now, with the reason a person can be shown."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from tocsin.domain.delivery import Try
from tocsin.domain.messages import Blame
from tocsin.domain.words import DeliveryState


class Scheme(StrEnum):
    """What kind of address it is; a gateway says which kinds it carries."""

    TEL = "tel"
    RADIO = "radio"  # a call sign, reached by an operator with a task card
    URL = "url"
    MAIL = "mail"
    APRS = "aprs"  # a call sign, reached by packet radio
    MESH = "mesh"  # a node of a LoRa mesh
    JS8 = "js8"  # a call sign, reached by weak signals on short wave


class LineHealth(StrEnum):
    UP = "up"
    DOUBTFUL = "doubtful"  # late heartbeat, low battery, a failure that may pass
    DOWN = "down"


class RouteReason(StrEnum):
    """Why this route; the faces turn it into a sentence."""

    FIRST_CHOICE = "first_choice"
    LAST_HEARD_BY = "last_heard_by"  # the person was last heard by this gateway
    OTHER_GATEWAY = "other_gateway"  # an earlier try went by another gateway
    OTHER_ADDRESS = "other_address"  # an earlier try went to another number
    BY_HAND = "by_hand"  # only an operator can still carry it
    AGAIN = "again"  # every means was tried; the least tried one again
    LAST_RESORT = "last_resort"  # every gateway left is said to be down


class NoRouteReason(StrEnum):
    NO_ADDRESS = "no_address"  # the person has no working address
    NO_GATEWAY = "no_gateway"  # no gateway in use carries any of the person's addresses
    ALL_REFUSED = "all_refused"  # every address was refused for good
    NEVER_WRITTEN_TO = "never_written_to"  # silent, gone, or the phone is in other hands


@dataclass(frozen=True, slots=True)
class Reach:
    """One address of a person. `heard_by` is the gateway that last heard from it, or empty."""

    address: str
    scheme: Scheme = Scheme.TEL
    is_working: bool = True
    heard_by: str = ""


@dataclass(frozen=True, slots=True)
class Reachable:
    """Somebody to reach, addresses in the order that the person prefers."""

    person: str
    reaches: tuple[Reach, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A gateway as routing sees it.

    `prefixes` limits the numbers it can reach (empty: any). `rank` is the deployment's order,
    lowest first. `is_manual` means that a person carries it, which is slower than any machine.
    """

    gateway: str
    schemes: frozenset[Scheme] = field(default_factory=lambda: frozenset({Scheme.TEL}))
    is_enabled: bool = True
    health: LineHealth = LineHealth.UP
    is_manual: bool = False
    prefixes: tuple[str, ...] = ()
    rank: int = 0

    def carries(self, reach: Reach) -> bool:
        if not self.is_enabled or reach.scheme not in self.schemes:
            return False
        return not self.prefixes or reach.address.startswith(self.prefixes)


@dataclass(frozen=True, slots=True)
class Route:
    gateway: str
    address: str
    reason: RouteReason


@dataclass(frozen=True, slots=True)
class NoRoute:
    reason: NoRouteReason


# A gateway that failed by its own fault is doubted for this long, whatever its heartbeat says.
DOUBT_FOR = timedelta(minutes=5)
_HEALTH_ORDER = (LineHealth.UP, LineHealth.DOUBTFUL, LineHealth.DOWN)


def choose_route(
    person: Reachable, *, gateways: Sequence[Line], tried: Sequence[Try], now: datetime
) -> Route | NoRoute:
    """Return the best means that is left, or why there is none.

    A means that was not tried comes before one that was; a machine before an operator; a gateway
    that works before one in doubt. A gateway that is down is used only when nothing else is left:
    what we believe about it may be old, and silence helps nobody (alerting.md §6.3). An address
    that was refused for good is never used again.
    """
    working = [reach for reach in person.reaches if reach.is_working and reach.address]
    if not working:
        return NoRoute(NoRouteReason.NO_ADDRESS)
    refused = {t.address for t in tried if t.is_final and t.blame is Blame.RECIPIENT}
    left = [(i, reach) for i, reach in enumerate(working) if reach.address not in refused]
    if not left:
        return NoRoute(NoRouteReason.ALL_REFUSED)
    means = [
        _Means(reach, line, order, _health_of(line, tried, now), _times(tried, reach, line))
        for order, reach in left
        for line in gateways
        if line.carries(reach)
    ]
    if not means:
        return NoRoute(NoRouteReason.NO_GATEWAY)
    best = min(means, key=_Means.order_of_choice)
    return Route(best.line.gateway, best.reach.address, _reason(best, tried))


@dataclass(frozen=True, slots=True)
class _Means:
    reach: Reach
    line: Line
    preference: int
    health: LineHealth
    times: int

    def order_of_choice(self) -> tuple[object, ...]:
        return (
            self.health is LineHealth.DOWN,
            self.times,
            self.line.is_manual,
            _HEALTH_ORDER.index(self.health),
            self.preference,
            self.reach.heard_by != self.line.gateway,
            self.line.rank,
            self.line.gateway,
        )


def _health_of(line: Line, tried: Sequence[Try], now: datetime) -> LineHealth:
    has_failed = any(
        t.gateway == line.gateway
        and t.state is DeliveryState.FAILED
        and t.blame is Blame.GATEWAY
        and now - t.at < DOUBT_FOR
        for t in tried
    )
    is_doubted = has_failed and line.health is LineHealth.UP
    return LineHealth.DOUBTFUL if is_doubted else line.health


def _times(tried: Sequence[Try], reach: Reach, line: Line) -> int:
    return sum(t.gateway == line.gateway and t.address == reach.address for t in tried)


def _reason(best: _Means, tried: Sequence[Try]) -> RouteReason:
    if best.health is LineHealth.DOWN:
        return RouteReason.LAST_RESORT
    if best.times:
        return RouteReason.AGAIN
    if best.line.is_manual:
        return RouteReason.BY_HAND
    return _reason_of_a_new_means(best, tried)


def _reason_of_a_new_means(best: _Means, tried: Sequence[Try]) -> RouteReason:
    if any(t.address == best.reach.address for t in tried):
        return RouteReason.OTHER_GATEWAY
    if tried:
        return RouteReason.OTHER_ADDRESS
    is_heard = best.reach.heard_by == best.line.gateway
    return RouteReason.LAST_HEARD_BY if is_heard else RouteReason.FIRST_CHOICE
