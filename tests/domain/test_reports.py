"""Reports: what is said from which facts, to whom, and what the check finds."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from tocsin.domain.release_lint import Known
from tocsin.domain.release_rules import Alleged
from tocsin.domain.report_words import (
    Audience,
    Doubt,
    FlashStage,
    Level,
    Marking,
    ReportKind,
    Section,
    Topic,
)
from tocsin.domain.reports.audiences import CLEARANCES, Subject, marking_of, redact, why_not_told
from tocsin.domain.reports.checking import check
from tocsin.domain.reports.compose import Head, compose, said
from tocsin.domain.reports.flash import build_flash, gaps_of
from tocsin.domain.reports.flash_facts import Done, FlashFacts, Where, merge_counts
from tocsin.domain.reports.next_flash import in_time
from tocsin.domain.reports.numbering import next_cut_off, next_stage, reference_of
from tocsin.domain.reports.radio import MOST, radio_text
from tocsin.domain.reports.statements import Statement, from_json, redraw, stale_keys, to_json
from tocsin.domain.words import Kind, Priority, VerificationState
from tocsin.formats.report_text import report_text
from tocsin.wording.reports import report_words

AT = datetime(2026, 11, 23, 3, 11, tzinfo=UTC)
ZONE = "Africa/Lubumbashi"
FACTS = FlashFacts(
    number=47,
    kind=Kind.ATTACK,
    priority=Priority.P1,
    happened_at=AT,
    received_at=AT + timedelta(minutes=4),
    where=Where(
        "Mayangose", "Beni", "Nord-Kivu", "CD6101", "35N QA 804 685", "Beni", 14.6, "N", 1900
    ),
    state=VerificationState.CORROBORATED,
    grade="B2",
    n_alerts=2,
    n_origins=2,
    n_first_hand=1,
    n_denials=0,
    alerts=(101, 102),
    alleged=(("ADF", "armed"),),
    direction="W",
    counts=merge_counts(
        [{"killed": {"min": 3, "max": 5}, "armed_men": {"min": 30, "max": 30}}, {"killed": {"min": 4, "max": 4}}]
    ),
    done=(Done("response:r1", "mission_force", "Beni", "patrol_night", "departed", AT),),
)  # fmt: skip
SUBJECT = {"kind": "ATT", "place": "Mayangose", "territory": "Beni"}


def head(**more: object) -> Head:
    facts: dict[str, object] = {"about": Subject(Kind.ATTACK, (Alleged("ADF", "armed"),)), **more}
    return Head(
        ReportKind.FLASH, "FLASH/BENI/2026/017", 0, FlashStage.INITIAL, "Beni", AT,
        subject=SUBJECT, **facts,  # type: ignore[arg-type]  # the caller names fields of Head
    )  # fmt: skip


def flash(facts: FlashFacts = FACTS, stage: FlashStage = FlashStage.INITIAL) -> list[Statement]:
    return build_flash(facts, stage)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "3 to 5 people killed, according to 2 sources."),
        ("fr", "3 à 5 personnes tuées, selon 2 sources."),
        ("en", "30 armed men, according to 1 source; direction: heading west."),
        ("fr", "Mayangose, 15\N{NO-BREAK SPACE}km au nord de Beni, territoire de Beni, Nord-Kivu."),
        ("en", "05:11 – Mission force (Beni): night patrol, departed."),
        ("fr", "230315Z\N{NO-BREAK SPACE}NOV\N{NO-BREAK SPACE}26"),
        ("en", "The community has not been informed yet."),
    ],
)
def test_a_flash_says_each_fact_in_both_languages(language: str, sentence: str) -> None:
    composed = compose(head(), flash(), report_words(language, ZONE))
    words = " ".join(piece.text for part in composed.parts for piece in part.pieces)
    assert sentence in words


def test_facts_come_before_comment_and_every_sentence_has_its_records() -> None:
    own = Statement("own.1", Section.COMMENT, text="Reprisals are likely.", is_comment=True)
    parts = compose(head(), [own, *flash()], report_words("en", ZONE)).parts
    assert [part.section for part in parts][:5] == [
        Section.EVENT, Section.CONSEQUENCES, Section.ACTION, Section.BACKGROUND, Section.COMMENT,
    ]  # fmt: skip
    assert not [one.key for one in flash() if not one.sources and one.code != "ras"]


@pytest.mark.parametrize(
    ("change", "gap"),
    [
        ({"alleged": (("UNK", ""),)}, "who"),
        ({"counts": ()}, "casualties"),
        ({"counts": ()}, "how_many"),
        ({"n_origins": 1}, "second_source"),
        ({"n_first_hand": 0}, "eyewitness"),
        ({"n_denials": 1}, "denied"),
        ({"where": Where()}, "place"),
    ],
)
def test_what_is_not_known_is_said(change: dict[str, object], gap: str) -> None:
    assert gap not in gaps_of(FACTS)
    assert gap in gaps_of(replace(FACTS, **change))  # type: ignore[arg-type]  # fields of it


def test_nobody_counted_is_not_nothing_to_report() -> None:
    said = {one.code for one in flash(replace(FACTS, counts=()))}
    assert {"flash.no_count", "gap.casualties"} <= said
    assert "ras" not in said


def test_at_least_leaves_the_upper_end_open() -> None:
    (killed,) = merge_counts(
        [{"killed": {"min": 3, "max": None}}, {"killed": {"min": 2, "max": 2}}]
    )
    assert (killed.least, killed.most, killed.sources) == (2, None, 2)


def test_every_word_of_every_level_stays_with_those_who_may_read_it() -> None:
    """For all audiences and topics: no file holds a word above its reader's level."""
    marked = [
        Statement(f"s.{level}.{topic}", Section.EVENT, text=f"WORD{level}{topic}", level=level, topic=topic)
        for level in Level
        for topic in Topic
    ]  # fmt: skip
    words = report_words("en", ZONE)
    for audience, clearance in CLEARANCES.items():
        text = report_text(compose(head(), marked, words, audience=audience), words)
        for one in marked:
            may = one.level <= clearance.level and one.topic in clearance.topics
            assert (one.text in text) == may, (audience, one.key)


