"""The tables, one file a subject."""

from tocsin.records.models.community import Community, FocalPoint, Place
from tocsin.records.models.escalation import (
    Acknowledgement,
    Decision,
    Escalation,
    Ladder,
    LadderVersion,
    StepFiring,
)
from tocsin.records.models.gateway import Gateway, UnreadableArrival
from tocsin.records.models.incident import (
    Alert,
    AlertMessage,
    Incident,
    IncidentAlert,
    Rearrangement,
    Verification,
)
from tocsin.records.models.journal import ApiToken, Engine, JournalEntry, JournalSeal
from tocsin.records.models.message import CallBack, Message, Reading, Triage
from tocsin.records.models.notification import (
    Delivery,
    DeliveryAttempt,
    Notification,
    RadioTask,
)
from tocsin.records.models.people import Area, Assignment, Base, Duty, Responder, User
from tocsin.records.models.response import Feedback, Response, ResponseUpdate

__all__ = [
    "Acknowledgement",
    "Alert",
    "AlertMessage",
    "ApiToken",
    "Area",
    "Assignment",
    "Base",
    "CallBack",
    "Community",
    "Decision",
    "Delivery",
    "DeliveryAttempt",
    "Duty",
    "Engine",
    "Escalation",
    "Feedback",
    "FocalPoint",
    "Gateway",
    "Incident",
    "IncidentAlert",
    "JournalEntry",
    "JournalSeal",
    "Ladder",
    "LadderVersion",
    "Message",
    "Notification",
    "Place",
    "RadioTask",
    "Reading",
    "Rearrangement",
    "Responder",
    "Response",
    "ResponseUpdate",
    "StepFiring",
    "Triage",
    "UnreadableArrival",
    "User",
    "Verification",
]
