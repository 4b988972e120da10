"""Whoever reads on through the people of the network is stopped and seen; whoever warns never is."""

from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import Cast
from tests.console.conftest import SignIn
from tests.make import make_call_back, make_focal_point, phone_number
from tocsin.actions.widenings import widen
from tocsin.domain.brakes import LOOKS, Bound
from tocsin.domain.widening_words import WideningKind
from tocsin.records.models import Brake, JournalEntry, Message, PersonLook
from tocsin.records.queries.clock import database_now

MOST = LOOKS[0].most
EARLIER = (timedelta(0), timedelta(hours=2), timedelta(days=2))


def look_at(cast: Cast, count: int, *, at: datetime, mark: str = "FP-") -> None:
    """Let Salima have looked at so many others, or, marked "#", written their calls down."""
    PersonLook.objects.bulk_create(
        PersonLook(user=cast.salima, whom=f"{mark}{i:04}", at=at) for i in range(100, 100 + count)
    )


@pytest.fixture
def salima(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.salima)


@pytest.fixture
def read_on(cast: Cast) -> None:
    """Let Salima have looked at as many people as a person does."""
    look_at(cast, MOST, at=database_now())


@pytest.fixture
def neighbours(cast: Cast) -> None:
    for place in range(MOST):
        number = phone_number(200 + place)
        make_focal_point(f"FP-1{place:03}", cast.kasenga, name="Somebody", number=number)


def open_(client: Client, code: str) -> tuple[int, str]:
    answer = client.post(reverse("console:open_focal_point", args=[code]))
    return answer.status_code, answer.content.decode()


@pytest.mark.usefixtures("read_on")
def test_one_more_is_not_shown_and_that_is_written_down_once(cast: Cast, salima: Client) -> None:
    status, page = open_(salima, "FP-0001")
    assert status == 429
    assert "Amani" not in page
    assert open_(salima, "FP-0002")[0] == 429
    line = JournalEntry.objects.get(verb="brake.pulled")
    assert line.facts == {"kind": "looks", "user": cast.salima.pk, "count": MOST}
    assert not JournalEntry.objects.filter(verb="focal_point.opened").exists()


@pytest.mark.usefixtures("read_on")
def test_whoever_widened_their_rights_reads_on_as_far_as_a_day_goes(
    cast: Cast, salima: Client
) -> None:
    """At night nobody may be there to lift it, and the next number may be the one that matters."""
    now = database_now()
    widen(cast.salima, WideningKind.AREA, area=None, reason="Mass attack", hours=1, at=now)
    assert open_(salima, "FP-0001")[0] == 200
    more = range(200, 200 + LOOKS[1].most - MOST)
    PersonLook.objects.bulk_create(
        PersonLook(user=cast.salima, whom=f"FP-{i:04}", at=now) for i in more
    )
    assert open_(salima, "FP-0002")[0] == 429


def test_looking_at_the_same_person_again_counts_once(cast: Cast, salima: Client) -> None:
    for _ in range(3):
        assert open_(salima, "FP-0001")[0] == 200
    assert PersonLook.objects.filter(user=cast.salima).count() == 1


@pytest.mark.usefixtures("read_on")
def test_what_was_counted_goes_with_the_clock(cast: Cast, salima: Client) -> None:
    PersonLook.objects.update(at=database_now() - LOOKS[0].within)
    assert open_(salima, "FP-0001")[0] == 200
    PersonLook.objects.update(at=database_now() - LOOKS[-1].within)
    open_(salima, "FP-0001")
    assert PersonLook.objects.filter(user=cast.salima).count() == 1


@pytest.mark.usefixtures("read_on")
def test_whoever_is_stopped_still_warns_and_calls_back(cast: Cast, salima: Client) -> None:
    assert open_(salima, "FP-0001")[0] == 429
    said = {"kind": "voice", "text": "Attaque à Kasenga", "client_id": "1", "source": "FP-0001"}
    assert salima.post(reverse("console:log"), said).status_code == 302
    assert Message.objects.exists()
    call = make_call_back(cast.amani)
    page = salima.post(reverse("console:take_call", args=[call.pk]), follow=True)
    assert phone_number(1) in page.content.decode()


@pytest.mark.usefixtures("neighbours")
def test_numbers_are_not_tried_one_by_one(salima: Client) -> None:
    """To be told that a number is somebody's is a look at somebody."""
    address = reverse("console:person_step", args=["FP-0001", "number"])
    tried = [
        salima.post(address, {"number": phone_number(200 + n), "why": "replaced"}).status_code
        for n in range(MOST + 1)
    ]
    assert tried == [409] * MOST + [429]


def bring(client: Client, cast: Cast, numbers: list[str]) -> tuple[int, str]:
    """Let somebody check a list in which these numbers stand, each under a new code."""
    rows = [f"FP-9{n:03},Somebody,{one},{cast.kasenga.code},fr" for n, one in enumerate(numbers)]
    content = "\n".join(["code,name,number,community,language", *rows]).encode()
    address = reverse("console:bring_in", args=["focal-points"])
    answer = client.post(address, {"file": SimpleUploadedFile("list.csv", content)})
    return answer.status_code, answer.content.decode()


def numbers(first: int, count: int) -> list[str]:
    return [phone_number(first + place) for place in range(count)]


