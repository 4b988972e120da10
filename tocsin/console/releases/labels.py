"""What the words of releases are called on a page."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tocsin.console.labels import Labels
from tocsin.domain.release_lint import Leak
from tocsin.domain.release_words import (
    AddresseeKind,
    CancelReason,
    Fate,
    Precision,
    ReleaseAct,
    ReleaseMeans,
    ReleaseRequest,
    ReleaseState,
)

ADDRESSEES: Labels = {
    AddresseeKind.STATE_FORCE: _("National army"),
    AddresseeKind.STATE_POLICE: _("National police"),
    AddresseeKind.LOCAL_AUTHORITY: _("Local authority"),
    AddresseeKind.HUMANITARIAN: _("Humanitarian partner"),
    AddresseeKind.PROTECTION: _("Protection section or partner"),
}
ACTS: Labels = {
    ReleaseAct.WARNING: _("Warning"),
    ReleaseAct.UPDATE: _("Update"),
    ReleaseAct.CANCEL: _("Cancellation"),
}
STATES: Labels = {
    ReleaseState.ASKED: _("Waits for a second person"),
    ReleaseState.RETURNED: _("Returned"),
    ReleaseState.REFUSED: _("Refused"),
    ReleaseState.APPROVED: _("Approved, waits for its turn"),
    ReleaseState.GIVEN: _("Given"),
    ReleaseState.HELD: _("Held"),
    ReleaseState.DROPPED: _("Not needed"),
}
FATES: Labels = {
    Fate.NOT_YET: _("Not yet given"),
    Fate.ON_ITS_WAY: _("On its way"),
    Fate.TOLD: _("Told"),
    Fate.PERHAPS: _("Perhaps told: no answer from the carrier"),
    Fate.NOT_TOLD: _("Not told"),
}
MEANS: Labels = {
    ReleaseMeans.SMS: _("SMS"),
    ReleaseMeans.EMAIL: _("E-mail"),
    ReleaseMeans.RADIO: _("Radio card"),
    ReleaseMeans.PAPER: _("Printed sheet with receipt"),
}
REQUESTS: Labels = {
    ReleaseRequest.NONE: _("Nothing: for information"),
    ReleaseRequest.PATROL: _("Patrol"),
    ReleaseRequest.PROTECT: _("Protect civilians"),
    ReleaseRequest.CLEAR_ROAD: _("Open the road"),
    ReleaseRequest.RECEIVE_PEOPLE: _("Receive the displaced"),
    ReleaseRequest.MEDICAL_HELP: _("Medical help"),
}
PRECISIONS: Labels = {
    Precision.FIVE_KM: _("Within 5 km of the place"),
    Precision.TEN_KM: _("Within 10 km, seen from the base"),
    Precision.TERRITORY: _("The territory only"),
}
CANCEL_REASONS: Labels = {
    CancelReason.MISTAKE: _("False: a mistake"),
    CancelReason.DELIBERATE: _("False: deliberate"),
    CancelReason.RETRACTED: _("The source took it back"),
    CancelReason.CORRECTED: _("It was merged or split: another release says it right"),
    CancelReason.OVER: _("It is over"),
    CancelReason.REVIEW: _("The review found it wrong"),
}
LEAKS: Labels = {
    Leak.NUMBER: _("a phone number"),
    Leak.CODE: _("the code of a person"),
    Leak.NAME: _("a name"),
    Leak.LABEL: _("the name of a people"),
    Leak.POSITION: _("an exact position"),
    Leak.QUOTE: _("the words of a source"),
    Leak.ONE_SOURCE: _("a detail that one source alone knows"),
}
WITHHELD: Mapping[str, Promise] = {
    "armed_men_from_one_source": _("How many armed people: one source alone said it."),
    "displaced_from_one_source": _("How many displaced: one source alone said it."),
    "direction_from_one_source": _("The direction: one source alone said it, or they differ."),
    "place_not_on_the_map": _(
        "The name of the place: it is on no map, or only the home of a source."
    ),
}
WHY: Mapping[str, Promise] = {
    "release.perpetrator": _("They may be the ones who did it."),
    "release.no_warning": _("This kind is no warning."),
    "release.guarded_kind": _("Sexual violence and recruitment go to protection only."),
    "release.surrender": _("Whoever lays down arms is in danger from the state as well."),
    "release.arrest": _("An arrest is not told to those who arrest."),
    "release.state_force_alleged": _("A state force may have done it, and they are of the state."),
    "release.state_act": _("The state may have done it: take it to human rights."),
    "release.mission_alleged": _("The mission's own people may have done it: take it to conduct."),
    "release.actor_not_known_here": _("An actor is named whose side nobody has written down."),
    "release.restricted_incident": _("The incident is restricted."),
    "release.actor_not_named": _("Nobody is named. Could it have been their own people?"),
    "release.waits_for_earlier": _("An earlier one to them is still on its way."),
    "release.nothing_to_take_back": _("Nothing had reached them."),
    "release.now_denied": _("What is known now forbids telling them."),
    "release.incident_closed": _("The incident was closed meanwhile."),
    "release.more_sensitive": _("The incident was marked more sensitive meanwhile."),
    "release.drill_mismatch": _("Exercise and real would mix."),
    "release.tampered": _("The text is not the one that was approved."),
    "release.taken_back": _("Taken back before it was approved."),
}
"""Codes of the deny matrix, of doubts, and of what holds a release."""


def why(code: str) -> str:
    """Return a code of ours as a sentence."""
    return str(WHY.get(code, code))
