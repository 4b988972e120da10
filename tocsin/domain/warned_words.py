"""The closed vocabulary of how people near a phone in other hands are warned."""

from enum import StrEnum


class WarnedBy(StrEnum):
    """By which way somebody was told. Never by text: it would lie on a phone for others to read."""

    FACE_TO_FACE = "face_to_face"
    MESSENGER = "messenger"  # a person whom both know went there
    RADIO = "radio"  # by call sign and code, no name
    CALL = "call"
