"""A message is read with its reasons: what it is, how soon, who, and never too much."""

from datetime import datetime

import pytest

from tocsin.domain.lexicon import Lexicon
from tocsin.domain.places import Gazetteer
from tocsin.domain.reading import Reading, from_json, looks_like_p1, to_json
from tocsin.domain.reading.read import read_message
from tocsin.domain.words import Flag, Kind, Priority

EVENING = datetime.fromisoformat("2024-05-15T20:30:00+02:00")


def read(text: str, at: datetime = EVENING, near: tuple[float, float] | None = None) -> Reading:
    return read_message(
        text, lexicon=Lexicon.load(), gazetteer=Gazetteer.demo(), sent_at=at, sender_place=near
    )


@pytest.mark.parametrize(
    "text",
    [
        "alerte adf a mbau depuis 19h coups de feu population fuit vers oicha svp urgent",
        "ATTAQUE MAINTENANT A KIWANJA",
        "codeco sont dans Djaiba ils tire depuis 10 min sur le site des deplaces",
        "ils arrivent ils sont deja a l entree du village",
        "tunaomba msaada haraka adui iko karibu ya Luna",
        "wana uwa watu Drodro njooni sasa ivi",
        "tangu asubuhi masasi inalia Kanyabayonga watu wanakimbia",
        "bazali kobundisa mboka na biso bosalisa biso noki",
        "mudutabare M23 irikurasa i Kibumba abantu barahunga",
        "pls send help they r killing ppl in Kiwanja",
        "position tirs",
    ],
)
def test_what_is_under_way_or_calls_for_help_is_p1(text: str) -> None:
    reading = read(text)
    assert reading.is_alert
    assert reading.priority is Priority.P1
    assert Flag.IN_PROGRESS in reading.flags


@pytest.mark.parametrize(
    "text",
    [
        "hier soir les ADF ont tué 3 personnes à Mbau",
        "il y a trois semaines ils avaient attaqué Oicha",
        "pas de tirs cette nuit à Mutwanga",
        "hakuna vita hapa Kamango",
        "masasi ezali te na Duru",
        "nta masasu twumvise i Rugari",
        "on dit que les rebelles attaquent Goma",
        "fausse alerte ce n etait pas une attaque a Eringeti",
        "selon rfi des tirs nourris à Khartoum au soudan",
        "en 1998 ils attaquaient le village chaque jour",
        "ejo bazatera Kitchanga",
        "the price of fuel is killing us",
        "Hier Mazembe a battu Vita club, quelle attaque!",
    ],
)
def test_the_past_the_denied_and_the_heard_of_are_never_p1(text: str) -> None:
    assert read(text).priority is not Priority.P1


def test_hearsay_of_an_imminent_attack_is_p2() -> None:
    reading = read("on dit que les rebelles vont attaquer Butembo dimanche, tracts circulent")
    assert (reading.is_alert, reading.priority) == (True, Priority.P2)
    assert Flag.HEARSAY in reading.flags


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("pas de tirs cette nuit", Flag.NEGATED),
        ("hakuna waasi hapa Luofu", Flag.NEGATED),
        ("inasemekana wameua watu Lume", Flag.HEARSAY),
        ("la radio okapi parle d une attaque à Gaza", Flag.QUOTED),
        ("mwaka jana waasi waliua watu hapa", Flag.PAST),
        ("samahani nilikosea haikuwa waasi", Flag.RETRACTS),
        ("ils tirent sur le village", Flag.IN_PROGRESS),
    ],
)
def test_flags(text: str, flag: Flag) -> None:
    assert flag in read(text).flags


