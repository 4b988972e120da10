"""Dailies and weeklies by the clock: drafted once, rolled up, late noticed, and never blank."""

from datetime import time, timedelta

import pytest

from tests.cast import Cast, lay_cast
from tests.make import make_incident
from tocsin.actions.recommendations import Wanted, recommend, settle_recommendation
from tocsin.actions.report_bodies import body_of
from tocsin.actions.report_clock import notice_late_reports
from tocsin.actions.report_heads import opened
from tocsin.actions.report_periods import draft_period
from tocsin.actions.report_plans import draft_due_reports, set_plan
from tocsin.actions.reports import Added, edit_report, release_report
from tocsin.domain.report_words import RecommendationState, ReportKind, Section
from tocsin.domain.words import Kind
from tocsin.records.models import Base, Recommendation, ReportDue, ReportPlan, SituationReport
from tocsin.records.queries.clock import database_now
from tocsin.records.queries.report_office import Office

DAY = timedelta(days=1)


@pytest.fixture
def cast(db: None) -> Cast:
    return lay_cast()


def test_a_daily_is_drafted_at_its_cut_off_once_and_its_lateness_noticed(cast: Cast) -> None:
    make_incident(cast.amani)
    now = database_now()
    plan = set_plan(ReportKind.DAILY, Office(base=cast.mpala), time(16), by=cast.admin, at=now)
    assert draft_due_reports(at=now) == 0
    cut_off = plan.next_at
    assert cut_off is not None
    assert draft_due_reports(at=cut_off) == 1
    assert draft_due_reports(at=cut_off) == 0
    report = SituationReport.objects.get()
    assert (report.reference, report.until) == (f"DAILY/MPALA/{cut_off.year}/001", cut_off)
    assert ReportPlan.objects.get().next_at == cut_off + DAY
    assert notice_late_reports(at=cut_off + timedelta(hours=1)) == 0
    assert notice_late_reports(at=cut_off + timedelta(hours=3)) == 1
    said = {one.section for one in body_of(report)}
    assert {Section.ALERTS, Section.CONTACTS, Section.NETWORK, Section.PLAN} <= said


def test_days_without_power_are_all_drafted_afterwards(cast: Cast) -> None:
    now = database_now()
    set_plan(ReportKind.DAILY, Office(base=cast.mpala), time(16), by=cast.admin, at=now - 3 * DAY)
    assert draft_due_reports(at=now) == 3
    assert SituationReport.objects.count() == 3


def released(cast: Cast, base: Base, comment: str) -> SituationReport:
    now = database_now()
    report = draft_period(
        ReportKind.DAILY, Office(base=base), now - DAY, now, by=cast.salima, at=now, language="en"
    )
    edited = edit_report(
        report, {}, version=1, by=cast.salima, at=now, added=Added(Section.ASSESSMENT, comment)
    )
    return release_report(report, version=edited.version, by=cast.analyst, at=now)


def test_an_office_takes_over_what_its_bases_wrote_without_retyping(cast: Cast) -> None:
    make_incident(cast.amani)
    report = released(cast, cast.mpala, "The market stays closed.")
    now = database_now()
    above = draft_period(
        ReportKind.DAILY, Office(area=cast.area), now - DAY, now, by=cast.analyst, at=now
    )
    (carried,) = [one for one in body_of(above) if one.is_carried]
    assert carried.text == "The market stays closed."
    assert carried.sources == (f"report:{report.reference}",)
    page = opened(above).composed()
    (assessment,) = [part for part in page.parts if part.section is Section.ASSESSMENT]
    assert assessment.pieces[0].text == "Mpala\N{NO-BREAK SPACE}: The market stays closed."


def test_a_guarded_case_is_in_no_report_but_as_a_number(cast: Cast) -> None:
    make_incident(cast.neema, kind=Kind.SEXUAL_VIOLENCE)
    now = database_now()
    report = draft_period(ReportKind.DAILY, Office(), now - DAY, now + DAY, by=cast.salima, at=now)
    by_key = {one.key: one for one in body_of(report)}
    assert by_key["alerts.total"].fields["n"] == 0
    assert by_key["protection.cases"].fields == {"n": 1, "referred": 0}
    assert "SGV" not in report.body


def test_a_recommendation_is_followed_into_the_next_weekly(cast: Cast) -> None:
    now = database_now()
    week = timedelta(days=7)
    first = draft_period(ReportKind.WEEKLY, Office(), now - week, now, by=cast.salima, at=now)
    wanted = Wanted("Night patrols on the market road", "Base commander", (now + week).date())
    asked = recommend(first, wanted, version=1, by=cast.salima, at=now)
    later = now + week
    second = draft_period(ReportKind.WEEKLY, Office(), now + week / 7, later, by=cast.salima, at=later)  # fmt: skip
    followed = [one for one in body_of(second) if one.code == "row.followed"]
    assert [one.fields["state"] for one in followed] == ["open"]
    settle_recommendation(asked, RecommendationState.DONE, by=cast.salima, at=later)
    assert Recommendation.objects.get().settled_by == cast.salima


def test_a_release_settles_what_was_owed(cast: Cast) -> None:
    now = database_now()
    set_plan(ReportKind.DAILY, Office(base=cast.mpala), time(16), by=cast.admin, at=now - DAY)
    assert draft_due_reports(at=now) == 1
    due = ReportDue.objects.get()
    assert due.report is not None
    release_report(due.report, version=1, by=cast.analyst, at=now)
    due.refresh_from_db()
    assert due.settled_at == now
