"""The closed vocabularies of needs and of threats to a community."""

from enum import StrEnum


class NeedTopic(StrEnum):
    WATER = "water"
    FOOD = "food"
    HEALTH = "health"
    SHELTER = "shelter"
    SCHOOL = "school"
    PROTECTION = "protection"
    ROAD = "road"
    PHONE = "phone"
    DOCUMENTS = "documents"
    OTHER = "other"


class NeedState(StrEnum):
    OPEN = "open"
    REFERRED = "referred"  # somebody whose work it is was told
    MET = "met"
    NOT_MET = "not_met"  # with an explanation, always


class Risk(StrEnum):
    """What likelihood and impact make together (domain.md §4.3)."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


class ThreatChange(StrEnum):
    """A threat as it is judged now, against a week before."""

    NEW = "new"
    WORSE = "worse"
    LESS = "less"
    SAME = "same"
    ENDED = "ended"  # judged to be over
