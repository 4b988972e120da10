"""What goes wrong with what is known of an area: its warning signs, its sheet, its actors."""

from tocsin.domain.problems.shape import ProblemKind
from tocsin.domain.problems.shape import gettext_noop as _

SIGN_UNKNOWN = ProblemKind(
    "signs.unknown",
    422,
    _("There is no warning sign %(codes)s on the list of this base."),
    _("Use the codes of the list, such as C1, or add a sign of your own first."),
)
SIGN_BOTH_WAYS = ProblemKind(
    "signs.both_ways",
    422,
    _("A sign cannot be seen and gone in one look: %(codes)s."),
    _("Say of each sign one thing, or make two looks, one for each place."),
)
SIGN_ELSEWHERE = ProblemKind(
    "signs.elsewhere",
    422,
    _("The community %(community)s does not follow the base %(base)s."),
    _("Choose the base that answers for it, or leave the community out."),
)
