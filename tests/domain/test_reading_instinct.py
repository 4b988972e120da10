"""The instinct moves the rules where they know too few words, and is data that can be told from code."""

from datetime import datetime

import numpy as np
import pytest

from tocsin.domain.lexicon import Lexicon
from tocsin.domain.places import Gazetteer
from tocsin.domain.reading import Reading
from tocsin.domain.reading.instinct import COLUMNS, SLOTS, Instinct, from_bytes, to_bytes
from tocsin.domain.reading.read import read_message

NOON = datetime.fromisoformat("2024-05-15T12:00:00+02:00")


def empty() -> Instinct:
    return Instinct(np.zeros((SLOTS, len(COLUMNS)), np.float32), np.zeros(len(COLUMNS), np.float32))


def read(text: str, instinct: Instinct | None = None) -> Reading:
    return read_message(
        text, lexicon=Lexicon.load(), gazetteer=Gazetteer.demo(), sent_at=NOON, instinct=instinct
    )


def test_what_is_stored_is_what_was_fitted() -> None:
    shipped = Instinct.load()
    again = from_bytes(to_bytes(shipped))
    assert np.array_equal(again.table, shipped.table)
    assert "messages" in again.provenance


def test_a_model_of_other_kinds_is_refused() -> None:
    stored = to_bytes(empty()).replace(b"told", b"told")
    assert from_bytes(stored).provenance == ""
    with pytest.raises(ValueError, match=r"fit|zip|pickled|magic"):
        from_bytes(b"nothing of the kind")


def test_without_words_nothing_is_felt() -> None:
    assert not read("12 34 !!").is_alert
    assert not read("").is_alert


def test_a_chain_message_is_not_felt_to_be_a_warning() -> None:
    assert not read(
        "transferez a 10 contacts: ils entrent cette nuit pour tuer tout le monde"
    ).is_alert
