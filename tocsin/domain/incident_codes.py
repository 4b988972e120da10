"""The short code that names an open incident in an SMS, such as "KT423" (design.md §6)."""

import re
from collections.abc import Collection

# No vowels, so that no code looks like a word; none of B G I L O Q S Z, which look like digits.
# Thirteen letters, because a prime makes the check below catch every slip of one sign.
LETTERS = "DFHJKMNPRTVWX"
DIGITS_OF_CODES = "23456789"
LENGTHS = (3, 4, 5)  # digits; the longer ones only while the shorter are all in use
N_CODES = len(LETTERS) * len(DIGITS_OF_CODES) ** LENGTHS[0]
_WEIGHTS = (1, 2, 3, 4, 5)
_STRIDE = (
    2741  # has no factor in common with any count of codes: neighbours in time get unlike codes
)

CODE_SHAPED = re.compile(r"(?<![^\W_])([A-Za-z]{2})([\s\-_.]?)([0-9]{3,5})(?![^\W_])")
"""Two letters, at most one sign between, and digits: what may be a code in a text."""


def make_code(number: int, length: int = LENGTHS[0]) -> str:
    """Return the code of the n-th incident; with three digits it repeats after `N_CODES`.

    The second letter is a check: a code with one wrong sign, or two signs swapped, is no code.
    """
    count = len(LETTERS) * len(DIGITS_OF_CODES) ** length
    rest, first = divmod(number * _STRIDE % count, len(LETTERS))
    digits = [rest // 8**place % 8 for place in reversed(range(length))]
    return (
        LETTERS[first] + _check_letter(first, digits) + "".join(DIGITS_OF_CODES[d] for d in digits)
    )


def is_code(text: str) -> bool:
    """Whether a text could have come from `make_code`, in capitals and without blanks."""
    digits = text[2:]
    if (
        len(digits) not in LENGTHS
        or text[0] not in LETTERS
        or not set(digits) <= set(DIGITS_OF_CODES)
    ):
        return False
    return text[1] == _check_letter(LETTERS.index(text[0]), [int(d) - 2 for d in digits])


def wished_codes(number: int) -> list[str]:
    """Return the codes that an incident of this number may bear, the shortest first."""
    return [make_code(number, length) for length in LENGTHS]


def free_code(number: int, taken: Collection[str]) -> str:
    """Return the shortest code of this number that no open incident bears.

    Raises ValueError when all are taken: more than 400,000 incidents are open.
    """
    for code in wished_codes(number):
        if code not in taken:
            return code
    raise ValueError(f"every code of incident {number} names another open incident")


def _check_letter(first: int, digits: list[int]) -> str:
    total = first + 1 + sum(w * d for w, d in zip(_WEIGHTS, digits, strict=False))
    return LETTERS[total % len(LETTERS)]