def test_readers_below_the_level_get_the_rough_version() -> None:
    words = report_words("en", ZONE)
    text = report_text(compose(head(), flash(), words, audience=Audience.HUMANITARIAN), words)
    assert "Beni territory, Nord-Kivu" in text
    for exact in ("Mayangose", "35N", "ADF", "05:11", "2 sources", "15 km", "night patrol"):
        assert exact not in text
    assert text.startswith("DRAFT – UNCLASSIFIED")


@pytest.mark.parametrize(
    ("audience", "about", "why"),
    [
        (Audience.HUMANITARIAN, Subject(Kind.ATTACK), ""),
        (Audience.AUTHORITIES, Subject(Kind.ATTACK, (Alleged("FARDC", "state"),)), "release.state_act"),
        (Audience.FORCE, Subject(Kind.SEXUAL_VIOLENCE, is_restricted=True), "report.guarded"),
        (Audience.WOMEN_PROTECTION, Subject(Kind.SEXUAL_VIOLENCE, is_restricted=True), ""),
        (Audience.HUMANITARIAN, Subject(Kind.ATTACK, marking=3), "report.marked_too_high"),
        (Audience.JOC, Subject(Kind.ATTACK, marking=3), ""),
    ],
)  # fmt: skip
def test_some_get_no_copy_at_all(audience: Audience, about: Subject, why: str) -> None:
    assert why_not_told(audience, about) == why


def test_who_is_of_the_state_is_read_inside_only_and_marks_the_copy() -> None:
    soldiers = replace(FACTS, alleged=(("FARDC", "state"),))
    keys = {one.key for one in redact(flash(soldiers), Audience.JOC)}
    assert "event.who" in keys
    ours = replace(FACTS, alleged=(("MISSION", "mission"),))
    assert "event.who" not in {one.key for one in redact(flash(ours), Audience.FORCE)}
    assert marking_of(flash(ours), Subject()) is Marking.STRICTLY_CONFIDENTIAL
    assert marking_of(flash(), Subject()) is Marking.CONFIDENTIAL


def test_the_radio_version_is_short_plain_and_gives_nobody_away() -> None:
    many = replace(FACTS, counts=merge_counts([{name: {"min": 3, "max": 5} for name in ("killed", "injured", "abducted", "missing", "displaced", "houses")}]))  # fmt: skip
    for language in ("fr", "en"):
        text = radio_text(head(), flash(many), report_words(language, ZONE))
        assert len(text) <= MOST
        assert text.startswith("FLASH/BENI/2026/017 initial 230311Z NOV 26.")
        assert "Mayangose" not in text
        assert "ADF" not in text


