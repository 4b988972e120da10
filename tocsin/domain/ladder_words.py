"""How far a new version of a ladder came before it is in force."""

from enum import StrEnum


class LadderDraftState(StrEnum):
    WAITING = "waiting"  # for a second administrator
    APPROVED = "approved"
    REFUSED = "refused"
