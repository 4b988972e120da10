"""The words of the network's codes."""

from django.utils.translation import gettext_lazy as _

from tocsin.console.labels import Labels
from tocsin.domain.consent import ConsentState
from tocsin.domain.coverage import Lack
from tocsin.domain.network_words import (
    AgeGroup,
    Caller,
    ConsentMethod,
    ConsentPurpose,
    HandsetFate,
    LeaveReason,
    Means,
    NumberState,
    SafeWay,
    Sex,
    SharedWith,
    Signal,
    Standing,
    WatchReason,
    WithdrawnBy,
)
from tocsin.domain.warned_words import WarnedBy

LACKS: Labels = {
    Lack.NOBODY: _("Nobody can warn"),
    Lack.UNHEARD: _("Nobody heard from"),
    Lack.ONLY_MEN: _("Only men"),
    Lack.ONE_OPERATOR: _("One operator"),
}
SEXES: Labels = {Sex.WOMAN: _("Woman"), Sex.MAN: _("Man"), Sex.UNSAID: _("Not said")}
AGE_GROUPS: Labels = {
    AgeGroup.YOUTH: _("Young"),
    AgeGroup.ADULT: _("Adult"),
    AgeGroup.ELDER: _("Elder"),
    AgeGroup.UNSAID: _("Not said"),
}
STANDINGS: Labels = {
    Standing.CHIEF: _("Chief"),
    Standing.WOMEN_LEADER: _("Women's leader"),
    Standing.YOUTH_LEADER: _("Youth leader"),
    Standing.COMMITTEE: _("Protection committee"),
    Standing.DISPLACED: _("Displaced people"),
    Standing.TEACHER: _("Teacher"),
    Standing.HEALTH_WORKER: _("Health worker"),
    Standing.RELIGIOUS: _("Religious leader"),
    Standing.TRADER: _("Trader"),
    Standing.OTHER: _("Other"),
}
SAFE_WAYS: Labels = {
    SafeWay.TEXT: _("By text"),
    SafeWay.CALL: _("By call"),
    SafeWay.RADIO: _("By radio"),
    SafeWay.FACE_TO_FACE: _("Face to face only"),
}
WARNED_BY: Labels = {
    WarnedBy.FACE_TO_FACE: _("Face to face"),
    WarnedBy.MESSENGER: _("By a messenger"),
    WarnedBy.RADIO: _("By radio, by code"),
    WarnedBy.CALL: _("By call"),
}
CALLERS: Labels = {
    Caller.ANYBODY: _("Anybody may call"),
    Caller.WOMAN: _("A woman must call"),
    Caller.OWN_ASSISTANT: _("Only their own liaison assistant"),
}
NUMBER_STATES: Labels = {
    NumberState.TRUSTED: _("In its holder's hands"),
    NumberState.NEW: _("New SIM card, not recognised yet"),
    NumberState.COMPROMISED: _("May be in other hands"),
    NumberState.ERASED: _("Removed"),
}
CONSENT_STATES: Labels = {
    ConsentState.NONE: _("No consent recorded"),
    ConsentState.GIVEN: _("In force"),
    ConsentState.ENDS_SOON: _("Ends soon: ask again"),
    ConsentState.EXPIRED: _("Ran out: ask again now"),
    ConsentState.WITHDRAWN: _("Withdrawn"),
}
METHODS: Labels = {
    ConsentMethod.ORAL: _("By mouth"),
    ConsentMethod.WITNESSED: _("By mouth, before a witness"),
    ConsentMethod.WRITTEN: _("In writing"),
}
PURPOSES: Labels = {
    ConsentPurpose.WARN: _("To be known as a source, by a code"),
    ConsentPurpose.BE_CALLED: _("To be called"),
    ConsentPurpose.BE_WRITTEN_TO: _("To be written to"),
    ConsentPurpose.BE_WARNED: _("To be told of danger"),
}
SHARED: Labels = {
    SharedWith.NATIONAL_FORCES: _("National forces"),
    SharedWith.AID_AGENCIES: _("Aid agencies"),
    SharedWith.SUCCESSOR: _("Whoever takes the network over"),
}
WITHDRAWALS: Labels = {
    WithdrawnBy.TEXT: _("They wrote it"),
    WithdrawnBy.CALL: _("They said it on the phone"),
    WithdrawnBy.FACE_TO_FACE: _("They said it face to face"),
    WithdrawnBy.EXPIRED: _("It ran out"),
    WithdrawnBy.DIED: _("They died"),
}
LEAVINGS: Labels = {
    LeaveReason.MOVED: _("Moved away"),
    LeaveReason.STEPPED_BACK: _("Stepped back"),
    LeaveReason.THREATENED: _("Was threatened"),
    LeaveReason.DIED: _("Died"),
    LeaveReason.UNREACHABLE: _("Cannot be found"),
    LeaveReason.WITHDREW: _("Withdrew consent"),
}
HANDSET_FATES: Labels = {
    HandsetFate.STILL_OUT: _("Still with them, or not known"),
    HandsetFate.RETURNED: _("Returned"),
    HandsetFate.HANDED_ON: _("Handed on to whoever comes after"),
}
WATCHES: Labels = {
    WatchReason.REPLACED: _("They have another SIM card"),
    WatchReason.LOST: _("The phone was lost or stolen"),
    WatchReason.LEFT: _("They left"),
}
SIGNALS: Labels = {
    Signal.NONE: _("none"),
    Signal.WEAK: _("weak"),
    Signal.FAIR: _("fair"),
    Signal.GOOD: _("good"),
}
MEANS: Labels = {
    Means.VEHICLE: _("by vehicle"),
    Means.MOTORBIKE: _("by motorbike"),
    Means.FOOT: _("on foot"),
    Means.BOAT: _("by boat"),
    Means.HELICOPTER: _("by helicopter only"),
    Means.CUT_OFF: _("cut off"),
}