def edited(key: str, text: str, *, is_comment: bool = False) -> list[Statement]:
    return [
        replace(one, text=text, is_comment=is_comment) if one.key == key else one for one in flash()
    ]


KNOWN = Known(public=("Mayangose",), names=("Amani Test",), quotes=("wanashambulia kijiji chetu sasa hivi kutoka mlimani",))  # fmt: skip


@pytest.mark.parametrize(
    ("statements", "doubt"),
    [
        (flash(), None),
        (edited("consequences.killed", "Entre 3 et 5 civils tués à Mayangose."), None),
        (edited("consequences.killed", "7 civils tués."), Doubt.FIGURE_NOT_IN_RECORD),
        (edited("event.what", "Amani a vu l’attaque."), Doubt.NAME),
        (edited("event.what", "Appelez le +243 990 000 001."), Doubt.NUMBER),
        (edited("event.what", "Vu par FP-0231."), Doubt.CODE),
        (edited("event.what", "« wanashambulia kijiji chetu sasa hivi »"), Doubt.QUOTE),
        (edited("event.what", "Ils vont probablement revenir."), Doubt.UNMARKED_COMMENT),
        (edited("event.what", "Ils vont probablement revenir.", is_comment=True), None),
        (
            [*flash(), Statement("own.1", Section.COMMENT, text="Il y a un marché.")],
            Doubt.NO_RECORD,
        ),
        ([one for one in flash() if one.key != "grading"], Doubt.NO_GRADE),
        ([one for one in flash() if one.section is not Section.GAPS], Doubt.EMPTY_SECTION),
    ],
)
def test_the_check_finds_what_stops_a_release(
    statements: list[Statement], doubt: Doubt | None
) -> None:
    words = report_words("fr", ZONE)
    says = {one.key: said(one, words) for one in statements}
    found = {one.doubt for one in check(ReportKind.FLASH, statements, flash(), KNOWN, says)}
    assert doubt in found if doubt else not found - {Doubt.STALE}


def test_a_figure_that_no_longer_matches_is_found_and_redrawn_around_the_words() -> None:
    shown = edited("consequences.killed", "Trois à cinq morts.")
    fresh = flash(
        replace(FACTS, counts=merge_counts([{"killed": {"min": 6, "max": 6}}]), direction="")
    )
    assert {"consequences.killed", "event.armed"} <= set(stale_keys(shown, fresh))
    own = Statement("own.1", Section.COMMENT, text="À suivre.", is_comment=True)
    drawn = {one.key: one for one in redraw([*shown, own], fresh)}
    killed = drawn["consequences.killed"]
    assert (killed.text, killed.fields["n"]["min"]) == ("Trois à cinq morts.", 6)
    assert "own.1" in drawn
    assert "event.armed" not in drawn
    assert not stale_keys(list(drawn.values()), fresh)


def test_what_is_kept_as_json_is_the_same_again() -> None:
    assert from_json(to_json(flash())) == flash()


def test_numbers_stages_and_cut_offs() -> None:
    zone = ZoneInfo("Africa/Lubumbashi")
    assert reference_of(ReportKind.FLASH, "beni", 2026, 17) == "FLASH/BENI/2026/017"
    assert [next_stage(n, is_over=False) for n in (0, 1, 2)] == ["initial", "update", "update"]
    assert next_stage(0, is_over=True) is FlashStage.FINAL
    daily = next_cut_off(ReportKind.DAILY, time(16), weekday=3, after=AT, zone=zone)
    assert daily == datetime(2026, 11, 23, 14, tzinfo=UTC)
    weekly = next_cut_off(ReportKind.WEEKLY, time(12), weekday=3, after=AT, zone=zone)
    assert weekly == datetime(2026, 11, 26, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("released_after", "promised_after"),
    [
        (timedelta(minutes=20), timedelta(hours=2)),  # from the last word, as drafted
        (timedelta(hours=5), timedelta(hours=7)),  # that would be past: from the release
    ],
)
def test_the_next_flash_is_never_promised_for_a_moment_that_is_past(
    released_after: timedelta, promised_after: timedelta
) -> None:
    last = FACTS.received_at
    said = in_time(flash(replace(FACTS, last_change_at=last)), last + released_after)
    (promise,) = [one for one in said if one.key == "next.at"]
    assert datetime.fromisoformat(promise.fields["at"]) == last + promised_after
    assert in_time(said, last + released_after) == said
