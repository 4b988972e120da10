"""The closed vocabularies of airtime: where a top-up stands, and what moves it or its money."""

from enum import StrEnum


class TopUpState(StrEnum):
    """Where a top-up stands."""

    ASKED = "asked"
    HALF_APPROVED = "half_approved"  # above the limit: a second person must agree
    APPROVED = "approved"  # waits for its call; certainly nothing was sent yet
    SENDING = "sending"  # a call is under way, or its process died in it
    PENDING = "pending"  # the provider has it and has not finished
    UNKNOWN = "unknown"  # perhaps sent, perhaps not: looked up, never sent again
    BY_HAND = "by_hand"  # a person gives a voucher
    DELIVERED = "delivered"
    FAILED = "failed"  # certainly nothing arrived
    REVERSED = "reversed"  # the provider took it back
    REFUSED = "refused"  # a person said no


class TopUpSource(StrEnum):
    """Why a top-up was asked for."""

    MESSAGE = "message"  # a focal point texted that the airtime is used up
    PLAN = "plan"  # the monthly plan
    PERSON = "person"  # one of us, on the page


class TopUpEvent(StrEnum):
    """What moves a top-up. The first six are people, `claim` is the engine, the rest findings."""

    APPROVE = "approve"
    APPROVE_HALF = "approve_half"
    APPROVE_BY_HAND = "approve_by_hand"
    REFUSE = "refuse"
    RESOLVE_ARRIVED = "resolve_arrived"  # a person found out that it arrived
    RESOLVE_LOST = "resolve_lost"  # a person found out that it did not
    CLAIM = "claim"
    DELIVERED = "delivered"
    PENDING = "pending"
    REJECTED = "rejected"
    NOT_TAKEN = "not_taken"
    NOT_FOUND = "not_found"
    UNKNOWN = "unknown"
    REVERSED = "reversed"


class Finding(StrEnum):
    """What a provider's answer to a call or a look-up means."""

    DELIVERED = "delivered"
    PENDING = "pending"
    REJECTED = "rejected"  # it certainly will not come, and trying again is of no use
    NOT_TAKEN = "not_taken"  # it certainly was not taken; the same may work later
    NOT_FOUND = "not_found"  # a look-up: the provider knows nothing of it, yet
    UNKNOWN = "unknown"
    REVERSED = "reversed"


class MovementKind(StrEnum):
    """Why money moved between two accounts of the ledger."""

    GRANT = "grant"  # a base is given money for airtime
    HOLD = "hold"  # an approved top-up binds its amount
    RELEASE = "release"  # nothing arrived: the amount is free again
    SETTLE = "settle"  # it arrived: the amount is spent
    SETTLE_LATE = "settle_late"  # it arrived after all, its amount had been released
    REVERSE = "reverse"  # it was taken back after it had arrived


class CreditSource(StrEnum):
    """By whom we know what a phone holds."""

    MESSAGE = "message"  # a text of its holder, in their words or the operator's
    PERSON = "person"  # one of us asked


class Doubt(StrEnum):
    """Why somebody should look at a line of airtime."""

    OFTEN = "often"  # more top-ups in a month than a plan and two requests
    UNHEARD = "unheard"  # airtime goes out, nothing comes in
    SAME_PERSON = "same_person"  # asked for and approved by one person
    STUCK = "stuck"  # nobody knows for a day whether it arrived
    REVERSED = "reversed"
    STRANGER = "stranger"  # a seller asked about a sale that nobody of ours ordered
    OVER_CAP = "over_cap"  # more than the month's cap, by vouchers or late answers
