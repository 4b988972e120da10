"""The words a person reads for corrections."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tocsin.console.labels import Labels
from tocsin.domain.correction_words import CorrectionKind

CORRECTIONS: Labels = {
    CorrectionKind.CORRECTED: _("Corrected"),
    CorrectionKind.RETRACTED: _("Taken back: nothing supports it"),
    CorrectionKind.MISTAKE: _("False: an error"),
    CorrectionKind.DELIBERATE: _("False: meant to deceive"),
    CorrectionKind.REOPENED: _("Opened again"),
    CorrectionKind.MOVED: _("Another incident carries it now"),
}
_VOID = _("It was not so. What the report says of it is void.")
TO_READERS: Labels = {
    CorrectionKind.CORRECTED: _("What it was, or where, has changed since."),
    CorrectionKind.RETRACTED: _VOID,
    CorrectionKind.MISTAKE: _VOID,
    CorrectionKind.DELIBERATE: _VOID,
    CorrectionKind.REOPENED: _("It was said to be over, and it goes on."),
    CorrectionKind.MOVED: _("It is counted together with another incident now, or apart from one."),
}
BUTTONS: Labels = {
    CorrectionKind.CORRECTED: _("Correct what or where"),
    CorrectionKind.RETRACTED: _("Take it back"),
    CorrectionKind.MISTAKE: _("It was an error"),
    CorrectionKind.DELIBERATE: _("It was a deception"),
    CorrectionKind.REOPENED: _("Open again"),
}
EFFECTS: Labels = {
    CorrectionKind.CORRECTED: _(
        "The incident stays open. If another base is nearer to the right place, its people are "
        "paged from the start."
    ),
    CorrectionKind.RETRACTED: _("The incident is closed as unfounded, and calling stops."),
    CorrectionKind.MISTAKE: _("The incident is closed as false, an error, and calling stops."),
    CorrectionKind.DELIBERATE: _(
        "The incident is closed as false, a deception, and calling stops. The village reads the "
        "same words as for an error, so that nobody is blamed."
    ),
    CorrectionKind.REOPENED: _("The incident is open, and people are paged as for a new one."),
}
PARTIES: Mapping[str, Promise] = {
    "responders": _("Our own people"),
    "stations": _("Radio stations"),
    "addressees": _("Told outside"),
    "systems": _("Systems that read our feed"),
    "readers": _("Readers of reports"),
    "people": _("Sources and neighbours"),
    "communities": _("Communities"),
}
