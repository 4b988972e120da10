"""Amounts and public numbers in templates."""

from django import template
from django.utils.formats import number_format

from tocsin.domain.hotlines import spoken
from tocsin.domain.money import in_units
from tocsin.records.models import AirtimeMovement, AirtimePlan, TopUp

register = template.Library()


@register.filter
def amount(row: TopUp | AirtimeMovement | AirtimePlan) -> str:
    """Return the amount of a row with its currency, as the reader's language writes it."""
    return f"{as_written(in_units(row.minor, row.currency))}\N{NO-BREAK SPACE}{row.currency}"


@register.filter
def as_written(plain: str) -> str:
    """Return a plain decimal, such as "1500.00", as the reader's language writes it."""
    return number_format(plain, len(plain.partition(".")[2]), force_grouping=True)


@register.filter
def sum_written(plain: str) -> str:
    """Return a sum with its currency, such as "1500.00 CDF", as the reader's language writes it."""
    number, _, currency = plain.partition(" ")
    return f"{as_written(number)}\N{NO-BREAK SPACE}{currency}"


@register.filter
def grouped(number: int | None) -> str:
    """Return a whole number with its thousands apart."""
    return "" if number is None else number_format(number, 0, force_grouping=True)


@register.filter
def aloud(number: str) -> str:
    """Return an emergency number as people read it aloud."""
    return spoken(number)
