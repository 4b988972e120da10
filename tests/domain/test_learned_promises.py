"""Whatever was learned, right or wrong: no alert, no P1 and no protection of the rules is ever lost."""

import json
from datetime import UTC, datetime
from functools import cache
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.domain.learning import SLOTS, Weights
from tocsin.domain.lexicon import Lexicon
from tocsin.domain.places import Gazetteer
from tocsin.domain.reading import Reading
from tocsin.domain.reading.read import read_message
from tocsin.domain.triage import Assessment, assess
from tocsin.domain.triage_facts import Source, Understood
from tocsin.domain.words import RESTRICTED_KINDS, Kind, MessageKind

DEVELOPMENT = Path(__file__).parents[1] / "acceptance" / "development.jsonl"
TEXTS = [json.loads(line)["text"] for line in DEVELOPMENT.read_text("utf-8").splitlines()]
NOW = datetime(2026, 3, 14, 10, tzinfo=UTC)
KINDS = [*Kind]
ENOUGH = 21
"""Texts whose kind a model of nonsense changes: to read all the others as well would prove no more."""


@cache
def lexicon() -> Lexicon:
    return Lexicon.load()


@cache
def misled(seed: int, strength: float, kinds: tuple[Kind, ...]) -> Weights:
    """A model that learned nonsense with all its heart."""
    chance = np.random.default_rng(seed)
    weights = Weights(provenance="nonsense")
    for kind in kinds:
        weights.rows[kind] = (chance.standard_normal(SLOTS) * strength).astype(np.float32)
        weights.seen[kind] = 1_000_000
    return weights


def read(text: str, learned: Weights | None) -> Reading:
    return read_message(
        text, lexicon=lexicon(), gazetteer=Gazetteer.demo(), sent_at=NOW, learned=learned
    )


def judged(reading: Reading) -> Assessment:
    words = Understood(
        kind=reading.kind,
        is_alert=reading.is_alert,
        priority=reading.priority,
        flags=frozenset(reading.flags),
        other_kinds=frozenset(k.code for k in reading.kinds[1:] if k.score >= 0.2),
    )
    source = Source("x", channel=MessageKind.SMS, is_known=True, is_there=True)
    return assess(words, source=source, recent=[], now=NOW)


@given(
    text=st.sampled_from(TEXTS),
    seed=st.integers(0, 5),
    strength=st.sampled_from([0.3, 3.0, 60.0]),
    loved=st.sampled_from([tuple(KINDS), (Kind.CHAT,), (Kind.ALL_CLEAR,), (Kind.ATTACK,)]),
)
@settings(max_examples=400)
def test_nothing_that_was_learned_takes_away_what_the_rules_say(
    text: str, seed: int, strength: float, loved: tuple[Kind, ...]
) -> None:
    by_rules, moved = read(text, None), read(text, misled(seed, strength, loved))
    rules, found = judged(by_rules), judged(moved)
    assert found.opens_alert >= rules.opens_alert
    assert found.pages_at_once >= rules.pages_at_once
    assert found.is_restricted >= rules.is_restricted
    assert found.priority <= rules.priority  # "P1" stands before "P2"
    assert moved.is_alert >= by_rules.is_alert
    if by_rules.kind in RESTRICTED_KINDS:
        assert moved.kind is by_rules.kind


@pytest.mark.parametrize("text", ["Habari za asubuhi", "", "12345", "ATT MBAU 12 HA"])
def test_it_never_raises_on_any_text(text: str) -> None:
    assert read(text, misled(1, 60.0, tuple(KINDS))).kind in Kind


def test_it_does_raise_and_re_order() -> None:
    """The promises above would hold for a model that is never heard."""
    nonsense = misled(1, 60.0, (Kind.ATTACK,))
    heard = ((read(text, nonsense), read(text, None)) for text in TEXTS)
    moved = (found for found, by_rules in heard if found.rules and found.kind != by_rules.kind)
    assert len(list(islice(moved, ENOUGH))) == ENOUGH
