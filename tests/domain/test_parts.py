"""Pieces of long SMS are joined by what the network said, and by nothing else."""

import random
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tocsin.domain.parts import GAP, RELEASE_AFTER, PartKey, PartRow, assemble

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
KEY = PartKey("airtel", "+243990000001", "+243990000100", 7, 3, 8)


def piece(seq: int, text: str, *, after: float = 0, key: PartKey = KEY, name: str = "") -> PartRow:
    """A piece that came `after` seconds past noon."""
    at = NOON + timedelta(seconds=after)
    return PartRow(name or f"{key.sender}-{seq}-{after}", key, seq, text, at)


WHOLE = [piece(1, "Ils sont "), piece(2, "douze, vers ", after=1), piece(3, "Mpala", after=2)]


@given(st.permutations(WHOLE), st.lists(st.sampled_from(WHOLE), max_size=4))
def test_order_and_copies_change_nothing(rows: list[PartRow], copies: list[PartRow]) -> None:
    shuffled = [
        PartRow(f"m{i}", row.key, row.seq, row.text, NOON + timedelta(seconds=i))
        for i, row in enumerate([*rows, *copies])
    ]
    (made,) = assemble(shuffled)
    assert made.text == "Ils sont douze, vers Mpala"
    assert made.is_complete
    assert len(made.rows) == 3
    assert len(made.copies) == len(copies)


def test_two_senders_with_one_reference_are_never_mixed() -> None:
    other = KEY._replace(sender="+243990000002")
    rows = [*WHOLE, *(piece(n, f"B{n} ", after=n, key=other) for n in (1, 2, 3))]
    random.Random(1).shuffle(rows)
    assert {made.text for made in assemble(rows)} == {"Ils sont douze, vers Mpala", "B1 B2 B3"}


def test_each_field_of_the_key_separates() -> None:
    others = [
        KEY._replace(gateway="orange"),
        KEY._replace(recipient="+243990000101"),
        KEY._replace(ref=8),
        KEY._replace(total=4),
        KEY._replace(width=16),
    ]
    made = assemble([WHOLE[0], *(piece(2, "x", key=key) for key in others)])
    assert len(made) == 6


def test_an_incomplete_message_is_released_after_two_minutes_with_its_gap_shown() -> None:
    (made,) = assemble([WHOLE[0], WHOLE[2]])
    assert made.text == f"Ils sont {GAP}Mpala"
    assert made.missing == (2,)
    assert not made.is_due(NOON + timedelta(seconds=119))
    assert made.is_due(NOON + RELEASE_AFTER)


def test_a_late_piece_completes_silently_within_a_day() -> None:
    late = piece(2, "douze, vers ", after=3600)
    (made,) = assemble([WHOLE[0], WHOLE[2], late])
    assert made.text == "Ils sont douze, vers Mpala"
    assert made.late == (late.message,)


def test_a_piece_after_a_day_belongs_to_something_else() -> None:
    late = piece(2, "autre", after=24 * 3600 + 60)
    assert [made.missing for made in assemble([WHOLE[0], WHOLE[2], late])] == [(2,), (1, 3)]


def test_a_reference_used_again_never_fills_an_old_gap_with_new_words() -> None:
    again = [piece(2, "deux ", after=7200), piece(1, "Un ", after=7201), piece(3, "3", after=7202)]
    old, new = assemble([WHOLE[0], WHOLE[2], *again])
    assert old.missing == (2,)
    assert new.text == "Un deux 3"


def test_two_messages_under_one_reference_at_one_time_stay_two() -> None:
    others = [piece(n, f"X{n} ", after=n + 10) for n in (1, 2, 3)]
    made = assemble([*WHOLE, *others])
    assert [one.text for one in made] == ["Ils sont douze, vers Mpala", "X1 X2 X3"]
    assert not any(one.copies for one in made)


def test_the_same_piece_sent_again_later_is_a_copy() -> None:
    (made,) = assemble([*WHOLE, piece(1, "Ils sont ", after=900)])
    assert made.copies == ("+243990000001-1-900",)
    assert made.late == ()


@given(
    st.lists(
        st.tuples(st.integers(1, 3), st.sampled_from(["a", "b"]), st.integers(0, 200_000)),
        max_size=12,
    )
)
def test_no_piece_is_ever_lost_or_used_twice(pieces: list[tuple[int, str, int]]) -> None:
    rows = [piece(s, t, after=at, name=str(i)) for i, (s, t, at) in enumerate(pieces)]
    used = [name for made in assemble(rows) for name in (*made.rows, *made.copies)]
    assert sorted(used) == sorted(row.message for row in rows)
