"""Triage may rank lower, never silence: what the reading calls P1 pages at once."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.domain.origins import fingerprint
from tocsin.domain.triage import Assessment, assess
from tocsin.domain.triage_facts import Echo, Source, Understood
from tocsin.domain.words import Access, Flag, Kind, MessageKind, Priority

NOON = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)
WORDS = "Les rebelles sont entres ce matin, ils brulent les maisons et la population fuit"
ATTACK = Understood(Kind.ATTACK, is_alert=True, priority=Priority.P1)
AMANI = Source(sender="amani", text_key="k1", fingerprint=fingerprint(WORDS), is_known=True)


def an_echo(minutes_ago: float, sender: str = "neema", **facts: Any) -> Echo:
    echo = Echo("m1", sender, NOON - timedelta(minutes=minutes_ago), "k1", fingerprint(WORDS))
    return replace(echo, **facts)


def judged(reading: Understood = ATTACK, source: Source = AMANI, *recent: Echo) -> Assessment:
    return assess(reading, source=source, recent=recent, now=NOON)


def test_a_p1_pages_at_once() -> None:
    assert judged().pages_at_once
    assert "triage.p1_by_reading" in judged().reasons


@pytest.mark.parametrize(
    ("minutes_ago", "sender", "repeats"),
    [(9, "amani", "m1"), (11, "amani", None), (9, "neema", None)],
)
def test_a_stutter_of_the_network_is_no_second_alert(
    minutes_ago: float, sender: str, repeats: str | None
) -> None:
    found = judged(ATTACK, AMANI, an_echo(minutes_ago, sender))
    assert found.repeats == repeats
    assert found.opens_alert is (repeats is None)


def test_each_beep_counts() -> None:
    beep = Source(sender="amani", channel=MessageKind.MISSED_CALL)
    nothing = Understood(Kind.IRRELEVANT, is_alert=False, is_readable=False)
    again = judged(nothing, beep, an_echo(1, "amani", text_key="", fingerprint=0))
    assert again.repeats is None
    assert again.needs_call_back
    assert again.priority is Priority.P2


def test_the_same_words_from_another_are_a_copy_but_still_an_alert() -> None:
    found = judged(ATTACK, AMANI, an_echo(60))
    assert found.is_rumour_copy
    assert found.opens_alert
    assert found.pages_at_once


@pytest.mark.parametrize(
    ("of_home", "here", "there", "pages"),
    [
        (True, "kasenga", "mirembe", True),
        (True, "kasenga", "kasenga", False),
        (True, "kasenga", "", True),  # somebody unknown may be anywhere
        (True, "", "", True),  # so may both
        (False, "kasenga", "mirembe", False),  # the words name the place themselves
    ],
)
def test_the_same_cry_from_another_village_is_another_event(
    of_home: bool, here: str, there: str, pages: bool
) -> None:
    reading, source = replace(ATTACK, is_of_home=of_home), replace(AMANI, home=here)
    echo = an_echo(5, home=there, has_paged=True)
    assert judged(reading, source, echo).pages_at_once is pages
    # Whoever of this village said it already has paged for it, however many others came before.
    own = replace(echo, message="m2", home=here)
    assert judged(reading, source, echo, own).pages_at_once is (of_home and not here)


@pytest.mark.parametrize(
    ("echo", "pages"),
    [
        ({"has_paged": True, "places": {"kasenga"}}, False),
        ({"has_paged": True}, True),  # there the name meant nothing that is sure
        ({"has_paged": True, "places": {"mirembe"}}, True),  # and there another village
        ({"has_paged": True, "text_key": "k2"}, True),
        ({"has_paged": True, "text_key": "k2", "kind": Kind.ATTACK, "places": {"mirembe"}}, True),
        ({"has_paged": True, "text_key": "k2", "kind": Kind.ATTACK, "places": {"kasenga"}}, False),
        ({"has_paged": True, "text_key": "k2", "kind": Kind.SHOTS, "places": {"kasenga"}}, True),
    ],
)
def test_only_what_already_pages_for_the_same_place_pages_no_more(
    echo: dict[str, Any], pages: bool
) -> None:
    reading = replace(ATTACK, places=frozenset({"kasenga"}))
    assert judged(reading, AMANI, an_echo(60, **echo)).pages_at_once is pages


@pytest.mark.parametrize(
    ("kind", "flags", "source", "access"),
    [
        (Kind.ATTACK, {Flag.HEARSAY}, AMANI, Access.TOLD),
        (Kind.ATTACK, {Flag.QUOTED, Flag.HEARSAY}, AMANI, Access.FORWARDED),
        (Kind.ATTACK, {Flag.NEGATED}, AMANI, Access.DENIES),
        (Kind.ALL_CLEAR, {Flag.NEGATED}, AMANI, Access.DENIES),
        (Kind.RETRACTION, {Flag.RETRACTS}, AMANI, Access.DENIES),
        (Kind.ALL_CLEAR, set(), AMANI, Access.UNKNOWN),
        (Kind.CHAT, {Flag.NEGATED}, AMANI, Access.UNKNOWN),
        (Kind.SHOTS, set(), AMANI, Access.HEARD),
        (Kind.ATTACK, set(), replace(AMANI, is_there=True), Access.HEARD),
        (Kind.ATTACK, set(), AMANI, Access.UNKNOWN),
        (Kind.SHOTS, set(), replace(AMANI, is_compromised=True), Access.UNKNOWN),
    ],
)
def test_how_the_source_knows_is_proposed(
    kind: Kind, flags: set[Flag], source: Source, access: Access
) -> None:
    reading = Understood(kind, is_alert=True, flags=frozenset(flags))
    assert judged(reading, source).access is access


@pytest.mark.parametrize(
    ("reading", "priority"),
    [
        (Understood(Kind.ATTACK, is_alert=True), Priority.P2),
        (Understood(Kind.ROAD, is_alert=True), Priority.P3),
        (Understood(Kind.CHAT, is_alert=False), Priority.P4),
        (Understood(Kind.CHAT, is_alert=False, is_readable=False), Priority.P2),
        (Understood(Kind.CHAT, is_alert=False, flags=frozenset({Flag.DURESS})), Priority.P1),
        (Understood(Kind.CHAT, is_alert=False, priority=Priority.P1), Priority.P1),
    ],
)
def test_priority_without_a_word_of_the_reading(reading: Understood, priority: Priority) -> None:
    assert judged(reading).priority is priority


@pytest.mark.parametrize(
    ("reading", "restricted"),
    [
        (Understood(Kind.SEXUAL_VIOLENCE, is_alert=True), True),
        (Understood(Kind.ABDUCTION, True, other_kinds=frozenset({Kind.RECRUITMENT})), True),
        (Understood(Kind.ABDUCTION, is_alert=True), False),
    ],
)
def test_guarded_kinds_are_restricted_before_anyone_looks(
    reading: Understood, restricted: bool
) -> None:
    assert judged(reading).is_restricted is restricted


def test_nobody_calls_back_under_duress() -> None:
    beep = replace(AMANI, channel=MessageKind.MISSED_CALL)
    found = judged(replace(ATTACK, flags=frozenset({Flag.DURESS})), beep)
    assert not found.needs_call_back
    assert found.is_restricted


readings = st.builds(
    Understood,
    kind=st.sampled_from(Kind),
    is_alert=st.booleans(),
    priority=st.sampled_from([None, *Priority]),
    flags=st.frozensets(st.sampled_from(Flag)),
    is_readable=st.booleans(),
)
sources = st.builds(
    Source,
    sender=st.sampled_from(["amani", "neema"]),
    channel=st.sampled_from(MessageKind),
    text_key=st.sampled_from(["", "k1"]),
    is_known=st.booleans(),
    is_there=st.sampled_from([None, True, False]),
    is_compromised=st.booleans(),
)


@given(reading=readings, source=sources)
def test_triage_never_ranks_below_the_reading_and_a_p1_always_pages(
    reading: Understood, source: Source
) -> None:
    found = judged(reading, source)
    assert reading.priority is None or not reading.priority.is_graver_than(found.priority)
    assert found.pages_at_once == (found.priority is Priority.P1)
    assert found.opens_alert or not found.pages_at_once
    assert found.reasons


@given(reading=readings, source=sources)
def test_who_asks_for_a_call_is_called_or_left_to_a_ladder(
    reading: Understood, source: Source
) -> None:
    asks = source.channel is MessageKind.MISSED_CALL or not reading.is_readable
    found = judged(reading, source)
    assert not asks or found.needs_call_back or found.opens_alert


@given(reading=readings, source=sources, ago=st.floats(0, 600), paged=st.booleans())
def test_a_p1_that_does_not_page_is_already_paging_or_a_stutter(
    reading: Understood, source: Source, ago: float, paged: bool
) -> None:
    echo = an_echo(ago, "neema", has_paged=paged)
    found = judged(replace(reading, priority=Priority.P1), source, echo)
    assert found.pages_at_once or found.repeats or paged
