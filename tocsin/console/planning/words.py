"""The words a person reads for planning."""

from django.utils.translation import gettext_lazy as _

from tocsin.console.labels import Labels
from tocsin.domain.planning_words import KnownBy, Rank, Season

SEASONS: Labels = {Season.DRY: _("Dry season"), Season.WET: _("Wet season")}
KNOWN: Labels = {
    KnownBy.PATROLS: _("as patrols drove it"),
    KnownBy.TABLE: _("road table"),
    KnownBy.PROFILE: _("profile of the community"),
    KnownBy.LINE: _("a guess from the straight line"),
}
RANKS: Labels = {
    Rank.MUST: _("Must"),
    Rank.SHOULD: _("Should"),
    Rank.COULD: _("Could"),
    Rank.NONE: _("No rank"),
}
RANK_REASONS = {
    "rank.attacked_lately": _("a P1 within the last 14 days"),
    "rank.nobody_came": _("nobody could come within the last 30 days"),
    "rank.many_exposed": _("a thousand people or more"),
    "rank.far_from_help": _("more than an hour from its base, or no way known"),
    "rank.threatened_lately": _("a P1 or P2 within the last 30 days"),
    "rank.several_incidents": _("three incidents or more within 90 days"),
    "rank.trouble_this_quarter": _("an incident within the last 90 days"),
    "rank.nobody_warns": _("no focal point"),
    "rank.promises_late": _("a promise is late"),
}
