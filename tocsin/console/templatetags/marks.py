"""Severity in templates: the shape, and the word that always goes with it."""

from django import template
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from tocsin.domain.words import Priority
from tocsin.formats.symbols import severity_svg

register = template.Library()

WORDS: dict[Priority, Promise] = {
    Priority.P1: _("Imminent"),
    Priority.P2: _("High"),
    Priority.P3: _("Medium"),
    Priority.P4: _("Low"),
}
# Built once, of our own literals only, hence safe.
PICTURES: dict[Priority, SafeString] = {
    priority: mark_safe(severity_svg(priority))  # noqa: S308
    for priority in Priority
}


@register.filter
def severity_word(priority: str) -> Promise | str:
    """Return the word of a priority, or an empty text when there is none yet."""
    return WORDS[Priority(priority)] if priority else ""


@register.filter
def severity_picture(priority: str) -> SafeString | str:
    """Return the shape of a priority, or an empty text when there is none yet."""
    return PICTURES[Priority(priority)] if priority else ""
