"""Must, should, could: a proposal from what is known of a community, with every reason (domain.md §4.3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tocsin.domain.planning_words import Rank
from tocsin.domain.words import Priority

IMMINENT_DAYS, LIKELY_DAYS, POSSIBLE_DAYS = 14, 30, 90
MANY = 1000  # people
FAR_MINUTES = 60  # behind this no help arrives during an attack
REVIEW_AFTER = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Trouble:
    """An incident of a community that stands: neither false nor taken back."""

    at: datetime
    priority: Priority
    nobody_came: bool = False


@dataclass(frozen=True, slots=True)
class Exposed:
    """What is known of a community for its rank. None: not known, which is no comfort."""

    code: str
    troubles: tuple[Trouble, ...] = ()
    population: int | None = None
    minutes_to_help: int | None = None
    n_focal_points: int = 0
    n_late_promises: int = 0


@dataclass(frozen=True, slots=True)
class Proposal:
    """A rank with its reasons as codes, the gravest first. People decide; this is where they begin."""

    code: str
    rank: Rank
    reasons: tuple[str, ...]
    weight: int


def propose(about: Exposed, *, now: datetime) -> Proposal:
    """Propose a rank: must is imminent and (many are exposed or nobody else protects)."""
    imminent = _within(about.troubles, IMMINENT_DAYS, now, {Priority.P1})
    likely = _within(about.troubles, LIKELY_DAYS, now, {Priority.P1, Priority.P2})
    possible = _within(about.troubles, POSSIBLE_DAYS, now, set(Priority))
    is_far = about.minutes_to_help is None or about.minutes_to_help > FAR_MINUTES
    facts = {
        "rank.attacked_lately": bool(imminent),
        "rank.nobody_came": any(one.nobody_came for one in likely),
        "rank.many_exposed": (about.population or 0) >= MANY,
        "rank.far_from_help": is_far,
        "rank.threatened_lately": not imminent and bool(likely),
        "rank.several_incidents": len(possible) >= 3,
        "rank.trouble_this_quarter": not likely and bool(possible),
        "rank.nobody_warns": about.n_focal_points == 0,
        "rank.promises_late": about.n_late_promises > 0,
    }
    reasons = tuple(code for code, holds in facts.items() if holds)
    rank = _rank(facts, n_likely=len(likely))
    weight = 100 * len(imminent) + 10 * len(likely) + len(possible) + len(reasons)
    return Proposal(about.code, rank, reasons, weight)


def in_order(proposals: Iterable[Proposal]) -> list[Proposal]:
    """Return the most pressing first."""
    order = list(Rank)
    return sorted(proposals, key=lambda one: (order.index(one.rank), -one.weight, one.code))


def is_due(review_on: date, *, today: date) -> bool:
    return review_on <= today


def _rank(facts: dict[str, bool], *, n_likely: int) -> Rank:
    no_other = facts["rank.nobody_came"] or facts["rank.far_from_help"]
    if facts["rank.attacked_lately"]:
        return Rank.MUST if no_other or facts["rank.many_exposed"] else Rank.SHOULD
    if n_likely:
        return Rank.SHOULD
    return Rank.COULD if facts["rank.trouble_this_quarter"] else Rank.NONE


def _within(
    troubles: Iterable[Trouble], days: int, now: datetime, priorities: set[Priority]
) -> list[Trouble]:
    since = now - timedelta(days=days)
    return [one for one in troubles if one.at >= since and one.priority in priorities]
