"""The closed vocabularies of what is known of an area: parts of its sheet, certainty, facts of actors, needs."""

from enum import StrEnum


class SheetPart(StrEnum):
    """The headings of an area sheet (domain.md §2.8, §7 I)."""

    HISTORY = "history"
    POWER = "power"  # who governs, customary and otherwise
    ECONOMY = "economy"
    PATTERNS = "patterns"  # hours, days, seasons
    MECHANISMS = "mechanisms"  # how people protect themselves
    SENSITIVITIES = "sensitivities"  # what does harm when it is said or done


class PackFor(StrEnum):
    """Who takes a base over."""

    CONTINGENT = "contingent"
    LIAISON_ASSISTANT = "liaison_assistant"


class Certainty(StrEnum):
    """How sure we are, in the words of the grading (domain.md §3.5)."""

    CONFIRMED = "confirmed"
    PROBABLE = "probable"
    POSSIBLE = "possible"
    DOUBTFUL = "doubtful"


class ActorSide(StrEnum):
    """On which side an actor of the register stands: conduct and office, never a people."""

    ARMED = "armed"
    STATE = "state"
    MISSION = "mission"
    OTHER = "other"


class FactKind(StrEnum):
    """What a fact says of an actor. A relation names another one."""

    LEADER = "leader"
    PRESENT = "present"
    STRENGTH = "strength"
    HABIT = "habit"
    INCOME = "income"
    AIM = "aim"
    ALLY = "ally"
    RIVAL = "rival"
    SPLIT_FROM = "split_from"
    SUPPLIES = "supplies"
    TALKS_WITH = "talks_with"


RELATIONS = frozenset(
    {FactKind.ALLY, FactKind.RIVAL, FactKind.SPLIT_FROM, FactKind.SUPPLIES, FactKind.TALKS_WITH}
)
