"""Nets, stations and roll calls as the radio room reads them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Prefetch, Q, QuerySet

from tocsin.domain.radio_words import HEARD, CheckOutcome
from tocsin.records.models import RadioCheck, RadioNet, RadioStation, RadioTraffic, RollCall

MOST = 200


@dataclass(frozen=True, slots=True)
class Tally:
    """How far a roll call is."""

    heard: int
    missed: int
    left: int


def nets() -> list[RadioNet]:
    """Return the nets in use, each with `n_stations` and its open roll calls as `calling`."""
    is_open = RollCall.objects.filter(closed_at=None).order_by("due_at")
    rows = RadioNet.objects.filter(ended_at=None).select_related("net_control", "base")
    counted = rows.annotate(n_stations=Count("members"))
    return list(
        counted.prefetch_related(
            Prefetch("roll_calls", queryset=is_open, to_attr="calling")
        ).order_by("title")
    )


def stations() -> QuerySet[RadioStation]:
    rows = RadioStation.objects.filter(ended_at=None)
    return rows.select_related("community", "base", "focal_point").order_by("call_sign")


def members(net: RadioNet) -> list[RadioStation]:
    """Return the stations of a net in the order in which they are called."""
    rows = net.members.select_related("station__community", "station__base").order_by("position")
    return [row.station for row in rows]


def roll_calls(net: RadioNet) -> QuerySet[RollCall]:
    standing = Q(checks__struck_at=None)
    return net.roll_calls.annotate(
        n_heard=Count("checks", filter=standing & Q(checks__outcome__in=HEARD)),
        n_missed=Count("checks", filter=standing & Q(checks__outcome=CheckOutcome.NOTHING_HEARD)),
        n_left=Count("checks", filter=standing & Q(checks__outcome=CheckOutcome.EXPECTED)),
    ).order_by("-due_at")


def checks(roll_call: RollCall) -> list[RadioCheck]:
    """Return all answers, struck ones behind the one that stands for them."""
    rows = roll_call.checks.select_related("station__community", "station__base", "relayed_by")
    return list(
        rows.select_related("operator", "struck_by").order_by("position", "-struck_at", "at")
    )


def tally(rows: list[RadioCheck]) -> Tally:
    standing = [row.outcome for row in rows if row.struck_at is None]
    return Tally(
        heard=sum(one in HEARD for one in standing),
        missed=standing.count(CheckOutcome.NOTHING_HEARD),
        left=standing.count(CheckOutcome.EXPECTED),
    )


def traffic(net: RadioNet, *, since: datetime | None = None) -> QuerySet[RadioTraffic]:
    rows = net.traffic.select_related("operator", "struck_by", "corrects", "message")
    rows = rows if since is None else rows.filter(at__gte=since, at__lt=since + timedelta(days=1))
    return rows.order_by("-serial")
