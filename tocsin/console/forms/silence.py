"""What somebody did about a silence; and plans of contact tests."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tocsin.console.forms.moments import MomentField
from tocsin.console.labels import choices
from tocsin.console.radio_labels import FINDINGS, METHODS, STEP_KINDS
from tocsin.domain.silence_words import ContactMethod, SilenceFinding, SilenceStepKind
from tocsin.records.models import Base
from tocsin.records.queries.silences import Neighbour


class StepForm(forms.Form):
    kind = forms.ChoiceField(label=_("What was done"), choices=choices(STEP_KINDS))
    neighbour = forms.ChoiceField(label=_("Which neighbour"), required=False)
    finding = forms.ChoiceField(
        label=_("What came of it"), choices=[("", "–"), *choices(FINDINGS)], required=False
    )
    text = forms.CharField(
        label=_("Note"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, neighbours: list[Neighbour], **options: Any) -> None:
        super().__init__(*args, **options)
        offered = [(str(one.id), f"{one.code} · {one.community}") for one in neighbours]
        self.fields["neighbour"] = forms.ChoiceField(
            label=_("Which neighbour"), choices=[("", "–"), *offered], required=False
        )

    @property
    def step(self) -> SilenceStepKind:
        return SilenceStepKind(self.cleaned_data["kind"])

    @property
    def found(self) -> SilenceFinding | None:
        said = self.cleaned_data["finding"]
        return SilenceFinding(said) if said else None


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it is no silence"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("How you know that they are well, or why nothing was to be heard."),
    )


class ContactPlanForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=80)
    method = forms.ChoiceField(
        label=_("How"), choices=choices(METHODS), initial=ContactMethod.SMS.value
    )
    base = forms.ModelChoiceField(
        label=_("Communities of"),
        queryset=Base.objects.filter(closed_at=None).order_by("name"),
        required=False,
        help_text=_("Empty: all."),
    )
    every_days = forms.IntegerField(
        label=_("Every so many days"), min_value=7, max_value=365, initial=30
    )
    first_at = MomentField(label=_("First round"), required=False, may_be_ahead=True)
