"""What goes wrong with learned models and with names of places that people add."""

from tocsin.domain.problems.shape import ProblemKind
from tocsin.domain.problems.shape import gettext_noop as _

MODEL_UNKNOWN = ProblemKind(
    "learning.model_unknown",
    404,
    _("There is no learned model number %(number)s."),
    _("`tocsin learning list` shows those there are; 0 stands for the rules alone."),
)
MODEL_NOT_USABLE = ProblemKind(
    "learning.model_not_usable",
    409,
    _("Model %(number)s has no weights: it was never fitted."),
    _("Choose one that was in use before, or 0 for the rules alone."),
)
PLACE_NAME_EMPTY = ProblemKind(
    "place_name.empty",
    422,
    _("A name of a place needs two letters or more."),
    _("Write the name as the message spells it."),
)
PLACE_NAME_KNOWN = ProblemKind(
    "place_name.known",
    409,
    _("The gazetteer knows this name for this place already."),
    _("Choose another place, or leave it as it is."),
)
PLACE_NAME_UNDONE = ProblemKind(
    "place_name.undone",
    409,
    _("This name was taken back already."),
    _("Add it again if it is right."),
)
