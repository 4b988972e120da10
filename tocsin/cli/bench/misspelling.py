"""Names of places as people misspell them, and how often the right place is still found."""

import math
from collections.abc import Sequence
from random import Random

from tocsin.cli.bench.figures import Figures
from tocsin.domain.folding import fold_name
from tocsin.domain.places import Gazetteer, PlaceRow, distance_km

# Two ways to write one sound in the region, in both directions.
_SOUNDS = (
    ("u", "ou"), ("k", "c"), ("k", "qu"), ("sh", "ch"), ("tsh", "ch"), ("j", "dj"), ("l", "r"), ("ny", "gn"), ("w", "ou"),
    ("y", "i"), ("mb", "b"), ("nd", "d"), ("e", "i"), ("o", "u"), ("z", "s"),
)  # fmt: skip
_LETTERS = "aeioubkmn"
_TRIED = 2000
_MEAN_KM = 25.0
_RIGHT_WITHIN_KM = 6.0


def measure_misspelling(rows: Sequence[PlaceRow], gazetteer: Gazetteer) -> Figures:
    """Return the share found first and accepted, by number of misspellings, with and without the sender's place.

    The sender lives at an exponential distance, 25 km on average (reading.md §4.3); right means within 6 km.
    """
    figures: Figures = {}
    for mistakes in (0, 1, 2):
        for known in (False, True):
            label = f"{mistakes}_mistakes" + ("_sender_known" if known else "")
            figures[label] = _measure(rows, gazetteer, mistakes, sender_known=known)
    return figures


def _measure(
    rows: Sequence[PlaceRow], gazetteer: Gazetteer, mistakes: int, *, sender_known: bool
) -> Figures:
    chance = Random(3)  # noqa: S311 - a choice of mistakes, no secret.
    first = accepted = accepted_right = 0
    long_enough = [row for row in rows if len(row.name) > 3]
    for _ in range(_TRIED):
        row = chance.choice(long_enough)
        name = row.name.lower()
        for _ in range(mistakes):
            name = misspell(name, chance)
        near = _nearby(row, chance)
        found = gazetteer.resolve(fold_name(name), near=near if sender_known else None)
        right = bool(found.matches) and _is_right(found.matches[0].row, row)
        first += right
        accepted += found.accepted
        accepted_right += found.accepted and right
    return {
        "first": round(first / _TRIED, 3),
        "accepted": round(accepted / _TRIED, 3),
        "accepted_right": round(accepted_right / max(1, accepted), 3),
    }


def misspell(name: str, chance: Random) -> str:
    """Return a name with one mistake of ear or of hand; the name itself when none fits."""
    for _ in range(20):
        spelt = _by_ear(name, chance) if chance.random() < 0.65 else _by_hand(name, chance)
        if len(spelt) > 2 and fold_name(spelt) != fold_name(name):
            return spelt
    return name


def _by_ear(name: str, chance: Random) -> str:
    one, other = chance.choice(_SOUNDS)
    if chance.random() < 0.5:
        one, other = other, one
    places = [at for at in range(len(name)) if name.startswith(one, at)]
    if not places:
        return name
    at = chance.choice(places)
    return name[:at] + other + name[at + len(one) :]


def _by_hand(name: str, chance: Random) -> str:
    at = chance.randrange(len(name))
    letter = chance.choice(_LETTERS)
    swapped = name[:at] + name[at + 1 : at + 2] + name[at] + name[at + 2 :]
    return chance.choice(
        (
            name[:at] + name[at + 1 :],
            name[:at] + letter + name[at:],
            name[:at] + letter + name[at + 1 :],
            swapped,
        )
    )


def _nearby(row: PlaceRow, chance: Random) -> tuple[float, float]:
    km = chance.expovariate(1 / _MEAN_KM)
    turn = chance.uniform(0, 2 * math.pi)
    return row.lat + km / 111 * math.cos(turn), row.lon + km / 111 * math.sin(turn)


def _is_right(found: PlaceRow, row: PlaceRow) -> bool:
    return distance_km((found.lat, found.lon), (row.lat, row.lon)) <= _RIGHT_WITHIN_KM
