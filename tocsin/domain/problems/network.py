"""What goes wrong with the people of the network, their numbers and what they agreed to."""

from tocsin.domain.problems.shape import ProblemKind
from tocsin.domain.problems.shape import gettext_noop as _

STALE = ProblemKind(
    "network.stale",
    409,
    _("Somebody else changed this while you were looking at it, so nothing was saved."),
    _("Look at what changed, and do it again if it still holds."),
)
DURESS_TOO_COMMON = ProblemKind(
    "network.duress_too_common",
    422,
    _("This word is too short or too long to be heard in a message."),
    _("Take one rare word of at least four letters, or a phrase of up to four words."),
)
PICTURE_WRONG = ProblemKind(
    "network.picture_wrong",
    422,
    _("This picture cannot be kept."),
    _(
        "Take a whole, still JPEG or PNG: at most %(megabytes)s MB and %(megapixels)s million pixels. Nothing was kept."
    ),
)
PICTURES_BUSY = ProblemKind(
    "network.pictures_busy",
    503,
    _("Another photo is being drawn, and takes long. This one was not kept."),
    _("Send it again in half a minute."),
)
ANSWER_WRONG = ProblemKind(
    "network.answer_wrong",
    409,
    _("This is not the answer that was agreed."),
    _("Do not trust the number. Somebody who knows them must go and see them."),
)
ALREADY_LEFT = ProblemKind(
    "network.already_left",
    409,
    _("%(code)s is a focal point no longer."),
    _("Enrol them anew if they come back."),
)
SUCCESSOR_WRONG = ProblemKind(
    "network.successor_wrong",
    422,
    _("Whoever comes after must be another person of the same community."),
    _("Enrol them first, or leave the place empty."),
)
HANDED_ON_TO_NOBODY = ProblemKind(
    "network.handed_on_to_nobody",
    422,
    _("A phone can be handed on only to whoever comes after."),
    _("Name them by code, or say that the phone was returned."),
)
LIST_UNREADABLE = ProblemKind(
    "network.list_unreadable",
    422,
    _("This file cannot be taken as a list: %(why)s."),
    _("Compare its first row with the columns that are named there. Nothing was imported."),
)
WAY_NOT_SAFE = ProblemKind(
    "network.way_not_safe",
    422,
    _("%(code)s may not be warned this way: it could do them harm."),
    _("Choose one of the ways that stand beside their code."),
)
WARNED_ALREADY = ProblemKind(
    "network.warned_already",
    409,
    _("%(code)s needs no warning any more: somebody has written it down, or it is over."),
    _("Nothing to do. The page shows who it was."),
)
PHONE_IN_OWN_HANDS = ProblemKind(
    "network.phone_in_own_hands",
    409,
    _("The phone of %(code)s is not said to be in other hands: there is nothing to warn of."),
    _("If it was lost, say so first: on its page, or on that of the handset."),
)
NOT_NEAR = ProblemKind(
    "network.not_near",
    422,
    _("Choose at least one of the communities that stand there as near %(code)s."),
    _(
        "Only those within 15 km or in the same relay chain are offered, where somebody agreed to be told."
    ),
)
COMMUNITY_CODE_TAKEN = ProblemKind(
    "network.community_code_taken",
    409,
    _("Another community has the code %(code)s."),
    _("Look at it first: it may be the same one. Otherwise give this one another code."),
)
BASE_CLOSED = ProblemKind(
    "network.base_closed",
    409,
    _("This base is closed and can answer for nobody."),
    _("Choose another base."),
)
