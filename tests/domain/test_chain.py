"""Whatever is changed in the log book, the chain tells (R9)."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.domain.chain import GENESIS, BreakKind, Seal, digest_of, link, verify

Book = dict[str, dict[str, Any]]


def a_book(n: int) -> tuple[Book, list[Seal]]:
    entries: Book = {f"e{i}": {"verb": "incident.opened", "n": i} for i in range(n)}
    chain, seals = GENESIS, list[Seal]()
    for position, (name, facts) in enumerate(entries.items(), start=1):
        chain = link(chain, digest_of(facts))
        seals.append(Seal(position, name, digest_of(facts), chain))
    return entries, seals


def kinds(entries: Book, seals: list[Seal], **more: Any) -> set[BreakKind]:
    return {found.kind for found in verify(entries, seals, **more)}


def test_an_untouched_book_is_whole() -> None:
    assert verify(*a_book(5)) == []


def test_the_digest_does_not_hang_on_the_order_of_keys() -> None:
    assert digest_of({"a": 1, "b": "é"}) == digest_of({"b": "é", "a": 1})
    assert digest_of({"a": 1}) != digest_of({"a": 2})


def test_a_changed_line_is_found_where_it_is() -> None:
    entries, seals = a_book(5)
    entries["e2"] = {**entries["e2"], "verb": "incident.closed"}
    (found,) = verify(entries, seals)
    assert (found.kind, found.position, found.entry) == (BreakKind.CHANGED, 3, "e2")


def test_a_removed_line_is_found_even_when_its_seal_went_too() -> None:
    entries, seals = a_book(5)
    del entries["e2"]
    assert kinds(entries, seals) == {BreakKind.REMOVED}
    assert kinds(entries, seals[:2] + seals[3:]) == {BreakKind.GAP, BreakKind.BROKEN}


def test_a_line_slipped_in_is_found() -> None:
    entries, seals = a_book(3)
    entries["x"] = {"verb": "incident.closed"}
    assert kinds(entries, seals) == {BreakKind.ADDED}


def test_an_end_cut_off_is_found_by_what_a_report_printed() -> None:
    entries, seals = a_book(5)
    anchor = {5: seals[4].chain}
    shorter = {name: facts for name, facts in entries.items() if name != "e4"}
    assert kinds(shorter, seals[:4]) == set()
    assert kinds(shorter, seals[:4], anchors=anchor) == {BreakKind.UNANCHORED}


def test_a_whole_chain_forged_anew_is_found_by_what_a_report_printed() -> None:
    _, seals = a_book(5)
    anchor = {3: seals[2].chain}
    forged, chain, forgery = {f"f{i}": {"n": -i} for i in range(5)}, GENESIS, list[Seal]()
    for position, (name, facts) in enumerate(forged.items(), start=1):
        chain = link(chain, digest_of(facts))
        forgery.append(Seal(position, name, digest_of(facts), chain))
    assert kinds(forged, forgery) == set()
    assert kinds(forged, forgery, anchors=anchor) == {BreakKind.UNANCHORED}


@given(n=st.integers(2, 12), pick=st.data())
def test_any_swap_of_two_seals_is_found(n: int, pick: st.DataObject) -> None:
    entries, seals = a_book(n)
    a, b = pick.draw(st.lists(st.integers(0, n - 1), min_size=2, max_size=2, unique=True))
    swapped = list(seals)
    swapped[a] = replace(seals[b], position=seals[a].position)
    swapped[b] = replace(seals[a], position=seals[b].position)
    assert BreakKind.BROKEN in kinds(entries, swapped)


@given(n=st.integers(1, 12), pick=st.data())
def test_any_one_bit_of_any_seal_is_found(n: int, pick: st.DataObject) -> None:
    entries, seals = a_book(n)
    at = pick.draw(st.integers(0, n - 1))
    byte, bit = pick.draw(st.integers(0, 31)), 1 << pick.draw(st.integers(0, 7))
    digest, chain = bytearray(seals[at].digest), bytearray(seals[at].chain)
    pick.draw(st.sampled_from([digest, chain]))[byte] ^= bit
    seals[at] = replace(seals[at], digest=bytes(digest), chain=bytes(chain))
    assert verify(entries, seals)


def test_what_json_cannot_say_is_refused() -> None:
    with pytest.raises(ValueError, match="JSON"):
        digest_of({"score": float("nan")})
