"""Reports by their pages: one click, two people, nobody's words lost, and files for each reader."""

import io
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document
from lxml.html import document_fromstring

from tests.cast import Cast
from tests.console.conftest import SignIn
from tests.make import make_incident, make_user
from tocsin.actions.correcting import correct_incident
from tocsin.actions.report_clock import notice_late_reports, owe_flashes
from tocsin.actions.report_periods import draft_period
from tocsin.domain.clocks import Clock, allowed
from tocsin.domain.correction_words import CorrectionKind
from tocsin.domain.report_words import ReportKind
from tocsin.domain.words import Kind, Priority, Role
from tocsin.records.models import (
    Incident,
    JournalEntry,
    ReportCopy,
    ReportDue,
    ReportPlan,
    ReportRevision,
    SituationReport,
)
from tocsin.records.queries.clock import database_now
from tocsin.records.queries.report_office import Office

COMMENT = "Reprisals are likely tonight."


@pytest.fixture
def incident(cast: Cast) -> Incident:
    return make_incident(cast.amani, "Wanashambulia kijiji chetu sasa hivi kutoka mlimani")


def drafted(client: Client, incident: Incident) -> SituationReport:
    answer = client.post(reverse("console:draft_flash", args=[incident.number]))
    assert answer.status_code == 302, answer.content.decode()
    return SituationReport.objects.latest("number")


def act(client: Client, report: SituationReport, name: str, **fields: object) -> int:
    fields.setdefault("version", report.version)
    answer = client.post(reverse(f"console:{name}_report", args=[report.number]), fields)
    report.refresh_from_db()
    return answer.status_code


def test_one_click_drafts_a_flash_and_another_person_releases_it(
    cast: Cast, incident: Incident, sign_in: SignIn
) -> None:
    author, other = sign_in(cast.salima), sign_in(cast.analyst)
    report = drafted(author, incident)
    assert report.reference == f"FLASH/MPALA/{report.year}/001"
    page = author.get(reverse("console:report", args=[report.number])).content.decode()
    assert f"I-{incident.number}" in page
    assert "Nothing found" in page
    assert act(author, report, "save", section="comment", text=COMMENT) == 302
    assert drafted(author, incident) == report  # the one that is being written
    assert act(author, report, "submit") == 302
    assert act(author, report, "release") == 403
    assert act(other, report, "release") == 302
    assert (report.state, report.was_alone, report.stage) == ("released", False, "initial")
    assert act(author, report, "save", section="comment", text="more") == 409
    assert ReportRevision.objects.filter(report=report).count() == 2
    assert drafted(author, incident).stage == "update"


def test_two_editors_never_overwrite_each_other(
    cast: Cast, incident: Incident, sign_in: SignIn
) -> None:
    salima, okello = sign_in(cast.salima), sign_in(cast.okello)
    report = drafted(salima, incident)
    seen = report.version
    assert act(salima, report, "save", **{"text:event.what": "An attack on Kasenga."}) == 302
    url = reverse("console:save_report", args=[report.number])
    answer = okello.post(url, {"version": seen, "text:event.what": "Shots near Kasenga."})
    both = answer.content.decode()
    assert answer.status_code == 409
    assert "An attack on Kasenga." in both
    assert "Shots near Kasenga." in both
    report.refresh_from_db()
    assert "Shots" not in report.body


def test_the_check_stops_a_name_until_it_is_gone(
    cast: Cast, incident: Incident, sign_in: SignIn
) -> None:
    author, other = sign_in(cast.salima), sign_in(cast.analyst)
    report = drafted(author, incident)
    act(author, report, "save", section="comment", text="Amani should be called.")
    page = author.get(reverse("console:report", args=[report.number])).content.decode()
    assert "A name" in page
    assert act(other, report, "release") == 422
    assert report.state == "draft"


def test_a_p1_may_go_by_one_person_and_says_so(
    cast: Cast, incident: Incident, sign_in: SignIn
) -> None:
    releaser = sign_in(cast.releaser)
    report = drafted(releaser, incident)
    act(releaser, report, "save", section="comment", text=COMMENT)
    assert act(releaser, report, "release") == 302
    assert report.was_alone
    text = releaser.get(reverse("console:report_file", args=[report.number, "txt"]))
    assert "Released by one person alone" in text.content.decode()


