"""Names and numbers cannot be read without the key (R11)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.domain.vault import KeyRing, Unsealable, keyed_hash, keyed_hashes, open_sealed, seal

OLD, NEW = bytes(range(32)), bytes(range(100, 132))
RING = KeyRing({1: OLD}, current=1)
ROTATED = KeyRing({1: OLD, 2: NEW}, current=2)
NUMBER = "+243990000231"


@given(st.text(max_size=300))
def test_what_was_sealed_opens_again(text: str) -> None:
    assert open_sealed(RING, seal(RING, text)) == text


def test_a_seal_shows_nothing_of_its_text_and_never_twice_the_same() -> None:
    first, second = seal(RING, NUMBER), seal(RING, NUMBER)
    assert first != second
    assert NUMBER.encode() not in first


def test_a_new_key_seals_and_the_old_one_still_opens() -> None:
    before = seal(RING, "Amani")
    assert open_sealed(ROTATED, before) == "Amani"
    with pytest.raises(Unsealable):
        open_sealed(RING, seal(ROTATED, "Amani"))


@given(st.data())
def test_any_changed_bit_is_refused(pick: st.DataObject) -> None:
    sealed = bytearray(seal(ROTATED, "Amani"))
    sealed[pick.draw(st.integers(0, len(sealed) - 1))] ^= 1 << pick.draw(st.integers(0, 7))
    with pytest.raises(Unsealable):
        open_sealed(ROTATED, bytes(sealed))


@given(st.binary(max_size=40))
def test_bytes_that_are_no_seal_are_refused(junk: bytes) -> None:
    with pytest.raises(Unsealable):
        open_sealed(RING, junk)


def test_a_number_is_found_again_by_its_hash_while_keys_change() -> None:
    assert keyed_hash(RING, NUMBER) in keyed_hashes(ROTATED, NUMBER)
    assert keyed_hashes(ROTATED, NUMBER)[0] == keyed_hash(ROTATED, NUMBER)
    assert keyed_hash(RING, NUMBER) != keyed_hash(ROTATED, NUMBER)
    assert keyed_hash(RING, NUMBER) != keyed_hash(RING, NUMBER[:-1] + "2")
    assert keyed_hash(RING, NUMBER) != keyed_hash(KeyRing({1: NEW}, current=1), NUMBER)


@pytest.mark.parametrize("keys", [{1: b"short"}, {256: OLD}, {-1: OLD}])
def test_a_key_of_the_wrong_shape_is_refused(keys: dict[int, bytes]) -> None:
    with pytest.raises(ValueError, match="vault key"):
        KeyRing(keys, current=next(iter(keys)))
