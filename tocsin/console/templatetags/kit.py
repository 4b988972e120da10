"""Amounts and public numbers in templates."""

from django import template

from tocsin.domain.hotlines import spoken
from tocsin.domain.money import in_units
from tocsin.records.models import AirtimeMovement, AirtimePlan, TopUp

register = template.Library()


@register.filter
def amount(row: TopUp | AirtimeMovement | AirtimePlan) -> str:
    """Return the amount of a row with its currency."""
    return f"{in_units(row.minor, row.currency)} {row.currency}"


@register.filter
def aloud(number: str) -> str:
    """Return an emergency number as people read it aloud."""
    return spoken(number)
