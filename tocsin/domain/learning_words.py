"""The closed vocabularies of learning, names of places and second opinions."""

from enum import StrEnum

from tocsin.domain.words import Kind


class ModelState(StrEnum):
    """How far a learned model went. Only one is in use at a time."""

    WANTED = "wanted"  # enough was confirmed; nobody fits it yet
    FITTING = "fitting"  # an engine fits it; when that dies another takes it
    IN_USE = "in_use"
    KEPT = "kept"  # was in use before; can be gone back to
    REFUSED = "refused"  # worse than the rules or the model in use, on rows it had not seen
    FAILED = "failed"


class OpinionState(StrEnum):
    """How far the question to the language model went."""

    WANTED = "wanted"
    ASKED = "asked"
    GIVEN = "given"
    FAILED = "failed"


# What a reason for a dismissal says of the message; the others say nothing of its words.
DISMISSED_AS = {
    "chat": Kind.CHAT,
    "network": Kind.NETWORK,
    "answered": Kind.QUESTION,
    "wrong_number": Kind.IRRELEVANT,
    "test": Kind.TEST,
}


def kind_of_dismissal(reason: str) -> Kind | None:
    """Return what was taught by dismissing a message for this reason, None for nothing."""
    return DISMISSED_AS.get(reason.partition(":")[0].strip())
