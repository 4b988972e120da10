"""The gateways of this deployment as routing sees them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from tocsin.domain.delivery import Try
from tocsin.domain.network_words import SafeWay
from tocsin.domain.roll_calls import plain_sign
from tocsin.domain.routing import (
    Line,
    LineHealth,
    NoRoute,
    Reach,
    Reachable,
    Route,
    Scheme,
    choose_route,
)
from tocsin.records.models import Gateway, RadioStation
from tocsin.records.openable import openable
from tocsin.records.queries.marks import NOT_SEEN, Glance, Health, Kept

DOWN_AFTER = 5  # failures in a row that were the gateway's own fault
DOUBT_FOR = timedelta(minutes=2)  # after the last of them
BELIEVED_FOR = timedelta(minutes=5)  # what a gateway said of itself


@dataclass(frozen=True, slots=True)
class Lines:
    """All gateways at one moment. Deciding with a snapshot keeps the database out of the loop."""

    lines: Sequence[Line]
    by_slug: dict[str, Gateway]
    stations: Mapping[str, Reach] = field(default_factory=dict)  # text over radio, by who has it

    @classmethod
    def load(cls, *, at: datetime, glance: Glance | None = None) -> "Lines":
        """Return them; `glance` is what the caller has just seen of them, if anything."""
        glance = glance or Glance.now()
        gateways = _GATEWAYS.get(glance.marks.get("gateways"), _enabled)
        return cls(
            lines=[_line(one, glance.health.get(one.pk, NOT_SEEN), at) for one in gateways],
            by_slug={gateway.slug: gateway for gateway in gateways},
            stations=_STATIONS.get(glance.marks.get("stations"), _stations),
        )

    def route(self, person: Reachable, *, tried: Sequence[Try], at: datetime) -> Route | NoRoute:
        return choose_route(person, gateways=self.lines, tried=tried, now=at)

    def with_radio(self, person: Reachable, call_sign: str = "") -> Reachable:
        """Return a person with the text over radio of their station, behind their phones."""
        found = (self.stations.get(person.person), self.stations.get(plain_sign(call_sign)))
        return replace(person, reaches=(*person.reaches, *(one for one in found if one)))

    def gateway(self, slug: str) -> Gateway:
        return self.by_slug[slug]

    def slug_of(self, gateway: UUID | None) -> str:
        return next((slug for slug, one in self.by_slug.items() if one.pk == gateway), "")


def _stations() -> dict[str, Reach]:
    """Return the text addresses of stations by call sign, and by the code of who keeps them."""
    found: dict[str, Reach] = {}
    rows = RadioStation.objects.filter(ended_at=None).exclude(text_scheme="")
    for row in rows.select_related("focal_point"):
        reach = Reach(row.text_address, Scheme(row.text_scheme))
        found[plain_sign(row.call_sign)] = reach
        # All hear what is sent by radio: a villager gets it only who asked for it.
        if row.focal_point and row.focal_point.safe_way == SafeWay.RADIO:
            found[row.focal_point.code] = reach
    return found


_GATEWAYS: Kept[list[Gateway]] = Kept()  # what they are; how they do is in the glance
_STATIONS: Kept[Mapping[str, Reach]] = Kept()


def _enabled() -> list[Gateway]:
    return openable(Gateway.objects.filter(is_enabled=True).order_by("rank", "slug"))


def _line(gateway: Gateway, health: Health, at: datetime) -> Line:
    return Line(
        gateway=gateway.slug,
        schemes=frozenset(Scheme(scheme) for scheme in gateway.schemes),
        is_enabled=gateway.is_enabled,
        health=_health(health, at),
        is_manual=gateway.schemes == [Scheme.RADIO.value],
        rank=gateway.rank,
    )


def _health(seen: Health, at: datetime) -> LineHealth:
    if seen.is_up is False and seen.asked_at and at - seen.asked_at < BELIEVED_FOR:
        return LineHealth.DOWN
    failed_at = seen.last_failure_at
    if failed_at is None or seen.failures_in_a_row == 0 or at - failed_at > DOUBT_FOR:
        return LineHealth.UP
    return LineHealth.DOWN if seen.failures_in_a_row >= DOWN_AFTER else LineHealth.DOUBTFUL
