"""Judging a message: what it is, how grave, where; or that it is nothing to act on."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tocsin.console.labels import KINDS, PRIORITIES, choices
from tocsin.domain.earth import kilometres
from tocsin.domain.words import RESTRICTED_KINDS, WARNINGS, Kind, Priority
from tocsin.records.models import Community, Place
from tocsin.records.queries.place_names import places_called

DISMISSALS = [
    ("chat", _("Greeting or chat")),
    ("network", _("Airtime, phone or battery: passed on")),
    ("answered", _("A question that was answered")),
    ("repeated", _("The same words again, nothing new")),
    ("wrong_number", _("Wrong number or advertising")),
    ("test", _("Test")),
    ("other", _("Something else")),
]


class TriageForm(forms.Form):
    """What a person makes of a message. A lower priority than proposed needs a reason."""

    kind = forms.ChoiceField(label=_("What it is"))
    priority = forms.ChoiceField(label=_("How grave"), choices=choices(PRIORITIES))
    place = forms.CharField(
        label=_("Where"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"list": "places", "autocomplete": "off"}),
        help_text=_("A name of the gazetteer; empty leaves what was read."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=500,
        help_text=_("Needed when you lower the priority."),
    )

    def __init__(
        self,
        *args: object,
        proposed: str,
        near: Community | None,
        sees_restricted: bool,
        **options: object,
    ) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]  # handed on as they come
        self.proposed = proposed
        self.near = near
        shown = [kind for kind in WARNINGS if sees_restricted or kind not in RESTRICTED_KINDS]
        if sees_restricted is False:
            # Whoever may not read such words must still be able to put them out of sight.
            shown += sorted(RESTRICTED_KINDS)
        field = self.fields["kind"]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices(KINDS, [*shown, Kind.RUMOUR, Kind.ALL_CLEAR])

    def clean_place(self) -> Place | None:
        name = self.cleaned_data["place"].strip()
        if not name:
            return None
        found = places_called(name)
        if not found:
            raise forms.ValidationError(_("The gazetteer knows no such place."))
        return min(found, key=self._far)

    def clean(self) -> dict[str, object]:
        kept = super().clean() or {}
        chosen = str(kept.get("priority", ""))
        is_lower = bool(self.proposed and chosen) and Priority(self.proposed).is_graver_than(
            Priority(chosen)
        )
        if is_lower and not kept.get("reason"):
            self.add_error("reason", _("Say why it is less grave than it was read."))
        return kept

    @property
    def chosen_kind(self) -> Kind:
        return Kind(self.cleaned_data["kind"])

    @property
    def chosen_priority(self) -> Priority:
        return Priority(self.cleaned_data["priority"])

    def _far(self, place: Place) -> float:
        if self.near is None:
            return 0.0
        return kilometres(self.near.lat, self.near.lon, place.lat, place.lon)


class DismissForm(forms.Form):
    why = forms.ChoiceField(label=_("Why it is nothing to act on"), choices=DISMISSALS)
    note = forms.CharField(label=_("Note"), required=False, max_length=500)

    @property
    def reason(self) -> str:
        note = self.cleaned_data["note"]
        why = str(self.cleaned_data["why"])
        return f"{why}: {note}" if note else why
