"""A ladder as a form: a row a step, each with up to three functions to call."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tocsin.console.labels import CONDITIONS, FUNCTIONS, choices
from tocsin.domain.ladders import Ladder, Step, Target, Where
from tocsin.domain.words import DutyFunction, StepCondition
from tocsin.records.models import Base

N_TARGETS = 3
WHERES: dict[Where, Promise] = {
    Where.NEAREST_BASE: _("nearest base"),
    Where.COMMUNITY_BASE: _("base of the community"),
    Where.OPERATIONS_ROOM: _("operations room"),
    Where.POLICE_POST: _("nearest police post"),
}


class LadderForm(forms.Form):
    rounds = forms.IntegerField(label=_("Rounds"), min_value=1, max_value=20)
    repeat_every = forms.IntegerField(
        label=_("Seconds between rounds"), min_value=60, max_value=86_400
    )
    note = forms.CharField(label=_("What changes, and why"), max_length=500)


class StepForm(forms.Form):
    """One rung; a row without anybody to call is left out."""

    condition = forms.ChoiceField(label=_("When"), choices=choices(CONDITIONS), required=False)
    delay = forms.IntegerField(
        label=_("Seconds after the step before"), min_value=0, max_value=604_800, required=False
    )
    required = forms.IntegerField(
        label=_("Answers wanted"),
        min_value=1,
        max_value=50,
        required=False,
        help_text=_("Empty: all"),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offered = target_choices()
        for number in range(1, N_TARGETS + 1):
            label = _("Whom to call") if number == 1 else _("and")
            field = forms.ChoiceField(label=label, choices=offered, required=False)
            self.fields[f"target{number}"] = field

    @property
    def targets(self) -> tuple[Target, ...]:
        names = [self.cleaned_data.get(f"target{n}", "") for n in range(1, N_TARGETS + 1)]
        return tuple(_target(name) for name in names if name)


StepForms = formset_factory(StepForm, extra=2, max_num=30)


def ladder_from(form: LadderForm, steps: "BaseFormSet[StepForm]") -> Ladder:
    """Return the plan that was filled in; `faults` of the domain says whether it may be saved."""
    rows = [row for row in steps if row.cleaned_data and row.targets]
    return Ladder(
        steps=tuple(_step(number, row) for number, row in enumerate(rows, start=1)),
        rounds=form.cleaned_data["rounds"],
        repeat_every=timedelta(seconds=form.cleaned_data["repeat_every"]),
    )


def initial_steps(plan: Ladder) -> list[dict[str, object]]:
    return [
        {
            "condition": step.condition.value,
            "delay": round(step.delay.total_seconds()),
            "required": step.required,
            **{f"target{n}": _name(target) for n, target in enumerate(step.targets, start=1)},
        }
        for step in plan.steps
    ]


def target_choices() -> Sequence[tuple[str, Any]]:
    """Every function at every kind of post, then at each base by its name."""
    groups: list[tuple[str, Any]] = [("", "–")]
    for where, label in WHERES.items():
        groups.append((str(label), [(f"{f}@{where}", FUNCTIONS[f]) for f in DutyFunction]))
    for base in Base.objects.filter(closed_at=None).order_by("name"):
        offered = [
            (f"{f}@{Where.NAMED_BASE}:{base.slug}", f"{FUNCTIONS[f]}, {base.name}")
            for f in DutyFunction
        ]
        groups.append((base.name, offered))
    return groups


def _step(number: int, row: StepForm) -> Step:
    kept = row.cleaned_data
    return Step(
        position=number,
        condition=StepCondition(kept["condition"] or StepCondition.NOT_ACKNOWLEDGED),
        delay=timedelta(seconds=kept["delay"] or 0),
        targets=row.targets,
        required=kept["required"],
    )


def _target(name: str) -> Target:
    function, _at, where = name.partition("@")
    place, _colon, base = where.partition(":")
    return Target(DutyFunction(function), Where(place), base)


def _name(target: Target) -> str:
    base = f":{target.base}" if target.base else ""
    return f"{target.function}@{target.where}{base}"
