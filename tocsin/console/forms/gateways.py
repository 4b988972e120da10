"""A carrier as a form, drawn from what its kind declares."""

import json
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tocsin.channels.catalogue import KINDS
from tocsin.channels.contract import About
from tocsin.console.forms.short_names import ShortNameField
from tocsin.records.models import Gateway

KEPT = _("Leave empty to keep it.")


class KindForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"))

    def __init__(self, *args: Any, is_exercise: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        offered = [about for about in KINDS.values() if is_exercise or not about.is_exercise_only]
        self.fields["kind"] = forms.ChoiceField(
            label=_("Kind"), choices=[(about.kind, gettext(about.title)) for about in offered]
        )


class GatewayForm(forms.Form):
    """Title, rank and the settings its kind asks for; a secret is never shown again."""

    slug = ShortNameField(
        label=_("Short name"), max_length=50, help_text=_("Part of its address. It never changes.")
    )
    title = forms.CharField(label=_("Title"), max_length=100)
    rank = forms.IntegerField(
        label=_("Rank"),
        min_value=0,
        max_value=999,
        initial=100,
        help_text=_("Lower is tried first."),
    )

    def __init__(
        self, *args: Any, about: About, gateway: Gateway | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.about = about
        kept = json.loads(gateway.settings) if gateway else {}
        if gateway:
            del self.fields["slug"]
            self.fields["version"] = forms.IntegerField(
                widget=forms.HiddenInput, initial=gateway.version
            )
        for setting in about.settings:
            hint = gettext(setting.hint) if setting.hint else ""
            if setting.is_secret and gateway:
                hint = f"{hint} {KEPT}".strip()
            self.fields[f"set_{setting.name}"] = forms.CharField(
                label=gettext(setting.label),
                required=setting.is_required and not (setting.is_secret and gateway),
                help_text=hint,
                initial="" if setting.is_secret else kept.get(setting.name, setting.default),
                widget=_widget(is_secret=setting.is_secret),
            )

    @property
    def settings(self) -> dict[str, str]:
        return {
            setting.name: self.cleaned_data.get(f"set_{setting.name}", "")
            for setting in self.about.settings
        }


class TestForm(forms.Form):
    number = forms.CharField(
        label=_("Send a test to"),
        max_length=30,
        help_text=_("One of our own numbers, such as +243…"),
    )


def _widget(*, is_secret: bool) -> forms.Widget:
    if is_secret:
        return forms.PasswordInput(attrs={"autocomplete": "new-password"})
    return forms.TextInput()
