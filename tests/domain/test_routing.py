"""A person is reached by the best means that is left, and the reason can be told."""

from datetime import UTC, datetime, timedelta

import pytest

from tocsin.domain.delivery import Try
from tocsin.domain.messages import Blame
from tocsin.domain.routing import (
    Line,
    LineHealth,
    NoRoute,
    NoRouteReason,
    Reach,
    Reachable,
    Route,
    RouteReason,
    Scheme,
    choose_route,
)
from tocsin.domain.words import DeliveryState

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
FIRST, SECOND = "+243990000001", "+243990000002"
OKELLO = Reachable("okello", (Reach(FIRST), Reach(SECOND)))
AIRTEL, ORANGE = Line("airtel", rank=1), Line("orange", rank=2)
RADIO = Line("radio-room", frozenset({Scheme.RADIO}), is_manual=True)
WITH_RADIO = Reachable("okello", (Reach(FIRST), Reach("MPALA 2", Scheme.RADIO)))


def a_try(
    gateway: str,
    address: str = FIRST,
    *,
    blame: Blame = Blame.GATEWAY,
    is_final: bool = False,
    ago: float = 1,
) -> Try:
    at = NOON - timedelta(minutes=ago)
    return Try(gateway, address, at, DeliveryState.FAILED, "x", is_final=is_final, blame=blame)


def chosen(person: Reachable, lines: list[Line], *tried: Try) -> Route | NoRoute:
    return choose_route(person, gateways=lines, tried=tried, now=NOON)


def test_the_first_number_by_the_first_gateway() -> None:
    assert chosen(OKELLO, [ORANGE, AIRTEL]) == Route("airtel", FIRST, RouteReason.FIRST_CHOICE)


def test_the_gateway_that_last_heard_the_person_comes_first() -> None:
    person = Reachable("okello", (Reach(FIRST, heard_by="orange"),))
    assert chosen(person, [AIRTEL, ORANGE]) == Route("orange", FIRST, RouteReason.LAST_HEARD_BY)


def test_after_a_failure_the_other_gateway_then_the_other_number_then_again() -> None:
    tries: list[Try] = []
    seen = []
    for _ in range(5):
        route = chosen(OKELLO, [AIRTEL, ORANGE], *tries)
        assert isinstance(route, Route)
        seen.append((route.gateway, route.address, route.reason))
        tries.append(a_try(route.gateway, route.address))
    assert seen == [
        ("airtel", FIRST, RouteReason.FIRST_CHOICE),
        ("orange", FIRST, RouteReason.OTHER_GATEWAY),
        ("airtel", SECOND, RouteReason.OTHER_ADDRESS),
        ("orange", SECOND, RouteReason.OTHER_GATEWAY),
        ("airtel", FIRST, RouteReason.AGAIN),
    ]


def test_a_number_refused_for_good_is_never_used_again() -> None:
    refused = a_try("airtel", blame=Blame.RECIPIENT, is_final=True)
    assert chosen(OKELLO, [AIRTEL], refused) == Route("airtel", SECOND, RouteReason.OTHER_ADDRESS)
    one_number = Reachable("okello", (Reach(FIRST),))
    assert chosen(one_number, [AIRTEL, ORANGE], refused) == NoRoute(NoRouteReason.ALL_REFUSED)


def test_a_machine_comes_before_an_operator_and_an_operator_before_a_dead_machine() -> None:
    assert chosen(WITH_RADIO, [RADIO, AIRTEL]) == Route("airtel", FIRST, RouteReason.FIRST_CHOICE)
    dead = Line("airtel", health=LineHealth.DOWN)
    assert chosen(WITH_RADIO, [RADIO, dead]) == Route("radio-room", "MPALA 2", RouteReason.BY_HAND)


def test_a_machine_comes_before_an_operator_even_if_the_person_prefers_radio() -> None:
    radio_first = Reachable("okello", (Reach("MPALA 2", Scheme.RADIO), Reach(FIRST)))
    assert chosen(radio_first, [RADIO, AIRTEL]) == Route("airtel", FIRST, RouteReason.FIRST_CHOICE)


def test_a_phone_that_was_only_switched_off_is_tried_again() -> None:
    one_number = Reachable("okello", (Reach(FIRST),))
    off = a_try("airtel", blame=Blame.RECIPIENT, is_final=False)
    assert chosen(one_number, [AIRTEL], off) == Route("airtel", FIRST, RouteReason.AGAIN)


def test_a_gateway_in_doubt_waits_behind_a_sound_one() -> None:
    doubtful = Line("airtel", health=LineHealth.DOUBTFUL, rank=0)
    route = chosen(OKELLO, [doubtful, ORANGE])
    assert isinstance(route, Route)
    assert route.gateway == "orange"


@pytest.mark.parametrize(("ago", "gateway"), [(4, "orange"), (6, "airtel")])
def test_a_fresh_failure_of_its_own_puts_a_gateway_in_doubt(ago: float, gateway: str) -> None:
    person = Reachable("okello", (Reach(SECOND),))
    route = chosen(person, [AIRTEL, ORANGE], a_try("airtel", FIRST, ago=ago))
    assert isinstance(route, Route)
    assert route.gateway == gateway


def test_when_every_gateway_is_down_one_is_tried_all_the_same() -> None:
    dead = Line("airtel", health=LineHealth.DOWN)
    assert chosen(OKELLO, [dead]) == Route("airtel", FIRST, RouteReason.LAST_RESORT)


@pytest.mark.parametrize(
    ("person", "lines", "reason"),
    [
        (Reachable("x", ()), [AIRTEL], NoRouteReason.NO_ADDRESS),
        (Reachable("x", (Reach(FIRST, is_working=False),)), [AIRTEL], NoRouteReason.NO_ADDRESS),
        (OKELLO, [], NoRouteReason.NO_GATEWAY),
        (OKELLO, [Line("airtel", is_enabled=False)], NoRouteReason.NO_GATEWAY),
        (OKELLO, [RADIO], NoRouteReason.NO_GATEWAY),
        (OKELLO, [Line("kigali", prefixes=("+250",))], NoRouteReason.NO_GATEWAY),
    ],
)
def test_when_nobody_can_be_reached_the_reason_is_told(
    person: Reachable, lines: list[Line], reason: NoRouteReason
) -> None:
    assert chosen(person, lines) == NoRoute(reason)
