"""Who may do what: the one table of rights, by role, area and sensitivity."""

from collections.abc import Collection
from enum import StrEnum

from tocsin.domain.words import Role


class Right(StrEnum):
    """One thing that a page or a verb asks for."""

    SEE_BOARD = "see_board"
    SEE_RESTRICTED = "see_restricted"  # sexual violence, children, duress (domain.md §5.2)
    SEE_NAMES = "see_names"  # who is behind FP-0231; every look is a line in the log book
    TRIAGE = "triage"
    CALL_BACK = "call_back"
    LOG = "log"  # write down a walk-in, a call or a radio message
    RADIO = "radio"
    VERIFY = "verify"
    REARRANGE = "rearrange"  # merge, split, undo
    ACKNOWLEDGE = "acknowledge"
    DECIDE = "decide"
    RECORD_RESPONSE = "record_response"
    CLOSE = "close"
    FEED_BACK = "feed_back"
    DRAFT_RELEASE = "draft_release"
    APPROVE_RELEASE = "approve_release"
    BREAK_GLASS = "break_glass"
    DRAFT_REPORT = "draft_report"
    RELEASE_REPORT = "release_report"
    READ_REPORT = "read_report"  # what was released to one’s own function
    EXPORT = "export"
    SEE_NETWORK = "see_network"  # communities, coverage, and who can warn, by code
    MANAGE_DIRECTORY = "manage_directory"  # communities and focal points
    MANAGE_NETWORK = "manage_network"  # emergency numbers, handsets, SIM cards, airtime plans
    APPROVE_AIRTIME = "approve_airtime"
    MANAGE_RADIO = "manage_radio"  # nets, stations, hours, code sheets
    HAND_OVER_CONTACTS = "hand_over_contacts"  # to others, with the consent of each
    MANAGE_DUTY = "manage_duty"
    PLAN = "plan"  # roads, strength, and how pressing a community's need is
    MANAGE_LETTERHEADS = "manage_letterheads"  # the paper on which reports go out
    MANAGE_LADDERS = "manage_ladders"
    MANAGE_GATEWAYS = "manage_gateways"
    MANAGE_ACCOUNTS = "manage_accounts"
    RUN_DRILL = "run_drill"
    SEE_LEARNING = "see_learning"  # how often the machine was right; kinds, never words
    JOURNAL = "journal"
    HEALTH = "health"


