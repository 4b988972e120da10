"""Dailies and weeklies from the records: each heading filled, each sentence with what stands behind it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.cast import Cast, lay_cast
from tests.make import make_incident, make_message, make_reading, read
from tocsin.actions.journal import note, seal_journal
from tocsin.actions.needs import Judged, Lack, end_threat, judge_threat, record_need
from tocsin.actions.packs import pack_statements
from tocsin.actions.report_heads import words_of
from tocsin.actions.report_periods import sentences
from tocsin.actions.signs import Ticked, tick_signs
from tocsin.domain.chain import GENESIS
from tocsin.domain.need_words import NeedTopic
from tocsin.domain.report_words import Audience, Marking, ReportKind, Section, Topic
from tocsin.domain.reports.audiences import CLEARANCES, Subject, marking_of, redact
from tocsin.domain.reports.compose import text_of
from tocsin.domain.reports.statements import Statement
from tocsin.domain.words import Kind
from tocsin.records.models import JournalSeal, Meeting, Threat
from tocsin.records.queries.clock import database_now
from tocsin.records.queries.needs import threats_of
from tocsin.records.queries.report_office import Office, coming

DAY, WEEK = timedelta(days=1), timedelta(days=7)
HEADINGS = {
    ReportKind.DAILY: {
        Section.ALERTS, Section.THREATS, Section.MOVEMENTS, Section.POPULATION, Section.PROTECTION,
        Section.CONCERNS, Section.CONTACTS, Section.NETWORK, Section.REQUESTS, Section.ISSUED,
        Section.PLAN,
    },
    ReportKind.WEEKLY: {
        Section.HIGHLIGHTS, Section.FIGURES, Section.BY_AREA, Section.RESPONSE, Section.SIGNS,
        Section.POPULATION, Section.NETWORK, Section.PROMISES, Section.OUTLOOK,
        Section.RECOMMENDATIONS, Section.FOLLOWED,
    },
}  # fmt: skip
EACH = pytest.mark.parametrize("kind", list(HEADINGS))


@pytest.fixture
def cast(db: None) -> Cast:
    return lay_cast()


def judged(likelihood: int, impact: int) -> Judged:
    today = database_now().date()
    return Judged(
        Kind.ATTACK, likelihood, impact, "They came twice.", "The market of Neema", "Whistles", today + WEEK
    )  # fmt: skip


def drawn(cast: Cast, kind: ReportKind) -> list[Statement]:
    """Return the report of the base that ends now."""
    until = database_now() + timedelta(seconds=1)
    length = DAY if kind is ReportKind.DAILY else WEEK
    return sentences(kind, Office(base=cast.mpala), until - length, until)


def said(statements: list[Statement], section: Section, language: str = "en") -> str:
    words = words_of(language)
    return "\n".join(text_of(one, words) for one in statements if one.section is section)


def fill(cast: Cast) -> None:
    """Let something be known under each heading that takes records of villages."""
    now = database_now()
    make_incident(cast.amani)
    judge_threat(cast.kasenga, judged(4, 5), by=cast.salima, at=now)
    record_need(cast.mirembe, Lack(NeedTopic.WATER, "The pump is broken.", now, 400), by=cast.salima, at=now)  # fmt: skip
    tick_signs(Ticked(cast.mpala, now, ["C1"]), by=cast.salima, at=now)
    Meeting.objects.create(
        number=3, community=cast.kasenga, held_at=now, recorded_at=now, recorded_by=cast.salima,
        women=12, men=9, concerns="The road at night",
    )  # fmt: skip


@EACH
def test_a_quiet_period_leaves_no_heading_blank(cast: Cast, kind: ReportKind) -> None:
    found = drawn(cast, kind)
    assert {one.section for one in found} == HEADINGS[kind]
    assert not [one.key for one in found if not one.sources and one.code != "ras"]
    for language in ("fr", "en"):
        assert all(text_of(one, words_of(language)) for one in found)


@EACH
def test_each_sentence_of_a_period_opens_its_records(cast: Cast, kind: ReportKind) -> None:
    fill(cast)
    assert not [one.key for one in drawn(cast, kind) if not one.sources and one.code != "ras"]


@EACH
def test_threats_and_needs_are_told_without_the_words_of_people(
    cast: Cast, kind: ReportKind
) -> None:
    fill(cast)
    found = drawn(cast, kind)
    threats = Section.THREATS if kind is ReportKind.DAILY else Section.BY_AREA
    assert "Attack on civilians" in said(found, threats)
    assert "ritical" in said(found, threats)
    assert "Kasenga" in said(found, threats)
    assert "400" in said(found, Section.POPULATION, "fr")
    assert "eau" in said(found, Section.POPULATION, "fr").lower()
    everything = "".join(said(found, section) for section in HEADINGS[kind])
    assert not [word for word in ("Neema", "Whistles", "pump", "road at night") if word in everything]  # fmt: skip


def test_a_weekly_says_what_changed_of_a_threat(cast: Cast) -> None:
    now = database_now()
    first = judge_threat(cast.kasenga, judged(2, 2), by=cast.salima, at=now - 2 * WEEK)
    judge_threat(cast.kasenga, judged(4, 5), by=cast.salima, at=now, instead_of=first)
    old = judge_threat(cast.mirembe, judged(1, 2), by=cast.salima, at=now - 2 * WEEK)
    assert "Worse" in said(drawn(cast, ReportKind.WEEKLY), Section.BY_AREA)
    assert "As before" in said(drawn(cast, ReportKind.WEEKLY), Section.BY_AREA)
    end_threat(Threat.objects.get(pk=old.pk), by=cast.salima, at=now)
    found = said(drawn(cast, ReportKind.WEEKLY), Section.BY_AREA)
    assert "Over" in found
    assert "As before" not in found


@pytest.mark.parametrize("days", [-1, 0, 6, 7])
def test_a_period_from_midnight_to_midnight_of_the_walls_holds_its_own_days(
    cast: Cast, days: int
) -> None:
    """A plan may cut at midnight; the days of meetings and reviews are days of the walls."""
    midnight = datetime(2026, 3, 15, 22, 0, tzinfo=UTC)  # 00:00 of the 16th
    day = date(2026, 3, 16) + timedelta(days=days)
    Meeting.objects.create(
        number=3, community=cast.kasenga, held_at=midnight - WEEK, recorded_at=midnight - WEEK,
        recorded_by=cast.salima, women=12, men=9, next_on=day,
    )  # fmt: skip
    found = coming(Office(base=cast.mpala), midnight, midnight + WEEK)
    assert [one.at.date() for one in found] == ([day] if 0 <= days < 7 else [])
    judged_then = replace(judged(4, 5), review_on=day)
    judge_threat(cast.kasenga, judged_then, by=cast.salima, at=midnight - DAY)
    (threat,) = threats_of(Office(base=cast.mpala), midnight - WEEK, midnight)
    assert threat.is_due == (days <= 0)


def test_partners_read_of_a_need_no_more_than_what_and_in_which_territory(cast: Cast) -> None:
    fill(cast)
    cast.mirembe.territoire = "Mpala"
    cast.mirembe.save()
    shown = redact(drawn(cast, ReportKind.DAILY), Audience.HUMANITARIAN)
    found = said(list(shown), Section.POPULATION)
    assert "Need: water, Mpala territory." in found
    assert "Mirembe" not in found


def test_whoever_reads_no_guarded_case_cannot_tell_a_day_with_one_from_a_day_without(
    cast: Cast,
) -> None:
    """A heading that stands on quiet days alone would say it, to those outside too."""
    before, none = _headings(cast), drawn(cast, ReportKind.DAILY)
    read({make_message("siri", focal_point=cast.amani): make_reading(Kind.SEXUAL_VIOLENCE)})
    after = _headings(cast)
    blind = [one for one in Audience if Topic.PROTECTION not in CLEARANCES[one].topics]
    assert {Audience.JOC, Audience.AUTHORITIES, Audience.HUMANITARIAN} <= set(blind)
    assert [one for one in blind if before[one] != after[one]] == []
    assert Section.PROTECTION in before[Audience.WOMEN_PROTECTION]
    assert marking_of(none, Subject()) is Marking.CONFIDENTIAL, "a nought is no number of cases"
    assert marking_of(drawn(cast, ReportKind.DAILY), Subject()) is Marking.STRICTLY_CONFIDENTIAL


def _headings(cast: Cast) -> dict[Audience, set[Section]]:
    found = drawn(cast, ReportKind.DAILY)
    return {one: {said.section for said in redact(found, one)} for one in Audience}


def test_a_pack_holds_threats_and_needs(cast: Cast) -> None:
    empty = pack_statements(cast.mpala, at=database_now())
    assert "Nobody has judged a threat" in said(empty, Section.BY_AREA)
    fill(cast)
    pack = pack_statements(cast.mpala, at=database_now())
    assert "Critical" in said(pack, Section.BY_AREA)
    assert "Water" in said(pack, Section.POPULATION)


def test_a_daily_prints_the_head_of_the_log_book_at_its_cut_off(cast: Cast) -> None:
    assert "Log book" not in said(drawn(cast, ReportKind.DAILY), Section.NETWORK)
    now = database_now()
    note("test.one", cast.mpala, by=cast.salima, at=now)
    seal_journal(at=now)
    seal = JournalSeal.objects.latest("position")
    assert f"{seal.position}:{bytes(seal.chain).hex()}" in said(
        drawn(cast, ReportKind.DAILY), Section.NETWORK
    )
    assert bytes(seal.chain) != GENESIS
