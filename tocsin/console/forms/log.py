"""The quick log: what somebody said by phone, over the radio or at the gate."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tocsin.console.forms.moments import MomentField
from tocsin.console.labels import KINDS, MESSAGE_KINDS, PRIORITIES, choices
from tocsin.domain.ids import new_id
from tocsin.domain.words import RESTRICTED_KINDS, WARNINGS, Kind, MessageKind, Priority
from tocsin.records.models import Community, FocalPoint, Place

WAYS = [MessageKind.VOICE, MessageKind.RADIO, MessageKind.WALK_IN]
RESTRICTED = sorted(RESTRICTED_KINDS)


class LogForm(forms.Form):
    """In the order of a real call; only the words are needed, for a P1 not even a kind."""

    client_id = forms.CharField(widget=forms.HiddenInput, max_length=64)
    kind = forms.ChoiceField(
        label=_("How it came"), choices=choices(MESSAGE_KINDS, WAYS), widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("What was said"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4, "autofocus": True}),
        help_text=_("In the caller's own words and language. No names of victims."),
    )
    source = forms.CharField(
        label=_("Who"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"list": "sources", "autocomplete": "off"}),
        help_text=_("A code such as FP-0231, or a number."),
    )
    community = forms.ModelChoiceField(
        label=_("Community"),
        required=False,
        queryset=Community.objects.order_by("name"),
        empty_label=_("not known, or the source's own"),
    )
    place = forms.CharField(
        label=_("Where"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("If it is elsewhere: a name of the gazetteer."),
    )
    what = forms.ChoiceField(
        label=_("What it is"),
        required=False,
        choices=[("", _("let it be read")), *choices(KINDS, WARNINGS)],
    )
    priority = forms.ChoiceField(
        label=_("How grave"),
        required=False,
        choices=[("", _("let it be read")), *choices(PRIORITIES)],
    )
    happened_at = MomentField(label=_("When it came"), required=False)

    def clean_place(self) -> Place | None:
        name = self.cleaned_data["place"].strip()
        if not name:
            return None
        found = Place.objects.filter(name__iexact=name).first()
        if found is None:
            raise forms.ValidationError(_("The gazetteer knows no such place."))
        return found

    def clean(self) -> dict[str, object]:
        kept = super().clean() or {}
        if kept.get("what") in RESTRICTED:
            # Fixed choices only: such words never enter the general log (domain.md §5.2).
            kept["text"] = ""
        elif not str(kept.get("text", "")).strip():
            self.add_error("text", _("Write what was said."))
        return kept

    @property
    def chosen_kind(self) -> Kind | None:
        code = self.cleaned_data["what"]
        return Kind(code) if code else None

    @property
    def chosen_priority(self) -> Priority | None:
        code = self.cleaned_data["priority"]
        return Priority(code) if code else None

    @property
    def focal_point(self) -> FocalPoint | None:
        """The focal point whose code was given; None when it was a number or nothing."""
        return FocalPoint.objects.filter(code__iexact=self.cleaned_data["source"].strip()).first()


def blank(**initial: object) -> LogForm:
    """Return an empty form with an id of its own: sent twice, it is still one message."""
    return LogForm(initial={"kind": MessageKind.VOICE.value, "client_id": str(new_id()), **initial})
