"""Reports by e-mail, by sensitivity, late ones that page, and reports through the API."""

import asyncio
import json
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest

from tests.api.test_api import client
from tests.cast import Cast, lay_cast
from tests.make import make_duty, make_incident
from tocsin.actions.correcting import correct_incident
from tocsin.actions.report_clock import notice_late_reports, owe_flashes
from tocsin.actions.report_copies import add_reader, end_reader
from tocsin.actions.report_drafts import draft_flash
from tocsin.actions.report_letters import letter_of
from tocsin.actions.report_posts import (
    Posted,
    claim_posts,
    post_again,
    record_posts,
)
from tocsin.actions.reports import release_report
from tocsin.channels.fake_mail import FakeMailServer
from tocsin.channels.guard import Guard
from tocsin.channels.http import HttpClient
from tocsin.channels.kinds.email import Email
from tocsin.domain.correction_words import CorrectionKind
from tocsin.domain.post_words import PostState
from tocsin.domain.problems import Problem
from tocsin.domain.report_words import Audience, Marking, ReportKind
from tocsin.domain.reports.posting import CLAIM_LASTS, WAITS, next_try
from tocsin.domain.words import DutyFunction, Purpose
from tocsin.jobs.post import post_letter
from tocsin.records.models import (
    Delivery,
    Duty,
    ReportCopy,
    ReportPost,
    ReportReader,
    SituationReport,
)
from tocsin.records.queries.clock import database_now

ADDRESS = "joc@mission.example"


@pytest.fixture
def cast(db: None) -> Cast:
    return lay_cast()


def reader(cast: Cast, **more: object) -> ReportReader:
    facts: dict[str, object] = {
        "title": "JOC watch", "audience": Audience.JOC, "kinds": list(ReportKind), "user": cast.admin,
        "by": cast.releaser, "at": database_now(), "address": ADDRESS, "language": "en",
        "mailed_up_to": Marking.CONFIDENTIAL, **more,
    }  # fmt: skip
    return add_reader(**facts)  # type: ignore[arg-type]  # the caller names arguments of it


def released(cast: Cast) -> SituationReport:
    incident = make_incident(cast.amani, "Wanashambulia kijiji chetu sasa hivi kutoka mlimani")
    now = database_now()
    row = draft_flash(incident, by=cast.salima, at=now, language="en")
    return release_report(row, version=1, by=cast.analyst, at=now)


def letters(key: object, **answers: str) -> tuple[Posted, list[EmailMessage]]:
    """Post one letter to the mail server that we ship; return what came of it and what arrived."""
    letter = letter_of(key)  # type: ignore[arg-type]  # of a row

    async def run() -> tuple[Posted, list[bytes]]:
        async with FakeMailServer(answers=answers) as server:
            settings = {
                "host": "localhost", "port": str(server.port), "security": "none",
                "sender": "Reports <duty@mission.example>", "subject": "Tocsin",
            }  # fmt: skip
            channel = Email(settings, client=HttpClient(guard=Guard.open()))
            return await post_letter(channel, key, letter), server.letters  # type: ignore[arg-type]

    posted, raw = asyncio.run(run())
    return posted, [message_from_bytes(one, policy=default) for one in raw]


def test_a_release_goes_by_e_mail_as_text_html_and_pdf_with_its_reader_across_it(
    cast: Cast,
) -> None:
    reader(cast)
    report = released(cast)
    now = database_now()
    (key,) = claim_posts(at=now)
    assert claim_posts(at=now) == []
    posted, (letter,) = letters(key)
    record_posts([posted], at=now)
    assert ReportPost.objects.get().state == PostState.SENT
    assert letter["To"] == ADDRESS
    assert report.reference in letter["Subject"]
    assert str(key) in letter["Message-ID"]
    plain = letter.get_body(("plain",))
    assert plain is not None
    assert "Kasenga" in plain.get_content()
    (pdf,) = letter.iter_attachments()
    assert pdf.get_content().startswith(b"%PDF")
    assert pdf.get_filename() == f"{report.reference.replace('/', '-')}.pdf"


def test_above_its_marking_the_letter_only_says_that_a_report_waits(cast: Cast) -> None:
    reader(cast, mailed_up_to=Marking.UNCLASSIFIED)
    released(cast)
    (key,) = claim_posts(at=database_now())
    _, (letter,) = letters(key)
    assert letter["Subject"] == "Tocsin"
    assert "Kasenga" not in letter.as_string()
    assert not list(letter.iter_attachments())


def test_who_was_posted_a_report_has_a_letter_that_it_was_corrected_and_not_how(cast: Cast) -> None:
    reader(cast)
    report, now = released(cast), database_now()
    (key,) = claim_posts(at=now)
    first, (whole,) = letters(key)
    record_posts([first], at=now)
    assert report.incident is not None
    for kind in (CorrectionKind.DELIBERATE, CorrectionKind.REOPENED):
        correct_incident(report.incident, kind, by=cast.okello, at=now, reason="a lie")
        (key,) = claim_posts(at=now)
        posted, (letter,) = letters(key)
        record_posts([posted], at=now)
        assert "corrected since" in letter.get_content()
        assert "Kasenga" not in letter.as_string()
        assert report.reference not in letter.as_string()
        assert letter["Message-ID"] != whole["Message-ID"]
        whole = letter
    assert claim_posts(at=now) == []


