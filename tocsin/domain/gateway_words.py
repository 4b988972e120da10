"""How far a change of a gateway came before it is in force."""

from enum import StrEnum


class GatewayDraftState(StrEnum):
    WAITING = "waiting"  # for a second administrator
    APPROVED = "approved"
    REFUSED = "refused"
    ALONE = "alone"  # by the only administrator there was, with a reason