_EVERYBODY = frozenset({Right.SEE_BOARD, Right.READ_REPORT})
_TABLE: dict[Role, frozenset[Right]] = {
    Role.LIAISON_ASSISTANT: _EVERYBODY
    | {
        Right.SEE_LEARNING,
        Right.SEE_RESTRICTED,
        Right.SEE_NAMES,
        Right.TRIAGE,
        Right.CALL_BACK,
        Right.LOG,
        Right.RADIO,
        Right.VERIFY,
        Right.REARRANGE,
        Right.ACKNOWLEDGE,
        Right.FEED_BACK,
        Right.DRAFT_RELEASE,
        Right.DRAFT_REPORT,
        Right.SEE_NETWORK,
        Right.MANAGE_DIRECTORY,
        Right.MANAGE_NETWORK,
        Right.MANAGE_RADIO,
    },
    Role.DUTY_OFFICER: _EVERYBODY
    | {
        Right.SEE_LEARNING,
        Right.TRIAGE,
        Right.CALL_BACK,
        Right.LOG,
        Right.RADIO,
        Right.VERIFY,
        Right.REARRANGE,
        Right.ACKNOWLEDGE,
        Right.DECIDE,
        Right.RECORD_RESPONSE,
        Right.CLOSE,
        Right.FEED_BACK,
        Right.DRAFT_RELEASE,
        Right.DRAFT_REPORT,
        Right.SEE_NETWORK,
        Right.MANAGE_DUTY,
        Right.PLAN,
        Right.RUN_DRILL,
        Right.HEALTH,
    },
    Role.COMMANDER: _EVERYBODY
    | {
        Right.SEE_NETWORK,
        Right.ACKNOWLEDGE,
        Right.DECIDE,
        Right.RECORD_RESPONSE,
        Right.CLOSE,
        Right.DRAFT_RELEASE,
        Right.MANAGE_DUTY,
        Right.PLAN,
        Right.RUN_DRILL,
    },
    Role.ANALYST: _EVERYBODY
    | {
        Right.VERIFY,
        Right.REARRANGE,
        Right.DRAFT_REPORT,
        Right.RELEASE_REPORT,
        Right.EXPORT,
        Right.PLAN,
        Right.SEE_LEARNING,
        Right.SEE_NETWORK,
    },
    Role.RELEASING_OFFICER: _EVERYBODY
    | {
        Right.SEE_RESTRICTED,
        Right.DRAFT_RELEASE,
        Right.APPROVE_RELEASE,
        Right.BREAK_GLASS,
        Right.DRAFT_REPORT,
        Right.RELEASE_REPORT,
        Right.JOURNAL,
        Right.SEE_NETWORK,
        Right.HAND_OVER_CONTACTS,
    },
    Role.ADMINISTRATOR: _EVERYBODY
    | {
        Right.SEE_LEARNING,
        Right.SEE_NETWORK,
        Right.MANAGE_NETWORK,
        Right.APPROVE_AIRTIME,
        Right.MANAGE_RADIO,
        Right.MANAGE_DUTY,
        Right.PLAN,
        Right.MANAGE_LADDERS,
        Right.MANAGE_LETTERHEADS,
        Right.MANAGE_GATEWAYS,
        Right.MANAGE_ACCOUNTS,
        Right.RUN_DRILL,
        Right.HEALTH,
    },
    Role.READER: frozenset({Right.READ_REPORT}),
    Role.AUDITOR: _EVERYBODY | {Right.JOURNAL, Right.HEALTH, Right.EXPORT, Right.SEE_LEARNING},
}
# The same everywhere: an area does not limit them.
MISSION_WIDE = frozenset(
    {
        Right.MANAGE_LADDERS,
        Right.MANAGE_LETTERHEADS,
        Right.MANAGE_GATEWAYS,
        Right.MANAGE_ACCOUNTS,
        Right.JOURNAL,
        Right.HEALTH,
    }
)
# Whoever sees a name, releases or administers logs in with a second factor (design.md §9).
GUARDED = frozenset(
    {
        Right.SEE_NAMES,
        Right.SEE_RESTRICTED,
        Right.HAND_OVER_CONTACTS,
        Right.MANAGE_DIRECTORY,
        Right.APPROVE_RELEASE,
        Right.BREAK_GLASS,
        Right.RELEASE_REPORT,
        Right.APPROVE_AIRTIME,
        Right.MANAGE_LADDERS,
        Right.MANAGE_GATEWAYS,
        Right.MANAGE_ACCOUNTS,
    }
)


def may(
    roles: Collection[Role], right: Right, *, area_match: bool, restricted: bool = False
) -> bool:
    """Say whether somebody with these roles may do this here.

    `area_match` is whether one of these roles is held in the area of the thing, or everywhere;
    rights that concern the whole mission ignore it. `restricted` is whether the thing is guarded:
    then a role must give both this right and SEE_RESTRICTED, in one person's hands.
    """
    if right not in MISSION_WIDE and not area_match:
        return False
    held = rights_of(roles)
    return right in held and (not restricted or Right.SEE_RESTRICTED in held)


def rights_of(roles: Collection[Role]) -> frozenset[Right]:
    """Return all that these roles together may do."""
    return frozenset().union(*(_TABLE[role] for role in roles))


def needs_second_factor(roles: Collection[Role]) -> bool:
    return bool(rights_of(roles) & GUARDED)
