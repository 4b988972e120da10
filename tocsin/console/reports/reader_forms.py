"""What is filled in on the distribution list, and on a reader's page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tocsin.actions.contacts import barred
from tocsin.actions.report_texting import net_of
from tocsin.console.labels import LANGUAGES, choices
from tocsin.console.reports.labels import AUDIENCES, KINDS, MARKINGS
from tocsin.domain.phones import canonical
from tocsin.domain.report_words import Marking
from tocsin.domain.roll_calls import plain_sign
from tocsin.domain.words import Language
from tocsin.records.models import Area, RadioStation, User


class _Accounts(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic in the stubs only
    def label_from_instance(self, obj: User) -> str:
        return obj.name


class ReaderForm(forms.Form):
    title = forms.CharField(label=_("Function"), max_length=80, help_text=_("Never a person."))
    audience = forms.ChoiceField(label=_("Reads as"), choices=choices(AUDIENCES))
    kinds = forms.MultipleChoiceField(
        label=_("Which reports"),
        choices=choices(KINDS),
        widget=forms.CheckboxSelectMultiple,
    )
    area = forms.ModelChoiceField(
        label=_("Area"),
        queryset=Area.objects.order_by("name"),
        required=False,
        to_field_name="name",
        empty_label=_("Everywhere"),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=choices(LANGUAGES, (Language.FRENCH, Language.ENGLISH)),
    )
    most = forms.ChoiceField(
        label=_("Nothing marked higher than"),
        choices=choices(MARKINGS),
        initial=Marking.CONFIDENTIAL.value,
    )
    address = forms.EmailField(
        label=_("E-mail of the function"),
        required=False,
        help_text=_("Empty: read on the page alone."),
    )
    mailed_up_to = forms.ChoiceField(
        label=_("Sent by e-mail up to"),
        choices=choices(MARKINGS),
        initial=Marking.UNCLASSIFIED.value,
        help_text=_("Above it the letter only says that a report waits."),
    )
    number = forms.CharField(
        label=_("Telephone of the function"),
        required=False,
        max_length=20,
        help_text=_("The short version goes to it by SMS: what anybody may overhear, and no more."),
    )
    call_sign = forms.CharField(
        label=_("Call sign of its station"),
        required=False,
        max_length=30,
        help_text=_("The radio room passes the short version to it by voice."),
    )
    user = _Accounts(
        label=_("Account by which it reads"),
        queryset=User.objects.filter(is_active=True).order_by("name"),
        to_field_name="name",
    )

    def clean_number(self) -> str:
        typed = str(self.cleaned_data["number"])
        if not typed:
            return ""
        number = canonical(typed)
        if not number.can_be_answered or not number.value.startswith("+"):
            raise forms.ValidationError(_("Write it with the country: +243…"))
        if barred(None, number.value):
            raise forms.ValidationError(
                _("Nothing is ever sent to this number. Give that of a function.")
            )
        return number.value

    def clean_call_sign(self) -> str:
        typed = plain_sign(str(self.cleaned_data["call_sign"]))
        if not typed:
            return ""
        signs = RadioStation.objects.filter(ended_at=None).values_list("call_sign", flat=True)
        sign = next((one for one in signs if plain_sign(one) == typed), "")
        if not sign or net_of(sign)[0] is None:
            raise forms.ValidationError(_("No station of this call sign is called on a net."))
        return sign


class ReceiptForm(forms.Form):
    question = forms.CharField(
        label=_("Question to the author"),
        required=False,
        max_length=500,
        help_text=_("It goes to those who release reports, and to nobody else."),
    )


class AnswerForm(forms.Form):
    answer = forms.CharField(label=_("Answer"), max_length=1000)
