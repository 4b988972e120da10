"""The closed vocabulary of what looks wrong about the place of a community."""

from enum import StrEnum


class Doubt(StrEnum):
    """What a person should look at twice; each may be right."""

    FAR_FROM_BASE = "far_from_base"
    SAME_NAME_NEAR = "same_name_near"
    SAME_POINT = "same_point"
