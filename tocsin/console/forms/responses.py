"""What people fill in about a response: a word of it, a debrief, a partner's action, a refusal."""

from dataclasses import fields

from django import forms
from django.utils.translation import gettext_lazy as _

from tocsin.actions.response_said import Word
from tocsin.actions.undertaking import BroughtHome, Undertaking
from tocsin.console.forms.incident import SAYABLE, happened
from tocsin.console.forms.moments import MomentField
from tocsin.console.labels import RESPONSES, choices
from tocsin.console.response_labels import ACTORS, RESULTS, TYPES, WHY_NOT
from tocsin.domain.response import needs_observation, needs_reason
from tocsin.domain.response_words import (
    NonResponse,
    ResponseActor,
    ResponseResult,
    ResponseType,
)
from tocsin.domain.words import ResponseState
from tocsin.records.models import Base

NOT_SAID = [("", _("Not said"))]
# Nobody acts as nobody, and a response of nothing is a refusal.
WHO = [actor for actor in ResponseActor if actor is not ResponseActor.NONE]
WHAT = [kind for kind in ResponseType if kind is not ResponseType.NONE]
LONG = forms.Textarea(attrs={"rows": 2})


class WordForm(forms.Form):
    state = forms.ChoiceField(
        label=_("What they said"),
        required=False,
        choices=[("", _("News only")), *choices(RESPONSES, SAYABLE)],
    )
    why_not = forms.ChoiceField(
        label=_("Why not"),
        required=False,
        choices=[*NOT_SAID, *choices(WHY_NOT)],
        help_text=_(
            "Needed when they decline or break off. It is counted; nobody is blamed by it."
        ),
    )
    type = forms.ChoiceField(
        label=_("What they do"), required=False, choices=[*NOT_SAID, *choices(TYPES, WHAT)]
    )
    result = forms.ChoiceField(
        label=_("What came of it"), required=False, choices=[*NOT_SAID, *choices(RESULTS)]
    )
    observed = forms.CharField(
        label=_("What was observed"),
        required=False,
        widget=LONG,
        help_text=_("“Prevented” cannot stand without it."),
    )
    text = forms.CharField(label=_("In their words"), required=False, widget=LONG)
    happened_at = MomentField(label=_("When it happened"), required=False)

    def clean(self) -> dict[str, object]:
        kept = super().clean() or {}
        state, result = kept.get("state"), kept.get("result")
        if state and needs_reason(ResponseState(str(state))) and not kept.get("why_not"):
            self.add_error("why_not", _("Say why: the reason is counted and told."))
        if result and needs_observation(ResponseResult(str(result))) and not kept.get("observed"):
            self.add_error("observed", _("Write what was seen. Without it nothing was prevented."))
        if not any(kept.get(name) for name in ("state", "type", "result", "observed", "text")):
            self.add_error("text", _("Write what was said, or choose a state."))
        return kept

    @property
    def word(self) -> Word:
        said = self.cleaned_data
        return Word(
            state=ResponseState(said["state"]) if said["state"] else None,
            text=said["text"],
            happened_at=happened(self),
            reason=said["text"] if said["why_not"] else "",
            why_not=NonResponse(said["why_not"]) if said["why_not"] else None,
            type=ResponseType(said["type"]) if said["type"] else None,
            result=ResponseResult(said["result"]) if said["result"] else None,
            observed=said["observed"],
        )


class CheckInForm(forms.Form):
    minutes = forms.IntegerField(
        label=_("The team speaks every … minutes"),
        required=False,
        min_value=5,
        max_value=720,
        help_text=_("Empty: the clock of the priority."),
    )


class DebriefForm(forms.Form):
    people = forms.IntegerField(label=_("People"), required=False, min_value=1, max_value=2000)
    vehicles = forms.IntegerField(label=_("Vehicles"), required=False, min_value=0, max_value=200)
    road_km = forms.FloatField(
        label=_("Kilometres, one way"), required=False, min_value=0, max_value=1000
    )
    women_met = forms.IntegerField(
        label=_("Women met"), required=False, min_value=0, max_value=20000
    )
    men_met = forms.IntegerField(label=_("Men met"), required=False, min_value=0, max_value=20000)
    seen = forms.CharField(label=_("What the patrol saw"), required=False, widget=LONG)
    said = forms.CharField(label=_("What people said"), required=False, widget=LONG)
    road = forms.CharField(label=_("The road"), required=False, widget=LONG)
    needs = forms.CharField(label=_("Needs"), required=False, widget=LONG)
    follow_up = forms.CharField(label=_("What must follow, by whom"), required=False, widget=LONG)

    def clean(self) -> dict[str, object]:
        kept = super().clean() or {}
        if not self.errors and not any(value not in (None, "") for value in kept.values()):
            raise forms.ValidationError(_("Write at least one thing."))
        return kept

    @property
    def brought_home(self) -> BroughtHome:
        return BroughtHome(**{one.name: self.cleaned_data[one.name] for one in fields(BroughtHome)})


class NobodyForm(forms.Form):
    why_not = forms.ChoiceField(label=_("Why"), choices=choices(WHY_NOT))
    note = forms.CharField(label=_("Note"), required=False, widget=LONG)
    happened_at = MomentField(label=_("Since when"), required=False)


class UndertakingForm(forms.Form):
    actor = forms.ChoiceField(label=_("Who acts"), choices=choices(ACTORS, WHO))
    base = forms.ModelChoiceField(
        label=_("Their base, if it is one of ours"), queryset=Base.objects.none(), required=False
    )
    partner = forms.CharField(label=_("Which one"), required=False, max_length=200)
    type = forms.ChoiceField(label=_("What they do"), choices=choices(TYPES, WHAT))
    state = forms.ChoiceField(label=_("How far it is"), choices=choices(RESPONSES, SAYABLE))
    why_not = WordForm.base_fields["why_not"]
    text = forms.CharField(label=_("In their words"), required=False, widget=LONG)
    happened_at = MomentField(label=_("When it happened"), required=False)

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]  # handed on as they come
        field = self.fields["base"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = Base.objects.filter(closed_at=None).order_by("name")

    def clean(self) -> dict[str, object]:
        kept = super().clean() or {}
        state = kept.get("state")
        if state and needs_reason(ResponseState(str(state))) and not kept.get("why_not"):
            self.add_error("why_not", _("Say why: the reason is counted and told."))
        if kept.get("actor") == ResponseActor.MISSION_FORCE and not kept.get("base"):
            self.add_error("base", _("Name the base that goes."))
        return kept

    @property
    def who(self) -> Undertaking:
        said = self.cleaned_data
        return Undertaking(
            actor=ResponseActor(said["actor"]),
            base=said["base"],
            partner=said["partner"],
            type=ResponseType(said["type"]),
        )

    @property
    def word(self) -> Word:
        said = self.cleaned_data
        return Word(
            state=ResponseState(said["state"]),
            text=said["text"],
            happened_at=happened(self),
            reason=said["text"] if said["why_not"] else "",
            why_not=NonResponse(said["why_not"]) if said["why_not"] else None,
        )
