"""What is said of a correction: why, and what it is instead."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tocsin.actions.correcting import Truth
from tocsin.console.labels import KINDS, choices
from tocsin.domain.earth import kilometres
from tocsin.domain.words import RESTRICTED_KINDS, WARNINGS, Kind
from tocsin.records.models import Incident, Place
from tocsin.records.queries.place_names import places_called


class WhyForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=500,
        help_text=_("It stays in the log book. Those who are told do not read it."),
    )

    @property
    def truth(self) -> Truth:
        return Truth()


class RightForm(WhyForm):
    """The right kind and the right place; what is left as it is stays."""

    kind = forms.ChoiceField(label=_("What it is"))
    place = forms.CharField(
        label=_("Where"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("A name of the gazetteer; empty leaves the place as it is."),
    )
    field_order = ("version", "kind", "place", "reason")

    def __init__(
        self, *args: object, incident: Incident, sees_restricted: bool, **options: object
    ) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]  # handed on as they come
        self.incident = incident
        shown = [one for one in WARNINGS if sees_restricted or one not in RESTRICTED_KINDS]
        field = self.fields["kind"]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices(KINDS, dict.fromkeys([*shown, Kind(incident.kind)]))

    def clean_place(self) -> Place | None:
        name = str(self.cleaned_data["place"]).strip()
        if not name or name == self.incident.place_name:
            return None
        found = places_called(name)
        if not found:
            raise forms.ValidationError(_("The gazetteer knows no such place."))
        return min(found, key=self._far)

    def clean(self) -> dict[str, object]:
        kept = super().clean() or {}
        if not self.errors and kept.get("kind") == self.incident.kind and not kept.get("place"):
            self.add_error(None, _("Change what it is, or where: nothing is corrected yet."))
        return kept

    @property
    def truth(self) -> Truth:
        kind = Kind(self.cleaned_data["kind"])
        return Truth(kind if kind != self.incident.kind else None, self.cleaned_data["place"])

    def _far(self, place: Place) -> float:
        lat, lon = self.incident.lat, self.incident.lon
        if lat is None or lon is None:
            return 0.0
        return kilometres(lat, lon, place.lat, place.lon)
