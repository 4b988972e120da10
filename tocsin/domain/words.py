"""The closed vocabularies of the trade, as every layer spells them (design.md §2, domain.md §3.7)."""

from enum import StrEnum


class Kind(StrEnum):
    """What a message is about: the codes of domain.md §3.7, then what is not a warning."""

    ATTACK = "ATT"
    KILLING = "KIL"
    ABDUCTION = "ABD"
    AMBUSH = "AMB"
    CLASH = "CLA"
    SHOTS = "SHO"
    MOVEMENT = "MOV"
    PRESENCE = "PRE"
    THREAT = "THR"
    LOOTING = "LOO"
    CATTLE = "CAT"
    ARSON = "ARS"
    EXTORTION = "EXT"
    FORCED_LABOUR = "FLB"
    ARREST = "ARR"
    SEXUAL_VIOLENCE = "SGV"
    RECRUITMENT = "REC"
    SCHOOL = "SCH"
    EXPLOSIVE = "EXP"
    DISPLACEMENT = "DIS"
    RETURN = "RET"
    TENSION = "TEN"
    MOB = "MOB"
    WARNING_SIGN = "WSG"
    WITHDRAWAL = "WDR"
    ROAD = "ROA"
    NEED = "HUM"
    HAZARD = "HAZ"
    SURRENDER = "SUR"
    POSITIVE = "POS"
    RUMOUR = "RUM"
    ALL_CLEAR = "CLR"
    FEEDBACK = "FBK"
    RETRACTION = "RTR"
    NETWORK = "NET"
    CHECK_IN = "CHK"
    QUESTION = "QUE"
    ADMINISTRATION = "ADM"
    TEST = "TST"
    CHAT = "CHT"
    IRRELEVANT = "SPM"


# Not warnings: a message whose first kind is one of these opens no alert by itself.
NOT_WARNINGS = frozenset(
    {
        Kind.RUMOUR,
        Kind.ALL_CLEAR,
        Kind.FEEDBACK,
        Kind.RETRACTION,
        Kind.NETWORK,
        Kind.CHECK_IN,
        Kind.QUESTION,
        Kind.ADMINISTRATION,
        Kind.TEST,
        Kind.CHAT,
        Kind.IRRELEVANT,
    }
)
WARNINGS = tuple(kind for kind in Kind if kind not in NOT_WARNINGS)

# Shown to nobody in a list without the right to see them (domain.md §5.2).
RESTRICTED_KINDS = frozenset({Kind.SEXUAL_VIOLENCE, Kind.RECRUITMENT})


class Priority(StrEnum):
    """How soon somebody must act; P1 is imminent or under way."""

    P1 = "P1"
    P2 = "P2"
    P3 = "P3"
    P4 = "P4"

    def is_graver_than(self, other: "Priority") -> bool:
        return self.value < other.value


class Flag(StrEnum):
    """What qualifies a reading beside its kind."""

    NEGATED = "negated"
    HEARSAY = "hearsay"
    QUOTED = "quoted"
    PAST = "past"
    RETRACTS = "retracts"
    DURESS = "duress"
    IN_PROGRESS = "in_progress"


class Language(StrEnum):
    """The languages we read and answer in; screens exist in French and English only."""

    FRENCH = "fr"
    SWAHILI = "sw"
    ENGLISH = "en"
    LINGALA = "ln"
    KINYARWANDA = "rw"


class MessageKind(StrEnum):
    """How a message came in."""

    SMS = "sms"
    MISSED_CALL = "missed_call"
    VOICE = "voice"
    RADIO = "radio"
    WALK_IN = "walk_in"
    SYSTEM = "system"  # another system's warning, such as CAP


class MessageState(StrEnum):
    """How far a message went (alerting.md §5.2)."""

    RECEIVED = "received"  # committed; nobody and nothing has read it yet
    HELD_PART = "held_part"  # one part of a split SMS, waiting for the others
    READ = "read"  # the machine read it; a person has not looked
    CALL_BACK = "call_back"  # a missed call or an unreadable text: somebody must call
    REPORTED = "reported"  # at least one alert was made of it
    ANSWERED = "answered"  # a responder's SMS that acted on an incident
    DISMISSED = "dismissed"  # a person said it is not actionable, with a reason
    JOINED = "joined"  # a part that now lives in the whole message


class Access(StrEnum):
    """How the source of an alert knows it (alerting.md §5.3)."""

    SAW = "saw"
    HEARD = "heard"
    TOLD = "told"
    FORWARDED = "forwarded"
    DENIES = "denies"
    UNKNOWN = "unknown"


