"""What each right is called when somebody lacks it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tocsin.domain.access import Right

RIGHTS: dict[Right, Promise] = {
    Right.SEE_BOARD: _("see the board"),
    Right.SEE_RESTRICTED: _("see what is restricted"),
    Right.SEE_NAMES: _("see who a focal point is"),
    Right.TRIAGE: _("judge messages"),
    Right.CALL_BACK: _("call back"),
    Right.LOG: _("log calls and visitors"),
    Right.RADIO: _("work the radio"),
    Right.VERIFY: _("record a verification"),
    Right.REARRANGE: _("merge and split incidents"),
    Right.ACKNOWLEDGE: _("acknowledge incidents"),
    Right.DECIDE: _("decide on a response"),
    Right.RECORD_RESPONSE: _("record a response"),
    Right.CLOSE: _("close incidents"),
    Right.FEED_BACK: _("answer communities"),
    Right.DRAFT_RELEASE: _("draft a release"),
    Right.APPROVE_RELEASE: _("approve a release"),
    Right.BREAK_GLASS: _("release alone"),
    Right.DRAFT_REPORT: _("draft a report"),
    Right.RELEASE_REPORT: _("release a report"),
    Right.READ_REPORT: _("read the reports sent to them"),
    Right.EXPORT: _("export lists"),
    Right.MANAGE_DIRECTORY: _("keep the directory"),
    Right.SEE_NETWORK: _("see the network"),
    Right.MANAGE_NETWORK: _("keep phones, numbers and airtime"),
    Right.APPROVE_AIRTIME: _("approve airtime"),
    Right.MANAGE_RADIO: _("keep radio nets"),
    Right.HAND_OVER_CONTACTS: _("hand over contacts"),
    Right.MANAGE_DUTY: _("put people on duty"),
    Right.PLAN: _("plan: roads, strength, ranks"),
    Right.MANAGE_LETTERHEADS: _("change letterheads"),
    Right.MANAGE_LADDERS: _("change ladders"),
    Right.MANAGE_GATEWAYS: _("change gateways"),
    Right.MANAGE_ACCOUNTS: _("keep accounts"),
    Right.RUN_DRILL: _("run an exercise"),
    Right.SEE_LEARNING: _("see what was learned"),
    Right.JOURNAL: _("read the log book"),
    Right.HEALTH: _("see the state of the system"),
}


def right_label(right: Right) -> str:
    """Return the right in words, in the language of the request."""
    return str(RIGHTS[right])
