"""What must not leave is found in any text; what is of the map, or ours, is left alone."""

import pytest

from tocsin.domain.release_labels import PEOPLES
from tocsin.domain.release_lint import Known, Leak, lint

KNOWN = Known(
    public=("Kasenga", "Mpala", "Tembo"),
    names=("Neema Furaha Kijiji", "Tembo Kasenga"),
    labels=PEOPLES,
    quotes=("Watu wenye silaha wameingia kwa mzee pale sokoni, wanapiga risasi",),
    single=("carrefour Kibanda",),
    duty="+243 990 000 100",
)
GOOD = (
    "Attaque, dans les 5 km autour de Kasenga, 14/03 11h00, 10 a 30 armes, vers l'est. non verifie. "
    "Demande: patrouille. Ref REL-12. Permanence +243990000100"
)


@pytest.mark.parametrize(
    ("text", "leak"),
    [
        ("Appelez le +243 990 000 501", Leak.NUMBER),
        ("Appelez le 0990-000-501", Leak.NUMBER),
        ("selon FP-0231", Leak.CODE),
        ("selon R-017", Leak.CODE),
        ("dit Neema", Leak.NAME),
        ("dit NÉEMA", Leak.NAME),
        ("chez Mzee Amani", Leak.NAME),
        ("la Mama Zawadi l'a vu", Leak.NAME),
        ("des Hutu armes", Leak.LABEL),
        ("les Banyamulenge fuient", Leak.LABEL),
        ("a -0.6214, 29.4611", Leak.POSITION),
        ("35MRV 12345 67890", Leak.POSITION),
        ("watu wenye silaha wameingia kwa mzee", Leak.QUOTE),
        ("au Carrefour Kibanda", Leak.ONE_SOURCE),
    ],
)
def test_what_betrays_somebody_is_found(text: str, leak: Leak) -> None:
    assert leak in {one.leak for one in lint(f"{GOOD} {text}", KNOWN)}


def test_a_good_text_has_nothing_to_find() -> None:
    assert lint(GOOD, KNOWN) == []


def test_a_finding_says_where_it_stands() -> None:
    text = f"{GOOD} dit Neema"
    (found,) = lint(text, KNOWN)
    assert text[found.start : found.end] == "Neema"


def test_a_name_that_is_a_word_of_the_map_is_no_finding() -> None:
    assert lint("pres de Tembo et de Kasenga", KNOWN) == []


def test_a_few_words_that_a_source_used_too_are_no_quotation() -> None:
    assert lint("Watu wenye silaha wanasogea", KNOWN) == []
