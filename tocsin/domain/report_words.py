"""The closed vocabularies of reports: which there are, how they go, who reads them, what is found in them."""

from enum import IntEnum, StrEnum


class ReportKind(StrEnum):
    FLASH = "flash"
    DAILY = "daily"
    WEEKLY = "weekly"


class FlashStage(StrEnum):
    """A flash begins, is brought up to date, and is always closed."""

    INITIAL = "initial"
    UPDATE = "update"
    FINAL = "final"


class ReportState(StrEnum):
    DRAFT = "draft"
    REVIEW = "review"  # handed in: somebody must release it or give it back
    RELEASED = "released"
    DROPPED = "dropped"  # not needed, with a reason; its number is not given again


class Section(StrEnum):
    """The headings of all kinds (domain.md §3.9)."""

    EVENT = "event"
    CONSEQUENCES = "consequences"
    ACTION = "action"
    BACKGROUND = "background"
    COMMENT = "comment"
    GAPS = "gaps"
    NEXT = "next"
    GRADING = "grading"
    HIGHLIGHTS = "highlights"
    FIGURES = "figures"
    ALERTS = "alerts"
    THREATS = "threats"
    MOVEMENTS = "movements"
    BY_AREA = "by_area"
    RESPONSE = "response"
    SIGNS = "signs"
    POPULATION = "population"
    PROTECTION = "protection"
    CONCERNS = "concerns"
    CONTACTS = "contacts"
    NETWORK = "network"
    REQUESTS = "requests"
    ISSUED = "issued"
    PROMISES = "promises"
    OUTLOOK = "outlook"
    PLAN = "plan"
    RECOMMENDATIONS = "recommendations"
    FOLLOWED = "followed"
    ASSESSMENT = "assessment"
    DO_TODAY = "do_today"
    HAPPENING = "happening"
    PROMISED = "promised"
    LIVES = "lives"
    WARNS = "warns"
    HISTORY = "history"
    POWER = "power"
    ACTORS = "actors"
    ECONOMY = "economy"
    PATTERNS = "patterns"
    MECHANISMS = "mechanisms"
    SENSITIVITIES = "sensitivities"
    TAKE_OVER = "take_over"
    TIMES = "times"
    ROADS = "roads"
    GLOSSARY = "glossary"
    PHRASES = "phrases"


class Level(IntEnum):
    """How much harm a sentence could do in the wrong hands (domain.md §5.3).

    What is severe (who a source is, a survivor, a child) has no level here: no report holds it.
    """

    LOW = 1
    MODERATE = 2
    HIGH = 3


class Topic(StrEnum):
    """What only some may read, whatever its level."""

    GENERAL = "general"
    STATE = "state"  # a force of the state is said to have done it
    MISSION = "mission"  # the mission's own people are
    PROTECTION = "protection"  # survivors and children: numbers and referrals only


class Marking(StrEnum):
    """ST/SGB/2007/6."""

    UNCLASSIFIED = "unclassified"
    CONFIDENTIAL = "confidential"
    STRICTLY_CONFIDENTIAL = "strictly_confidential"


class Audience(StrEnum):
    """Readers by function, never by name (domain.md §3.3)."""

    HEAD_OF_OFFICE = "head_of_office"
    CIVIL_AFFAIRS = "civil_affairs"
    JOC = "joc"
    JMAC = "jmac"
    FORCE = "force"
    UNPOL = "unpol"
    HUMAN_RIGHTS = "human_rights"
    CHILD_PROTECTION = "child_protection"
    WOMEN_PROTECTION = "women_protection"
    DSS = "dss"
    HUMANITARIAN = "humanitarian"
    AUTHORITIES = "authorities"


class Origin(StrEnum):
    """Where a sentence comes from."""

    GENERATED = "generated"  # from the records, untouched
    EDITED = "edited"  # from the records, in a person's words; its records stay behind it
    WRITTEN = "written"  # by a person alone
    CARRIED = "carried"  # from the report of a base below


class Doubt(StrEnum):
    """What the check before a release finds; each stops it until somebody has seen to it."""

    NAME = "name"
    NUMBER = "number"
    CODE = "code"
    LABEL = "label"
    QUOTE = "quote"
    POSITION = "position"
    UNMARKED_COMMENT = "unmarked_comment"
    NO_RECORD = "no_record"
    FIGURE_NOT_IN_RECORD = "figure_not_in_record"
    NO_GRADE = "no_grade"
    EMPTY_SECTION = "empty_section"
    STALE = "stale"


class DueKind(StrEnum):
    """Which report somebody owes."""

    FLASH_INITIAL = "flash_initial"
    FLASH_FINAL = "flash_final"
    DAILY = "daily"
    WEEKLY = "weekly"


class ReportFormat(StrEnum):
    PDF = "pdf"
    WORD = "docx"
    HTML = "html"
    TEXT = "txt"
    RADIO = "radio"


class RecommendationState(StrEnum):
    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"
