"""What people fill in about answers, rumours, promises and meetings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tocsin.console.forms.moments import MomentField
from tocsin.console.labels import choices
from tocsin.console.promise_labels import ATTENDANCES, COMMITMENTS, RUMOURS
from tocsin.domain.promise_words import Attendance, CommitmentState, RumourState
from tocsin.records.models import Base, Community, FocalPoint

LONG = forms.Textarea(attrs={"rows": 2})
ONE_SMS = 150


class DraftForm(forms.Form):
    text = forms.CharField(
        label=_("Text"),
        max_length=ONE_SMS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One SMS, in their language. A force or a place in it needs a second person."),
    )


class _OfCommunity(forms.Form):
    community = forms.ModelChoiceField(label=_("Community"), queryset=Community.objects.none())

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, model in (("community", Community), ("base", Base)):
            field = self.fields.get(name)
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = model.objects.order_by("name")


class RumourForm(_OfCommunity):
    what = forms.CharField(label=_("What is said"), widget=LONG)
    sources = forms.CharField(
        label=_("Who told or asked"),
        required=False,
        help_text=_("Codes such as FP-0231, apart by blanks. They get the answer."),
    )
    happened_at = MomentField(label=_("When it was heard"), required=False)

    def clean_sources(self) -> tuple[FocalPoint, ...]:
        codes = str(self.cleaned_data["sources"]).upper().replace(",", " ").split()
        found = {one.code: one for one in FocalPoint.objects.filter(code__in=codes)}
        if unknown := [code for code in codes if code not in found]:
            raise forms.ValidationError(
                _("Nobody has the code %(codes)s."), params={"codes": ", ".join(unknown)}
            )
        return tuple(found[code] for code in dict.fromkeys(codes))


class FindingForm(forms.Form):
    state = forms.ChoiceField(label=_("What we know"), choices=choices(RUMOURS))
    finding = forms.CharField(
        label=_("What was found out, and how"),
        required=False,
        widget=LONG,
        help_text=_("It stays here. Those who asked get a fixed text that names nothing."),
    )

    def clean(self) -> dict[str, object]:
        kept = super().clean() or {}
        is_open = kept.get("state") in (RumourState.HEARD, RumourState.CHECKING)
        if kept.get("state") and not is_open and not kept.get("finding"):
            self.add_error("finding", _("Say how it is known: somebody may live by it."))
        return kept


class MeetingForm(_OfCommunity):
    held_at = MomentField(label=_("When it was held"))
    base = forms.ModelChoiceField(
        label=_("Base that took part"), queryset=Base.objects.none(), required=False
    )
    women = forms.IntegerField(label=_("Women"), min_value=0, max_value=20000)
    men = forms.IntegerField(label=_("Men"), min_value=0, max_value=20000)
    attendance = forms.MultipleChoiceField(
        label=_("Who met"),
        required=False,
        choices=choices(ATTENDANCES),
        widget=forms.CheckboxSelectMultiple,
    )
    women_spoke = forms.BooleanField(label=_("Women spoke"), required=False)
    concerns = forms.CharField(label=_("Concerns"), required=False, widget=LONG)
    expectations = forms.CharField(label=_("What they expect of us"), required=False, widget=LONG)
    mandate_explained = forms.BooleanField(label=_("The mandate was explained"), required=False)
    limits_told = forms.CharField(
        label=_("What was said that we cannot do"), required=False, widget=LONG
    )
    next_on = forms.DateField(
        label=_("Next meeting"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def clean_attendance(self) -> tuple[Attendance, ...]:
        return tuple(Attendance(one) for one in self.cleaned_data["attendance"])


class CommitmentForm(_OfCommunity):
    promised_by = forms.CharField(
        label=_("Who promised"), max_length=200, help_text=_("A function is enough.")
    )
    base = forms.ModelChoiceField(
        label=_("Base that must keep it"), queryset=Base.objects.none(), required=False
    )
    what = forms.CharField(label=_("What was promised"), widget=LONG)
    promised_at = MomentField(label=_("When it was promised"), required=False)
    due_at = MomentField(label=_("By when"), may_be_ahead=True, help_text=_("Local time."))


class KeepForm(forms.Form):
    state = forms.ChoiceField(label=_("What became of it"), choices=choices(COMMITMENTS))
    explanation = forms.CharField(label=_("Explanation"), required=False, widget=LONG)

    def clean(self) -> dict[str, object]:
        kept = super().clean() or {}
        if kept.get("state") != CommitmentState.KEPT and not kept.get("explanation"):
            self.add_error("explanation", _("Explain it: the community will ask."))
        return kept


class ToldForm(forms.Form):
    how = forms.CharField(label=_("How they were told"), max_length=300)
    told_at = MomentField(label=_("When"), required=False)
