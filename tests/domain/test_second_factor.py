"""The second factor speaks as every authenticator does, and lets nobody in twice by one code."""

from datetime import UTC, datetime, timedelta

import pytest

from tocsin.domain.browsers import browser_of
from tocsin.domain.second_factor import (
    CODE_BYTES,
    PAPER_CODES,
    address_of,
    code_of,
    matching_step,
    paper_codes,
    readable,
    step_of,
    without_code,
)

SECRET = b"12345678901234567890"  # of RFC 6238, appendix B
NOW = datetime(2026, 3, 14, 10, 0, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "eight_digits"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_it_shows_what_the_standard_says(seconds: int, eight_digits: str) -> None:
    assert code_of(SECRET, seconds // 30) == eight_digits[-6:]


@pytest.mark.parametrize(
    ("off", "is_taken"), [(-31, True), (0, True), (25, True), (54, True), (-95, False), (95, False)]
)
def test_a_phone_may_be_half_a_minute_off(off: int, is_taken: bool) -> None:
    said = code_of(SECRET, step_of(NOW + timedelta(seconds=off)))
    assert (matching_step(SECRET, said, used=0, now=NOW) is not None) is is_taken


def test_a_code_that_was_used_lets_nobody_in_again() -> None:
    said = code_of(SECRET, step_of(NOW))
    step = matching_step(SECRET, f"{said[:3]} {said[3:]}", used=0, now=NOW)
    assert step == step_of(NOW)
    assert matching_step(SECRET, said, used=step, now=NOW) is None


@pytest.mark.parametrize(
    "said", ["", "12345", "1234567", "abcdef", "٣٤٥٦٧٨", "000000\x00", "é" * 6]
)
def test_what_is_no_code_is_wrong_and_no_fault(said: str) -> None:
    assert matching_step(SECRET, said, used=0, now=NOW) is None
    assert without_code(["abcd-efgh"], said) is None


def test_codes_on_paper_are_used_up_one_by_one_however_they_are_typed() -> None:
    codes = paper_codes(bytes(range(PAPER_CODES * CODE_BYTES)))
    assert len(set(codes)) == PAPER_CODES
    left = without_code(codes, f" {codes[3].upper().replace('-', ' ')} ")
    assert left == codes[:3] + codes[4:]
    assert without_code(left, codes[3]) is None


def test_the_picture_holds_what_a_phone_needs() -> None:
    address = address_of(SECRET, account="salima", issuer="Mission of the East")
    assert address.startswith("otpauth://totp/Mission%20of%20the%20East:salima?secret=GEZDGNBV")
    assert address.endswith("&issuer=Mission%20of%20the%20East&digits=6&period=30")
    assert readable(SECRET) in address


@pytest.mark.parametrize(
    ("agent", "known_as"),
    [
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox, Linux",
        ),
        (
            "Mozilla/5.0 (Linux; Android 14) AppleWebKit Chrome/138 Mobile Safari/537",
            "Chrome, Android",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit Chrome/138 Safari Edg/138.0", "Edge, Windows"),
        ("<script>alert(1)</script>", ""),
        ("", ""),
    ],
)
def test_a_browser_is_known_by_two_words(agent: str, known_as: str) -> None:
    assert browser_of(agent) == known_as
