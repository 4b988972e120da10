"""Only who has the secret can sign, and only for five minutes."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.channels.refusals import Refused
from tocsin.channels.signing import WINDOW_SECONDS, check, sign

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
secrets = st.text(min_size=1, max_size=40).filter(lambda s: s.isprintable())
moments = st.integers(631_152_000, 4_102_444_800).map(lambda n: datetime.fromtimestamp(n, UTC))


def test_the_signature_is_what_the_design_says() -> None:
    """Computed with another program, so that both sides of the dialect cannot drift together."""
    assert sign("clef", b'{"id":"1"}', at=datetime.fromtimestamp(1_700_000_000, UTC)) == (
        "t=1700000000,v1=102ba800d9af50852a8c92c75771eff929fa59fb2521891b0482849d7929066e"
    )


@given(secrets, st.binary(max_size=300), moments, st.integers(-WINDOW_SECONDS, WINDOW_SECONDS))
def test_what_was_signed_is_accepted_within_the_window(
    secret: str, body: bytes, at: datetime, late: int
) -> None:
    header = sign(secret, body, at=at)
    now = at + timedelta(seconds=late)
    check(header, secret=secret, body=body, now=now)


@given(
    secrets,
    st.binary(max_size=300),
    moments,
    st.integers(WINDOW_SECONDS + 1, 10**8) | st.integers(-(10**8), -WINDOW_SECONDS - 1),
)
def test_outside_the_window_nothing_is_accepted(
    secret: str, body: bytes, at: datetime, late: int
) -> None:
    now = at + timedelta(seconds=late)
    with pytest.raises(Refused):
        check(sign(secret, body, at=at), secret=secret, body=body, now=now)


@given(secrets, secrets, st.binary(max_size=99), st.binary(max_size=99))
def test_another_secret_or_other_words_are_refused(
    secret: str, other: str, body: bytes, words: bytes
) -> None:
    header = sign(secret, body, at=NOON)
    if (other, words) != (secret, body):
        with pytest.raises(Refused):
            check(header, secret=other, body=words, now=NOON)


@given(st.integers(0, 80), st.sampled_from("0123456789abcdefg=,t"))
def test_no_change_of_one_sign_is_accepted(at: int, sign_: str) -> None:
    header = sign("clef", b"corps", at=NOON)
    changed = header[:at] + sign_ + header[at + 1 :]
    if changed != header:
        with pytest.raises(Refused):
            check(changed, secret="clef", body=b"corps", now=NOON)


@given(st.text(max_size=100))
def test_no_header_breaks_the_check(header: str) -> None:
    with pytest.raises(Refused):
        check(header, secret="clef", body=b"corps", now=NOON)


def test_while_a_secret_is_changed_both_signatures_may_be_given() -> None:
    old, new = sign("vieille", b"x", at=NOON), sign("neuve", b"x", at=NOON)
    both = f"{old},{new.partition(',')[2]}"
    check(both, secret="neuve", body=b"x", now=NOON)
    check(both, secret="vieille", body=b"x", now=NOON)
    with pytest.raises(Refused):
        check(both, secret="autre", body=b"x", now=NOON)
