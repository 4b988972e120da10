"""What a report holds of restricted cases: its mark, its check and its fields tell nobody else of them."""

from datetime import timedelta
from hashlib import sha256

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.console.conftest import SignIn
from tests.make import make_message, make_reading, read
from tocsin.actions.report_periods import draft_period, sentences
from tocsin.actions.reports import Change, edit_report, release_report
from tocsin.domain.report_words import ReportKind, Section
from tocsin.domain.words import Kind
from tocsin.records.models import ApiToken, SituationReport
from tocsin.records.queries.clock import database_now
from tocsin.records.queries.report_office import Office

CASES, NONE, STRICT = "protection.cases", "protection.ras", "Strictly confidential"
FOR_ANYBODY = "What may be said of restricted matters is checked too"
REFUSED = "Where nothing is, ask somebody who may see restricted matters to look"


def daily(cast: Cast) -> SituationReport:
    now = database_now()
    return draft_period(
        ReportKind.DAILY, Office(base=cast.mpala), now - timedelta(days=1), now, by=cast.salima, at=now
    )  # fmt: skip


@pytest.fixture
def two(cast: Cast) -> tuple[SituationReport, SituationReport]:
    """A daily without a restricted case, and one with one."""
    quiet = daily(cast)
    read({make_message("siri", focal_point=cast.amani): make_reading(Kind.SEXUAL_VIOLENCE)})
    return quiet, daily(cast)


def release(cast: Cast, *rows: SituationReport) -> None:
    for row in rows:
        release_report(row, version=row.version, by=cast.releaser, at=database_now())


def write(cast: Cast, row: SituationReport, text: str, *, is_comment: bool = False) -> None:
    key = CASES if CASES in row.body else NONE
    edit_report(
        row, {key: Change(text, is_comment=is_comment)}, version=row.version, by=cast.salima,
        at=database_now(),
    )  # fmt: skip
    row.refresh_from_db()


def page(client: Client, row: SituationReport) -> str:
    return client.get(reverse("console:report", args=[row.number])).content.decode()


def test_the_mark_of_a_day_with_a_case_is_that_of_one_without_for_who_may_not_know(
    cast: Cast, two: tuple[SituationReport, SituationReport], sign_in: SignIn
) -> None:
    release(cast, *two)
    for who, shown in ((cast.okello, False), (cast.analyst, False), (cast.salima, True)):
        client = sign_in(who)
        listed = {
            row.number: str(row.marking)
            for row in client.get(reverse("console:reports")).context["rows"]
        }
        marks = [listed[row.number] for row in two]
        assert (marks[1] == STRICT, marks[0] == marks[1]) == (shown, not shown), who
        assert [STRICT in page(client, row) for row in two] == [False, shown], who
    for name, scopes in (("plain", ["reports"]), ("near", ["reports", "restricted"])):
        ApiToken.objects.create(
            client=name, token_hash=sha256(name.encode()).digest(), scopes=scopes
        )
        client = Client(headers={"authorization": f"Bearer {name}"})
        ways = [f"/api/v1/reports/{row.number}" for row in two]
        marks = [client.get(way).json()["marking"] for way in ways]
        in_list = {one["number"]: one["marking"] for one in client.get("/api/v1/reports").json()}
        assert marks == [in_list[row.number] for row in two], name
        assert (marks[0] == marks[1]) is (name == "plain"), marks


@pytest.mark.parametrize("which", [0, 1])
def test_a_refusal_says_the_same_to_whoever_may_not_know_what_was_found(
    cast: Cast, two: tuple[SituationReport, SituationReport], sign_in: SignIn, which: int
) -> None:
    """It names who must look, on every report and by the same words: a name of the doubt would tell."""
    row, analyst = two[which], sign_in(cast.analyst)
    assert [FOR_ANYBODY in page(analyst, one) for one in two] == [True, True]
    assert FOR_ANYBODY not in page(sign_in(cast.releaser), row)
    write(cast, row, "Probably 99.")
    assert "Nothing found" in page(analyst, row)
    url = reverse("console:release_report", args=[row.number])
    told = analyst.post(url, {"version": row.version})
    assert told.status_code == 422
    assert REFUSED in told.content.decode()
    assert "unmarked_comment" not in told.content.decode()
    whole = sign_in(cast.releaser).post(url, {"version": row.version}).content.decode()
    assert "unmarked_comment" in whole
    assert REFUSED not in whole


def test_nobody_writes_where_they_do_not_read(
    cast: Cast, two: tuple[SituationReport, SituationReport], sign_in: SignIn
) -> None:
    """A version that goes up would tell that the sentence is there."""
    for row, key in zip(two, (NONE, CASES), strict=True):
        before = row.version
        for who, goes_up in ((cast.analyst, 0), (cast.salima, 1)):
            answer = sign_in(who).post(
                reverse("console:save_report", args=[row.number]),
                {"version": row.version, f"text:{key}": "None.", "section": "assessment", "text": ""},
            )  # fmt: skip
            row.refresh_from_db()
            assert (answer.status_code, row.version) == (302, before + goes_up), who


def test_a_comment_on_cases_is_carried_to_no_office_above(
    cast: Cast, two: tuple[SituationReport, SituationReport]
) -> None:
    """What is carried stands under a heading that everybody reads."""
    write(cast, two[1], "Siri kubwa.", is_comment=True)
    release(cast, two[1])
    assert two[1].until is not None
    end = two[1].until + timedelta(seconds=1)
    above = sentences(ReportKind.DAILY, Office(area=cast.area), end - timedelta(days=1), end)
    assert [one.text for one in above if one.section is Section.ASSESSMENT and one.text] == []
