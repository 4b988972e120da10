"""A moment that somebody gives: at the mission's own time, never in the future."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tocsin.domain.moments import is_possible
from tocsin.records.queries.clock import database_now

# Two clocks in a room may differ this much.
TOLERANCE = timedelta(minutes=2)


class MomentField(forms.DateTimeField):
    """A local date and time of the mission; gives an aware datetime, or None when left empty."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def __init__(self, *, may_be_ahead: bool = False, **options: object) -> None:
        options.setdefault("help_text", gettext_lazy("Local time; empty means now."))
        super().__init__(input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"], **options)  # type: ignore[arg-type]  # handed on as they come
        self.may_be_ahead = may_be_ahead

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values:
            return None
        if isinstance(value, datetime) and value.tzinfo:
            return value
        naive = super().to_python(value)
        # Django makes it aware in UTC; the person meant the clock on the wall of the mission.
        moment = naive.replace(tzinfo=ZoneInfo(settings.LOCAL_ZONE)) if naive else None
        if moment and not is_possible(moment):
            raise ValidationError(_("No clock shows such a year."))
        if moment and not self.may_be_ahead and moment > database_now() + TOLERANCE:
            raise ValidationError(_("This lies in the future."))
        return moment
