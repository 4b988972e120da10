"""The words a person reads for each code of the closed vocabularies."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tocsin.domain.words import (
    Access,
    AlertLife,
    BaseKind,
    CallBackState,
    DecisionKind,
    DeliveryState,
    DutyFunction,
    EscalationState,
    IncidentLife,
    Kind,
    Language,
    MessageKind,
    MessageState,
    Outcome,
    Priority,
    RadioOutcome,
    ResponseState,
    Role,
    StepCondition,
    VerificationState,
)  # fmt: skip

Labels = Mapping[StrEnum, Promise]

KINDS: Labels = {
    Kind.ATTACK: _("Attack on civilians"),
    Kind.KILLING: _("Killing"),
    Kind.ABDUCTION: _("Abduction"),
    Kind.AMBUSH: _("Ambush on the road"),
    Kind.CLASH: _("Armed clash"),
    Kind.SHOTS: _("Shots or explosion heard"),
    Kind.MOVEMENT: _("Armed movement"),
    Kind.PRESENCE: _("Armed presence"),
    Kind.THREAT: _("Threat or ultimatum"),
    Kind.LOOTING: _("Looting"),
    Kind.CATTLE: _("Cattle theft"),
    Kind.ARSON: _("Houses burnt"),
    Kind.EXTORTION: _("Extortion or illegal barrier"),
    Kind.FORCED_LABOUR: _("Forced labour"),
    Kind.ARREST: _("Arbitrary arrest"),
    Kind.SEXUAL_VIOLENCE: _("Sexual violence"),
    Kind.RECRUITMENT: _("Recruitment or use of children"),
    Kind.SCHOOL: _("School or health post attacked or used"),
    Kind.EXPLOSIVE: _("Shelling, mine or grenade"),
    Kind.DISPLACEMENT: _("Displacement"),
    Kind.RETURN: _("Return"),
    Kind.TENSION: _("Tension between communities"),
    Kind.MOB: _("Mob or protest"),
    Kind.WARNING_SIGN: _("Warning sign"),
    Kind.WITHDRAWAL: _("Forces left"),
    Kind.ROAD: _("Road or bridge blocked"),
    Kind.NEED: _("Need"),
    Kind.HAZARD: _("Natural hazard or disease"),
    Kind.SURRENDER: _("Surrender or escape"),
    Kind.POSITIVE: _("Agreement or good news"),
    Kind.RUMOUR: _("Rumour"),
    Kind.ALL_CLEAR: _("All clear"),
    Kind.FEEDBACK: _("Feedback"),
    Kind.RETRACTION: _("Taken back"),
    Kind.NETWORK: _("Airtime, phone or battery"),
    Kind.CHECK_IN: _("Check-in, nothing to report"),
    Kind.QUESTION: _("Question"),
    Kind.ADMINISTRATION: _("Administration"),
    Kind.TEST: _("Test"),
    Kind.CHAT: _("Greeting or chat"),
    Kind.IRRELEVANT: _("Not relevant"),
}
PRIORITIES: Labels = {
    Priority.P1: _("Imminent"),
    Priority.P2: _("High"),
    Priority.P3: _("Medium"),
    Priority.P4: _("Low"),
}
LANGUAGES: Labels = {
    Language.FRENCH: _("French"),
    Language.SWAHILI: _("Swahili"),
    Language.ENGLISH: _("English"),
    Language.LINGALA: _("Lingala"),
    Language.KINYARWANDA: _("Kinyarwanda"),
}
MESSAGE_KINDS: Labels = {
    MessageKind.SMS: _("SMS"),
    MessageKind.MISSED_CALL: _("Missed call"),
    MessageKind.VOICE: _("Phone call"),
    MessageKind.RADIO: _("Radio"),
    MessageKind.WALK_IN: _("Walk-in"),
    MessageKind.SYSTEM: _("Other system"),
}
MESSAGE_STATES: Labels = {
    MessageState.RECEIVED: _("Received"),
    MessageState.HELD_PART: _("Waiting for its other parts"),
    MessageState.READ: _("To be judged"),
    MessageState.CALL_BACK: _("Call back"),
    MessageState.REPORTED: _("Alert made"),
    MessageState.ANSWERED: _("Answer of a responder"),
    MessageState.DISMISSED: _("Dismissed"),
    MessageState.JOINED: _("Part of another message"),
}
ACCESSES: Labels = {
    Access.SAW: _("saw it"),
    Access.HEARD: _("heard it"),
    Access.TOLD: _("was told"),
    Access.FORWARDED: _("passed it on"),
    Access.DENIES: _("denies it"),
    Access.UNKNOWN: _("not known how"),
}
ALERT_LIVES: Labels = {
    AlertLife.OPEN: _("Open"),
    AlertLife.WITHDRAWN: _("Taken back"),
    AlertLife.SUPERSEDED: _("Replaced"),
    AlertLife.DISMISSED: _("Dismissed"),
}
INCIDENT_LIVES: Labels = {
    IncidentLife.OPEN: _("Open"),
    IncidentLife.STABLE: _("Stable"),
    IncidentLife.CLOSED: _("Closed"),
    IncidentLife.MERGED: _("Merged"),
}
OUTCOMES: Labels = {
    Outcome.AVERTED: _("Averted"),
    Outcome.STOPPED: _("Stopped"),
    Outcome.GONE: _("Attackers gone before arrival"),
    Outcome.TOO_LATE: _("Arrived too late"),
    Outcome.NO_RESPONSE: _("No response"),
    Outcome.MISTAKE: _("False: a mistake"),
    Outcome.DELIBERATE: _("False: deliberate"),
    Outcome.UNFOUNDED: _("Unfounded"),
    Outcome.PASSED_ON: _("Passed to another body"),
    Outcome.INFORMATION: _("Information only"),
}
VERIFICATIONS: Labels = {
    VerificationState.NOT_ASSESSED: _("Not assessed"),
    VerificationState.SINGLE_SOURCE: _("Single source"),
    VerificationState.CORROBORATED: _("Corroborated"),
    VerificationState.CONFIRMED: _("Confirmed"),
    VerificationState.CONTRADICTED: _("Contradicted"),
    VerificationState.REFUTED: _("Refuted"),
}
ESCALATIONS: Labels = {
    EscalationState.ARMED: _("First page due"),
    EscalationState.PAGING: _("Calling"),
    EscalationState.ACKNOWLEDGED: _("Acknowledged"),
    EscalationState.DECIDED: _("Decided"),
    EscalationState.SATISFIED: _("Answered"),
    EscalationState.EXHAUSTED: _("Nobody answered"),
    EscalationState.STOPPED: _("Stopped"),
}
CONDITIONS: Labels = {
    StepCondition.NOT_ACKNOWLEDGED: _("if nobody has acknowledged"),
    StepCondition.NOT_DECIDED: _("if nothing is decided"),
    StepCondition.NOT_DEPARTED: _("if nobody has departed"),
    StepCondition.NOT_FED_BACK: _("if the community was not told"),
    StepCondition.ALWAYS: _("always"),
}
FUNCTIONS: Labels = {
    DutyFunction.DUTY_OFFICER: _("Duty officer"),
    DutyFunction.COMMANDER: _("Commander"),
    DutyFunction.DEPUTY: _("Deputy commander"),
    DutyFunction.LIAISON_ASSISTANT: _("Liaison assistant"),
    DutyFunction.RADIO_OPERATOR: _("Radio operator"),
    DutyFunction.HEAD_OF_OFFICE: _("Head of office"),
    DutyFunction.POLICE: _("Police"),
    DutyFunction.FORCES_LIAISON: _("Forces liaison"),
}
BASE_KINDS: Labels = {
    BaseKind.BASE: _("Base"),
    BaseKind.POLICE_POST: _("Police post"),
    BaseKind.FORCES_LIAISON: _("Forces liaison"),
    BaseKind.OPERATIONS_ROOM: _("Operations room"),
}
ROLES: Labels = {
    Role.LIAISON_ASSISTANT: _("Liaison assistant"),
    Role.DUTY_OFFICER: _("Duty officer"),
    Role.COMMANDER: _("Commander"),
    Role.ANALYST: _("Analyst"),
    Role.RELEASING_OFFICER: _("Releasing officer"),
    Role.ADMINISTRATOR: _("Administrator"),
    Role.AUDITOR: _("Auditor"),
    Role.READER: _("Reader of reports"),
}
DELIVERIES: Labels = {
    DeliveryState.QUEUED: _("waiting"),
    DeliveryState.CLAIMED: _("being sent"),
    DeliveryState.SENT: _("sent"),
    DeliveryState.DELIVERED: _("arrived"),
    DeliveryState.UNKNOWN: _("no answer from the carrier"),
    DeliveryState.FAILED: _("failed"),
    DeliveryState.EXPIRED: _("too late to send"),
    DeliveryState.CANCELLED: _("no longer needed"),
}
CALL_BACKS: Labels = {
    CallBackState.DUE: _("To call"),
    CallBackState.TALKED: _("Talked"),
    CallBackState.NO_CONTACT: _("No contact"),
}
DECISIONS: Labels = {
    DecisionKind.RESPOND: _("Respond"),
    DecisionKind.PASS_ON: _("Pass on"),
    DecisionKind.WATCH: _("Watch"),
    DecisionKind.NO_ACTION: _("No action"),
}
RESPONSES: Labels = {
    ResponseState.ASKED: _("Asked"),
    ResponseState.ACCEPTED: _("Accepted"),
    ResponseState.DECLINED: _("Declined"),
    ResponseState.NO_ANSWER: _("No answer"),
    ResponseState.PREPARING: _("Preparing"),
    ResponseState.DEPARTED: _("Departed"),
    ResponseState.ON_SCENE: _("On the scene"),
    ResponseState.ENDED: _("Over"),
    ResponseState.ABORTED: _("Broken off"),
}
RADIO_OUTCOMES: Labels = {
    RadioOutcome.WAITING: _("Waiting"),
    RadioOutcome.STARTED: _("Started"),
    RadioOutcome.READ_BACK: _("Passed and read back"),
    RadioOutcome.NO_CONTACT: _("No contact"),
    RadioOutcome.REFUSED: _("Refused"),
    RadioOutcome.WRONG_STATION: _("Wrong station"),
}


def choices(labels: Labels, only: Iterable[StrEnum] | None = None) -> list[tuple[str, Promise]]:
    """Return the choices of a form field, in the order of the vocabulary."""
    return [(word.value, labels[word]) for word in (only or labels)]


POINTS: dict[str, Promise] = {
    "N": _("N"),
    "NE": _("NE"),
    "E": _("E"),
    "SE": _("SE"),
    "S": _("S"),
    "SW": _("SW"),
    "W": _("W"),
    "NW": _("NW"),
}
"""The points of the compass: west is *ouest* in French."""
