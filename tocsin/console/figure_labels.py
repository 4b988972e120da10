"""What each figure is called, and its definition: printed beside it wherever it is shown."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tocsin.console.labels import KINDS, PRIORITIES, Labels
from tocsin.console.response_labels import ACTORS, WHY_NOT
from tocsin.domain.figure_definitions import DEFINITIONS, OF_GROUPS
from tocsin.domain.figure_words import Figure, Span
from tocsin.domain.published import Group

FIGURES: Labels = {
    Figure.RECEIVED: _("Alerts received"),
    Figure.ACTIONABLE: _("Actionable alerts"),
    Figure.ANSWERED: _("Response rate"),
    Figure.TIMELY: _("Timely"),
    Figure.PREVENTED: _("Prevented"),
    Figure.NOT_ANSWERED: _("Not answered"),
    Figure.FED_BACK: _("Feedback rate"),
    Figure.FALSE: _("False alerts"),
    Figure.SILENT: _("Silence rate"),
    Figure.WOMEN: _("Women’s share"),
}
SPANS: Labels = {
    Span.TRANSMITTED: _("Received to transmitted"),
    Span.ACKNOWLEDGED: _("Transmitted to acknowledged"),
    Span.DECIDED: _("Acknowledged to decided"),
    Span.DEPARTED: _("Asked to departed"),
    Span.ARRIVED: _("Transmitted to arrival"),
    Span.RECEIPT: _("Received to receipt"),
    Span.FIRST_NEWS: _("News owed to told"),
    Span.CLOSING: _("End owed to told"),
}
GROUPS: Labels = {
    Group.MEASURE: _("Figures"),
    Group.ACTOR: _("Response rate by actor"),
    Group.WHY_NOT: _("Why nobody came"),
    Group.PRIORITY: _("Alerts by priority"),
    Group.KIND: _("Alerts by kind"),
    Group.SPAN: _("How long it took"),
}
CODES = {
    Group.MEASURE: FIGURES,
    Group.ACTOR: ACTORS,
    Group.WHY_NOT: WHY_NOT,
    Group.PRIORITY: PRIORITIES,
    Group.KIND: KINDS,
    Group.SPAN: SPANS,
}


def name_of(group: Group, code: str) -> str:
    found = {str(one): label for one, label in CODES[group].items()}
    return str(found.get(code, code))


def definition_of(group: Group, code: str) -> str:
    """Return the definition of a figure; breakdowns have that of what they divide."""
    return gettext(DEFINITIONS[Figure(code)] if group is Group.MEASURE else OF_GROUPS[group])
