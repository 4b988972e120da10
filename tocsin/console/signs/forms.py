"""What people write down of warning signs beside the ticks."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tocsin.console.forms.moments import MomentField
from tocsin.domain.signs import read_codes
from tocsin.records.models import Base, Community

SEEN, GONE = "seen", "gone"
NOW = "now:"


class LookForm(forms.Form):
    """One look. Its ticks are fields `now:C1` with seen or gone; a line of codes says the same."""

    community = forms.ModelChoiceField(
        label=_("Where"),
        queryset=Community.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=_("The whole base"),
    )
    looked_at = MomentField(label=_("When"), required=False)
    codes = forms.CharField(
        label=_("Or by codes"),
        max_length=400,
        required=False,
        help_text=_("As they come over the radio: C1 C3 are seen, -A2 is there no more."),
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("No names and no numbers. It stays on this page and enters no report."),
    )

    def __init__(self, *args: Any, base: Base, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["community"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Community.objects.filter(base=base).order_by("name")

    @property
    def said(self) -> tuple[list[str], list[str]]:
        """Return the signs that are seen, and those that are gone."""
        seen, gone = read_codes(self.cleaned_data["codes"])
        chosen = chosen_in(self.data)
        seen += [code for code, word in chosen.items() if word == SEEN]
        gone += [code for code, word in chosen.items() if word == GONE]
        return seen, gone


class LocalSignForm(forms.Form):
    words = forms.CharField(
        label=_("The sign"),
        max_length=150,
        help_text=_("As the committee says it. No names of people, no name of a people."),
    )
    weight = forms.TypedChoiceField(
        label=_("Weight"),
        coerce=int,
        choices=[(3, _("3: strong and near")), (2, _("2: medium")), (1, _("1: background"))],
        initial=2,
    )


def chosen_in(posted: Mapping[str, Any]) -> dict[str, str]:
    """Return what was ticked, by code."""
    return {
        name.removeprefix(NOW): str(posted[name])
        for name in posted
        if name.startswith(NOW) and posted[name] in (SEEN, GONE)
    }
