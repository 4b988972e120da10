"""Asking for a role, and coming in by a link."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tocsin.console.accounts.words import SCOPES
from tocsin.console.forms.moments import MomentField
from tocsin.console.labels import ROLES, choices
from tocsin.console.own.forms import PasswordForm
from tocsin.domain.token_words import ADDRESSEE, TokenScope
from tocsin.domain.words import Role
from tocsin.records.models import Addressee, Area


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=choices(ROLES))
    area = forms.ModelChoiceField(
        label=_("Area"),
        queryset=Area.objects.order_by("name"),
        required=False,
        to_field_name="name",
        empty_label=_("Everywhere"),
    )
    until = MomentField(
        label=_("Until"),
        required=False,
        may_be_ahead=True,
        help_text=_("Empty: until it is ended."),
    )
    reason = forms.CharField(
        label=_("Why"), max_length=300, help_text=_("By function, never a person’s name.")
    )

    def asked(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {**said, "role": Role(said["role"])}


class TokenForm(forms.Form):
    client = forms.RegexField(
        label=_("Name of the system"),
        regex=r"^[a-z][a-z0-9.-]{2,39}$",
        help_text=_("Small letters and digits, such as map.bunia. It stands in the log book."),
        error_messages={"invalid": _("Three signs or more: small letters, digits, dots, hyphens.")},
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off"}),
    )
    scopes = forms.MultipleChoiceField(
        label=_("May open"), choices=choices(SCOPES), widget=forms.CheckboxSelectMultiple
    )
    addressee = forms.ModelChoiceField(
        label=_("Of an addressee"),
        queryset=Addressee.objects.filter(ended_at=None).order_by("title"),
        required=False,
        empty_label=_("of the mission"),
        help_text=_("Then it opens what was released to them, and nothing else."),
    )
    area = forms.ModelChoiceField(
        label=_("Area"),
        queryset=Area.objects.order_by("name"),
        required=False,
        to_field_name="name",
        empty_label=_("Everywhere"),
    )
    until = MomentField(
        label=_("Until"),
        required=False,
        may_be_ahead=True,
        help_text=_("Empty: until it is ended."),
    )
    reason = forms.CharField(label=_("Why"), max_length=300)

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if said.get("addressee") and said.get("scopes") != [TokenScope.RELEASES.value]:
            self.add_error("scopes", _("A token of an addressee opens releases alone."))
        return said

    def asked(self) -> dict[str, Any]:
        said = {**self.cleaned_data}
        addressee = said.pop("addressee")
        if addressee:
            said["scopes"] = [*said["scopes"], f"{ADDRESSEE}{addressee.slug}"]
        return said


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Why"), max_length=300)


class NewAccountForm(PasswordForm):
    name = forms.RegexField(
        label=_("Name to sign in with"),
        regex=r"^[a-z][a-z0-9.-]{2,39}$",
        help_text=_(
            "Small letters and digits, such as duty.bunia: your function rather than your name."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    field_order = ("name", "password", "again")
