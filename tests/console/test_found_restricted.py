"""What a person finds to be restricted later is as hidden as what came so: its words, its numbers, its neighbours."""

from datetime import timedelta
from hashlib import sha256

import pytest
from django.test import Client

from tests.cast import Cast
from tests.console.conftest import SignIn
from tests.make import make_incident, make_message, make_reading, read
from tocsin.actions.correcting import Truth, correct_incident
from tocsin.actions.report_periods import draft_period
from tocsin.actions.triage_by_person import confirm_triage
from tocsin.domain.correction_words import CorrectionKind
from tocsin.domain.report_words import ReportKind, ReportState
from tocsin.domain.words import IncidentLife, Kind, Priority
from tocsin.records.models import (
    Alert,
    ApiToken,
    Incident,
    Message,
    Rearrangement,
    SituationReport,
)
from tocsin.records.queries.clock import database_now
from tocsin.records.queries.report_office import Office

# Words that stand in the two messages only.
PLAIN, TOLD = "qwaliza", "qwabaya"
LISTS = ("/", "/triage/", "/alerts/", "/figures/received/")


@pytest.fixture
def two(cast: Cast) -> tuple[Message, Message]:
    """Two of one source, read as looting, in one incident."""
    rows = tuple(
        make_message(f"wamempora {word}", focal_point=cast.amani) for word in (TOLD, PLAIN)
    )
    for row in rows:
        read({row: make_reading(Kind.LOOTING, Priority.P3)})
    assert Incident.objects.get().alert_links.count() == len(rows)
    return rows[0], rows[1]


def find_restricted(cast: Cast, message: Message) -> Incident:
    confirm_triage(
        message, by=cast.salima, at=database_now(), kind=Kind.SEXUAL_VIOLENCE,
        priority=Priority.P2, reason="qwasiri",
    )  # fmt: skip
    return Incident.objects.get(alert_links__alert__message_links__message=message,
                                alert_links__unlinked_at=None)  # fmt: skip


def pages(client: Client, *more: str) -> str:
    said = [client.get(path).content.decode() for path in (*LISTS, *more)]
    return "".join(said)


def test_an_alert_found_to_be_restricted_leaves_what_everybody_reads(
    cast: Cast, two: tuple[Message, Message], sign_in: SignIn
) -> None:
    first = Incident.objects.get()
    moved = find_restricted(cast, two[0])
    first.refresh_from_db()
    assert (moved.is_restricted, first.is_restricted, moved != first) == (True, False, True)
    here = f"/incidents/{first.number}/"
    plain = pages(sign_in(cast.okello), here)
    assert PLAIN in plain, "the other one stays to be seen"
    for secret in (TOLD, "qwasiri", moved.code, f"/incidents/{moved.number}/"):
        assert secret not in plain, secret
    assert moved.code in pages(sign_in(cast.salima), here)


def test_the_page_offers_nobody_to_undo_it_and_the_address_says_to_others_that_there_is_none(
    cast: Cast, two: tuple[Message, Message], sign_in: SignIn
) -> None:
    first = Incident.objects.get()
    find_restricted(cast, two[0])
    undo = f"/incidents/{first.number}/undo/{Rearrangement.objects.get().pk}"
    answers = {}
    for who in (cast.okello, cast.salima):
        client = sign_in(who)
        assert undo not in client.get(f"/incidents/{first.number}/").content.decode()
        answers[who.name] = client.post(undo).status_code
    assert answers == {"okello": 404, "salima": 409}


def test_no_line_of_the_log_book_leads_a_token_to_it(
    cast: Cast, two: tuple[Message, Message]
) -> None:
    first = Incident.objects.get()
    moved = find_restricted(cast, two[0])
    told = {}
    for name, scopes in (("plain", ["incidents"]), ("near", ["incidents", "restricted"])):
        ApiToken.objects.create(
            client=name, token_hash=sha256(name.encode()).digest(), scopes=scopes
        )
        client = Client(headers={"authorization": f"Bearer {name}"})
        lines = client.get(f"/api/v1/incidents/{first.number}").json()["timeline"]
        told[name] = [line["facts"] for line in lines if line["verb"] in MOVES]
    assert [facts.keys() & {"into", "other"} for facts in told["plain"]] == [set()]
    assert {"other": str(moved.pk)} in told["near"]


