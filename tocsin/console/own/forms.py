"""Codes and passwords."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from tocsin.records.models import User

WRONG = "wrong"


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        help_text=_("Six digits of your phone, or one of the codes on paper."),
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "text", "autofocus": True}
        ),
    )


class FirstCodeForm(CodeForm):
    """The code by which a phone that is being added shows that it works: there is no paper yet."""

    code = forms.RegexField(
        label=_("Code"),
        regex=r"^[\d ]{6,8}$",
        help_text=_("Six digits of your phone."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class PasswordForm(forms.Form):
    """A new password, typed twice. `user` is whose it will be."""

    password = forms.CharField(
        label=_("New password"),
        max_length=500,
        strip=False,
        help_text=_("Twelve signs or more: four words that have nothing to do with one another."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("Once more"),
        max_length=500,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self._user = user

    def clean_password(self) -> str:
        said = str(self.cleaned_data["password"])
        validate_password(said, self._user)
        return said

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if "password" in said and said.get("again") != said["password"]:
            raise forms.ValidationError(_t("The two passwords differ."))
        return said


class ChangePasswordForm(PasswordForm):
    old = forms.CharField(
        label=_("Password until now"),
        max_length=500,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ("old", "password", "again")

    def clean_old(self) -> str:
        said = str(self.cleaned_data["old"])
        if not self._user.check_password(said):
            raise forms.ValidationError(_t("This is not your password."), code=WRONG)
        return said
