"""Emergency numbers, their distribution and printing; handsets, SIM cards and repair trips."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from tocsin.actions.repair_trips import Mended
from tocsin.console.forms.airtime import CodeField
from tocsin.console.forms.moments import MomentField
from tocsin.console.kit_labels import CAMPAIGN_WAYS, CHARGES, HANDSET_KINDS, REPAIRS
from tocsin.console.labels import LANGUAGES, choices
from tocsin.domain.airtime_request import OPERATORS
from tocsin.domain.handset_words import HandsetState, RepairResult
from tocsin.domain.phones import canonical
from tocsin.domain.words import Language
from tocsin.formats.cards import MOST_LANGUAGES, Sheet
from tocsin.records.models import Base, Community, Handset, Hotline

NETWORKS = [(name, name.title()) for name in OPERATORS]
SHEETS = [
    (Sheet.CARDS.value, _("Cards, eight on an A4 to cut")),
    (Sheet.CARD.value, _("Card, A6")),
    (Sheet.POSTER_A4.value, _("Poster, A4")),
    (Sheet.POSTER_A3.value, _("Poster, A3")),
]
WAYS = list(CAMPAIGN_WAYS.items())


def _bases() -> Any:
    return Base.objects.filter(closed_at=None).order_by("name")


class HotlineForm(forms.Form):
    number = forms.CharField(
        label=_("Number"), max_length=20, help_text=_("Such as +243…, or a short number.")
    )
    operator = forms.ChoiceField(label=_("Operator"), choices=NETWORKS)
    base = forms.ModelChoiceField(label=_("Base"), queryset=_bases())
    is_free = forms.BooleanField(label=_("Free for callers of this operator"), required=False)
    takes_missed_calls = forms.BooleanField(
        label=_("A missed call is called back"), required=False, initial=True
    )
    valid_from = MomentField(label=_("Valid from"), required=False, may_be_ahead=True)

    def clean_number(self) -> str:
        said = str(self.cleaned_data["number"])
        digits = "".join(sign for sign in said if sign.isdigit())
        if not canonical(said).valid and not 3 <= len(digits) <= 6:
            raise forms.ValidationError(_t("This is no phone number and no short number."))
        return said


class EndForm(forms.Form):
    until = MomentField(label=_("Valid until"), required=False, may_be_ahead=True)
    replaced_by = forms.ModelChoiceField(
        label=_("Replaced by"),
        queryset=Hotline.objects.filter(valid_until=None).order_by("code"),
        required=False,
        help_text=_("Whoever uses the old number is told this one."),
    )


class CampaignForm(forms.Form):
    community = forms.ModelChoiceField(
        label=_("Community"), queryset=Community.objects.order_by("name")
    )
    planned_on = forms.DateField(
        label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    how = forms.ChoiceField(label=_("How"), choices=WAYS)
    cards = forms.IntegerField(label=_("Cards"), min_value=0, max_value=100_000, initial=100)
    posters = forms.IntegerField(label=_("Posters"), min_value=0, max_value=10_000, initial=2)
    team = forms.CharField(
        label=_("By whom"), max_length=60, required=False, help_text=_("A team, no name.")
    )


class DoneForm(forms.Form):
    on = forms.DateField(
        label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    cards = forms.IntegerField(label=_("Cards handed out"), min_value=0, max_value=100_000)
    posters = forms.IntegerField(label=_("Posters put up"), min_value=0, max_value=10_000)


class PrintForm(forms.Form):
    community = forms.ModelChoiceField(
        label=_("Community"), queryset=Community.objects.order_by("name"), to_field_name="code"
    )
    sheet = forms.ChoiceField(label=_("What"), choices=SHEETS)
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        choices=choices(LANGUAGES),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None: those of the community. Three at most on a poster."),
    )
    code = forms.BooleanField(
        label=_("With a QR code that dials"), required=False, help_text=_("For smartphones.")
    )

    def spoken(self) -> list[Language]:
        """Return the languages chosen, or those of the community, or French."""
        community = self.cleaned_data["community"]
        named = self.cleaned_data["languages"] or community.languages
        known = [Language(one) for one in named if one in set(Language)]
        return known[:MOST_LANGUAGES] or [Language.FRENCH]


class HandsetForm(forms.Form):
    code = forms.RegexField(
        label=_("Code"),
        regex=r"^[A-Z]{2,4}-\d{1,6}$",
        max_length=12,
        help_text=_("Such as HS-0042, painted on it."),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=choices(HANDSET_KINDS))
    model = forms.CharField(label=_("Model"), max_length=60, required=False)
    serial = forms.CharField(
        label=_("Serial number or IMEI"), max_length=60, required=False, help_text=_("Kept sealed.")
    )
    base = forms.ModelChoiceField(label=_("Base"), queryset=_bases())
    charged_by = forms.CharField(
        label=_("Charged by"), max_length=80, required=False, help_text=_("Panel, generator shop …")
    )
    has_solar = forms.BooleanField(label=_("Has a solar panel"), required=False)


class IssueForm(forms.Form):
    holder = CodeField(label=_("Issue to"))


class PowerForm(forms.Form):
    battery = forms.ChoiceField(label=_("Battery"), choices=choices(CHARGES))
    solar = forms.ChoiceField(
        label=_("Solar panel"), choices=[("", _("has none")), *choices(CHARGES)], required=False
    )
    charged_by = forms.CharField(label=_("Charged by"), max_length=80, required=False)


class SimForm(forms.Form):
    code = forms.RegexField(
        label=_("Code of the SIM card"), regex=r"^SIM-\d{1,6}$", help_text=_("Such as SIM-0042.")
    )
    number = forms.CharField(label=_("Number"), max_length=20, help_text=_("Kept sealed."))
    operator = forms.ChoiceField(label=_("Operator"), choices=NETWORKS)


class LossForm(forms.Form):
    was_stolen = forms.BooleanField(label=_("It was stolen, or taken by force"), required=False)
    gone_since = MomentField(
        label=_("Gone since"), help_text=_("Messages since then are not believed.")
    )
    tells = forms.BooleanField(
        label=_("Tell whoever is on duty, by the community alone"),
        required=False,
        initial=True,
    )
    said = forms.CharField(
        label=_("What is known"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class ReplacementForm(forms.Form):
    replacement = forms.ModelChoiceField(
        label=_("Another handset"),
        queryset=Handset.objects.filter(state=HandsetState.IN_STORE).order_by("code"),
    )


class TripForm(forms.Form):
    base = forms.ModelChoiceField(label=_("Base"), queryset=_bases())
    planned_on = forms.DateField(
        label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    team = forms.CharField(label=_("By whom"), max_length=60, required=False)
    handsets = forms.ModelMultipleChoiceField(
        label=_("Handsets"),
        queryset=Handset.objects.exclude(state=HandsetState.WRITTEN_OFF).order_by("code"),
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )


class TripDoneForm(forms.Form):
    """For each handset of a trip: what was wrong, and what came of it."""

    on = forms.DateField(
        label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, codes: Sequence[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.codes = codes
        for code in codes:
            self.fields[f"result_{code}"] = forms.ChoiceField(
                label=_t("%s: what came of it") % code,
                choices=[("", _t("not looked at")), *choices(REPAIRS)],
                required=False,
            )
            self.fields[f"fault_{code}"] = forms.CharField(
                label=_t("%s: what was wrong") % code, max_length=120, required=False
            )

    @property
    def found(self) -> dict[str, Mended]:
        said = self.cleaned_data
        return {
            code: Mended(
                said[f"fault_{code}"],
                RepairResult(said[f"result_{code}"]) if said[f"result_{code}"] else None,
            )
            for code in self.codes
        }
