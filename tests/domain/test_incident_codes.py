"""A code in an SMS names one open incident, and a slip of the thumb names none."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.domain.incident_codes import (
    DIGITS_OF_CODES,
    LENGTHS,
    LETTERS,
    N_CODES,
    free_code,
    is_code,
    make_code,
    wished_codes,
)


def test_codes_are_all_different_and_all_sound() -> None:
    codes = {make_code(n) for n in range(N_CODES)}
    assert len(codes) == N_CODES
    assert all(map(is_code, codes))
    assert not set("BGILOQSZ01") & set("".join(codes))
    assert make_code(N_CODES) == make_code(0)


@given(st.integers(0, 1_000_000), st.sampled_from(LENGTHS))
def test_no_slip_of_one_sign_and_no_swap_gives_another_code(number: int, length: int) -> None:
    code = make_code(number, length)
    for at, alphabet in enumerate([LETTERS] * 2 + [DIGITS_OF_CODES] * length):
        slips = {code[:at] + sign + code[at + 1 :] for sign in alphabet} - {code}
        assert not any(map(is_code, slips))
    for at in range(length + 1):
        swapped = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
        assert swapped == code or not is_code(swapped)


def test_neighbours_in_time_get_unlike_codes() -> None:
    for n in range(500):
        first, second = make_code(n), make_code(n + 1)
        assert sum(a != b for a, b in itertools.zip_longest(first, second)) >= 3


def test_codes_of_four_digits_are_all_different_too() -> None:
    count = len(LETTERS) * len(DIGITS_OF_CODES) ** 4
    assert len({make_code(n, 4) for n in range(count)}) == count


def test_a_taken_code_gives_way_to_a_longer_one() -> None:
    short, longer, longest = wished_codes(7)
    assert free_code(7, ()) == short
    assert free_code(7, {short}) == longer
    assert free_code(7, {short, longer}) == longest
    with pytest.raises(ValueError, match="every code"):
        free_code(7, {short, longer, longest})
