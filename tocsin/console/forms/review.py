"""What is judged for a while only: a form that asks when it is looked at again."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _


class Reviewed(forms.Form):
    """The fields are the form's own, `review_on` among them; it must lie after `today`."""

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today

    def clean_review_on(self) -> date:
        day: date = self.cleaned_data["review_on"]
        if day <= self.today:
            raise forms.ValidationError(_("Choose a day to come."))
        return day
