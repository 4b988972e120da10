"""What a phone sealed opens for us alone; what it says is read strictly; its clock may be wrong."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tocsin.domain.field_log import (
    UnreadableEntry,
    missing,
    read_entry,
    true_moment,
)
from tocsin.domain.field_seal import Unopenable, new_secret, open_entry, public_of, seal_entry
from tocsin.domain.words import Kind, MessageKind, Priority

NOW = datetime(2026, 11, 29, 3, 0, tzinfo=UTC)
SAID: dict[str, Any] = {
    "way": "walk_in",
    "text": " Watu wenye silaha wameingia Kibirizi ",
    "kind": "",
    "priority": "P1",
    "place": "Kibirizi, Rutshuru",
    "source": "FP-0231",
    "happened_at": "2026-11-29T01:00:00.000Z",
    "saved_at": "2026-11-29T01:05:00.000Z",
}


def words(**changed: Any) -> bytes:
    return json.dumps({**SAID, **changed}).encode()


def test_an_entry_opens_with_our_key_and_under_its_own_id_alone() -> None:
    secret, other = new_secret(), new_secret()
    sealed = seal_entry(public_of(secret), b"words", "entry-1")
    assert open_entry(secret, sealed, "entry-1") == b"words"
    assert b"words" not in sealed
    changed = sealed[:-1] + bytes([sealed[-1] ^ 1])
    for key, found, entry in (
        (other, sealed, "entry-1"),
        (secret, sealed, "entry-2"),
        (secret, changed, "entry-1"),
        (secret, b"\x02" + sealed[1:], "entry-1"),
        (secret, sealed[:60], "entry-1"),
        (secret, b"\x01" + bytes(93), "entry-1"),
        (secret, b"", "entry-1"),
    ):
        with pytest.raises(Unopenable):
            open_entry(key, found, entry)


def test_an_entry_is_read_as_it_was_written() -> None:
    entry = read_entry(words(kind=Kind.ATTACK.value))
    assert (entry.way, entry.kind, entry.priority) == (
        MessageKind.WALK_IN,
        Kind.ATTACK,
        Priority.P1,
    )
    assert entry.text == "Watu wenye silaha wameingia Kibirizi"
    assert entry.happened_at == datetime(2026, 11, 29, 1, 0, tzinfo=UTC)


def test_words_of_a_restricted_kind_are_not_kept() -> None:
    entry = read_entry(words(kind=Kind.SEXUAL_VIOLENCE.value))
    assert (entry.text, entry.kind) == ("", Kind.SEXUAL_VIOLENCE)


@pytest.mark.parametrize(
    "wrong",
    [
        b"",
        b"\xff",
        b"[]",
        b"null",
        b"{}",
        words(way="sms"),
        words(way=3),
        words(kind="party"),
        words(priority="P9"),
        words(text=""),
        words(text=["x"]),
        words(saved_at="yesterday"),
        words(saved_at="2026-11-29T01:05:00"),
    ],
    ids=str,
)
def test_what_no_field_log_wrote_is_refused(wrong: bytes) -> None:
    with pytest.raises(UnreadableEntry):
        read_entry(wrong)


def test_a_wrong_clock_is_put_right_and_nothing_lies_in_the_future() -> None:
    said = NOW - timedelta(hours=2)
    slow, fast = NOW - timedelta(days=3), NOW + timedelta(minutes=40)
    assert true_moment(said, phone_now=NOW - timedelta(seconds=30), now=NOW) == said
    assert true_moment(said - timedelta(days=3), phone_now=slow, now=NOW) == said
    assert true_moment(said + timedelta(minutes=40), phone_now=fast, now=NOW) == said
    assert true_moment(NOW + timedelta(seconds=50), phone_now=NOW, now=NOW) == NOW


@pytest.mark.parametrize("said", ["0001-01-01T00:00:00+14:00", "1880-12-31T00:00:00+00:00"])
def test_a_moment_that_cannot_be_is_now(said: str) -> None:
    moment = datetime.fromisoformat(said)
    for phone_now in (NOW, NOW - timedelta(days=3), NOW + timedelta(days=3)):
        assert true_moment(moment, phone_now=phone_now, now=NOW) == NOW


def test_a_number_that_was_skipped_is_missing() -> None:
    assert missing([]) == []
    assert missing({1, 2, 5}) == [3, 4]
    assert missing([2]) == [1]


def test_a_phone_that_counts_to_two_thousand_million_is_told_of_its_first_gaps() -> None:
    assert missing([1, 3, 2**31 - 1]) == [2, *range(4, 103)]
