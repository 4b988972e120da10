"""The form of the field log: the quick log's questions in the order of a real call, for one thumb."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tocsin.console.labels import KINDS, MESSAGE_KINDS, choices
from tocsin.domain.field_log import WAYS
from tocsin.domain.words import WARNINGS, MessageKind

AGO = [
    (0, _("just now")),
    (15, _("15 minutes ago")),
    (60, _("an hour ago")),
    (180, _("3 hours ago")),
    (360, _("6 hours ago")),
    (720, _("12 hours ago")),
    (1440, _("a day ago")),
]


class FieldForm(forms.Form):
    """Filled in and sealed by the phone alone: the server sees what it became, never this form."""

    way = forms.ChoiceField(
        label=_("How it came"),
        choices=choices(MESSAGE_KINDS, WAYS),
        initial=MessageKind.WALK_IN.value,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("What was said"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("In the caller's own words and language. No names of victims."),
    )
    what = forms.ChoiceField(
        label=_("What it is"),
        required=False,
        choices=[("", _("let it be read")), *choices(KINDS, WARNINGS)],
    )
    place = forms.CharField(
        label=_("Where"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"list": "places", "autocomplete": "off"}),
    )
    ago = forms.ChoiceField(label=_("When"), required=False, choices=AGO)
    source = forms.CharField(
        label=_("Who"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        help_text=_("A code such as FP-0231, or a number."),
    )