MOVES = ("incident.split", "incident.moved")


def test_an_incident_corrected_to_be_restricted_takes_its_alerts_and_messages_along(
    cast: Cast, two: tuple[Message, Message], sign_in: SignIn
) -> None:
    incident = Incident.objects.get()
    signpost = make_incident(cast.neema)
    first = make_incident(cast.neema, "Ng'ombe wameibiwa", kind=Kind.CATTLE, priority=Priority.P3)
    for one, into in ((signpost, incident), (first, signpost)):
        Incident.objects.filter(pk=one.pk).update(life=IncidentLife.MERGED, merged_into=into)
    correct_incident(
        incident, CorrectionKind.CORRECTED, by=cast.salima, at=database_now(), reason="she told me",
        truth=Truth(Kind.SEXUAL_VIOLENCE),
    )  # fmt: skip
    plain = pages(sign_in(cast.okello))
    found = [
        one
        for one in (
            first.code,
            signpost.code,
            PLAIN,
            TOLD,
            incident.code,
            *(str(row.pk) for row in two),
        )
        if one in plain
    ]
    assert found == []
    assert incident.code in pages(sign_in(cast.salima))


def test_one_that_stands_there_all_the_same_is_shown_to_those_who_may_see_it(
    cast: Cast, two: tuple[Message, Message], sign_in: SignIn
) -> None:
    """Whatever put it there, as rows of before: its words are on no page, also not as the first of a row."""
    Alert.objects.filter(message_links__message=two[0]).update(is_restricted=True)
    here = f"/incidents/{Incident.objects.get().number}/"
    assert TOLD not in pages(sign_in(cast.okello), here)
    assert TOLD in pages(sign_in(cast.salima), here)


def test_a_report_tells_its_numbers_of_guarded_cases_to_those_alone_who_may_know(
    cast: Cast, sign_in: SignIn
) -> None:
    read({make_message(TOLD, focal_point=cast.amani): make_reading(Kind.SEXUAL_VIOLENCE)})
    now = database_now()
    row = draft_period(
        ReportKind.DAILY, Office(base=cast.mpala), now - timedelta(days=1), now, by=cast.salima, at=now
    )  # fmt: skip
    here = f"/reports/{row.number}"
    ways = (f"{here}/", f"{here}/file.txt", f"{here}/file.txt?for=women_protection")
    for who, shown in ((cast.okello, False), (cast.salima, True)):
        client = sign_in(who)
        assert [CASES in client.get(way).content.decode() for way in ways] == [shown] * 3, who
        assert client.get(f"{here}/page-1.svg")["Cache-Control"] == "no-store"
    SituationReport.objects.update(
        state=ReportState.RELEASED, released_at=now, released_by=cast.salima, digest="x"
    )
    for name, scopes in (("plain", ["reports"]), ("near", ["reports", "restricted"])):
        ApiToken.objects.create(
            client=name, token_hash=sha256(name.encode()).digest(), scopes=scopes
        )
        client = Client(headers={"authorization": f"Bearer {name}"})
        file = client.get(f"/api/v1{here}/file?audience=women_protection&form=txt")
        assert (file.status_code, CASES in file.content.decode()) == (200, name == "near")


CASES = "cas signalé"


def test_no_list_or_file_names_an_incident_that_its_reader_may_not_see(
    cast: Cast, two: tuple[Message, Message], sign_in: SignIn
) -> None:
    Incident.objects.update(is_restricted=True)
    incident = Incident.objects.get()
    for who, lists, shown in (
        (cast.okello, LISTS, False),
        (cast.analyst, ("/alerts/", "/alerts.csv"), False),
        (cast.salima, LISTS, True),
    ):
        client = sign_in(who)
        said = "".join(client.get(path).content.decode() for path in lists)
        assert (incident.code in said) is shown, who
        assert (f"/incidents/{incident.number}/" in said) is shown, who