def test_files_of_every_format_hold_what_their_reader_may_read(
    cast: Cast, incident: Incident, sign_in: SignIn
) -> None:
    client = sign_in(cast.salima)
    report = drafted(client, incident)
    act(client, report, "save", section="comment", text=COMMENT)
    found = {}
    for form in ("pdf", "docx", "html", "txt", "radio"):
        url = reverse("console:report_file", args=[report.number, form])
        answer = client.get(url, {"for": "humanitarian"})
        assert answer.status_code == 200, form
        found[form] = answer.content
    assert found["pdf"].startswith(b"%PDF")
    word = "\n".join(line.text for line in Document(io.BytesIO(found["docx"])).paragraphs)
    for text in (word, *(found[form].decode() for form in ("html", "txt", "radio"))):
        assert "Kasenga" not in text
        assert "likely" not in text
    page = client.get(reverse("console:report_picture", args=[report.number, 1]))
    assert page.content.startswith(b"<svg")
    assert (
        client.get(reverse("console:report_file", args=[report.number, "exe"])).status_code == 404
    )


def test_a_flash_is_owed_for_each_p1_noticed_when_late_and_settled_by_its_release(
    cast: Cast, incident: Incident, sign_in: SignIn
) -> None:
    now = database_now()
    owe_flashes(at=now)
    assert owe_flashes(at=now) == 0
    due = ReportDue.objects.get()
    within = allowed(Clock.FLASH, Priority.P1)
    assert within is not None
    assert due.due_at == incident.opened_at + within
    assert notice_late_reports(at=now) == 0
    late = due.due_at.replace(second=59) + within
    assert notice_late_reports(at=late) == 1
    assert notice_late_reports(at=late) == 0
    assert JournalEntry.objects.filter(verb="report.late").count() == 1
    client = sign_in(cast.analyst)
    assert "First flash" in client.get(reverse("console:reports")).content.decode()
    act(client, drafted(client, incident), "release")
    due.refresh_from_db()
    assert due.settled_at is not None
    assert "First flash" not in client.get(reverse("console:reports")).content.decode()


def test_a_reader_sees_its_copy_alone_opens_it_confirms_and_asks(
    cast: Cast, incident: Incident, sign_in: SignIn
) -> None:
    reader = make_user("relief", Role.READER)
    releaser = sign_in(cast.releaser)
    form = {"title": "Relief desk", "audience": "humanitarian", "kinds": ["flash"], "language": "en", "user": "relief", "most": "unclassified", "mailed_up_to": "unclassified"}  # fmt: skip
    assert releaser.post(reverse("console:report_readers"), form).status_code == 302
    report = drafted(sign_in(cast.salima), incident)
    assert act(releaser, report, "release") == 302
    copy = ReportCopy.objects.get()
    client, page = sign_in(reader), reverse("console:report_copy", args=[copy.pk])
    assert client.get("/").status_code == 403
    assert copy_line(client) == "new"
    assert "Attack on civilians" not in client.get(page).content.decode()
    client.post(reverse("console:open_copy", args=[copy.pk]))
    shown = client.get(page).content.decode()
    assert "Attack on civilians" in shown
    assert "Kasenga" not in shown
    client.post(reverse("console:confirm_copy", args=[copy.pk]), {"question": "Is the road open?"})
    copy.refresh_from_db()
    assert copy.received_at is not None
    assert "Is the road open?" in releaser.get(
        reverse("console:report", args=[report.number])
    ).content.decode()  # fmt: skip
    assert sign_in(cast.okello).get(page).status_code == 404
    file = client.get(reverse("console:copy_file", args=[copy.pk, "txt"])).content.decode()
    assert "Copy of Relief desk" in file
    assert "Kasenga" not in file


def test_a_second_question_stands_below_the_answer_to_the_first(
    cast: Cast, incident: Incident, sign_in: SignIn
) -> None:
    reader, releaser = make_user("joc", Role.READER), sign_in(cast.releaser)
    form = {"title": "JOC", "audience": "joc", "kinds": ["flash"], "language": "en", "user": "joc", "most": "confidential", "mailed_up_to": "unclassified"}  # fmt: skip
    releaser.post(reverse("console:report_readers"), form)
    report = drafted(sign_in(cast.salima), incident)
    act(releaser, report, "release")
    copy, client = ReportCopy.objects.get(), sign_in(reader)
    asked = reverse("console:confirm_copy", args=[copy.pk])
    assert client.post(asked, {"question": "x" * 501}).status_code == 422
    client.post(asked, {"question": "Is the road open?"})
    answer = reverse("console:answer_copy", args=[report.number, copy.pk])
    releaser.post(answer, {"answer": "Open until dusk."})
    client.post(asked, {"question": "And tomorrow?"})
    shown = client.get(reverse("console:report_copy", args=[copy.pk])).content.decode()
    assert "Is the road open?<br>→ Open until dusk.<br>And tomorrow?" in shown
    assert "Send the question" in shown


