"""What the words of needs and threats are called on a page."""

from django.utils.translation import gettext_lazy as _

from tocsin.console.labels import Labels
from tocsin.domain.need_words import NeedState, NeedTopic, Risk

TOPICS: Labels = {
    NeedTopic.WATER: _("Water"),
    NeedTopic.FOOD: _("Food"),
    NeedTopic.HEALTH: _("Health"),
    NeedTopic.SHELTER: _("Shelter"),
    NeedTopic.SCHOOL: _("School"),
    NeedTopic.PROTECTION: _("Protection"),
    NeedTopic.ROAD: _("Road"),
    NeedTopic.PHONE: _("Telephone"),
    NeedTopic.DOCUMENTS: _("Papers"),
    NeedTopic.OTHER: _("Other"),
}
NEED_STATES: Labels = {
    NeedState.OPEN: _("Open"),
    NeedState.REFERRED: _("Referred"),
    NeedState.MET: _("Met"),
    NeedState.NOT_MET: _("Not met"),
}
RISKS: Labels = {
    Risk.LOW: _("low"),
    Risk.MEDIUM: _("medium"),
    Risk.HIGH: _("high"),
    Risk.CRITICAL: _("critical"),
}
LIKELIHOODS = [
    (1, _("1 very unlikely")),
    (2, _("2 unlikely")),
    (3, _("3 moderately likely")),
    (4, _("4 likely")),
    (5, _("5 very likely")),
]
IMPACTS = [
    (1, _("1 negligible")),
    (2, _("2 minor")),
    (3, _("3 moderate")),
    (4, _("4 severe")),
    (5, _("5 critical")),
]
