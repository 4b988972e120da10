"""The closed vocabularies of corrections: what is taken back, and what somebody last heard of it."""

from enum import StrEnum


class CorrectionKind(StrEnum):
    """What a correction says of what was told before."""

    CORRECTED = "corrected"  # it is so, but not this, or not there
    RETRACTED = "retracted"  # taken back: nothing supports it
    MISTAKE = "mistake"  # false, and nobody meant harm
    DELIBERATE = "deliberate"  # false, and somebody meant it to be believed
    REOPENED = "reopened"  # it was said to be over, and it is not
    MOVED = "moved"  # merged, split, or that undone: another incident carries it now


class Heard(StrEnum):
    """What somebody last heard from us about an incident."""

    RECEIPT = "receipt"  # that we have their message, and nothing of the matter
    NEWS = "news"
    OVER = "over"
    VOID = "void"
