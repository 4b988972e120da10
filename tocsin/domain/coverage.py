"""Who can warn for a community, and what is missing there."""

from enum import StrEnum
from functools import cache

QUIET_FOR = 14  # days, unless the reader asks for another number
QUIET_CHOICES = (7, 14, 30, 90)


class Lack(StrEnum):
    """What is missing, gravest first."""

    NOBODY = "nobody"
    UNHEARD = "unheard"  # somebody is there, and nobody was heard from for days
    ONLY_MEN = "only_men"
    ONE_OPERATOR = "one_operator"  # when its mast falls, everybody falls silent


@cache
def lacks_of(
    has_nobody: bool, is_unheard: bool, has_only_men: bool, has_one_operator: bool
) -> tuple[Lack, ...]:
    """Return what is missing, gravest first. Where nobody is, nothing else can be missing.

    Operators of which nothing is known do not count; of whom nobody said their sex, nothing is concluded.
    """
    if has_nobody:
        return (Lack.NOBODY,)
    found = {
        Lack.UNHEARD: is_unheard,
        Lack.ONLY_MEN: has_only_men,
        Lack.ONE_OPERATOR: has_one_operator,
    }
    return tuple(lack for lack, applies in found.items() if applies)
