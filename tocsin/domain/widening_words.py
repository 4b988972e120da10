"""How far somebody may widen their own rights, alone, for hours."""

from enum import StrEnum


class WideningKind(StrEnum):
    """What is widened. Never what administers."""

    AREA = "area"  # the same roles in another area, or everywhere
    RESTRICTED = "restricted"  # what is restricted, where they see already
