"""The closed vocabularies of planning: seasons, how a travel time is known, and ranks of need."""

from enum import StrEnum


class Season(StrEnum):
    DRY = "dry"
    WET = "wet"


class KnownBy(StrEnum):
    """How a travel time is known, from what was driven to what is only supposed."""

    PATROLS = "patrols"  # as logged patrols drove it
    TABLE = "table"  # as somebody wrote it into the road table
    PROFILE = "profile"  # as the community's profile has it
    LINE = "line"  # a straight line and a usual speed: marked as such


class Rank(StrEnum):
    """Must, should, could: how pressing it is to protect a community (domain.md §4.3)."""

    MUST = "must"
    SHOULD = "should"
    COULD = "could"
    NONE = "none"
