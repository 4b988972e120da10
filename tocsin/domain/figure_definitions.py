"""The definition of each figure, published beside it wherever it is shown (docs/reference/figures.md)."""

from collections.abc import Mapping

from tocsin.domain.figure_words import Figure
from tocsin.domain.problems import gettext_noop as _
from tocsin.domain.published import Group

DEFINITIONS: Mapping[Figure, str] = {
    Figure.RECEIVED: _(
        "Alerts that came in during the period, one for each warning by one source."
    ),
    Figure.ACTIONABLE: _(
        "Of the alerts received: verified or credible, and needing physical action. Credible is a"
        " content grade of 1 to 3, or a person’s confirmation that nothing refuted since."
    ),
    Figure.ANSWERED: _(
        "Of the actionable alerts: at least one actor left, arrived or acted. Advice alone is no"
        " action; the community’s own is."
    ),
    Figure.TIMELY: _(
        "Of the actionable alerts for which somebody arrived and it is known when the event ended:"
        " arrival before or during it."
    ),
    Figure.PREVENTED: _(
        "Of the actionable alerts: a response ended as prevented, with what was observed."
    ),
    Figure.NOT_ANSWERED: _("Of the actionable alerts: no actor did anything."),
    Figure.FED_BACK: _("Of the alerts whose community was owed news: somebody was told it."),
    Figure.FALSE: _(
        "Of the alerts whose incident is closed: it was a mistake, deliberate, unfounded or refuted."
    ),
    Figure.SILENT: _(
        "Of the active focal points: not heard from in the last 14 days of the period."
    ),
    Figure.WOMEN: _("Of the alerts by a source whose sex is known: by a woman."),
}
OF_GROUPS: Mapping[Group, str] = {
    Group.ACTOR: _(
        "Actionable alerts with at least one action by that actor, of all actionable alerts. One"
        " alert may be answered by several."
    ),
    Group.WHY_NOT: _(
        "Of the actionable alerts that nobody answered: the reason that was given last."
    ),
    Group.PRIORITY: _("Of the alerts received."),
    Group.KIND: _("Of the alerts received."),
    Group.SPAN: _(
        "Median and 90th percentile by Kaplan–Meier: what was never answered counts as still"
        " waiting, so not answering makes no figure better. A dash: too few have ended to say."
    ),
}
