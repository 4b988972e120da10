"""The short version of a report by SMS and by radio: to whom, how much of it, and what becomes of it."""

from dataclasses import dataclass, replace

import pytest

from tests.actions.test_report_posts import cast, reader, released
from tests.cast import Cast
from tests.console.conftest import SignIn, sign_in
from tests.make import make_gateway, make_incident, phone_number
from tocsin.actions.correcting import correct_incident
from tocsin.actions.delivery import claim_deliveries
from tocsin.actions.journal import Actor
from tocsin.actions.radio import give_up_radio, record_radio_outcome, start_radio_task
from tocsin.actions.radio_nets import NetPlan, add_net, seat_stations
from tocsin.actions.radio_stations import StationPlan, add_station
from tocsin.actions.report_copies import end_reader
from tocsin.actions.report_drafts import draft_flash
from tocsin.actions.report_heads import opened
from tocsin.actions.report_texting import PATIENCE
from tocsin.actions.report_texts import text_again
from tocsin.actions.reports import release_report
from tocsin.domain.correction_words import CorrectionKind
from tocsin.domain.problems import Problem
from tocsin.domain.radio_words import RadioMode
from tocsin.domain.report_words import Audience, Level, ReportKind
from tocsin.domain.reports.audiences import redact
from tocsin.domain.reports.radio import MOST, PARTS, may_be_overheard, radio_text
from tocsin.domain.reports.statements import Statement
from tocsin.domain.sms import Alphabet, measure
from tocsin.domain.words import DeliveryState, RadioOutcome
from tocsin.records.models import (
    Delivery,
    FocalPoint,
    Incident,
    RadioTask,
    RadioTraffic,
    ReportText,
)
from tocsin.records.queries.clock import database_now

__all__ = ["cast", "sign_in"]
NUMBER = phone_number(150)
SIGN = "TANGO 2"


@dataclass(frozen=True, slots=True)
class Room:
    """A radio room with a net on which TANGO 2 is called."""

    net: object
    keeper: FocalPoint


@pytest.fixture
def room(cast: Cast) -> Room:
    by, at = Actor("exercise"), database_now()
    gateway = make_gateway("radio", title="Radio room")
    type(gateway).objects.filter(pk=gateway.pk).update(kind="radio_log", schemes=["radio"])
    control = add_station(StationPlan("TANGO BASE", base=cast.mpala), by=by, at=at)
    station = add_station(
        StationPlan(SIGN, community=cast.mirembe, focal_point=cast.neema), by=by, at=at
    )
    net = add_net("alpha", NetPlan("Alpha", RadioMode.HF, "4 625 kHz", net_control=control, base=cast.mpala), by=by, at=at)  # fmt: skip
    seat_stations(net, [station], by=by, at=at)
    return Room(net, cast.neema)


def test_a_release_goes_in_short_to_a_telephone_and_who_got_it_is_written_down(
    cast: Cast, sign_in: SignIn
) -> None:
    reader(cast, number=NUMBER, address="")
    report = released(cast)
    (row,) = ReportText.objects.all()
    text = row.delivery.text
    assert text.startswith(report.reference)
    assert "Kasenga" not in text
    assert measure(text).segments > 1
    ((sent,), _) = claim_deliveries(engine=1, at=database_now(), only=row.delivery_id)
    assert (sent.to, sent.text) == (NUMBER, text)
    page = sign_in(cast.analyst).get(f"/reports/{report.number}/").content.decode()
    assert "SMS: being sent" in page
    assert NUMBER not in page


def test_a_station_gets_it_as_traffic_that_is_in_the_log_once_read_back(
    cast: Cast, room: Room, sign_in: SignIn
) -> None:
    reader(cast, call_sign=SIGN, address="")
    report, now = released(cast), database_now()
    task = RadioTask.objects.get()
    assert task.start_by > now + PATIENCE[ReportKind.FLASH]
    card = sign_in(cast.okello).get("/radio/").content.decode()
    assert "PRIORITY" in card
    assert "from TANGO BASE to TANGO 2, net Alpha" in card
    start_radio_task(task, by=cast.okello, at=now)
    assert not RadioTraffic.objects.exists()
    record_radio_outcome(task, by=cast.okello, at=now, outcome=RadioOutcome.READ_BACK, name_heard="Operator", read_back=task.read_back)  # fmt: skip
    line = RadioTraffic.objects.get()
    assert (line.serial, line.sender, line.addressee) == (1, "TANGO BASE", SIGN)
    assert (line.precedence, line.at) == ("PRIORITY", task.delivery.created_at)
    assert line.text.startswith(report.reference)
    assert ReportText.objects.get().delivery.state == DeliveryState.DELIVERED


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda cast, room: None, ""),
        (lambda cast, room: FocalPoint.objects.update(is_silent=True), "never_written_to"),
        (lambda cast, room: room.net.members.all().delete(), "no_address"),
        (lambda cast, room: type(cast.phones).objects.update(is_enabled=False), "no_gateway"),
    ],
)
def test_what_nobody_can_carry_stops_no_release_and_says_why(
    cast: Cast, room: Room, spoil: object, reason: str
) -> None:
    reader(cast, call_sign=SIGN, address="")
    spoil(cast, room)  # type: ignore[operator]  # one of the four above
    assert released(cast).state == "released"
    delivery = ReportText.objects.get().delivery
    assert delivery.failure == reason
    assert (delivery.state == DeliveryState.FAILED) is bool(reason)


