"""Amounts: whole numbers of the smallest unit, with their currency. Nothing here rounds."""

from decimal import Decimal, InvalidOperation

# Currencies without a smaller unit in use (ISO 4217 gives them no decimals).
_WHOLE = frozenset({"BIF", "RWF", "UGX", "XAF", "XOF"})
CURRENCIES = ("CDF", "USD", "UGX", "RWF", "BIF", "XAF")
LARGEST = 10**12


def decimals_of(currency: str) -> int:
    return 0 if currency in _WHOLE else 2


def in_units(minor: int, currency: str) -> str:
    """Return the amount as a plain decimal: 150000 in CDF is "1500.00"."""
    digits = decimals_of(currency)
    return f"{Decimal(minor).scaleb(-digits):.{digits}f}"


def minor_of(said: str, currency: str) -> int | None:
    """Return what somebody wrote in smallest units; None when it is no positive amount.

    Takes "1500", "1 500,50" and "1500.50". More decimals than the currency has are refused rather
    than rounded.
    """
    plain = "".join(said.split()).replace("\N{NARROW NO-BREAK SPACE}", "").replace(",", ".")
    try:
        scaled = Decimal(plain).scaleb(decimals_of(currency))
    except InvalidOperation:
        return None
    if not scaled.is_finite() or scaled != scaled.to_integral_value():
        return None
    minor = int(scaled)
    return minor if 0 < minor <= LARGEST else None