class AlertLife(StrEnum):
    OPEN = "open"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"
    DISMISSED = "dismissed"


class IncidentLife(StrEnum):
    OPEN = "open"
    STABLE = "stable"
    CLOSED = "closed"
    MERGED = "merged"


class Outcome(StrEnum):
    """How an incident ended (alerting.md §5.4)."""

    AVERTED = "averted"
    STOPPED = "stopped"
    GONE = "gone"
    TOO_LATE = "too_late"
    NO_RESPONSE = "no_response"
    MISTAKE = "mistake"
    DELIBERATE = "deliberate"
    UNFOUNDED = "unfounded"
    PASSED_ON = "passed_on"
    INFORMATION = "information"


class VerificationState(StrEnum):
    NOT_ASSESSED = "not_assessed"
    SINGLE_SOURCE = "single_source"
    CORROBORATED = "corroborated"
    CONFIRMED = "confirmed"
    CONTRADICTED = "contradicted"
    REFUTED = "refuted"


class EscalationState(StrEnum):
    """alerting.md §5.5. `exhausted` is loud and is left only by a person."""

    ARMED = "armed"
    PAGING = "paging"
    ACKNOWLEDGED = "acknowledged"
    DECIDED = "decided"
    SATISFIED = "satisfied"
    EXHAUSTED = "exhausted"
    STOPPED = "stopped"


LIVE_ESCALATIONS = (
    EscalationState.ARMED,
    EscalationState.PAGING,
    EscalationState.ACKNOWLEDGED,
    EscalationState.DECIDED,
    EscalationState.EXHAUSTED,
)


class StepCondition(StrEnum):
    """When a ladder step still makes sense at its time."""

    NOT_ACKNOWLEDGED = "not_acknowledged"
    NOT_DECIDED = "not_decided"
    NOT_DEPARTED = "not_departed"
    NOT_FED_BACK = "not_fed_back"
    ALWAYS = "always"


class DutyFunction(StrEnum):
    """A function that a person holds at a place for a shift; ladders name functions, never persons."""

    DUTY_OFFICER = "duty_officer"
    COMMANDER = "commander"
    DEPUTY = "deputy"
    LIAISON_ASSISTANT = "liaison_assistant"
    RADIO_OPERATOR = "radio_operator"
    HEAD_OF_OFFICE = "head_of_office"
    POLICE = "police"
    FORCES_LIAISON = "forces_liaison"


class BaseKind(StrEnum):
    BASE = "base"
    POLICE_POST = "police_post"
    FORCES_LIAISON = "forces_liaison"
    OPERATIONS_ROOM = "operations_room"


class Role(StrEnum):
    """What a person who logs in may be (design.md §2)."""

    LIAISON_ASSISTANT = "liaison_assistant"
    DUTY_OFFICER = "duty_officer"
    COMMANDER = "commander"
    ANALYST = "analyst"
    RELEASING_OFFICER = "releasing_officer"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"
    READER = "reader"  # a section that reads the reports it is sent, and nothing else


