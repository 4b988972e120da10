"""The page of learning: figures with their definitions, through what the viewer may see."""

import pytest
from django.test import Client

from tests.cast import Cast
from tests.console.conftest import SignIn
from tests.make import make_message, make_reading, read
from tocsin.actions.triage_by_person import confirm_triage
from tocsin.domain.words import Kind, Priority
from tocsin.records.models import FocalPoint, LearnedModel, Message, User
from tocsin.records.queries.clock import database_now


def judged(point: FocalPoint, by: User, *, read_as: Kind, said: Kind, text: str = "…") -> Message:
    message = make_message(f"{text} {read_as} {said}", focal_point=point)
    read({message: make_reading(read_as, Priority.P3)})
    confirm_triage(
        message, by=by, at=database_now(), kind=said, priority=Priority.P3, reason="seen"
    )
    return message


@pytest.fixture
def night(cast: Cast) -> Cast:
    judged(cast.amani, cast.salima, read_as=Kind.LOOTING, said=Kind.LOOTING)
    judged(cast.neema, cast.salima, read_as=Kind.LOOTING, said=Kind.CATTLE)
    return cast


def test_it_shows_how_often_the_machine_was_right_and_what_that_means(
    night: Cast, sign_in: SignIn
) -> None:
    page = sign_in(night.analyst).get("/learning/").content.decode()
    assert "50 % (1/2)" in page
    assert "The first kind that was read when the message came" in page
    assert "Cattle theft" in page


def test_an_analyst_meets_no_words_and_no_link_to_them(night: Cast, sign_in: SignIn) -> None:
    page = sign_in(night.analyst).get("/learning/").content.decode()
    assert "/messages/" not in page
    assert "/messages/" in sign_in(night.okello).get("/learning/").content.decode()


def test_what_is_restricted_is_counted_for_those_with_the_right_only(
    night: Cast, sign_in: SignIn
) -> None:
    judged(night.amani, night.salima, read_as=Kind.SEXUAL_VIOLENCE, said=Kind.SEXUAL_VIOLENCE)

    def page(client: Client) -> str:
        return client.get("/learning/").content.decode()

    assert "(2/3)" in page(sign_in(night.salima))
    assert "Sexual violence" not in page(sign_in(night.okello))
    assert "(1/2)" in page(sign_in(night.okello))


def test_the_page_of_a_model_shows_what_it_would_have_said(night: Cast, sign_in: SignIn) -> None:
    message = Message.objects.first()
    assert message is not None
    shadow = [[str(message.pk), "CAT", "LOO", "CAT"]]
    now = database_now()
    LearnedModel.objects.create(
        number=1, state="in_use", wanted_at=now, lessons_from=now, score=0.9, shadow=shadow
    )
    page = sign_in(night.okello).get("/learning/?model=1").content.decode()
    assert "Cattle theft" in page
    assert "tocsin learning rollback 1" in page
    assert sign_in(night.okello).get("/learning/?model=9").status_code == 404


def test_a_commander_does_not_open_it(night: Cast, sign_in: SignIn) -> None:
    assert sign_in(night.commander).get("/learning/").status_code == 403
