"""The words a person reads for the states of models and second opinions."""

from collections.abc import Mapping
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tocsin.domain.learning_words import ModelState, OpinionState

MODELS: Mapping[StrEnum, Promise] = {
    ModelState.WANTED: _("waits to be fitted"),
    ModelState.FITTING: _("is being fitted"),
    ModelState.IN_USE: _("in use"),
    ModelState.KEPT: _("kept, was in use"),
    ModelState.REFUSED: _("refused"),
    ModelState.FAILED: _("failed"),
}
OPINIONS: Mapping[StrEnum, Promise] = {
    OpinionState.WANTED: _("not asked yet"),
    OpinionState.ASKED: _("asked"),
    OpinionState.GIVEN: _("given"),
    OpinionState.FAILED: _("no answer"),
}