def test_a_number_of_somebody_who_is_never_written_to_gets_nothing(
    cast: Cast, sign_in: SignIn
) -> None:
    FocalPoint.objects.filter(pk=cast.neema.pk).update(is_silent=True)
    fields = {
        "title": "Desk", "audience": "joc", "kinds": ["flash"], "language": "en",
        "most": "confidential", "mailed_up_to": "unclassified", "user": cast.admin.name,
    }  # fmt: skip
    client = sign_in(cast.releaser)
    for number, says in (
        (cast.neema.number, "Nothing is ever sent to this number"),
        ("12345", "Write it with the country"),
    ):
        answer = client.post("/reports/readers/", {**fields, "number": number})
        assert answer.status_code == 422
        assert says in answer.content.decode()
    answer = client.post("/reports/readers/", {**fields, "call_sign": "NOBODY"})
    assert "No station of this call sign" in answer.content.decode()
    # Somebody on the list may fall silent later.
    reader(cast, number=cast.neema.number, address="")
    released(cast)
    assert ReportText.objects.get().delivery.failure == "never_written_to"


def test_what_is_guarded_only_says_that_a_report_waits(cast: Cast) -> None:
    reader(cast, number=NUMBER, address="", audience=Audience.HUMAN_RIGHTS)
    incident = make_incident(cast.amani, "Wanashambulia kijiji chetu sasa hivi kutoka mlimani")
    Incident.objects.filter(pk=incident.pk).update(marking=3)
    incident.refresh_from_db()
    now = database_now()
    row = draft_flash(incident, by=cast.salima, at=now, language="en")
    release_report(row, version=1, by=cast.analyst, at=now)
    text = ReportText.objects.get()
    assert not text.carries
    assert text.delivery.text == "A report waits for you. Open Tocsin, page Reports for me."


def test_what_was_given_up_is_tried_again_by_a_person_and_goes_to_the_new_number(
    cast: Cast, sign_in: SignIn
) -> None:
    one = reader(cast, number=NUMBER, address="")
    report, now = released(cast), database_now()
    row = ReportText.objects.get()
    with pytest.raises(Problem):
        text_again(row, by=cast.releaser, at=now)
    Delivery.objects.filter(pk=row.delivery_id).update(state="failed", due_at=None)
    type(one).objects.filter(pk=one.pk).update(number=phone_number(151))
    client = sign_in(cast.analyst)
    assert "Try again: SMS" in client.get(f"/reports/{report.number}/").content.decode()
    assert client.post(f"/reports/{report.number}/text/{row.pk}").status_code == 302
    row.refresh_from_db()
    assert (row.delivery.state, row.delivery.to) == (DeliveryState.QUEUED, phone_number(151))


def test_a_correction_is_told_without_what_and_a_reader_who_left_is_told_nothing(
    cast: Cast, room: Room
) -> None:
    one = reader(cast, number=NUMBER, call_sign=SIGN, address="")
    report, now = released(cast), database_now()
    assert report.incident is not None
    correct_incident(
        report.incident, CorrectionKind.DELIBERATE, by=cast.okello, at=now, reason="no"
    )
    for row in ReportText.objects.all():
        assert row.delivery.text.startswith(
            "Something in a report that you were sent is no longer right"
        )
    end_reader(one, by=cast.releaser, at=now)
    assert {row.delivery.state for row in ReportText.objects.all()} == {DeliveryState.CANCELLED}
    assert give_up_radio(at=RadioTask.objects.latest("pk").start_by) <= 1


@pytest.mark.parametrize("audience", list(Audience))
def test_the_short_version_holds_nothing_above_its_audience_and_fits_four_parts(
    cast: Cast, audience: Audience
) -> None:
    read = opened(released(cast))
    if not may_be_overheard(read.head.about, audience):
        return
    text = radio_text(read.head, read.statements, read.words, audience)
    assert text == radio_text(read.head, redact(read.statements, audience), read.words)
    assert len(text) <= MOST
    assert measure(text).segments <= PARTS


def test_another_alphabet_leaves_out_sentences_rather_than_cut_one(cast: Cast) -> None:
    read = opened(released(cast), language="en")
    own = [one for one in read.statements if one.section == "event"]
    assert own
    greek_free = radio_text(read.head, read.statements, read.words)
    cyrillic = [_said(one, "Группа людей у реки. " * 4) for one in read.statements]
    text = radio_text(read.head, cyrillic, read.words)
    assert measure(greek_free).alphabet is Alphabet.GSM7
    assert measure(text).alphabet is Alphabet.UCS2
    assert measure(text).segments <= PARTS
    assert text.endswith("реки.")


def _said(one: Statement, text: str) -> Statement:
    return replace(one, text=text, level=Level.LOW)
