"""Whether the same words tell of the same event, of another one, or nobody can say."""

from dataclasses import replace
from typing import Any

import pytest

from tests.domain.test_triage import AMANI, an_echo, judged
from tocsin.domain.triage import STORM
from tocsin.domain.triage_facts import Understood
from tocsin.domain.words import Kind, Priority

LOOTING = Understood(Kind.LOOTING, is_alert=True, priority=Priority.P2)
HERE = replace(LOOTING, is_of_home=True)
THERE = replace(LOOTING, places=frozenset({"kasenga"}))


@pytest.mark.parametrize("priority", [Priority.P2, Priority.P3])
@pytest.mark.parametrize(
    ("reading", "here", "echo", "is_told"),
    [
        (HERE, "kasenga", {"home": "kasenga"}, True),
        (HERE, "kasenga", {"home": "mirembe"}, False),
        (HERE, "kasenga", {"home": ""}, False),
        (HERE, "", {"home": "kasenga"}, False),
        (HERE, "kasenga", {"home": "kasenga", "text_key": "k2"}, False),  # correlation says
        (HERE, "kasenga", {"home": "kasenga", "is_over": True}, False),
        (THERE, "kasenga", {"home": "mirembe", "places": {"kasenga"}}, True),
        (THERE, "", {"home": "", "places": {"kasenga"}}, True),
        (THERE, "", {"text_key": "k2", "places": {"kasenga"}}, True),
        (THERE, "", {"text_key": "k2", "places": {"mirembe"}}, False),  # a form of two villages
        (THERE, "", {"text_key": "k2", "places": {"kasenga"}, "kind": Kind.ROAD}, False),
        (THERE, "kasenga", {"home": "mirembe", "places": {"mirembe"}}, False),  # namesakes
    ],
)
def test_only_what_tells_the_very_same_goes_where_the_earlier_words_went(
    priority: Priority, reading: Understood, here: str, echo: dict[str, Any], is_told: bool
) -> None:
    earlier = an_echo(60, **{"kind": Kind.LOOTING, **echo})
    found = judged(replace(reading, priority=priority), replace(AMANI, home=here), earlier)
    assert found.is_rumour_copy
    assert found.told_in == (("m1",) if is_told else ())


@pytest.mark.parametrize(
    ("reading", "here", "echo", "is_in_doubt"),
    [
        (HERE, "", {}, True),
        (HERE, "", {"text_key": "k2"}, True),
        (HERE, "", {"is_over": True}, False),
        (HERE, "", {"home": "kasenga"}, False),
        (HERE, "", {"places": {"kasenga"}}, False),
        (HERE, "", {"kind": Kind.ROAD}, False),
        (HERE, "kasenga", {}, False),
        (THERE, "", {}, False),
        (replace(HERE, priority=Priority.P1), "", {}, True),
        (replace(HERE, priority=Priority.P1), "", {"text_key": "k2"}, False),
    ],
)
def test_two_whom_nobody_knows_may_be_of_one_village_or_of_two(
    reading: Understood, here: str, echo: dict[str, Any], is_in_doubt: bool
) -> None:
    source = replace(AMANI, home=here)
    found = judged(reading, source, an_echo(60, **{"kind": Kind.LOOTING, **echo}))
    assert found.perhaps_in == (("m1",) if is_in_doubt else ())
    assert not found.told_in or not is_in_doubt


@pytest.mark.parametrize(("earlier", "folds"), [(STORM - 1, False), (STORM, True)])
def test_a_p1_of_nowhere_in_words_of_its_own_stands_alone_until_it_is_a_storm(
    earlier: int, folds: bool
) -> None:
    echo = an_echo(60, kind=Kind.LOOTING, text_key="k2")
    storm = [replace(echo, message=f"m{n}", sender=f"s{n}") for n in range(earlier)]
    found = judged(replace(HERE, priority=Priority.P1), AMANI, *storm)
    assert found.pages_at_once
    assert bool(found.perhaps_in) is folds
