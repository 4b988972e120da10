"""The people who warn, as forms. Nothing personal is ever filled in beforehand."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tocsin.actions.consents import Agreed
from tocsin.console import network_labels as words
from tocsin.console.forms.community import Area
from tocsin.console.forms.moments import MomentField
from tocsin.console.labels import LANGUAGES, choices
from tocsin.domain.network_words import (
    ConsentMethod,
    ConsentPurpose,
    LeaveReason,
    SharedWith,
    WatchReason,
    WithdrawnBy,
)
from tocsin.records.models import FocalPoint

GRADES = [(letter, letter) for letter in "ABCDEF"]


class PersonForm(forms.Form):
    """What is known of somebody. Left empty, a sealed field stays as it is."""

    name = forms.CharField(
        label=_("Name"), required=False, max_length=100, help_text=_("Sealed. Empty: as it was.")
    )
    language = forms.ChoiceField(label=_("Language"), choices=choices(LANGUAGES))
    sex = forms.ChoiceField(label=_("Woman or man"), choices=choices(words.SEXES))
    age_group = forms.ChoiceField(label=_("Age"), choices=choices(words.AGE_GROUPS))
    standing = forms.ChoiceField(label=_("In the community"), choices=choices(words.STANDINGS))
    grade = forms.ChoiceField(label=_("Reliability"), choices=GRADES)
    safe_way = forms.ChoiceField(label=_("Safe way"), choices=choices(words.SAFE_WAYS))
    caller = forms.ChoiceField(label=_("Who may call"), choices=choices(words.CALLERS))
    safe_from = forms.TimeField(
        label=_("Safe from"), required=False, widget=forms.TimeInput({"type": "time"})
    )
    safe_until = forms.TimeField(
        label=_("Safe until"), required=False, widget=forms.TimeInput({"type": "time"})
    )
    is_silent = forms.BooleanField(label=_("Never write to them"), required=False)
    safe_note = Area(
        label=_("Who else may pick up"), rows=2, help_text=_("Sealed. Empty: as it was.")
    )
    notes = Area(label=_("Notes"), rows=2, help_text=_("Sealed. Empty: as it was."))

    @property
    def about(self) -> dict[str, Any]:
        sealed = ("name", "safe_note", "notes")
        return {
            name: value for name, value in self.cleaned_data.items() if name not in sealed or value
        }


class ChangeForm(PersonForm):
    version = forms.IntegerField(widget=forms.HiddenInput)

    @property
    def about(self) -> dict[str, Any]:
        given = super().about
        given.pop("version", None)
        return given


class ConsentForm(forms.Form):
    purposes = forms.MultipleChoiceField(
        label=_("They agreed"),
        choices=choices(words.PURPOSES),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Who did not agree to be written to is never written to."),
    )
    shared_with = forms.MultipleChoiceField(
        label=_("May be handed to"),
        required=False,
        choices=choices(words.SHARED),
        widget=forms.CheckboxSelectMultiple,
    )
    method = forms.ChoiceField(label=_("How"), choices=choices(words.METHODS))
    explained_in = forms.ChoiceField(label=_("Explained in"), choices=choices(LANGUAGES))
    given_at = MomentField(label=_("When"), required=False)

    @property
    def agreed(self) -> Agreed:
        given = self.cleaned_data
        return Agreed(
            purposes=[ConsentPurpose(word) for word in given["purposes"]],
            shared_with=[SharedWith(word) for word in given["shared_with"]],
            method=ConsentMethod(given["method"]),
            language=given["explained_in"],
            given_at=given["given_at"],
        )


class EnrolForm(ConsentForm, PersonForm):
    number = forms.CharField(label=_("Phone number"), max_length=30, help_text=_("Sealed."))
    name = forms.CharField(label=_("Name"), max_length=100, help_text=_("Sealed."))
    field_order = ["name", "number"]


class WithdrawForm(forms.Form):
    way = forms.ChoiceField(
        label=_("How"),
        choices=choices(
            words.WITHDRAWALS,
            [WithdrawnBy.FACE_TO_FACE, WithdrawnBy.CALL, WithdrawnBy.TEXT, WithdrawnBy.DIED],
        ),
    )


class NumberForm(forms.Form):
    number = forms.CharField(label=_("New number"), max_length=30)
    why = forms.ChoiceField(
        label=_("Why"), choices=choices(words.WATCHES, [WatchReason.REPLACED, WatchReason.LOST])
    )


class CompromisedForm(forms.Form):
    since = MomentField(
        label=_("In other hands since"),
        required=False,
        help_text=_("Local time; empty means now. What came since is marked."),
    )


class VerifyForm(forms.Form):
    answer = forms.CharField(label=_("The agreed answer"), required=False, max_length=200)
    face_to_face = forms.BooleanField(label=_("Recognised face to face"), required=False)


class SpokenForm(forms.Form):
    duress_word = forms.CharField(
        label=_("Duress word"),
        required=False,
        max_length=60,
        help_text=_("Agreed by mouth. Kept as a hash: nobody can read it here again."),
    )
    question = forms.CharField(label=_("Question"), required=False, max_length=200)
    answer = forms.CharField(label=_("Answer"), required=False, max_length=200)


class PortraitForm(forms.Form):
    picture = forms.FileField(
        label=_("Photo"),
        widget=forms.ClearableFileInput({"accept": "image/jpeg,image/png"}),
        help_text=_(
            "A JPEG or PNG as the phone took it. It is drawn anew, small, without place, time and phone, and sealed."
        ),
    )


class LeaveForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Why"),
        choices=choices(
            words.LEAVINGS, [reason for reason in LeaveReason if reason != LeaveReason.WITHDREW]
        ),
    )
    successor = forms.CharField(
        label=_("Who comes after"),
        required=False,
        help_text=_("A code such as FP-0231, of the same community."),
    )
    handset = forms.ChoiceField(label=_("Their phone"), choices=choices(words.HANDSET_FATES))
    community_told = forms.BooleanField(
        label=_("The community was told who warns now"), required=False
    )

    def clean_successor(self) -> FocalPoint | None:
        code = str(self.cleaned_data["successor"]).strip()
        if not code:
            return None
        found = FocalPoint.objects.filter(code=code, is_active=True).first()
        if found is None:
            raise ValidationError(_("There is no such focal point."))
        return found
