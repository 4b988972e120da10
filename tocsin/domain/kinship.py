"""Which kinds may be the same happening, and how far in space and time (alerting.md §7.1)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from tocsin.domain.words import NOT_WARNINGS, Kind

# How well two kinds go together, 0 to 1. Shots are heard before anybody knows why.
_ALIKE: Mapping[str, Mapping[str, float]] = {
    "SHO": {"ATT": 0.8, "CLA": 0.8, "AMB": 0.8, "KIL": 0.6, "EXP": 0.6, "LOO": 0.5, "ARS": 0.5,
            "ABD": 0.4, "MOB": 0.4, "MOV": 0.4},
    "ATT": {"KIL": 0.9, "ARS": 0.8, "ABD": 0.7, "LOO": 0.7, "SCH": 0.7, "CLA": 0.6, "EXP": 0.6,
            "AMB": 0.5, "SGV": 0.5, "DIS": 0.5, "MOV": 0.4, "PRE": 0.4},
    "KIL": {"AMB": 0.7, "ABD": 0.6, "CLA": 0.6, "LOO": 0.5, "ARS": 0.5, "MOB": 0.5, "EXP": 0.5},
    "ABD": {"FLB": 0.7, "REC": 0.7, "LOO": 0.6, "AMB": 0.6, "ARR": 0.4, "SCH": 0.4},
    "CLA": {"EXP": 0.6, "AMB": 0.5, "MOV": 0.4, "DIS": 0.4},
    "MOV": {"PRE": 0.8, "WSG": 0.4, "THR": 0.4, "DIS": 0.4, "WDR": 0.4},
    "PRE": {"EXT": 0.5, "LOO": 0.4, "THR": 0.4, "FLB": 0.4},
    "THR": {"WSG": 0.6, "TEN": 0.5, "DIS": 0.4, "EXT": 0.4},
    "LOO": {"CAT": 0.6, "EXT": 0.6, "ARS": 0.5, "AMB": 0.5},
    "EXT": {"AMB": 0.4, "ROA": 0.4, "ARR": 0.4},
    "TEN": {"MOB": 0.7, "WSG": 0.5},
    "SCH": {"ARS": 0.5, "EXP": 0.4},
    "DIS": {"HUM": 0.5},
    "HUM": {"HAZ": 0.5},
}  # fmt: skip
# A retraction, an all clear or a thank-you speaks of some incident, a person must say of which.
_SPOKEN_OF = 0.6


@dataclass(frozen=True, slots=True)
class Gate:
    """How far apart two kinds may lie, in kilometres and in time, and still be one happening."""

    km: float
    within: timedelta


_HOUR = timedelta(hours=1)
_USUAL = Gate(5, 6 * _HOUR)
_GATES: Mapping[Kind, Gate] = {
    Kind.SHOTS: Gate(15, 3 * _HOUR),
    Kind.EXPLOSIVE: Gate(15, 3 * _HOUR),
    Kind.ATTACK: Gate(10, 6 * _HOUR),
    Kind.CLASH: Gate(10, 6 * _HOUR),
    Kind.ABDUCTION: Gate(40, 24 * _HOUR),
    Kind.FORCED_LABOUR: Gate(40, 24 * _HOUR),
    Kind.RECRUITMENT: Gate(40, 24 * _HOUR),
    Kind.CATTLE: Gate(40, 24 * _HOUR),
    Kind.THREAT: Gate(5, 7 * 24 * _HOUR),
    Kind.TENSION: Gate(5, 72 * _HOUR),
    Kind.WARNING_SIGN: Gate(5, 72 * _HOUR),
    Kind.PRESENCE: Gate(10, 72 * _HOUR),
    Kind.DISPLACEMENT: Gate(20, 24 * _HOUR),
    Kind.RETURN: Gate(20, 24 * _HOUR),
    Kind.ROAD: Gate(5, 72 * _HOUR),
    Kind.NEED: Gate(10, 72 * _HOUR),
    Kind.HAZARD: Gate(20, 72 * _HOUR),
}
MOVING = frozenset({Kind.MOVEMENT})
ON_FOOT_KMH = 5
BY_ROAD_KMH = 30
_MOVES_FOR = 24 * _HOUR


def likeness(a: Kind, b: Kind) -> float:
    """Return how well two kinds go together: 1 for the same, 0 for "cannot be one happening"."""
    if a is b:
        return 1.0
    if a in NOT_WARNINGS:
        return _SPOKEN_OF if b not in NOT_WARNINGS else 0.0
    one, other = _ALIKE.get(a.value, {}), _ALIKE.get(b.value, {})
    return one.get(b.value, other.get(a.value, 0.0))


def gate_between(a: Kind, b: Kind, *, apart: timedelta, is_by_road: bool) -> Gate:
    """Return the wider gate of two kinds; who moves may have gone as far as legs or wheels go."""
    gates = [_GATES.get(kind, _USUAL) for kind in (a, b)]
    if MOVING & {a, b}:
        speed = BY_ROAD_KMH if is_by_road else ON_FOOT_KMH
        gates.append(Gate(_USUAL.km + speed * (apart / _HOUR), _MOVES_FOR))
    return Gate(max(gate.km for gate in gates), max(gate.within for gate in gates))
