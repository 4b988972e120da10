"""The tables, one file a subject."""

from tocsin.records.models.account import (
    AccountChange,
    AccountLink,
    SecondFactor,
    SecurityKey,
    SignedIn,
)
from tocsin.records.models.addressee import Addressee
from tocsin.records.models.airtime import (
    AirtimeAccount,
    AirtimeBudget,
    AirtimeMovement,
    AirtimePlan,
    TopUp,
    TopUpTry,
)
from tocsin.records.models.background import ActorFact, ActorFile, AreaNote
from tocsin.records.models.backup import Backup
from tocsin.records.models.brake import Brake, PersonLook
from tocsin.records.models.clock import ClockReading
from tocsin.records.models.closure import BaseClosure, ClosureHome
from tocsin.records.models.community import Community, FocalPoint, Place, Portrait
from tocsin.records.models.consent import Consent, WatchedNumber
from tocsin.records.models.correction import Correction
from tocsin.records.models.escalation import (
    Acknowledgement,
    Decision,
    Escalation,
    Ladder,
    LadderVersion,
    StepFiring,
)
from tocsin.records.models.field_phone import FieldArrival, FieldKey, FieldPhone
from tocsin.records.models.gateway import Gateway, UnreadableArrival
from tocsin.records.models.gateway_draft import GatewayDraft
from tocsin.records.models.handset import (
    Handset,
    HandsetEvent,
    LossDrill,
    Repair,
    RepairTrip,
    SimCard,
)
from tocsin.records.models.hotline import Campaign, Hotline, OldNumberUse
from tocsin.records.models.incident import (
    Alert,
    AlertMessage,
    Incident,
    IncidentAlert,
    Rearrangement,
)
from tocsin.records.models.journal import ApiToken, Engine, JournalEntry, JournalSeal
from tocsin.records.models.keys import Rotation
from tocsin.records.models.ladder_draft import LadderDraft
from tocsin.records.models.learning import Confirmation, LearnedModel, PlaceName, SecondOpinion
from tocsin.records.models.ledger import Debrief, ProtectionGap
from tocsin.records.models.letterhead import Letterhead
from tocsin.records.models.message import CallBack, Message, Reading, Triage
from tocsin.records.models.need import Need, Threat
from tocsin.records.models.node import Node, NodeLook
from tocsin.records.models.notification import Delivery, DeliveryAttempt, Notification, RadioTask
from tocsin.records.models.pack import HandoverPack
from tocsin.records.models.people import (
    Area,
    Assignment,
    Base,
    DirectoryMark,
    Duty,
    Responder,
    User,
)
from tocsin.records.models.phone_credit import AirtimeLook, PhoneCredit
from tocsin.records.models.planning import CommunityRank, RoadTime, StrengthReport
from tocsin.records.models.profile import CommunityVersion, PhoneNetwork
from tocsin.records.models.promises import Commitment, Meeting, Rumour, RumourSource
from tocsin.records.models.proof import JournalWalk
from tocsin.records.models.radio import (
    CodeSheet,
    RadioCheck,
    RadioMember,
    RadioNet,
    RadioStation,
    RadioTraffic,
    RollCall,
)
from tocsin.records.models.release import Release
from tocsin.records.models.report import (
    Recommendation,
    ReportDue,
    ReportPlan,
    ReportRevision,
    SituationReport,
)
from tocsin.records.models.report_correction import CopyCorrection, ReportCorrection
from tocsin.records.models.report_post import ReportPost
from tocsin.records.models.report_reader import ReportCopy, ReportReader
from tocsin.records.models.report_text import ReportText
from tocsin.records.models.response import Feedback, Response, ResponseUpdate
from tocsin.records.models.retention import RetentionHold, RetentionRun
from tocsin.records.models.sign import LocalSign, SignLook, SignRound
from tocsin.records.models.silence import (
    ContactCheck,
    ContactTest,
    Silence,
    SilenceCluster,
    SilenceStep,
    Watched,
)
from tocsin.records.models.verification import Verification
from tocsin.records.models.warned import NearWarning
from tocsin.records.models.watchdog import Lateness
from tocsin.records.models.widening import Widening, WideningUse

__all__ = [
    "AccountChange",
    "AccountLink",
    "Acknowledgement",
    "ActorFact",
    "ActorFile",
    "Addressee",
    "AirtimeAccount",
    "AirtimeBudget",
    "AirtimeLook",
    "AirtimeMovement",
    "AirtimePlan",
    "Alert",
    "AlertMessage",
    "ApiToken",
    "Area",
    "AreaNote",
    "Assignment",
    "Backup",
    "Base",
    "BaseClosure",
    "Brake",
    "CallBack",
    "Campaign",
    "ClockReading",
    "ClosureHome",
    "CodeSheet",
    "Commitment",
    "Community",
    "CommunityRank",
    "CommunityVersion",
    "Confirmation",
    "Consent",
    "ContactCheck",
    "ContactTest",
    "CopyCorrection",
    "Correction",
    "Debrief",
    "Decision",
    "Delivery",
    "DeliveryAttempt",
    "DirectoryMark",
    "Duty",
    "Engine",
    "Escalation",
    "Feedback",
    "FieldArrival",
    "FieldKey",
    "FieldPhone",
    "FocalPoint",
    "Gateway",
    "GatewayDraft",
    "HandoverPack",
    "Handset",
    "HandsetEvent",
    "Hotline",
    "Incident",
    "IncidentAlert",
    "JournalEntry",
    "JournalSeal",
    "JournalWalk",
    "Ladder",
    "LadderDraft",
    "LadderVersion",
    "Lateness",
    "LearnedModel",
    "Letterhead",
    "LocalSign",
    "LossDrill",
    "Meeting",
    "Message",
    "NearWarning",
    "Need",
    "Node",
    "NodeLook",
    "Notification",
    "OldNumberUse",
    "PersonLook",
    "PhoneCredit",
    "PhoneNetwork",
    "Place",
    "PlaceName",
    "Portrait",
    "ProtectionGap",
    "RadioCheck",
    "RadioMember",
    "RadioNet",
    "RadioStation",
    "RadioTask",
    "RadioTraffic",
    "Reading",
    "Rearrangement",
    "Recommendation",
    "Release",
    "Repair",
    "RepairTrip",
    "ReportCopy",
    "ReportCorrection",
    "ReportDue",
    "ReportPlan",
    "ReportPost",
    "ReportReader",
    "ReportRevision",
    "ReportText",
    "Responder",
    "Response",
    "ResponseUpdate",
    "RetentionHold",
    "RetentionRun",
    "RoadTime",
    "RollCall",
    "Rotation",
    "Rumour",
    "RumourSource",
    "SecondFactor",
    "SecondOpinion",
    "SecurityKey",
    "SignLook",
    "SignRound",
    "SignedIn",
    "Silence",
    "SilenceCluster",
    "SilenceStep",
    "SimCard",
    "SituationReport",
    "StepFiring",
    "StrengthReport",
    "Threat",
    "TopUp",
    "TopUpTry",
    "Triage",
    "UnreadableArrival",
    "User",
    "Verification",
    "Watched",
    "WatchedNumber",
    "Widening",
    "WideningUse",
]
