"""A cry for help is heard, however little else is said; what only sounds like violence is not."""

from datetime import datetime

import pytest

from tocsin.domain.lexicon import Lexicon
from tocsin.domain.places import Gazetteer
from tocsin.domain.reading import Reading
from tocsin.domain.reading.read import read_message
from tocsin.domain.words import Priority

SENT = datetime.fromisoformat("2024-05-15T14:30:00+02:00")


def read(text: str) -> Reading:
    return read_message(text, lexicon=Lexicon.load(), gazetteer=Gazetteer.demo(), sent_at=SENT)


@pytest.mark.parametrize(
    "text",
    [
        "au secours",
        "SOS",
        "aidez nous",
        "ils arrivent, aidez nous",
        "ils cassent nos portes",
        "on est encerclé",
        "tusaidieni",
        "tunaomba msaada wamefika",
        "wametuzunguka fanyeni mbio",
        "salisa biso",
        "bazali kobeta biso",
        "bakoti na ndako na biso",
        "mudutabare",
        "badutegeye",
        "help us",
        "they have entered our house",
    ],
)
def test_a_cry_without_a_place_pages(text: str) -> None:
    assert read(text).priority is Priority.P1


@pytest.mark.parametrize(
    "text",
    [
        "aidez nous à payer les frais scolaires",
        "tusaidieni na vocha ya simu",
        "mutusaidie kuongea na mwalimu",
        "help us with the registration form",
        "la formation aux premiers secours est mardi",
    ],
)
def test_who_asks_a_favour_pages_nobody(text: str) -> None:
    reading = read(text)
    assert not reading.is_alert
    assert reading.priority is not Priority.P1


@pytest.mark.parametrize(
    ("harmless", "violent"),
    [
        (
            "mon oncle de 87 ans est décédé de sa tension, enterrement jeudi",
            "mon oncle est mort égorgé, enterrement jeudi",
        ),
        ("bibi amefariki, tutamzika ijumaa", "bibi ameuawa kwa panga, tutamzika ijumaa"),
        (
            "à la chasse hier on a tué 2 antilopes",
            "à la chasse hier les rebelles ont tué 2 hommes",
        ),
        ("mama amechoma mahindi na viazi", "waasi wamechoma nyumba na mahindi"),
        (
            "vaccination rougeole: 415 enfants vaccinés",
            "rougeole à Bule: 12 enfants morts avant le vaccin",
        ),
    ],
)
def test_what_sounds_like_violence_is_weighed_by_what_it_befell(
    harmless: str, violent: str
) -> None:
    assert not read(harmless).is_alert
    assert read(violent).is_alert


def test_who_lies_under_the_mud_is_in_danger_now() -> None:
    assert read("éboulement à Numbi, gens coincés sous la boue").priority is Priority.P1
    assert read("éboulement à Numbi, la route est coupée").priority is not Priority.P1