@pytest.mark.usefixtures("neighbours")
def test_a_list_of_numbers_tells_no_more_than_a_person_asks(cast: Cast, salima: Client) -> None:
    seen = [bring(salima, cast, numbers(200, MOST))[0] for _ in range(2)]
    assert seen == [422, 429]


@pytest.mark.usefixtures("neighbours")
def test_of_one_list_no_more_is_told_than_was_counted(cast: Cast, salima: Client) -> None:
    """Neither which numbers are somebody's, nor how many more: and counting ends at the first too many."""
    look_at(cast, MOST - 2, at=database_now())
    with CaptureQueriesContext(connection) as asked:
        _, page = bring(salima, cast, ["12", *numbers(200, MOST)])
    assert page.count("belongs to somebody else already") == 2
    assert page.count("is no phone number") == 1
    assert "3 cells are wrong" in page
    assert "More numbers belong to somebody else" in page
    assert PersonLook.objects.filter(user=cast.salima).count() == MOST
    assert Brake.objects.count() == 1
    assert len([one for one in asked if "records_brake" in one["sql"]]) < MOST / 3


@pytest.mark.usefixtures("neighbours")
def test_whoever_mends_a_list_is_not_braked_for_it(cast: Cast, salima: Client) -> None:
    """A number that stands in it twice is nobody's secret, and one that is somebody's counts once."""
    for left in (MOST - 10, MOST - 11, MOST - 12):
        status, page = bring(salima, cast, [*numbers(200, left), *numbers(900, 1) * (MOST + 1)])
        assert status == 422
        assert page.count("belongs to somebody else already") == left
        assert page.count(f"stands in line {left + 2} already") == MOST
    assert PersonLook.objects.filter(user=cast.salima).count() == MOST - 10


@pytest.mark.usefixtures("neighbours")
def test_trying_a_number_that_is_nobody_s_leaves_no_look(cast: Cast, salima: Client) -> None:
    assert bring(salima, cast, numbers(900, 3))[0] == 200
    address = reverse("console:person_step", args=["FP-0001", "number"])
    assert salima.post(address, {"number": "12", "why": "replaced"}).status_code == 422
    salima.post(address, {"number": phone_number(900), "why": "replaced"})
    assert not PersonLook.objects.exists()


@pytest.mark.parametrize(
    ("bound", "is_told"), [(LOOKS[0], True), (LOOKS[1], False), (LOOKS[2], False)]
)
def test_widening_is_named_only_where_it_leads_on(
    cast: Cast, salima: Client, bound: Bound, is_told: bool
) -> None:
    earlier = {one.within: time for one, time in zip(LOOKS, EARLIER, strict=True)}
    look_at(cast, bound.most, at=database_now() - earlier[bound.within])
    status, page = open_(salima, "FP-0001")
    assert status == 429
    assert ("widen your rights" in page, "Widened rights change nothing" in page) == (
        is_told,
        not is_told,
    )


def test_a_number_in_the_log_that_turns_out_to_be_somebody_s_is_counted_and_never_refused(
    cast: Cast, salima: Client
) -> None:
    def says(number: str, form: str) -> int:
        said = {"kind": "voice", "text": "calm", "client_id": form, "source": number}
        return salima.post(reverse("console:log"), said).status_code

    assert says(phone_number(900), "1") == 302
    assert not PersonLook.objects.exists()
    assert [says(phone_number(1), "2"), says(phone_number(1), "3")] == [302, 302]
    assert PersonLook.objects.count() == 1
    look_at(cast, MOST, at=database_now(), mark="#")
    assert says(phone_number(2), "4") == 302
    assert PersonLook.objects.count() == MOST + 2
    assert Message.objects.filter(focal_point__isnull=False).count() == 3
    assert Brake.objects.count() == 1
    assert (
        open_(salima, "FP-0001")[0] == 200
    )  # Whoever answers forty villages must be able to call them.


@pytest.mark.usefixtures("read_on")
def test_an_administrator_sees_it_and_another_person_lifts_it(
    cast: Cast, salima: Client, sign_in: SignIn
) -> None:
    open_(salima, "FP-0001")
    admin, brake = sign_in(cast.admin), Brake.objects.get()
    for page in ("/accounts/", f"/accounts/{cast.salima.pk}/"):
        assert f"looked at {MOST} people" in admin.get(page).content.decode()
    address = reverse("console:lift_brake", args=[cast.salima.pk, brake.pk])
    assert salima.post(address, {"reason": "me"}).status_code == 403
    admin.post(address, {"reason": ""})
    assert open_(salima, "FP-0001")[0] == 429
    admin.post(address, {"reason": "she called the whole valley"})
    assert open_(salima, "FP-0001")[0] == 200
    assert JournalEntry.objects.filter(verb="brake.lifted").count() == 1
    assert f"looked at {MOST}" not in admin.get("/accounts/").content.decode()


def test_nobody_lifts_their_own_brake(cast: Cast, sign_in: SignIn) -> None:
    now = database_now()
    own = Brake.objects.create(
        kind="looks", user=cast.admin, count=MOST, at=now, until=now + timedelta(hours=1)
    )
    address = reverse("console:lift_brake", args=[cast.admin.pk, own.pk])
    assert sign_in(cast.admin).post(address, {"reason": "me"}).status_code == 403
    own.refresh_from_db()
    assert own.lifted_at is None
