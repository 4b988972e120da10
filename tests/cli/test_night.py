"""A scripted night is the same for the same seed, and everybody in it has a phone."""

import asyncio
import json
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

from tocsin.cli.demo.night import ANSWERING, Phone, Saying, read_scenario, split
from tocsin.cli.demo.screens import Screens
from tocsin.domain.incident_codes import make_code

NEEMA = Phone("+243990000901", "Neema", "duty officer", "Mpala")
OKELLO = Phone("+243990000902", "Okello", "commander", "Mpala")


def _district() -> list[Phone]:
    plan = tomllib.loads((files("tocsin.cli.demo") / "district.toml").read_text("utf-8"))
    posts = {row["slug"]: row["name"] for row in plan["base"]}
    responders = [
        Phone(f"r{n}", row["name"], row["function"].replace("_", " "), posts[row["base"]])
        for n, row in enumerate(plan["responder"])
    ]
    villagers = [
        Phone(f"v{row['code']}{n}", name, "focal point", row["place"])
        for row in plan["community"]
        for n, (name, _) in enumerate(row["focal_points"])
    ]
    return responders + villagers


def _night(seed: int) -> list[Saying]:
    return read_scenario("night", seed=seed, phones=_district())


def test_the_same_seed_plays_the_same_night() -> None:
    assert _night(4) == _night(4)
    assert [one.text for one in _night(4)] != [one.text for one in _night(5)]


def test_a_night_has_sixty_messages_in_order_and_a_phone_for_each() -> None:
    night = _night(1)
    assert len(night) == 60
    assert [one.minute for one in night] == sorted(one.minute for one in night)
    assert all(one.by for one in night)


@pytest.mark.parametrize(
    ("what", "least"),
    [
        (lambda one: one.kind == "missed_call", 4),
        (lambda one: one.pieces > 1, 1),
        (lambda one: one.again, 1),
        (lambda one: bool(one.answers), 10),
        (lambda one: one.by[0].home == "", 6),
    ],
    ids=["missed calls", "split", "delivered twice", "answers", "unknown phones"],
)
def test_a_night_holds_what_happens_in_life(what: object, least: int) -> None:
    assert callable(what)
    assert sum(bool(what(one)) for one in _night(1)) >= least


def test_whoever_of_a_post_was_paged_can_answer_the_commander_first() -> None:
    answer = next(one for one in _night(1) if one.answers == "Mbau")
    functions = [phone.function for phone in answer.by]
    assert functions == sorted(functions, key=ANSWERING.index)
    assert functions[0] == "commander"


def test_a_night_refuses_a_district_without_its_phones() -> None:
    with pytest.raises(LookupError):
        read_scenario("night", seed=1, phones=[NEEMA])


@pytest.mark.parametrize("pieces", [1, 2, 3, 7])
def test_the_pieces_of_a_text_make_the_text(pieces: int) -> None:
    text = "Attaque en cours, venez vite. " * 6
    assert "".join(split(text, pieces)) == text
    assert len(split(text, pieces)) == pieces


def test_an_answer_takes_the_code_of_the_last_page_about_its_place(tmp_path: Path) -> None:
    spool = tmp_path / "phones.jsonl"
    screens = Screens(spool, [NEEMA, OKELLO])
    old, code = make_code(1), make_code(2)
    texts = [(NEEMA, f"Mirembe. Code {old}."), (NEEMA, f"Kasenga. Code {code}."), (NEEMA, "Merci")]
    lines = [{"to": phone.number, "text": text} for phone, text in texts]
    spool.write_text("".join(json.dumps(line) + "\n" for line in lines))
    found = asyncio.run(screens.page([OKELLO, NEEMA], "Kasenga", within=0))
    assert found == (NEEMA, code)
    assert asyncio.run(screens.page([OKELLO], "Kasenga", within=0)) is None
    assert len(screens.look()) == 3
    assert screens.look() == []


def test_a_line_that_is_still_being_written_is_read_when_it_is_whole(tmp_path: Path) -> None:
    spool = tmp_path / "phones.jsonl"
    screens = Screens(spool, [NEEMA])
    line = json.dumps({"to": NEEMA.number, "text": "Kasenga"}) + "\n"
    spool.write_text(line[:9])
    assert screens.look() == []
    spool.write_text(line)
    assert [one.to for one in screens.look()] == ["Neema, Mpala"]
