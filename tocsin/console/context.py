"""What the frame of every page needs beside the page's own."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from tocsin.console.access import viewer_of
from tocsin.console.now import now_of


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context of base.html; `can` maps each right's code to whether the viewer holds it."""
    return {
        "nav": "",
        "exercise": settings.EXERCISE,
        "marking": "" if settings.EXERCISE else _("Restricted distribution"),
        "mission": settings.MISSION,
        "now": now_of(request),
        "can": _rights(request),
    }


def _rights(request: HttpRequest) -> dict[str, bool]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {right.value: True for right in viewer_of(request).rights}