def test_nobody_spared_is_no_denial() -> None:
    reading = read("personne n a été épargné à Kisima, ils ont tué même les enfants")
    assert reading.is_alert
    assert Flag.NEGATED not in reading.flags


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("RAS Kamanyola tout est calme", Kind.CHECK_IN),
        ("tout est calme a Mushaki apres les combats d hier", Kind.ALL_CLEAR),
        ("fausse alerte ce n etait pas ADF mais les chasseurs", Kind.RETRACTION),
        ("depuis 3 alertes vous venez pas. pourquoi signaler encore", Kind.FEEDBACK),
        ("credit fini envoyer unite vodacom", Kind.NETWORK),
        ("mtakuja lini kijijini kwetu?", Kind.QUESTION),
        ("La réunion du comité est fixée à mardi", Kind.ADMINISTRATION),
        ("test radio vous me recevez", Kind.TEST),
        ("mbote ndeko", Kind.CHAT),
        ("partagez urgent!! 500 rwandais entrent cette nuit, transferer a 10 contact", Kind.RUMOUR),
        ("Invitation mariage samedi 14h paroisse Isiro", Kind.IRRELEVANT),
    ],
)
def test_what_is_no_warning_opens_no_alert(text: str, kind: Kind) -> None:
    reading = read(text)
    assert not reading.is_alert
    assert reading.kind is kind


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Tongo tongo babomi bato mibale na Duru", ["LRA"]),
        ("rebels moving from Tongo to Bukombo", ["UNK"]),
        ("raia mutomboki exige jeton 1000fc", ["Raia Mutomboki"]),
        ("raia wanakimbia masasi", []),
        ("mm chose que hier meme heure", []),
        ("mm ont attaqué Misisi", ["Mai-Mai"]),
        ("Yakutumba et Twirwaneho se battent on demande MONUSCO", ["Mai-Mai", "Twirwaneho"]),
        ("tension Bafuliru Banyamulenge apres mort d un eleveur", []),
        ("tract signe Codeco demande aux Hema de quitter Bogoro", ["CODECO"]),
        ("askari wengi wa M23 wameonekana Kibumba", ["M23"]),
        ("combat kali kati ya FARDC na M23 hapa Kanyabayonga", ["FARDC", "M23"]),
        ("abasirikare bakubise abaturage babaziza gukorana na M23", ["FARDC"]),
        ("babandits batoboli ndako na Mambasa", ["BANDITS"]),
        ("la foule a lynché un voleur à Mangina", []),
        ("siyo waasi ADF ni majambazi wameiba pikipiki mbili", ["BANDITS"]),
    ],
)
def test_actors_are_aliases_of_groups_and_never_communities(text: str, codes: list[str]) -> None:
    assert [actor.code for actor in read(text).actors if not actor.negated] == codes


def test_who_it_was_not_is_kept_apart() -> None:
    written = to_json(read("siyo waasi ADF ni majambazi wameiba pikipiki mbili"))
    assert [actor["code"] for actor in written["actors"]] == ["BANDITS"]
    assert "ADF" in [actor["code"] for actor in written["denied"]]


def test_the_words_that_led_to_a_part_are_quoted_where_they_stand() -> None:
    text = "Bonjour, on entend des coups de feu à Mavivi"
    quoted = [(reason.surface, reason.span) for reason in read(text).why if reason.span]
    assert ("coups de feu", text.index("coups de feu")) in [(s, span.start) for s, span in quoted]


def test_what_is_missing_is_asked_in_the_order_of_the_script() -> None:
    assert read("attaque maintenant").missing == ("where", "how_many", "who", "direction")
    assert read("merci beaucoup").missing == ()


def test_a_reading_survives_json() -> None:
    reading = read("ADF wameua watu watatu jana usiku karibu na Mbau, wanaelekea Oicha")
    written = to_json(reading, "m-1")
    assert set(written) >= {
        "id", "language", "language_score", "kind", "kinds", "is_alert", "alert_score", "priority", "places",
        "actors", "counts", "time", "flags", "why",
    }  # fmt: skip
    assert to_json(from_json(written), "m-1") == written


def test_the_screen_sees_the_plain_p1() -> None:
    assert looks_like_p1("ATTAQUE a Mbau")
    assert looks_like_p1("wanaua watu huku")
    assert not looks_like_p1("bonjour chef comment allez vous")


@pytest.mark.parametrize(
    "text",
    [
        "4 élèves blessés à Mweso dans la chute d'un mur de classe",
        "ejo ku manywa bashimuse umuganga w'i Nyamitaba baramujyana mu ishyamba",
        "bashimuse umuganga w'i Nyamitaba baramujyana mu ishyamba",
        "des hommes armés sont entrés à Bule puis sont partis",
        "bitumba ekoki kobima na Bili",
        "mume wangu alienda shamba Mavivi jana hajarudi mpaka sasa",
        "tirs à Sake hier soir",
        "tirs à Sake il y a 3 heures, calme",
    ],
)
def test_what_is_over_or_only_feared_pages_nobody(text: str) -> None:
    assert read(text).priority is not Priority.P1


@pytest.mark.parametrize(
    "text",
    [
        "mlio mkubwa wa bunduki umesikika Mavivi dakika kumi zilizopita",
        "tirs à Sake il y a 10 minutes",
        "waasi wamevamia kijiji cha Kisima saa nne usiku wanachoma manyumba",
        "alerte! ba rebelles bakoti na Aba sikoyo, population eza kokima na Soudan",
        "please come quick they are breaking the doors in Beni",
    ],
)
def test_what_goes_on_or_has_just_begun_is_mortal_danger(text: str) -> None:
    assert read(text).priority is Priority.P1
