"""Where a community lies, what it is called and which base answers for it, as forms."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from tocsin.actions.community_places import Home
from tocsin.console.forms.community import number
from tocsin.console.grid import point_of
from tocsin.console.labels import LANGUAGES, choices
from tocsin.domain.community_places import Doubted, code_of, pcode_of
from tocsin.domain.community_words import Doubt
from tocsin.records.models import Base, Community

RESERVED = ("ADD",)  # its page would be another one


class PlaceForm(forms.Form):
    """Name, point and base. `is_sure` shows only once something looked like a mistake."""

    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("As people there say it."))
    point = forms.CharField(
        label=_("Where it lies"),
        max_length=40,
        help_text=_("Degrees such as -1.234, 29.345, or a grid such as 35M QU 626 550."),
    )
    base = forms.ModelChoiceField(
        label=_("Base that answers for it"), queryset=Base.objects.none(), empty_label="–"
    )
    territoire = forms.CharField(label=_("Territory"), max_length=80, required=False)
    province = forms.CharField(label=_("Province"), max_length=80, required=False)
    pcode = forms.CharField(
        label=_("P-code"),
        max_length=30,
        required=False,
        help_text=_("Of the unit it lies in, such as CD6104. Several communities may share one."),
    )
    is_sure = forms.BooleanField(
        label=_("It is right all the same"), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, bases: QuerySet[Base], **options: Any) -> None:
        super().__init__(*args, **options)
        chosen = self.fields["base"]
        if isinstance(chosen, forms.ModelChoiceField):
            chosen.queryset = bases

    def clean_name(self) -> str:
        name = " ".join(str(self.cleaned_data["name"]).split())
        if sum(letter.isalpha() for letter in name) < 2:
            raise ValidationError(_("This is no name of a place."))
        return name

    def clean_point(self) -> tuple[float, float]:
        found = point_of(str(self.cleaned_data["point"]))
        if found is None:
            raise ValidationError(_("This is no point: write degrees or a grid."))
        return round(found[0], 6), round(found[1], 6)

    def clean_pcode(self) -> str:
        said = str(self.cleaned_data["pcode"]).strip()
        code = pcode_of(said) if said else ""
        if code is None:
            raise ValidationError(_("A P-code is two letters and then figures, such as CD6104."))
        return code

    def doubt(self, doubts: Sequence[Doubted]) -> None:
        """Show what looks like a mistake, and offer to say that it is none."""
        for one in doubts:
            self.add_error(None, _said(one))
        self.fields["is_sure"].widget = forms.CheckboxInput()

    @property
    def home(self) -> Home:
        given = self.cleaned_data
        lat, lon = given["point"]
        names = ("name", "base", "territoire", "province", "pcode")
        return Home(lat=lat, lon=lon, **{name: given[name] for name in names})


class NewCommunityForm(PlaceForm):
    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        required=False,
        help_text=_("Letters, figures and hyphens. Empty: made of the name."),
    )
    spoken = forms.MultipleChoiceField(
        label=_("Languages"),
        choices=choices(LANGUAGES),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Cards, posters and answers are in them."),
    )
    population = number(_("People, about"))
    field_order = ["name", "code", "point", "base", "territoire", "province", "pcode"]

    def clean_code(self) -> str:
        said = str(self.cleaned_data["code"]).strip()
        code = code_of(said) if said else ""
        if code is None or code in RESERVED:
            raise ValidationError(_("A code is of letters, figures and hyphens, such as MBAU."))
        return code

    @property
    def about(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {"languages": given["spoken"], "population": given["population"]}


class MoveForm(PlaceForm):
    reason = forms.CharField(label=_("Why this changes"), max_length=300)
    version = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def of(cls, community: Community, sent: Any = None, *, bases: QuerySet[Base]) -> "MoveForm":
        names = ("name", "base", "territoire", "province", "pcode", "version")
        initial = {name: getattr(community, name) for name in names}
        initial["point"] = f"{community.lat:.5f}, {community.lon:.5f}"
        return cls(sent, initial=initial, bases=bases)


def _said(one: Doubted) -> str:
    km = round(one.km)
    if one.doubt is Doubt.SAME_POINT:
        said = gettext("%(other)s lies at the same point.")
    elif one.doubt is Doubt.FAR_FROM_BASE:
        said = ngettext(
            "%(other)s is one kilometre away.", "%(other)s is %(km)s kilometres away.", km
        )
    else:
        said = ngettext(
            "There is %(other)s already, one kilometre away.",
            "There is %(other)s already, %(km)s kilometres away.",
            km,
        )
    return said % {"other": one.other, "km": km}
