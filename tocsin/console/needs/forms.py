"""What people fill in about needs and threats."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tocsin.actions.needs import Judged, Moved
from tocsin.console.forms.moments import MomentField
from tocsin.console.forms.review import Reviewed
from tocsin.console.labels import KINDS, choices
from tocsin.console.needs.words import IMPACTS, LIKELIHOODS, NEED_STATES, TOPICS
from tocsin.domain.need_words import NeedState
from tocsin.domain.words import NOT_WARNINGS, Kind
from tocsin.records.models import Commitment, Community, Need
from tocsin.records.queries.scope import Scope

LINES = forms.Textarea(attrs={"rows": 2})
THREATS = [kind for kind in Kind if kind not in NOT_WARNINGS]


class NeedForm(forms.Form):
    community = forms.ModelChoiceField(
        label=_("Community"), queryset=Community.objects.none(), to_field_name="code"
    )
    topic = forms.ChoiceField(label=_("About"), choices=choices(TOPICS))
    what = forms.CharField(
        label=_("What is lacking"), max_length=500, widget=LINES, help_text=_("No names.")
    )
    people = forms.IntegerField(
        label=_("People concerned, about"), min_value=1, max_value=1_000_000, required=False
    )
    heard_at = MomentField(label=_("When the need was heard"), required=False)

    def __init__(self, *args: Any, scope: Scope, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["community"]
        assert isinstance(field, forms.ModelChoiceField)
        homes = Community.objects.order_by("name")
        field.queryset = homes if scope.areas is None else homes.filter(area__in=scope.areas)


class MoveForm(forms.Form):
    state = forms.ChoiceField(label=_("What became of it"), choices=choices(NEED_STATES))
    referred_to = forms.CharField(
        label=_("To whom it was referred"), max_length=120, required=False,
        help_text=_("A function or an agency, no name."),
    )  # fmt: skip
    explanation = forms.CharField(
        label=_("Why it is not met"), max_length=500, required=False, widget=LINES,
        help_text=_("Needed then. The community is told it."),
    )  # fmt: skip
    commitment = forms.ModelChoiceField(
        label=_("Promise that answers it"), queryset=Commitment.objects.none(),
        to_field_name="number", required=False, empty_label=_("None"),
    )  # fmt: skip

    def __init__(self, *args: Any, need: Need, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["commitment"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Commitment.objects.filter(community=need.community).order_by("-number")

    @property
    def moved(self) -> Moved:
        said = self.cleaned_data
        return Moved(
            NeedState(said["state"]), said["referred_to"], said["explanation"], said["commitment"]
        )


class ThreatForm(Reviewed):
    kind = forms.ChoiceField(label=_("Threat"), choices=choices(KINDS, THREATS))
    likelihood = forms.TypedChoiceField(label=_("How likely"), coerce=int, choices=LIKELIHOODS)
    impact = forms.TypedChoiceField(label=_("How grave"), coerce=int, choices=IMPACTS)
    why = forms.CharField(
        label=_("Why"), max_length=500, widget=LINES,
        help_text=_("Who could want it, can do it, and when there is occasion."),
    )  # fmt: skip
    exposed = forms.CharField(
        label=_("Who is exposed"), max_length=500, widget=LINES,
        help_text=_("Women at the river, the displaced at the school, a quarter. No names."),
    )  # fmt: skip
    capacity = forms.CharField(
        label=_("What protects"), max_length=500, widget=LINES,
        help_text=_("Plan, committee, posts, radio, road, local deals."),
    )  # fmt: skip
    measures = forms.CharField(
        label=_("What is done"), max_length=500, required=False, widget=LINES
    )
    lead = forms.CharField(
        label=_("Who leads"), max_length=120, required=False, help_text=_("A function, no name.")
    )
    review_on = forms.DateField(
        label=_("To be looked at again on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    @property
    def judged(self) -> Judged:
        said = dict(self.cleaned_data)
        said["kind"] = Kind(said["kind"])
        return Judged(**said)
