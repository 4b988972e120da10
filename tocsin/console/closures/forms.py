"""What people fill in to close a base."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tocsin.console.forms.moments import MomentField
from tocsin.console.labels import Labels, choices
from tocsin.console.network_labels import SHARED
from tocsin.domain.closure_words import ClosureState, Left
from tocsin.records.models import Base, BaseClosure, Community

STATES: Labels = {
    ClosureState.PLANNED: _("being closed"),
    ClosureState.CLOSED: _("closed"),
    ClosureState.DROPPED: _("stays open"),
}
LEFT: Labels = {
    Left.NO_BASE: _("communities for whom no base would answer"),
    Left.NOT_TOLD: _("communities that were not told yet"),
    Left.INCIDENTS: _("incidents of this base that are not over"),
    Left.NUMBERS: _("emergency numbers of this base that people still call: end or replace them"),
    Left.PROMISES: _("open promises of this base to communities of others: keep or explain them"),
    Left.PACK: _("no handover pack was made since the closing was planned"),
    Left.SAME_PERSON: _("you planned it, so another person closes it"),
}  # fmt: skip


class PlanForm(forms.Form):
    base = forms.ModelChoiceField(
        label=_("Base"), queryset=Base.objects.none(), to_field_name="slug"
    )
    planned_for = forms.DateField(
        label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    reason = forms.CharField(label=_("Reason"), max_length=500)

    def __init__(
        self, *args: Any, bases: Sequence[Base], today: date | None = None, **options: Any
    ) -> None:
        """`today` is the first day that may be the last."""
        super().__init__(*args, **options)
        self._today = today
        _offer(self, "base", Base.objects.filter(pk__in=[one.pk for one in bases]).order_by("name"))

    def clean_planned_for(self) -> date:
        day: date = self.cleaned_data["planned_for"]
        if self._today and day < self._today:
            raise forms.ValidationError(_("This day is over."))
        return day


class _OfHome(forms.Form):
    community = forms.ModelChoiceField(
        label=_("Community"), queryset=Community.objects.none(), to_field_name="code"
    )

    def __init__(self, *args: Any, closure: BaseClosure, **options: Any) -> None:
        super().__init__(*args, **options)
        homes = closure.homes.values_list("community", flat=True)
        _offer(self, "community", Community.objects.filter(pk__in=homes).order_by("name"))


class DecideForm(_OfHome):
    new_base = forms.ModelChoiceField(
        label=_("Who answers for it then"), queryset=Base.objects.none(), to_field_name="slug"
    )
    loses_cover = forms.BooleanField(
        label=_("It loses cover: nobody can come in time any more"), required=False
    )

    def __init__(self, *args: Any, closure: BaseClosure, **options: Any) -> None:
        super().__init__(*args, closure=closure, **options)
        open_ = Base.objects.filter(closed_at=None).exclude(pk=closure.base_id)
        _offer(self, "new_base", open_.order_by("name"))


class ToldForm(_OfHome):
    how = forms.CharField(
        label=_("How, by whom and to whom"),
        max_length=300,
        help_text=_("By function: meeting with the committee, women apart. What we can no longer do was said."),
    )  # fmt: skip
    told_at = MomentField(label=_("When"), required=False)


class ContactsForm(forms.Form):
    addressee = forms.ChoiceField(label=_("To"), choices=choices(SHARED))


def _offer(form: forms.Form, name: str, rows: Any) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows
