"""A name for addresses and codes, whose rule is said in words that are not a programmer's."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ShortNameField(forms.SlugField):
    default_error_messages = {
        "invalid": _("Letters without accents, figures, - and _ only; no spaces.")
    }
