"""Putting somebody on duty."""

from datetime import datetime
from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from tocsin.console.forms.moments import MomentField
from tocsin.console.labels import FUNCTIONS, choices
from tocsin.domain.words import DutyFunction
from tocsin.records.models import Base, Responder

if TYPE_CHECKING:
    Choice = forms.ModelChoiceField[Responder]  # known to the stubs, not to Django at run time
else:
    Choice = forms.ModelChoiceField


class ResponderField(Choice):
    """People by code and post; a name is opened elsewhere."""

    def label_from_instance(self, obj: object) -> str:
        return f"{obj.code} · {obj.base.name}" if isinstance(obj, Responder) else ""


class DutyForm(forms.Form):
    base = forms.ModelChoiceField(
        label=_("Base"), queryset=Base.objects.filter(closed_at=None).order_by("name")
    )
    function = forms.ChoiceField(label=_("Function"), choices=choices(FUNCTIONS))
    responder = ResponderField(
        label=_("Who"),
        queryset=Responder.objects.filter(is_active=True).select_related("base").order_by("code"),
    )
    since = MomentField(
        label=_("From"),
        required=False,
        may_be_ahead=True,
        help_text=_("Local time; empty means now."),
    )
    until = MomentField(
        label=_("Until"), required=False, may_be_ahead=True, help_text=_("Empty: until relieved.")
    )
    is_deputy = forms.BooleanField(label=_("As deputy, beside the holder"), required=False)

    @property
    def chosen(self) -> DutyFunction:
        return DutyFunction(self.cleaned_data["function"])

    def since_or(self, now: datetime) -> datetime:
        moment = self.cleaned_data["since"]
        return moment if isinstance(moment, datetime) else now
