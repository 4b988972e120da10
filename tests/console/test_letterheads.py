"""Letterheads by their page: taken in when inert, looked at, put to use, and what a report is on when one fails."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from docx import Document

from tests.cast import Cast
from tests.console.conftest import SignIn
from tests.make import make_incident
from tocsin.actions.letterheads import add_letterhead, letterhead_for, use_letterhead
from tocsin.actions.report_drafts import draft_flash
from tocsin.formats.letterhead import is_installed, plain_template
from tocsin.records.models import JournalEntry, Letterhead, SituationReport
from tocsin.records.queries.clock import database_now
from tocsin.records.queries.report_office import Office

pytestmark = pytest.mark.skipif(not is_installed(), reason="needs tocsin[letterhead]")


def with_address(text: str) -> bytes:
    file = Document(io.BytesIO(plain_template()))
    file.add_paragraph(text)
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def upload(through: Client, content: bytes, office: str = "mission") -> int:
    file = SimpleUploadedFile("paper.docx", content)
    fields = {"title": "Our paper", "office": office, "file": file}
    return through.post(reverse("console:letterheads"), fields).status_code


def act(through: Client, name: str, row: Letterhead) -> int:
    return through.post(reverse(f"console:{name}", args=[row.number])).status_code


def words(content: bytes) -> str:
    return "\n".join(one.text for one in Document(io.BytesIO(content)).paragraphs)


def flash(cast: Cast) -> SituationReport:
    return draft_flash(make_incident(cast.amani), by=cast.salima, at=database_now(), language="en")


def test_a_template_is_taken_in_looked_at_and_used_and_the_next_takes_its_place(
    cast: Cast, sign_in: SignIn
) -> None:
    admin, salima = sign_in(cast.admin), sign_in(cast.salima)
    page = reverse("console:report_file", args=[flash(cast).number, "docx"])
    assert salima.get(f"{page}?letterhead=1").status_code == 404
    for address in ("P.O. box 7", "P.O. box 8"):
        assert upload(admin, with_address(address)) == 302
        row = Letterhead.objects.latest("number")
        sample = admin.get(reverse("console:letterhead_sample", args=[row.number]))
        assert address in words(sample.content)
        assert row.used_since is None
        assert act(admin, "use_letterhead", row) == 302
        assert address in words(salima.get(f"{page}?letterhead=1").content)
    row = Letterhead.objects.get(used_since__isnull=False)
    assert "P.O. box" not in words(salima.get(page).content)
    assert act(admin, "put_letterhead_aside", row) == 302
    assert salima.get(f"{page}?letterhead=1").status_code == 404
    verbs = JournalEntry.objects.filter(verb__startswith="letterhead.").values_list("verb")
    assert len(verbs) == 5


def test_what_is_wrong_with_a_template_is_said_and_nothing_is_kept(
    cast: Cast, sign_in: SignIn
) -> None:
    admin = sign_in(cast.admin)
    file = SimpleUploadedFile("paper.docx", with_address("{{ password }} {{ title.x }}"))
    answer = admin.post(
        reverse("console:letterheads"), {"title": "x", "office": "mission", "file": file}
    )
    assert answer.status_code == 422
    assert "password" in answer.content.decode()
    assert upload(admin, b"no word file") == 422
    assert not Letterhead.objects.exists()


@pytest.mark.parametrize("who", ["salima", "releaser", "auditor"])
def test_nobody_but_an_administrator_changes_the_paper(
    cast: Cast, sign_in: SignIn, who: str
) -> None:
    assert upload(sign_in(getattr(cast, who)), plain_template()) == 403


def test_the_nearest_letterhead_counts(cast: Cast) -> None:
    assert letterhead_for(cast.mpala, None) is None
    for office in (Office(), Office(area=cast.area), Office(base=cast.mpala)):
        row = add_letterhead(office, "x", plain_template(), by=cast.admin, at=database_now())
        use_letterhead(row, by=cast.admin, at=database_now())
        assert letterhead_for(cast.mpala, None) == row
    mission = Letterhead.objects.get(base=None, area=None)
    assert letterhead_for(cast.room, None) == mission
    assert letterhead_for(None, cast.elsewhere) == mission
    assert letterhead_for(None, None) == mission


def test_a_report_whose_letterhead_fails_goes_on_our_own_paper_and_says_so(
    cast: Cast, sign_in: SignIn
) -> None:
    row = add_letterhead(Office(), "x", plain_template(), by=cast.admin, at=database_now())
    use_letterhead(row, by=cast.admin, at=database_now())
    Letterhead.objects.update(content=b"spoilt on the disk")
    page = reverse("console:report_file", args=[flash(cast).number, "docx"])
    said = words(sign_in(cast.salima).get(f"{page}?letterhead=1").content)
    assert said.startswith("The letterhead could not be used")
    assert "Attack" in said
    assert act(sign_in(cast.admin), "use_letterhead", row) == 422


def test_no_reader_has_more_on_a_letterhead_than_on_our_own_paper(
    cast: Cast, sign_in: SignIn
) -> None:
    row = add_letterhead(Office(), "x", plain_template(), by=cast.admin, at=database_now())
    use_letterhead(row, by=cast.admin, at=database_now())
    page = reverse("console:report_file", args=[flash(cast).number, "docx"])
    salima = sign_in(cast.salima)
    assert "Kasenga" in words(salima.get(f"{page}?letterhead=1").content)
    outside = words(salima.get(f"{page}?letterhead=1&for=humanitarian").content)
    assert "Kasenga" not in outside
    assert "UNCLASSIFIED" in outside.upper() or "Attack" in outside