class Purpose(StrEnum):
    """Why we tell somebody something; one wording file each."""

    PAGE = "page"  # a responder is asked to answer for an incident
    PAGE_MORE = "page_more"  # a new origin for an incident already acknowledged
    PAGE_EXHAUSTED = "page_exhausted"  # nobody answered; the operations room must know
    HAND_OVER = "hand_over"  # an open incident came with the shift
    RECONFIRM = "reconfirm"  # an acknowledgement is about to lapse
    CORRECTION = "correction"  # what we told before was merged, split or corrected
    WITHDRAWN = "withdrawn"  # what we told before is taken back, or was false
    OPEN_AGAIN = "open_again"  # it was closed, and it is not over
    REASON_ASKED = "reason_asked"  # a responder declined: why?
    UNDERSTOOD = "understood"  # a responder's answer was taken
    NOT_UNDERSTOOD = "not_understood"  # a responder's text named no incident we know
    STRENGTH_NOTED = "strength_noted"  # what a responder texted that their base has
    SIGNS_NOTED = "signs_noted"  # what a coded text ticked, to whoever sent it
    SIGNS_UNKNOWN = "signs_unknown"  # a code of no sign: nothing was noted
    SIGNS_UNDONE = "signs_undone"
    SIGNS_NOTHING = "signs_nothing"  # there is no look of theirs to take back
    CORRECTION_ASKED = "correction_asked"  # a responder's correction: whom it would reach; sure?
    CORRECTION_DONE = "correction_done"
    CORRECTION_REFUSED = "correction_refused"  # not by text, or not by this person
    RECEIPT = "receipt"  # F1: we have your message
    FIRST_NEWS = "first_news"  # F2: what was decided
    CLOSING = "closing"  # F3: how it ended
    NOBODY_COMES = "nobody_comes"  # F2: honest advice
    NEIGHBOURS = "neighbours"  # danger may come towards them
    NOT_SO = "not_so"  # to a village: the danger we spoke of is not confirmed
    HAS_CHANGED = "has_changed"  # to a village: what we told you is not right, call us
    NOT_OVER = "not_over"  # to a village: it may go on
    RUMOUR_TRUE = "rumour_true"
    RUMOUR_FALSE = "rumour_false"
    RUMOUR_UNCLEAR = "rumour_unclear"
    ANSWER = "answer"  # a text of its own; the file is what stands in for it
    PATROL_QUIET = "patrol_quiet"  # its base: your team has said nothing
    PATROL_OVERDUE = "patrol_overdue"  # the force: the team itself may need help
    CALL_US = "call_us"  # a missed call that we could not return
    GATEWAY_TEST = "gateway_test"
    RELEASE = "release"  # an addressee outside is warned
    RELEASE_UPDATE = "release_update"  # what an addressee was told has changed
    RELEASE_CANCEL = "release_cancel"  # what an addressee was told is void
    RELEASE_ASKED = "release_asked"  # a second person must decide on a release, or review one
    CONTACT_TEST = "contact_test"  # can you be reached? answer 1
    RELAY = "relay"  # a warning that an operator passes to stations, in the words of a person
    OLD_NUMBER = "old_number"  # somebody used a number that has ended: here is the new one
    AIRTIME_SENT = "airtime_sent"  # did it come?
    REPORT_LATE = "report_late"  # whoever owes a report, once it is late
    REPORT = "report"  # a reader: the short version of a report, or that one waits
    REPORT_CORRECTED = "report_corrected"  # a reader: something in what we sent is not so any more
    RIGHTS_WIDENED = "rights_widened"  # an administrator: somebody widened their own rights
    REVIEW_OWED = "review_owed"  # an administrator: widened rights wait for your review
    REVIEW_MISSED = "review_missed"  # the others: nobody reviewed them for a day
    LINE_LATE = "line_late"  # duty officer and administrators: the house itself stands still
    LINE_WELL = "line_well"  # and that it has caught up
    CLOCK_WRONG = "clock_wrong"  # duty officer and administrators: a clock is off by minutes
    LOG_BOOK_BROKEN = "log_book_broken"  # administrators: somebody changed the log book
    PHONE_LOST = "phone_lost"  # a focal point's phone is in other hands: responders must know
    NEAR_NOT_WARNED = "near_not_warned"  # people near such a phone are still not warned of it


class FeedbackClock(StrEnum):
    RECEIPT = "receipt"  # F1
    FIRST_NEWS = "first_news"  # F2
    CLOSING = "closing"  # F3
    NEIGHBOURS = "neighbours"  # a warning to those in the attackers' direction
    RUMOUR = "rumour"  # what was found out, to those who told or asked
    CORRECTION = "correction"  # what was told is taken back, corrected, or goes on


class FeedbackState(StrEnum):
    OWED = "owed"
    DRAFTED = "drafted"  # waits for a second person
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    IMPOSSIBLE = "impossible"


class DeliveryState(StrEnum):
    QUEUED = "queued"
    CLAIMED = "claimed"  # handed to a sender; its fate is unknown until recorded
    SENT = "sent"
    DELIVERED = "delivered"
    UNKNOWN = "unknown"  # the answer of the carrier never came
    FAILED = "failed"  # given up on this means
    EXPIRED = "expired"  # past its time; would confuse more than help
    CANCELLED = "cancelled"


class CallBackState(StrEnum):
    DUE = "due"
    TALKED = "talked"
    NO_CONTACT = "no_contact"


class DecisionKind(StrEnum):
    RESPOND = "respond"
    PASS_ON = "pass_on"  # noqa: S105 - A decision, no password.
    WATCH = "watch"
    NO_ACTION = "no_action"


class ResponseState(StrEnum):
    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    NO_ANSWER = "no_answer"
    PREPARING = "preparing"
    DEPARTED = "departed"
    ON_SCENE = "on_scene"
    ENDED = "ended"
    ABORTED = "aborted"


class RadioOutcome(StrEnum):
    """Only a read-back counts as delivered (alerting.md §6.2)."""

    WAITING = "waiting"
    STARTED = "started"
    READ_BACK = "read_back"
    NO_CONTACT = "no_contact"
    REFUSED = "refused"
    WRONG_STATION = "wrong_station"
