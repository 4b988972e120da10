"""The words a person reads for the codes of radio, silence and contact tests."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tocsin.console.labels import Labels
from tocsin.domain.radio_words import CheckOutcome, RadioMode
from tocsin.domain.silence import Asks, Subject
from tocsin.domain.silence_words import (
    ClusterGuess,
    ContactMethod,
    ContactResult,
    SilenceCause,
    SilenceFinding,
    SilenceState,
    SilenceStepKind,
)

CHECK_OUTCOMES: Labels = {
    CheckOutcome.EXPECTED: _("not called"),
    CheckOutcome.PRESENT: _("present"),
    CheckOutcome.RELAYED: _("relayed"),
    CheckOutcome.NOTHING_HEARD: _("nothing heard"),
    CheckOutcome.EXCUSED: _("excused"),
}
RADIO_MODES: Labels = {
    RadioMode.HF: _("HF (short wave)"),
    RadioMode.VHF: _("VHF"),
    RadioMode.UHF: _("UHF"),
    RadioMode.SATELLITE: _("Satellite"),
}
TEXT_SCHEMES: dict[str, Promise] = {"aprs": _("APRS"), "mesh": _("Mesh"), "js8": _("JS8Call")}
SUBJECTS: Labels = {
    Subject.STATION: _("Radio station"),
    Subject.FOCAL_POINT: _("Focal point"),
    Subject.GATEWAY: _("Gateway"),
    Subject.NET: _("Radio net"),
    Subject.NODE: _("Machine of ours"),
    Subject.PATROL: _("Team on the road"),
}
CAUSES: Labels = {
    SilenceCause.MISSED_ROLL_CALL: _("Missed at roll calls"),
    SilenceCause.NOT_HEARD: _("Not heard for longer than usual"),
    SilenceCause.LOW_BATTERY: _("Battery nearly flat"),
    SilenceCause.NO_BALANCE: _("No airtime left"),
    SilenceCause.GATEWAY_DOWN: _("Gateway does not answer"),
    SilenceCause.PATROL_QUIET: _("Team on the road says nothing"),
    SilenceCause.NODE_DOWN: _("No engine runs there"),
    SilenceCause.NET_NOT_HELD: _("Nobody called the roll"),
}
ASKS: Labels = {
    Asks.NOTE: _("Noted"),
    Asks.CALL: _("Call them"),
    Asks.TASK: _("Send somebody"),
}
SILENCE_STATES: Labels = {
    SilenceState.OPEN: _("silent"),
    SilenceState.HEARD: _("heard again"),
    SilenceState.EXPLAINED: _("explained"),
}
STEP_KINDS: Labels = {
    SilenceStepKind.CALLED: _("Called them"),
    SilenceStepKind.ASKED_NEIGHBOUR: _("Asked a neighbour"),
    SilenceStepKind.VISITED: _("Somebody went there"),
    SilenceStepKind.NOTED: _("Note"),
}
FINDINGS: Labels = {
    SilenceFinding.REACHED: _("Reached: they are well"),
    SilenceFinding.NOT_REACHED: _("Not reached"),
    SilenceFinding.NEIGHBOUR_SAYS_WELL: _("A neighbour says they are well"),
    SilenceFinding.NEIGHBOUR_SAYS_TROUBLE: _("A neighbour speaks of trouble"),
}
GUESSES: Labels = {
    ClusterGuess.ATTACK_OR_FLIGHT: _("Attack or flight?"),
    ClusterGuess.NETWORK_CUT: _("Telephone network cut?"),
    ClusterGuess.BAD_BAND: _("Bad evening on the air?"),
}
METHODS: Labels = {ContactMethod.SMS: _("SMS “answer 1”"), ContactMethod.CALL: _("Call")}
RESULTS: Labels = {
    ContactResult.DUE: _("waits for a safe hour"),
    ContactResult.ASKED: _("asked"),
    ContactResult.ANSWERED: _("answered"),
    ContactResult.NOT_ANSWERED: _("no answer"),
    ContactResult.NOT_ASKED: _("not asked"),
}
NOT_ASKED: Mapping[str, Promise] = {
    "feedback.silent": _("silent contact"),
    "feedback.inactive": _("has left"),
    "feedback.compromised": _("number in other hands"),
    "feedback.duress": _("under duress"),
    "feedback.no_number": _("no number"),
    "feedback.waits_for_safe_hour": _("not a safe hour"),
    "contact_test.stopped": _("plan stopped"),
}

RADIO_VOCABULARIES: dict[str, Mapping[Any, Promise]] = {
    "not_asked": NOT_ASKED,
    "check": CHECK_OUTCOMES,
    "mode": RADIO_MODES,
    "subject": SUBJECTS,
    "cause": CAUSES,
    "asks": ASKS,
    "silence": SILENCE_STATES,
    "silence_step": STEP_KINDS,
    "finding": FINDINGS,
    "guess": GUESSES,
    "contact_method": METHODS,
    "contact": RESULTS,
}

RADIO_VERBS: dict[str, Promise] = {
    "code_sheet.ended": _("Code sheet ended"),
    "code_sheet.made": _("Code sheet made"),
    "code_sheet.opened": _("Code sheet opened"),
    "contact_test.answered": _("Contact test answered"),
    "contact_test.asked": _("Asked whether they can be reached"),
    "contact_test.begun": _("Round of contact tests begun"),
    "contact_test.called": _("Test call made"),
    "contact_test.planned": _("Contact tests planned"),
    "contact_test.stopped": _("Contact tests stopped"),
    "node.retired": _("Machine out of use"),
    "radio_check.recorded": _("Answer at a roll call"),
    "radio_check.struck": _("Answer at a roll call struck"),
    "radio_net.added": _("Radio net opened"),
    "radio_net.changed": _("Radio net changed"),
    "radio_net.ended": _("Radio net ended"),
    "radio_net.seated": _("Stations of a net put in order"),
    "roll_call.closed": _("Roll call closed"),
    "roll_call.opened": _("Roll call opened"),
    "roll_call.skipped": _("Roll call left out: nothing ran then"),
    "silence.deepened": _("Still silent"),
    "silence.explained": _("Silence explained"),
    "silence.heard_again": _("Heard again"),
    "silence.opened": _("Silent"),
    "silence.step": _("Looked into a silence"),
    "silence_cluster.explained": _("Several silences explained"),
    "silence_cluster.grew": _("More fell silent there"),
    "silence_cluster.opened": _("Several fell silent together"),
    "silence_cluster.over": _("All of them heard again"),
    "silence_cluster.seen": _("Somebody looks into the silences"),
    "station.added": _("Station added"),
    "station.changed": _("Station changed"),
    "station.ended": _("Station out of use"),
    "station.excused": _("Station excused"),
    "station.expected": _("Station expected again"),
    "traffic.logged": _("Message passed on a net"),
    "traffic.struck": _("Message of a net struck"),
}
