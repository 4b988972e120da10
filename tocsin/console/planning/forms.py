"""What people write down for planning."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tocsin.actions.planning import Ranked, Road, Strength
from tocsin.console.forms.moments import MomentField
from tocsin.console.forms.review import Reviewed
from tocsin.console.labels import choices
from tocsin.console.network_labels import MEANS
from tocsin.console.planning.words import RANKS, SEASONS
from tocsin.domain.network_words import Means
from tocsin.domain.planning_words import Rank, Season
from tocsin.records.models import Base, Community
from tocsin.records.queries.scope import Scope

LONGEST_MINUTES = 4320  # three days on foot
MOST_PEOPLE = 5000


def _bases() -> Any:
    return Base.objects.filter(closed_at=None).order_by("name")


class RoadForm(forms.Form):
    base = forms.ModelChoiceField(
        label=_("From"), queryset=Base.objects.none(), to_field_name="slug"
    )
    community = forms.ModelChoiceField(
        label=_("To"), queryset=Community.objects.none(), to_field_name="code"
    )
    season = forms.ChoiceField(label=_("Season"), choices=choices(SEASONS))
    means = forms.ChoiceField(label=_("By"), choices=choices(MEANS))
    minutes = forms.IntegerField(
        label=_("Minutes"), required=False, min_value=1, max_value=LONGEST_MINUTES
    )
    km = forms.FloatField(label=_("Kilometres"), required=False, min_value=0.1, max_value=1000)
    note = forms.CharField(
        label=_("For those who go next"),
        required=False,
        max_length=300,
        help_text=_("Bridge, barrier, mud. No names."),
    )

    def __init__(self, *args: Any, scope: Scope, **options: Any) -> None:
        super().__init__(*args, **options)
        homes = Community.objects.order_by("name")
        homes = homes if scope.areas is None else homes.filter(area__in=scope.areas)
        _offer(self, "base", _bases())
        _offer(self, "community", homes)

    def clean(self) -> dict[str, Any]:
        kept = super().clean() or {}
        is_cut = kept.get("means") == Means.CUT_OFF
        if not is_cut and not kept.get("minutes") and "minutes" not in self.errors:
            self.add_error("minutes", _("Say how long it takes, or that the way is cut off."))
        return kept

    @property
    def road(self) -> Road:
        said = self.cleaned_data
        return Road(
            Season(said["season"]), Means(said["means"]), said["minutes"], said["km"], said["note"]
        )


class StrengthForm(forms.Form):
    base = forms.ModelChoiceField(
        label=_("Base"), queryset=Base.objects.none(), to_field_name="slug"
    )
    people = forms.IntegerField(label=_("People fit to go"), min_value=0, max_value=MOST_PEOPLE)
    vehicles = forms.IntegerField(label=_("Vehicles that run"), min_value=0, max_value=500)
    motorbikes = forms.IntegerField(
        label=_("Motorbikes"), min_value=0, max_value=500, required=False
    )
    boats = forms.IntegerField(label=_("Boats"), min_value=0, max_value=500, required=False)
    medics = forms.IntegerField(label=_("Medics"), min_value=0, max_value=500, required=False)
    goes_by_night = forms.BooleanField(label=_("Goes out by night"), required=False)
    reported_at = MomentField(label=_("When they said it"), required=False)
    note = forms.CharField(label=_("Note"), required=False, max_length=300)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _offer(self, "base", _bases())

    @property
    def strength(self) -> Strength:
        said = self.cleaned_data
        return Strength(
            people=said["people"],
            vehicles=said["vehicles"],
            motorbikes=said["motorbikes"] or 0,
            boats=said["boats"] or 0,
            medics=said["medics"] or 0,
            goes_by_night=said["goes_by_night"],
            note=said["note"],
        )


class RankForm(Reviewed):
    rank = forms.ChoiceField(label=_("Rank"), choices=choices(RANKS))
    why = forms.CharField(label=_("Why"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    measures = forms.CharField(
        label=_("What is done"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    owner = forms.CharField(
        label=_("Who sees to it"), max_length=120, help_text=_("A function, no name.")
    )
    review_on = forms.DateField(
        label=_("To be looked at again on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    @property
    def ranked(self) -> Ranked:
        said = self.cleaned_data
        return Ranked(
            Rank(said["rank"]), said["why"], said["owner"], said["review_on"], said["measures"]
        )


def _offer(form: forms.Form, name: str, rows: Any) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows
