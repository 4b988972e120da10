"""The words a person reads for the codes of airtime, handsets and SIM cards."""

from collections.abc import Mapping
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tocsin.domain.airtime_words import (
    CreditSource,
    Doubt,
    Finding,
    MovementKind,
    TopUpSource,
    TopUpState,
)
from tocsin.domain.handset_words import (
    Charge,
    HandsetKind,
    HandsetState,
    HandsetStep,
    RepairResult,
    SimState,
)

Labels = Mapping[StrEnum, Promise]

TOP_UPS: Labels = {
    TopUpState.ASKED: _("asked for"),
    TopUpState.HALF_APPROVED: _("waits for a second person"),
    TopUpState.APPROVED: _("approved, to be sent"),
    TopUpState.SENDING: _("being sent"),
    TopUpState.PENDING: _("with the seller"),
    TopUpState.UNKNOWN: _("unknown: perhaps sent"),
    TopUpState.BY_HAND: _("voucher to be given"),
    TopUpState.DELIVERED: _("topped up"),
    TopUpState.FAILED: _("did not arrive"),
    TopUpState.REVERSED: _("taken back by the seller"),
    TopUpState.REFUSED: _("turned down"),
}
TOP_UP_SOURCES: Labels = {
    TopUpSource.MESSAGE: _("asked by text"),
    TopUpSource.PLAN: _("monthly plan"),
    TopUpSource.PERSON: _("asked by one of us"),
}
MOVEMENTS: Labels = {
    MovementKind.GRANT: _("given to the base"),
    MovementKind.HOLD: _("bound"),
    MovementKind.RELEASE: _("free again"),
    MovementKind.SETTLE: _("spent"),
    MovementKind.SETTLE_LATE: _("spent after all"),
    MovementKind.REVERSE: _("came back"),
}
FINDINGS: Labels = {
    Finding.DELIVERED: _("given"),
    Finding.PENDING: _("with the seller"),
    Finding.REJECTED: _("the seller refused it"),
    Finding.NOT_TAKEN: _("the seller could not be reached"),
    Finding.UNKNOWN: _("unknown: perhaps sent"),
    Finding.NOT_FOUND: _("the seller knows nothing of it"),
    Finding.REVERSED: _("taken back by the seller"),
}
DOUBTS: Labels = {
    Doubt.OFTEN: _("more than four in a month"),
    Doubt.UNHEARD: _("airtime goes out, nothing is heard"),
    Doubt.SAME_PERSON: _("asked for and approved by one person"),
    Doubt.STUCK: _("nobody knows for a day whether it arrived"),
    Doubt.REVERSED: _("taken back by the seller"),
    Doubt.STRANGER: _("a sale that nobody of ours ordered: change the key of the account"),
    Doubt.OVER_CAP: _("more than the month allows"),
}
REASONS: Mapping[str, Promise] = {
    "unsafe": _("this phone must not ring"),
    "no_account": _("no account sells airtime for this operator and currency"),
    "refused_by_seller": _("the seller refused it"),
    "person_says_lost": _("a person found out that it did not arrive"),
    "not_taken": _("the seller could not be reached"),
    "unreachable": _("the seller could not be reached"),
    "misconfigured": _("the account is not set up as its seller wants it"),
    "bad_number": _("the seller knows no such number"),
    "no_credit": _("the account is empty"),
    "rejected": _("the seller refused it"),
    "not_now": _("not now"),
    "not_needed": _("not needed"),
    "in_doubt": _("in doubt"),
    "slept": _("the engine was too slow"),
}
CREDIT_SOURCES: Labels = {
    CreditSource.MESSAGE: _("by their own text"),
    CreditSource.PERSON: _("they were asked"),
}
HANDSET_KINDS: Labels = {
    HandsetKind.PHONE: _("Phone"),
    HandsetKind.SMARTPHONE: _("Smartphone"),
    HandsetKind.SATELLITE: _("Satellite phone"),
    HandsetKind.HANDHELD_RADIO: _("Handheld radio"),
    HandsetKind.BASE_RADIO: _("Base radio"),
    HandsetKind.SOLAR: _("Solar panel"),
    HandsetKind.POWER_BANK: _("Power bank"),
}
HANDSETS: Labels = {
    HandsetState.IN_STORE: _("in store"),
    HandsetState.ISSUED: _("issued, not tested"),
    HandsetState.TESTED: _("issued and tested"),
    HandsetState.SILENT: _("silent"),
    HandsetState.IN_REPAIR: _("in repair"),
    HandsetState.LOST: _("lost"),
    HandsetState.STOLEN: _("stolen"),
    HandsetState.RETURNED: _("returned"),
    HandsetState.WRITTEN_OFF: _("written off"),
}
HANDSET_STEPS: Labels = {
    HandsetStep.ISSUE: _("Issue"),
    HandsetStep.TEST: _("Heard from there"),
    HandsetStep.FALL_SILENT: _("Mark as silent"),
    HandsetStep.LOSE: _("Lost"),
    HandsetStep.STEAL: _("Stolen"),
    HandsetStep.FIND: _("Found again"),
    HandsetStep.SEND_TO_REPAIR: _("Send to repair"),
    HandsetStep.GET_REPAIRED: _("Back from repair"),
    HandsetStep.RETURN: _("Given back"),
    HandsetStep.STORE: _("Put in store"),
    HandsetStep.WRITE_OFF: _("Write off"),
}
CHARGES: Labels = {
    Charge.GOOD: _("charged"),
    Charge.WEAK: _("weak"),
    Charge.DEAD: _("flat"),
    Charge.NOT_SEEN: _("not looked at"),
}
REPAIRS: Labels = {
    RepairResult.REPAIRED: _("repaired"),
    RepairResult.REPLACED: _("replaced by another"),
    RepairResult.TAKEN_AWAY: _("taken away to be repaired"),
    RepairResult.NOT_POSSIBLE: _("could not be repaired"),
}
SIMS: Labels = {
    SimState.IN_STORE: _("in store"),
    SimState.IN_USE: _("in use"),
    SimState.BLOCK_ASKED: _("to be blocked: not confirmed"),
    SimState.BLOCKED: _("blocked"),
}
CAMPAIGN_WAYS: Mapping[str, Promise] = {
    "market": _("on market day"),
    "house": _("from house to house"),
    "meeting": _("at a meeting"),
    "school": _("at school or health post"),
    "worship": _("at church or mosque"),
    "focal_point": _("by the focal points"),
}
WHY_NOT_TOLD: Mapping[str, Promise] = {
    "no_new_number": _("no new number"),
    "no_number": _("no number to answer"),
    "one_of_ours": _("one of our own people"),
    "not_safe_to_write": _("not safe to write to"),
    "told_already": _("told shortly before"),
}
KIT_VOCABULARIES: Mapping[str, Mapping[StrEnum, Promise] | Mapping[str, Promise]] = {
    "top_up": TOP_UPS,
    "top_up_source": TOP_UP_SOURCES,
    "movement": MOVEMENTS,
    "doubt": DOUBTS,
    "credit_source": CREDIT_SOURCES,
    "airtime_finding": FINDINGS,
    "airtime_reason": REASONS,
    "handset_kind": HANDSET_KINDS,
    "handset": HANDSETS,
    "handset_step": HANDSET_STEPS,
    "charge": CHARGES,
    "sim": SIMS,
    "repair": REPAIRS,
    "campaign_way": CAMPAIGN_WAYS,
    "why_not_told": WHY_NOT_TOLD,
}