@pytest.mark.parametrize(
    ("most", "audience", "copies"),
    [
        (Marking.STRICTLY_CONFIDENTIAL, Audience.JOC, 1),
        (Marking.UNCLASSIFIED, Audience.JOC, 0),
        (Marking.UNCLASSIFIED, Audience.HUMANITARIAN, 1),
    ],
)
def test_a_reader_gets_no_copy_above_the_sensitivity_of_its_rule(
    cast: Cast, most: Marking, audience: Audience, copies: int
) -> None:
    reader(cast, most=most, audience=audience)
    released(cast)
    assert ReportCopy.objects.count() == copies


def test_a_failed_letter_is_tried_again_and_given_up_to_a_person(cast: Cast) -> None:
    reader(cast)
    released(cast)
    now = database_now()
    (key,) = claim_posts(at=now)
    posted, arrived = letters(key, RCPT="450 come later")
    assert arrived == []
    record_posts([posted], at=now)
    row = ReportPost.objects.get()
    assert (row.state, row.send_at) == (PostState.WAITING, now + WAITS[0])
    with pytest.raises(Problem):
        post_again(row, by=cast.releaser, at=now)
    posted, _ = letters(key, RCPT="550 nobody here")
    record_posts([posted], at=now)
    row.refresh_from_db()
    assert (row.state, row.failure) == (PostState.FAILED, "bad_number")
    post_again(row, by=cast.releaser, at=now)
    assert claim_posts(at=now) == [key]


def test_a_server_that_hangs_up_after_the_letter_gets_it_again_under_the_same_id(
    cast: Cast,
) -> None:
    reader(cast)
    released(cast)
    now = database_now()
    (key,) = claim_posts(at=now)
    posted, (first,) = letters(key, **{".": ""})
    record_posts([posted], at=now)
    row = ReportPost.objects.get()
    assert (row.state, row.failure) == (PostState.WAITING, "answer_lost")
    assert claim_posts(at=now + WAITS[0]) == [key]
    posted, (again,) = letters(key)
    record_posts([posted], at=now)
    row.refresh_from_db()
    assert row.state == PostState.SENT
    assert again["Message-ID"] == first["Message-ID"]


def test_a_dead_engine_and_a_reader_who_left_keep_no_letter(cast: Cast) -> None:
    one = reader(cast)
    released(cast)
    now = database_now()
    (key,) = claim_posts(at=now)
    assert claim_posts(at=now + CLAIM_LASTS + timedelta(seconds=1)) == [key]
    end_reader(one, by=cast.releaser, at=now)
    assert claim_posts(at=now + 3 * CLAIM_LASTS) == []
    assert ReportPost.objects.get().state == PostState.STOPPED


def test_patience_has_an_end(db: None) -> None:
    now = datetime.fromisoformat("2026-11-23T03:00:00+00:00")
    waits = [next_try(n, now=now, is_final=False) for n in range(1, len(WAITS) + 2)]
    assert waits == [*(now + wait for wait in WAITS), None]
    asked = timedelta(hours=1)
    assert next_try(1, now=now, is_final=False, retry_after=asked) == now + asked


def test_a_late_report_pages_whoever_owes_it_once(cast: Cast) -> None:
    make_duty(cast.zawadi, DutyFunction.LIAISON_ASSISTANT)
    make_incident(cast.amani)
    now = database_now()
    owe_flashes(at=now)
    late = now + timedelta(hours=2)
    assert notice_late_reports(at=late) == 1
    assert notice_late_reports(at=late) == 0
    (sent,) = Delivery.objects.filter(notification__purpose=Purpose.REPORT_LATE)
    assert sent.responder == cast.zawadi
    assert "Mpala" in sent.text


def test_nobody_at_the_base_pages_the_operations_room(cast: Cast) -> None:
    make_incident(cast.amani)
    now = database_now()
    owe_flashes(at=now)
    Duty.objects.filter(base=cast.mpala).delete()
    notice_late_reports(at=now + timedelta(hours=2))
    (sent,) = Delivery.objects.filter(notification__purpose=Purpose.REPORT_LATE)
    assert sent.responder == cast.room_officer


def test_the_api_lists_what_was_released_and_gives_each_audience_its_file(cast: Cast) -> None:
    report = released(cast)
    through = client("reports")
    (row,) = json.loads(through.get("/api/v1/reports").content)
    assert row["marking"] == "confidential"
    url = f"/api/v1/reports/{report.number}/file?form=txt&language=en&audience="
    assert "Kasenga" in through.get(f"{url}joc").content.decode()
    assert "Kasenga" not in through.get(f"{url}humanitarian").content.decode()
    assert through.get(url.replace("&audience=", "")).status_code == 422
    assert through.get("/api/v1/reports/999999").status_code == 404
    assert client("alerts").get("/api/v1/reports").status_code == 403
