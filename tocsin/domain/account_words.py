"""The words of changes to what somebody may do."""

from enum import StrEnum


class AccountChangeKind(StrEnum):
    """What an administrator asks for and a second one approves: whatever gives somebody more."""

    INVITE = "invite"  # an account for somebody who has none
    GIVE_ROLE = "give_role"
    REACTIVATE = "reactivate"
    RESET = "reset"  # a new password, and the second factor gone
    TOKEN = "token"  # noqa: S105 - of the API, for another system


class AccountChangeState(StrEnum):
    """How far it came."""

    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"
