"""How many of what: attackers are not victims, cattle are not people, money counts nobody."""

from datetime import datetime

import pytest

from tocsin.domain.lexicon import Lexicon
from tocsin.domain.places import Gazetteer
from tocsin.domain.reading import read_message

SENT = datetime.fromisoformat("2024-05-15T14:30:00+02:00")


def counts(text: str) -> dict[str, tuple[int, int]]:
    reading = read_message(text, lexicon=Lexicon.load(), gazetteer=Gazetteer.demo(), sent_at=SENT)
    return {name: (count.min, count.max) for name, count in reading.counts.items()}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ont tué 4 pers cette nuit, 2 maisons brulees", {"killed": (4, 4), "houses": (2, 2)}),
        ("wameua watu watatu wanachoma manyumba", {"killed": (3, 3)}),
        ("bazwi bato mitano na Bangadi", {"abducted": (5, 5)}),
        ("zishe abantu batatu zitwika amazu", {"killed": (3, 3)}),
        ("Red Tabara passe a Lemera 40 element", {"armed_men": (40, 40)}),
        ("braconniers armes 12 dans le parc, se dirigent vers Dungu", {"armed_men": (12, 12)}),
        ("3 vaches volees et 1 berger blesse", {"cattle": (3, 3), "injured": (1, 1)}),
        ("1 mrt 3 bls 2 dispru Kabasha", {"killed": (1, 1), "injured": (3, 3), "missing": (2, 2)}),
        ("kidnap 1 infirmiere + 2 malad CS Kigulube", {"abducted": (3, 3)}),
        ("obus 1 mort 6 blesses dont 2 enfants", {"killed": (1, 1), "injured": (6, 6)}),
        ("barriere a mushaki 5000fc par moto", {"money": (5000, 5000)}),
        ("200 menages deplaces de Ntoto", {"households": (200, 200)}),
        ("une dizaine de personnes enlevées", {"abducted": (8, 12)}),
        ("5 à 7 personnes enlevées", {"abducted": (5, 7)}),
        ("le chef de localite enleve par 4 hommes", {"abducted": (1, 1), "armed_men": (4, 4)}),
        ("Rectificatif: 5 morts pas 12 a Lume", {"killed": (5, 5)}),
        ("familia mia mbili zimekimbia", {"households": (200, 200)}),
        ("watu makumi mbili wametekwa", {"abducted": (20, 20)}),
        ("tirs a pk 20 sur la rn4 a 7 km", {}),
        ("mwana na ngai ya mwasi bamemi ye na zamba, Bangadi", {"abducted": (1, 1)}),
        ("une fille violée hier par un homme près de Kasugho", {"raped": (1, 1)}),
        ("askari wanaomba kila pikipiki elfu mbili pale Maboya", {"money": (2000, 2000)}),
        ("dispute avec couteaux a Luhwindja, un blessé", {"injured": (1, 1)}),
        (
            "mvua kubwa imebomoa nyumba 12 Kalehe, watu wawili wamekufa",
            {"houses": (12, 12), "killed": (2, 2)},
        ),
        ("tumepiga simu mara nne toka asubuhi, tirs", {}),
    ],
)
def test_roles_of_numbers(text: str, expected: dict[str, tuple[int, int]]) -> None:
    assert counts(text) == expected
