"""The page of a message: the words untouched, what led to what, three answers by key, questions, place names."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.console.conftest import SignIn
from tests.make import make_message, make_reading, read
from tocsin.console.grid import point_of
from tocsin.console.questions import FOLDER, questions
from tocsin.domain.lexicon import Lexicon
from tocsin.domain.places import Gazetteer
from tocsin.domain.reading.read import read_message
from tocsin.domain.reading.result import ScoredKind
from tocsin.domain.words import Flag, Kind, Language, MessageState, Priority
from tocsin.records.models import Alert, Message, Place, PlaceName
from tocsin.records.queries.clock import database_now

NOON = datetime(2026, 3, 14, 10, tzinfo=UTC)
TEXT = "On dit que 12 hommes armés FDLR sont à Mirembé depuis hier soir"


@pytest.fixture
def client(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.okello)


@pytest.fixture
def message(cast: Cast) -> Message:
    return really_read(make_message(TEXT, focal_point=cast.amani))


def really_read(found: Message) -> Message:
    reading = read_message(
        found.text, lexicon=Lexicon.load(), gazetteer=Gazetteer.demo(), sent_at=database_now()
    )
    read({found: reading})
    found.refresh_from_db()
    return found


def page_of(client: Client, message: Message) -> str:
    return client.get(reverse("console:message", args=[message.pk])).content.decode()


def test_the_words_stand_untouched_and_marked_beside(message: Message, client: Client) -> None:
    page = page_of(client, message)
    assert TEXT in page
    sorts = set(re.findall(r"said said-(\w+)", page))
    assert {"actor", "count", "time", "flag"} <= sorts
    assert re.search(r'said-what" lang="en">[^<]*Armed (presence|movement)', page)
    # Each mark says in words what it is: colour alone tells nobody.
    assert page.count('class="said said-') == page.count('class="said-what"')
    assert ">hearsay<" in page


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Voleurs ont pris 12 vaches a Kasenga hier", "As grave as this kind usually is"),
        ("ATT KASENGA 12 HA", "The sender’s code says that it goes on now"),
        ("CAT KASENGA P2", "The sender’s code says how grave it is"),
        ("On raconte que des hommes armes viennent", "Heard from others: never imminent"),
    ],
)
def test_why_it_is_so_grave_is_said_in_words(
    cast: Cast, client: Client, text: str, why: str
) -> None:
    message = really_read(make_message(text, focal_point=cast.amani))
    assert why in page_of(client, message)


def test_one_to_three_are_the_likeliest_kinds(cast: Cast, client: Client) -> None:
    message = make_message("Watu wenye silaha", focal_point=cast.amani)
    kinds = [Kind.MOVEMENT, Kind.PRESENCE, Kind.THREAT, Kind.ATTACK]
    scored = tuple(ScoredKind(kind, 0.25) for kind in kinds)
    read({message: replace(make_reading(Kind.MOVEMENT, Priority.P3), kinds=scored)})
    page = page_of(client, message)
    for key in "123cd":
        assert f'data-key="{key}"' in page
    pick = {"kind": Kind.PRESENCE.value, "priority": "P3"}
    assert re.search(r'value="PRE">.*?value="P3">.*?data-key="2"', page)
    client.post(reverse("console:confirm", args=[message.pk]), pick)
    assert Alert.objects.get().kind == Kind.PRESENCE


def test_what_is_no_warning_can_be_dismissed_by_one_key(cast: Cast, client: Client) -> None:
    message = make_message("Habari za asubuhi", focal_point=cast.amani)
    read({message: make_reading(Kind.CHAT, Priority.P4, is_alert=False)})
    assert re.search(r'name="why" value="chat">.*?data-key="1"', page_of(client, message))
    client.post(reverse("console:dismiss", args=[message.pk]), {"why": "chat"})
    message.refresh_from_db()
    assert message.state == MessageState.DISMISSED


def test_what_is_no_warning_ranks_lower_and_is_never_hidden(cast: Cast, client: Client) -> None:
    message = make_message("Habari za asubuhi", focal_point=cast.amani)
    read({message: make_reading(Kind.CHAT, Priority.P4, is_alert=False)})
    assert f"message-{message.pk}" in client.get("/triage/?show=quiet").content.decode()


@pytest.mark.parametrize("language", [*Language])
def test_what_is_missing_is_asked_in_the_caller_s_language(
    cast: Cast, client: Client, language: Language
) -> None:
    message = make_message("…", focal_point=cast.amani)
    missing = ("where", "when", "how_many", "who", "direction")
    read({message: make_reading(language=language.value, missing=missing)})
    page = page_of(client, message)
    spoken, asked = questions(missing, language.value)
    assert (spoken, len(asked)) == (language, 5)
    assert all(one.said in page for one in asked)
    assert f'<span lang="{language.value}">' in page


def test_every_language_asks_the_same_questions() -> None:
    codes = {path.stem: _codes(path.read_text("utf-8")) for path in FOLDER.glob("*.txt")}
    assert set(codes) == set(Language)
    assert len({tuple(found) for found in codes.values()}) == 1


def _codes(text: str) -> list[str]:
    return [line.partition(":")[0] for line in text.splitlines()]


def test_a_place_nobody_knows_is_added_with_one_form_and_taken_back(
    message: Message, client: Client
) -> None:
    form = reverse("console:place_name", args=[message.pk])
    assert "Mirembé" in client.get(form, {"mention": 0}).content.decode()
    sent = {"name": "Mirembé ya juu", "place": "new", "point": "35M QU 626 550"}
    assert client.post(form, sent).status_code == 302
    row = PlaceName.objects.get()
    assert row.place.name == "Mirembé ya juu"
    assert "Take back" in page_of(client, message)
    client.post(reverse("console:undo_place_name", args=[message.pk, row.pk]))
    assert "Take back" not in page_of(client, message)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "Nowhere", "place": "new", "point": "far away"},
        {"name": "Nowhere", "place": "other", "other": "Not a place"},
        {"name": "Nowhere", "place": "00000000"},
        {"name": "", "place": "new", "point": "-1, 29"},
        {"name": "7", "place": "new", "point": "-1, 29"},
        {"name": "Nowhere"},
    ],
)
def test_what_is_no_place_is_refused_with_the_form(
    message: Message, client: Client, wrong: dict[str, str]
) -> None:
    assert client.post(reverse("console:place_name", args=[message.pk]), wrong).status_code == 422
    assert not PlaceName.objects.exists()


def test_the_name_of_another_place_may_be_written(
    cast: Cast, message: Message, client: Client
) -> None:
    place = Place.objects.get(name="Mirembe")
    sent = {"name": "Kwa Mirembe", "place": "other", "other": "mirembe"}
    assert client.post(reverse("console:place_name", args=[message.pk]), sent).status_code == 302
    assert PlaceName.objects.get().place == place
    again = {"kind": "ATT", "priority": "P1", "place": "kwa mirembe"}
    client.post(reverse("console:confirm", args=[message.pk]), again)
    assert Alert.objects.get().place == place


@pytest.mark.parametrize(
    ("text", "is_point"),
    [("-1.2, 29.3", True), ("-1.2 29.3", True), ("35M QU 626 550", True), ("35mqu6260055000", True),
     ("91, 0", False), ("35M", False), ("", False), ("35M QU 62 5", False), ("1,2,3", False)],
)  # fmt: skip
def test_a_point_is_degrees_or_a_grid(text: str, is_point: bool) -> None:
    assert (point_of(text) is not None) == is_point


def test_a_sign_is_marked_where_it_stands() -> None:
    reading = read_message(TEXT, lexicon=Lexicon.load(), gazetteer=Gazetteer.demo(), sent_at=NOON)
    assert Flag.HEARSAY in reading.flags
    marked = {one.part: one.surface for one in reading.why if one.span}
    assert marked["flag:hearsay"].lower() == "on dit que"
    assert marked["count:armed_men"] == "12"
    assert marked["time"] in TEXT
