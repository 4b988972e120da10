"""How far somebody may widen their own rights, alone, for hours; and who is reminded to review it."""

from enum import StrEnum


class ReviewTurn(StrEnum):
    """Who is asked next to review what somebody opened alone."""

    ONE = "one"  # one administrator, by name: of many each thinks that another does it
    OTHERS = "others"  # a day later, whoever was not asked


class WideningKind(StrEnum):
    """What is widened. Never what administers."""

    AREA = "area"  # the same roles in another area, or everywhere
    RESTRICTED = "restricted"  # what is restricted, where they see already
