"""Emergency numbers for the public: which stand on a card, and how they are written there."""

from datetime import timedelta

ANSWERED_AGAIN_AFTER = timedelta(days=7)
"""Somebody who uses an old number again is told the new one so often, not more."""

ON_A_CARD = 3
"""More numbers than this on a card and nobody finds theirs."""

_COUNTRY = "+243"
_GROUPS = (3, 3, 3)


def spoken(number: str) -> str:
    """Return a number in groups, as people read it aloud: +243990000001 is "0990 000 001"."""
    if not number.startswith(_COUNTRY):
        return _in_groups(number) if number.startswith("+") else number
    national = number.removeprefix(_COUNTRY)
    return f"0{national[:3]} {national[3:6]} {national[6:]}".strip()


def _in_groups(number: str) -> str:
    country, rest = number[:4], number[4:]
    parts, place = [country], 0
    for size in _GROUPS:
        parts.append(rest[place : place + size])
        place += size
    return " ".join(part for part in [*parts, rest[place:]] if part)
