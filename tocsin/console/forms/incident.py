"""What is said about an incident: decision, response, verification, priority, closing."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from tocsin.console.forms.moments import MomentField
from tocsin.console.labels import (
    DECISIONS,
    OUTCOMES,
    PRIORITIES,
    RESPONSES,
    VERIFICATIONS,
    choices,
)
from tocsin.domain.corrections import voiding_of
from tocsin.domain.words import (
    DecisionKind,
    FeedbackState,
    Outcome,
    Priority,
    ResponseState,
    VerificationState,
)
from tocsin.records.models import Base

# What a base or partner can say of its response; "asked" is our own word.
SAYABLE = [state for state in ResponseState if state is not ResponseState.ASKED]
NEEDS_REASON = (
    ResponseState.DECLINED,
    ResponseState.ABORTED,
)
METHODS = [
    ("call_back", _("Called the source back")),
    ("second_source", _("Second source")),
    ("patrol", _("Patrol or own eyes")),
    ("partner", _("Partner or authority")),
    ("documents", _("Pictures or papers")),
    ("other", _("Other")),
]
SOURCE_GRADES = [(letter, letter) for letter in "ABCDEF"]
CONTENT_GRADES = [(digit, digit) for digit in "123456"]


class DecideForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Decision"), choices=choices(DECISIONS), widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed unless you respond. It stays in the log book."),
    )

    def clean(self) -> dict[str, object]:
        kept = super().clean() or {}
        if kept.get("kind") != DecisionKind.RESPOND and not kept.get("reason"):
            self.add_error("reason", _("Say why. It stays in the log book."))
        return kept


class AskForm(forms.Form):
    base = forms.ModelChoiceField(label=_("Base or partner"), queryset=Base.objects.none())

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]  # handed on as they come
        field = self.fields["base"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = Base.objects.filter(closed_at=None).order_by("name")


class UpdateForm(forms.Form):
    response = forms.UUIDField(widget=forms.HiddenInput)
    state = forms.ChoiceField(
        label=_("What they said"),
        required=False,
        choices=[("", _("News only")), *choices(RESPONSES, SAYABLE)],
    )
    text = forms.CharField(
        label=_("In their words"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    happened_at = MomentField(label=_("When it happened"), required=False)

    def clean(self) -> dict[str, object]:
        kept = super().clean() or {}
        if kept.get("state") in NEEDS_REASON and not kept.get("text"):
            self.add_error("text", _("Say why: the reason is counted and told."))
        if not kept.get("state") and not kept.get("text"):
            self.add_error("text", _("Write what was said, or choose a state."))
        return kept


class VerifyForm(forms.Form):
    state = forms.ChoiceField(label=_("What we know"), choices=choices(VERIFICATIONS))
    source = forms.ChoiceField(
        label=_("Source"),
        choices=SOURCE_GRADES,
        initial="F",
        help_text=_("A reliable … F not known"),
    )
    content = forms.ChoiceField(
        label=_("Content"),
        choices=CONTENT_GRADES,
        initial="6",
        help_text=_("1 confirmed … 6 not known"),
    )
    method = forms.ChoiceField(label=_("How"), choices=METHODS)
    reason = forms.CharField(label=_("Note"), required=False, max_length=500)

    @property
    def grade(self) -> str:
        return f"{self.cleaned_data['source']}{self.cleaned_data['content']}"

    @property
    def verification(self) -> VerificationState:
        return VerificationState(self.cleaned_data["state"])


class PriorityForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    priority = forms.ChoiceField(label=_("Priority"), choices=choices(PRIORITIES))
    reason = forms.CharField(label=_("Reason"), max_length=500)

    @property
    def chosen(self) -> Priority:
        return Priority(self.cleaned_data["priority"])


class CloseForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        label=_("How it ended"),
        choices=choices(OUTCOMES, [one for one in Outcome if voiding_of(one) is None]),
        help_text=_("Was it false, or is it taken back? Use “What we told was not so”."),
    )
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 2}))

    @property
    def chosen(self) -> Outcome:
        return Outcome(self.cleaned_data["outcome"])


class MergeForm(forms.Form):
    into = forms.IntegerField(
        label=_("Into incident number"),
        min_value=1,
        widget=forms.NumberInput(attrs={"list": "near"}),
    )
    reason = forms.CharField(label=_("Reason"), max_length=500)


class SplitForm(forms.Form):
    alerts = forms.TypedMultipleChoiceField(
        label=_("Alerts that belong to something else"), widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(label=_("Reason"), max_length=500)

    def __init__(self, *args: object, among: list[tuple[str, str]], **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]  # handed on as they come
        field = self.fields["alerts"]
        if isinstance(field, forms.TypedMultipleChoiceField):
            field.choices = among


class AttachForm(forms.Form):
    alert = forms.IntegerField(label=_("Alert number"), min_value=1)
    reason = forms.CharField(label=_("Reason"), required=False, max_length=500)


class SettleForm(forms.Form):
    """A feedback given by voice, or one that cannot be given; either way somebody says why."""

    state = forms.ChoiceField(
        label=_("What became of it"),
        choices=[
            (FeedbackState.DELIVERED.value, _("Told by voice")),
            (FeedbackState.IMPOSSIBLE.value, _("Cannot be given")),
        ],
    )
    reason = forms.CharField(label=_("How, or why not"), max_length=500)


def happened(form: forms.Form) -> datetime | None:
    moment = form.cleaned_data["happened_at"]
    return moment if isinstance(moment, datetime) else None
