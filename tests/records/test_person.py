"""Somebody who asks what is kept about them gets all of it, readable, and nothing of their neighbours."""

import json
import locale
from pathlib import Path

from click.testing import CliRunner

from tests.stories.words import ATTACK, DENIAL
from tests.world import World
from tocsin.cli.person import person
from tocsin.records.models import FocalPoint, JournalEntry
from tocsin.records.queries.person import all_about

ACCENTS = "Tumefika salama – asante sana, Noël \N{PERSON WITH FOLDED HANDS}"


def test_it_holds_their_words_and_what_became_of_them(world: World) -> None:
    world.neema.texts(ATTACK)
    world.amani.texts(DENIAL)
    neema = FocalPoint.objects.get(code="FP-0502")
    found = all_about(neema)
    text = json.dumps(found, ensure_ascii=False)
    assert {"focalpoint", "message", "reading", "alert", "feedback"} <= found.keys()
    assert (found["focalpoint"][0]["name"], found["focalpoint"][0]["number"]) == (
        neema.name,
        neema.number,
    )
    assert [row["text"] for row in found["message"]] == [ATTACK]
    others = FocalPoint.objects.exclude(pk=neema.pk)
    assert not [one.code for one in others if one.name in text or one.number in text]
    assert DENIAL not in text


def test_the_command_writes_it_for_its_owner_alone_and_into_the_log_book(
    live: str, tmp_path: Path
) -> None:
    from tests.world import new_world  # noqa: PLC0415 - Models exist only once Django is set up.

    world = new_world()
    world.neema.texts(ATTACK)
    file = tmp_path / "neema.json"
    world.neema.texts(ACCENTS)
    # A machine whose own letters are fewer: somebody's name would have broken the file off.
    locale.setlocale(locale.LC_CTYPE, "C")
    try:
        said = CliRunner().invoke(person, ["FP-0502", "-o", str(file)])
    finally:
        locale.setlocale(locale.LC_CTYPE, "")
    assert said.exit_code == 0, said.output
    written = file.read_text(encoding="utf-8")
    assert ATTACK in written
    assert ACCENTS in written
    assert file.stat().st_mode & 0o777 == 0o600
    assert JournalEntry.objects.filter(verb="focal_point.taken_out").count() == 1
    assert CliRunner().invoke(person, ["FP-0502", "-o", str(file)]).exit_code == 1
    assert CliRunner().invoke(person, ["FP-9999", "-o", str(tmp_path / "x")]).exit_code == 1
