"""What people write down of an area and of its actors: nothing without a source."""

import re
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tocsin.actions.actors import Fact
from tocsin.actions.background import Known
from tocsin.console.background.words import CERTAINTIES, FACTS, PARTS, SIDES
from tocsin.console.forms.short_names import ShortNameField
from tocsin.console.labels import choices
from tocsin.domain.background_words import ActorSide, Certainty, FactKind, SheetPart
from tocsin.records.models import ActorFile, Base

PERSON = re.compile(r"\b(?:FP|R)-\d{2,}", re.IGNORECASE)
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class _Dated(forms.Form):
    """What every note and fact has: who says so, how sure it is, and of which day."""

    source = forms.CharField(
        label=_("Source"),
        max_length=300,
        help_text=_(
            "Who says so and when: a function, a document, or a record such as I-47. Never the name or the code of a focal point."
        ),
    )
    certainty = forms.ChoiceField(
        label=_("How sure"), choices=choices(CERTAINTIES), initial=Certainty.PROBABLE.value
    )
    as_of = forms.DateField(
        label=_("As of"), widget=DAY, help_text=_("The day on which it was so.")
    )

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        self.fields["as_of"].initial = today

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for name in ("words", "source"):
            if PERSON.search(str(said.get(name, ""))):
                self.add_error(name, _("No code of a person: say which function or group it was."))
        return said

    def clean_as_of(self) -> date:
        day: date = self.cleaned_data["as_of"]
        if day > self.today:
            raise forms.ValidationError(_("This lies in the future."))
        return day


class NoteForm(_Dated):
    part = forms.ChoiceField(label=_("Heading"), choices=choices(PARTS))
    words = forms.CharField(
        label=_("Paragraph"), max_length=1500, widget=forms.Textarea(attrs={"rows": 4})
    )
    field_order = ("part", "words", "source", "certainty", "as_of")

    @property
    def known(self) -> Known:
        said = self.cleaned_data
        return Known(
            SheetPart(said["part"]),
            said["words"].strip(),
            said["source"].strip(),
            Certainty(said["certainty"]),
            said["as_of"],
        )


class EndForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=300)


class NamesForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80)
    aliases = forms.CharField(
        label=_("Other names"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "As people write and say them, apart by commas. Conduct and organisation, never a people."
        ),
    )


class ActorForm(NamesForm):
    code = ShortNameField(
        label=_("Code"),
        max_length=24,
        help_text=_("As reports write it, such as ADF. Where the reader knows one, the same."),
    )
    side = forms.ChoiceField(label=_("Side"), choices=choices(SIDES))
    field_order = ("code", "name", "side", "aliases")

    @property
    def actor_side(self) -> ActorSide:
        return ActorSide(self.cleaned_data["side"])


class FactForm(_Dated):
    kind = forms.ChoiceField(label=_("What"), choices=choices(FACTS))
    words = forms.CharField(
        label=_("In words"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed unless it is a relation or a presence."),
    )
    other = forms.ModelChoiceField(
        label=_("Other actor, of a relation"),
        queryset=ActorFile.objects.none(),
        to_field_name="code",
        required=False,
    )
    base = forms.ModelChoiceField(
        label=_("In the area of"),
        queryset=Base.objects.none(),
        to_field_name="slug",
        required=False,
        empty_label=_("Not said"),
    )
    since = forms.DateField(label=_("Since"), widget=DAY, required=False)
    until = forms.DateField(
        label=_("Until"),
        widget=DAY,
        required=False,
        help_text=_("Empty: still so, as far as known."),
    )
    field_order = (
        "kind", "words", "other", "base", "since", "until", "source", "certainty", "as_of",
    )  # fmt: skip

    def __init__(self, *args: Any, actor: ActorFile, **options: Any) -> None:
        super().__init__(*args, **options)
        others = ActorFile.objects.exclude(pk=actor.pk).order_by("code")
        for name, rows in (
            ("other", others),
            ("base", Base.objects.filter(closed_at=None, kind="base").order_by("name")),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("since") and said.get("until") and said["until"] < said["since"]:
            self.add_error("until", _("It cannot end before it begins."))
        return said

    @property
    def fact(self) -> Fact:
        said = dict(self.cleaned_data)
        said["kind"] = FactKind(said["kind"])
        said["certainty"] = Certainty(said["certainty"])
        return Fact(**said)
