"""How many of what: attackers are not victims, cattle are not people, money counts nobody."""

from datetime import datetime

import pytest

from tocsin.domain.folding import tokenise
from tocsin.domain.lexicon import Lexicon
from tocsin.domain.places import Gazetteer
from tocsin.domain.reading.numbers import find_amounts
from tocsin.domain.reading.read import read_message

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
        ("7 morts à Gina: 4 hommes et 3 femmes", {"killed": (7, 7)}),
        ("wamechoma nyumba arobaini na kanisa moja", {"houses": (40, 40)}),
        ("frpi killed 2 and took 3 women", {"killed": (2, 2), "abducted": (3, 3)}),
        ("armed herders took 18 goats n 2 cows", {"cattle": (20, 20)}),
        ("miyibi babotoli moto mibale", {"motorbikes": (2, 2)}),
        ("ils ont pris 9 élèves de 5e et 6e", {"abducted": (9, 9)}),
        (
            "hier vers 20h deux militaires ont volé 5 telephones",
            {"armed_men": (2, 2), "phones": (5, 5)},
        ),
        ("maimai ont pris 9 jeunes pour leurs rangs", {"recruited": (9, 9)}),
        ("120 households fled, 40 kids sick", {"households": (120, 120)}),
        ("ils cassent les portes, nous sommes 11 dans la maison", {}),
        ("mon frere qui est motard kidnappé", {"abducted": (1, 1)}),
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
        # Two clauses, two fates; who did it is no victim.
        (
            "jana wamemuua baba mmoja na kujeruhi watoto wake wawili",
            {"killed": (1, 1), "injured": (2, 2)},
        ),
        ("watu kumi na mmoja wako hospitali na wawili wamefariki", {"killed": (2, 2)}),
        ("deux policiers tués dans une embuscade", {"killed": (2, 2)}),
        ("watu watatu wameua mzee wa kijiji", {"killed": (1, 1)}),
        # Persons without a number, alone and together with numbers.
        ("une femme et ses 2 enfants enlevés", {"abducted": (3, 3)}),
        ("mama na watoto wake wanne wameuawa kwa mapanga", {"killed": (5, 5)}),
        ("ils ont emmené le vieux et son fils en forêt", {"abducted": (2, 2)}),
        ("Chef, ADF ont tué notre voisin", {"killed": (1, 1)}),
        ("baba wa watoto watano alikatwa panga na kufariki", {"killed": (1, 1)}),
        # The class of a number says what it may count.
        ("wamechoma nyumba na kuua watatu", {"killed": (3, 3)}),
        ("batwaye ihene makumyabiri n'inka eshatu", {"cattle": (23, 23)}),
        ("bayibi bantaba ntuku mibale na mitano ya mobange", {"cattle": (25, 25)}),
        # A part is in the whole, an age and an article count nobody.
        ("babomi bato libwa, bana misato kati na bango", {"killed": (9, 9)}),
        ("4 fillettes de 10 à 13 ans violées", {"raped": (4, 4)}),
        ("two girls aged 12 and 15 raped", {"raped": (2, 2)}),
        ("nilisema watu watano wamekufa lakini ni watatu", {"killed": (3, 3)}),
        # Ten may be added to, whosever daughters they are, and whoever died of a shot is not only hurt.
        ("banyaze inka cumi n'eshanu i Mushaki", {"cattle": (15, 15)}),
        ("walichukua mama Furaha na binti zake wawili", {"abducted": (3, 3)}),
        (
            "une femme de 34 ans a ete violée par 2 militaires",
            {"raped": (1, 1), "armed_men": (2, 2)},
        ),
        ("mwalimu alipigwa risasi jana, akafa", {"killed": (1, 1)}),
        ("familles 25 zahunze Rusayo", {"households": (25, 25)}),
        # Soldiers arrest and armed groups abduct.
        ("polisi wamemkamata mwalimu", {"arrested": (1, 1)}),
        ("imodoka yose itanga ibihumbi icumi kuri bariyeri ya M23", {"money": (10000, 10000)}),
    ],
)
def test_roles_of_numbers(text: str, expected: dict[str, tuple[int, int]]) -> None:
    assert counts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("deux cent cinquante", (250, 250)),
        ("quatre-vingt-dix-sept", (97, 97)),
        ("mille neuf cents", (1900, 1900)),
        ("vingt cinq mille", (25000, 25000)),
        ("two hundred and fifty", (250, 250)),
        ("mia mbili na hamsini", (250, 250)),
        ("elfu moja na mia tano", (1500, 1500)),
        ("elfu kumi na tano", (15000, 15000)),
        ("ntuku mibale na mitano", (25, 25)),
        ("mirongo itatu n'umwe", (31, 31)),
        ("magana atanu na mirongo itandatu", (560, 560)),
        ("5 000", (5000, 5000)),
        ("12.500", (12500, 12500)),
        ("trois (3)", (3, 3)),
        ("entre 10 et 15", (10, 15)),
        ("kati ya thelathini na hamsini", (30, 50)),
        ("deux trois", (2, 3)),
        ("wawili au watatu", (2, 3)),
        ("quinze à vingt", (15, 20)),
        ("deux dizaines", (18, 22)),
    ],
)
def test_numbers_as_they_are_said(text: str, expected: tuple[int, int]) -> None:
    found = list(find_amounts(tokenise(text), Lexicon.load(), frozenset()))
    assert [(amount.low, amount.high) for amount in found] == [expected]


def test_a_telephone_number_counts_nobody() -> None:
    assert not list(find_amounts(tokenise("0990 123 456"), Lexicon.load(), frozenset()))


def test_a_thousand_number_words_are_read_in_linear_time() -> None:
    words = " ".join(["cent", "vingt", "mia", "na"] * 250)
    assert list(find_amounts(tokenise(words), Lexicon.load(), frozenset()))
