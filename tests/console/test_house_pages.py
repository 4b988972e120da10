"""Ladders, gateways, log book, alerts as a file: what administrators, auditors and analysts do."""

import csv
import json

import psycopg
import pytest
from django.db.utils import OperationalError as DatabaseOperationalError
from django.test import RequestFactory
from django.urls import reverse

from tests.cast import Cast
from tests.console.conftest import SignIn
from tests.make import make_incident, make_user
from tocsin.actions.journal import seal_journal
from tocsin.actions.ladder_drafts import approve_draft
from tocsin.console.problem_pages import unexpected
from tocsin.domain.problems import Problem
from tocsin.domain.words import Kind, Role
from tocsin.records.models import Gateway, LadderDraft, LadderVersion
from tocsin.records.queries.clock import database_now


def ladder_form(sign_in: SignIn, cast: Cast, **changes: str) -> tuple[int, str]:
    """Fetch the form of the P1 ladder, change something, and send it."""
    client = sign_in(cast.admin)
    address = reverse("console:edit_ladder", args=["mission-p1"])
    page = client.get(address)
    sent: dict[str, object] = {"rounds": 3, "repeat_every": 180, "note": "tried out"}
    steps = page.context["steps"]
    sent |= {f"step-{name}": value for name, value in steps.management_form.initial.items()}
    for form in steps.initial_forms:
        sent |= {f"{form.prefix}-{k}": v for k, v in form.initial.items() if v is not None}
    answer = client.post(address, {**sent, **changes})
    return answer.status_code, answer.content.decode()


def test_a_changed_ladder_is_in_force_when_a_second_administrator_says_so(
    cast: Cast, sign_in: SignIn
) -> None:
    status, _page = ladder_form(sign_in, cast, **{"step-1-delay": "90"})
    assert status == 302
    draft = LadderDraft.objects.get()
    approve = reverse("console:approve_ladder", args=["mission-p1", draft.pk])
    assert sign_in(cast.admin).post(approve).status_code == 403
    assert LadderVersion.objects.filter(ladder__slug="mission-p1").count() == 1
    second_admin = sign_in(make_user("second-admin", Role.ADMINISTRATOR))
    page = reverse("console:ladder", args=["mission-p1"])
    assert "tried out" in second_admin.get(page).content.decode()
    assert [second_admin.post(approve).status_code for _ in range(2)] == [302, 409]
    first, second = LadderVersion.objects.filter(ladder__slug="mission-p1").order_by("number")
    assert first.steps["steps"][1]["delay"] == 180
    assert second.steps["steps"][1]["delay"] == 90


def test_a_version_that_came_between_makes_a_draft_worthless(cast: Cast, sign_in: SignIn) -> None:
    for wait in ("90", "120"):
        ladder_form(sign_in, cast, **{"step-1-delay": wait})
    first, other = LadderDraft.objects.order_by("asked_at")
    by = make_user("second-admin", Role.ADMINISTRATOR)
    approve_draft(other, by=by, at=database_now())
    with pytest.raises(Problem, match=r"rights\.change_decided"):
        approve_draft(first, by=by, at=database_now())
    refuse = reverse("console:refuse_ladder", args=["mission-p1", first.pk])
    assert sign_in(cast.admin).post(refuse).status_code == 302
    assert LadderVersion.objects.filter(ladder__slug="mission-p1").count() == 2


def test_a_ladder_that_pages_late_is_not_published(cast: Cast, sign_in: SignIn) -> None:
    status, page = ladder_form(sign_in, cast, **{"step-0-delay": "600"})
    assert status == 422
    assert "later than this priority allows" in page


def test_the_preview_names_who_is_called_now(cast: Cast, sign_in: SignIn) -> None:
    address = reverse("console:ladder_preview") + f"?community={cast.kasenga.code}&priority=P1"
    page = sign_in(cast.okello).get(address).content.decode()
    assert "R-002" in page
    assert "R-001" in page
    assert "Zawadi" not in page


def test_a_secret_of_a_gateway_is_never_shown_and_stays_when_left_empty(
    cast: Cast, sign_in: SignIn
) -> None:
    client = sign_in(cast.admin)
    address = reverse("console:gateway", args=["phones"])
    kept = json.loads(cast.phones.settings)["secret"]
    assert kept not in client.get(address).content.decode()
    sent = {"title": "Renamed", "rank": 10, "version": 1, "set_secret": "", "set_spool": ""}
    assert client.post(address, sent).status_code == 302
    row = Gateway.objects.get(slug="phones")
    assert (row.title, json.loads(row.settings)["secret"]) == ("Renamed", kept)


def test_the_auditor_verifies_the_chain(cast: Cast, sign_in: SignIn) -> None:
    make_incident(cast.amani)
    seal_journal(at=database_now())
    page = sign_in(cast.auditor).post(reverse("console:verify_journal")).content.decode()
    assert "The chain holds." in page


def test_the_log_book_does_not_say_what_is_restricted(cast: Cast, sign_in: SignIn) -> None:
    make_incident(cast.neema, kind=Kind.SEXUAL_VIOLENCE)
    page = sign_in(cast.auditor).get(reverse("console:journal")).content.decode()
    assert "Incident opened" in page
    assert "Sexual violence" not in page


def test_the_file_of_alerts_holds_codes_and_no_words(cast: Cast, sign_in: SignIn) -> None:
    make_incident(cast.amani, "maneno ya siri")
    make_incident(cast.neema, kind=Kind.SEXUAL_VIOLENCE)
    text = sign_in(cast.analyst).get(reverse("console:alert_file")).content.decode()
    rows = list(csv.DictReader(text.splitlines()))
    assert [row["source"] for row in rows] == ["FP-0001"]
    assert "siri" not in text
    assert cast.amani.number not in text


def test_a_filter_of_alerts_stands_in_the_address(cast: Cast, sign_in: SignIn) -> None:
    make_incident(cast.amani)
    client = sign_in(cast.analyst)
    assert len(client.get("/alerts/?priority=P1").context["rows"]) == 1
    assert len(client.get("/alerts/?priority=P3").context["rows"]) == 0
    assert len(client.get("/alerts/?q=kasenga").context["rows"]) == 1
    assert len(client.get("/alerts/?to=2020-01-01").context["rows"]) == 0
    assert client.get("/alerts/?from=2020-13-45").status_code == 200


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (psycopg.OperationalError("connection refused"), 503),
        (psycopg.errors.AdminShutdown(), 503),
        (psycopg.errors.CannotConnectNow(), 503),
        (psycopg.errors.ConnectionFailure(), 503),
        (psycopg.InterfaceError("the connection is closed"), 503),
        (psycopg.errors.QueryCanceled(), 500),
        (psycopg.errors.LockNotAvailable(), 500),
        (psycopg.errors.DiskFull(), 500),
        (ValueError("no link at all"), 500),
    ],
    ids=lambda one: one if isinstance(one, int) else type(one).__name__,
)
def test_a_database_that_is_away_is_said_plainly_and_nothing_else_is(
    error: Exception, status: int
) -> None:
    try:
        try:
            raise error
        except psycopg.Error as cause:
            raise DatabaseOperationalError from cause
    except (DatabaseOperationalError, ValueError):
        answer = unexpected(RequestFactory().get("/"))
    assert answer.status_code == status
    assert ("does not answer" in answer.content.decode()) == (status == 503)
