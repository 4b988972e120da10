"""How long it takes to get there: as patrols drove it, as the table has it, or as a crow would fly."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from tocsin.domain.network_words import Means
from tocsin.domain.planning_words import KnownBy, Season

# Eastern Congo has two rains a year; the months between them are dry.
WET_MONTHS = frozenset({3, 4, 5, 9, 10, 11})
ENOUGH_PATROLS = 3  # fewer tell of one breakdown, not of a road
LONGEST = timedelta(hours=24)  # a patrol that slept on the way tells nothing of the road
# Roads wind; what a vehicle makes of a straight line there, in km/h.
WINDS = 1.4
LINE_SPEED = {Season.DRY: 20.0, Season.WET: 12.0}


@dataclass(frozen=True, slots=True)
class Trip:
    """A logged patrol that left its base and arrived, both as they happened."""

    departed_at: datetime
    arrived_at: datetime

    @property
    def minutes(self) -> float:
        return (self.arrived_at - self.departed_at).total_seconds() / 60


@dataclass(frozen=True, slots=True)
class Written:
    """A time that somebody wrote down, with when; None: nobody said when."""

    minutes: int
    by: Means
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """A travel time with how it is known. `minutes` None: the way is cut off."""

    minutes: int | None
    by: Means
    known_by: KnownBy
    n_patrols: int = 0
    slowest: int | None = None  # of the patrols, in minutes
    written_at: datetime | None = None

    @property
    def length(self) -> timedelta:
        return timedelta(minutes=self.minutes or 0)

    @property
    def is_guess(self) -> bool:
        return self.known_by is KnownBy.LINE


def season_of(at: datetime) -> Season:
    """Return the season of a local moment."""
    return Season.WET if at.month in WET_MONTHS else Season.DRY


def way_there(
    season: Season,
    *,
    km: float,
    trips: Sequence[Trip] = (),
    table: Written | None = None,
    profile: Written | None = None,
) -> Way:
    """Return the best known way; `trips` are those of this season.

    What a person wrote after the last patrol outweighs the patrols: the bridge may be gone since.
    """
    driven = [trip for trip in trips if timedelta(0) < trip.arrived_at - trip.departed_at < LONGEST]
    last = max((trip.arrived_at for trip in driven), default=None)
    is_newer = bool(table and table.at and last and table.at > last)
    if len(driven) >= ENOUGH_PATROLS and not is_newer:
        minutes = [trip.minutes for trip in driven]
        return Way(
            round(median(minutes)),
            Means.VEHICLE,
            KnownBy.PATROLS,
            n_patrols=len(driven),
            slowest=round(max(minutes)),
        )
    for found, known_by in ((table, KnownBy.TABLE), (profile, KnownBy.PROFILE)):
        if found is not None:
            is_cut = found.by is Means.CUT_OFF
            return Way(
                None if is_cut else found.minutes,
                found.by,
                known_by,
                n_patrols=len(driven),
                written_at=found.at,
            )
    guess = max(1, round(60 * km * WINDS / LINE_SPEED[season]))
    return Way(guess, Means.VEHICLE, KnownBy.LINE, n_patrols=len(driven))