def test_a_reader_sees_what_was_corrected_since_and_confirms_that_they_know(
    cast: Cast, incident: Incident, sign_in: SignIn
) -> None:
    reader, releaser = make_user("joc", Role.READER), sign_in(cast.releaser)
    form = {"title": "JOC", "audience": "joc", "kinds": ["flash"], "language": "en", "user": "joc", "most": "confidential", "mailed_up_to": "unclassified"}  # fmt: skip
    releaser.post(reverse("console:report_readers"), form)
    report = drafted(sign_in(cast.salima), incident)
    assert act(releaser, report, "release") == 302
    copy = ReportCopy.objects.get()
    client, page = sign_in(reader), reverse("console:report_copy", args=[copy.pk])
    client.post(reverse("console:open_copy", args=[copy.pk]))
    assert "orrected since" not in client.get(page).content.decode()
    correct_incident(
        incident, CorrectionKind.DELIBERATE, by=cast.okello, at=database_now(), reason="a lie"
    )
    assert "corrected since" in client.get(reverse("console:copies")).content.decode()
    shown = client.get(page).content.decode()
    assert "Corrected since its release" in shown
    assert shown.count("corrected since</span>") > 1  # beside each sentence
    assert "deceive" not in shown  # nobody is blamed
    file = client.get(reverse("console:copy_file", args=[copy.pk, "txt"])).content.decode()
    assert "corrected since its release" in file
    composer = reverse("console:report", args=[report.number])
    assert "correction not confirmed" in releaser.get(composer).content.decode()
    client.post(reverse("console:confirm_copy", args=[copy.pk]), {"question": ""})
    assert "correction not confirmed" not in releaser.get(composer).content.decode()
    assert "corrected since" not in client.get(reverse("console:copies")).content.decode()


def copy_line(client: Client) -> str:
    text = client.get(reverse("console:copies")).content.decode()
    return next(word for word in ("new", "opened", "read") if f">{word}</span>" in text)


def test_the_base_is_one_page_for_its_commander_and_names_nobody(
    cast: Cast, incident: Incident, sign_in: SignIn
) -> None:
    client = sign_in(cast.commander)
    page = client.get(reverse("console:base", args=["mpala"])).content.decode()
    for said in (
        "Do today",
        "What is happening",
        "Attack on civilians",
        "Kasenga",
        "Who can warn you",
    ):
        assert said in page
    assert "Amani" not in page
    assert f'href="/incidents/{incident.number}/"' in page  # from the map
    found = [
        "".join(map(str, one.itertext()))
        for one in document_fromstring(page).iterfind(".//nav//a[@class='counter']")
    ]
    assert found[0].startswith("1alerts, last 24 hours")
    pdf = client.get(reverse("console:base_file", args=["mpala"])).content
    assert pdf.startswith(b"%PDF")
    assert sign_in(cast.baraka).get(reverse("console:base", args=["mpala"])).status_code == 404


def test_everything_behind_a_weekly_opens_and_a_figure_in_the_period_of_its_report(
    cast: Cast, sign_in: SignIn
) -> None:
    for kind in (Kind.ATTACK, Kind.KILLING, Kind.ABDUCTION, Kind.ARSON, Kind.AMBUSH, Kind.LOOTING):
        make_incident(cast.amani, f"Habari ya {kind.name}", kind=kind)
    until = database_now() + timedelta(seconds=1)
    row = draft_period(
        ReportKind.WEEKLY, Office(base=cast.mpala), until - timedelta(days=7), until,
        by=cast.salima, at=until,
    )  # fmt: skip
    salima = sign_in(cast.salima)
    page = document_fromstring(salima.get(reverse("console:report", args=[row.number])).content)
    links = {str(one.get("href")) for one in page.iterfind(".//*[@class='sentence']//a")}
    assert {salima.get(link).status_code for link in links} == {200}
    more = [link for link in links if "/behind/" in link]
    assert "A-" in salima.get(more[0]).content.decode()
    (received,) = [link for link in links if "/received/" in link]
    assert "· 6" in salima.get(received).content.decode()
    assert salima.get(received.replace(str(row.number), "999999")).status_code == 404
    assert salima.get(f"/reports/{row.number}/behind/?sentence=none").status_code == 404


def test_an_empty_hour_stops_no_report(cast: Cast, sign_in: SignIn) -> None:
    """Whoever presses the button of an empty form must not take the daily from the mission."""
    releaser, url = sign_in(cast.releaser), reverse("console:report_plans")
    asked = {"kind": "daily", "office": "mission", "weekday": "3", "language": "fr"}
    assert releaser.post(url, {**asked, "cut_off": "18:00"}).status_code == 302
    assert releaser.post(url, asked).status_code == 422
    assert ReportPlan.objects.get().next_at is not None
    assert releaser.post(url, {**asked, "is_stopped": "on"}).status_code == 302
    assert ReportPlan.objects.get().next_at is None
