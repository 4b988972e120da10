"""Every kind declares itself fully, in one place, and the simulated phone speaks to all doors."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from tests.channels.doors import AMANI, NOON, SECRET
from tests.channels.open_door import OpenDoor, open_door
from tocsin.channels import phone, registry
from tocsin.channels.catalogue import KINDS
from tocsin.channels.contract import Ability, Channel
from tocsin.channels.http import HttpClient
from tocsin.channels.scripted import ScriptedWire
from tocsin.domain.messages import Mark
from tocsin.domain.routing import Scheme
from tocsin.domain.words import MessageKind

every_kind = pytest.mark.parametrize("kind", sorted(KINDS))


def build(kind: str) -> Channel:
    return registry.build(kind, {}, client=HttpClient(wire=ScriptedWire()), clock=lambda: NOON)


@every_kind
def test_what_the_catalogue_names_can_be_built(kind: str) -> None:
    assert build(kind).about is KINDS[kind]


def test_an_unknown_kind_is_said_to_be_unknown() -> None:
    with pytest.raises(registry.UnknownKind):
        build("pigeon")


@every_kind
def test_every_kind_is_documented_with_its_settings(kind: str) -> None:
    page = (Path(__file__).parents[2] / "docs/reference/channels.md").read_text()
    about = KINDS[kind]
    section = page.split(f"## `{kind}`", 1)[1].split("\n## ", 1)[0]
    assert about.title in section
    for setting in about.settings:
        assert f"`{setting.name}`" in section


@every_kind
def test_declarations_are_sound(kind: str) -> None:
    about = KINDS[kind]
    names = [setting.name for setting in about.settings]
    assert len(names) == len(set(names))
    assert about.schemes <= {scheme.value for scheme in Scheme}
    assert about.is_exercise_only is (kind == "loopback")
    receives = bool({Ability.RECEIVES, Ability.CALLS} & about.abilities)
    assert bool(about.callbacks) is receives
    # A door without a secret would believe anybody.
    secrets = {setting.name for setting in about.settings if setting.is_secret}
    assert ("secret" in secrets and "secret" in about.missing({})) is receives


@every_kind
def test_a_kind_without_settings_believes_and_sends_nothing_but_never_breaks(kind: str) -> None:
    channel = build(kind)
    assert asyncio.run(channel.health()).is_up in (None, True, False)
    if Ability.CATCHES_UP not in channel.about.abilities:
        assert asyncio.run(channel.catch_up(NOON)) == []


def test_the_names_of_kinds_are_known_in_their_own_files_only() -> None:
    root = Path(registry.__file__).parent
    own = {"catalogue.py", "registry.py"}
    for path in root.rglob("*.py"):
        if path.parent == root and path.name not in own:
            text = path.read_text()
            assert not [kind for kind in ("android_gateway", "radio_log") if kind in text], path


def test_the_simulated_phone_texts_and_calls() -> None:
    with open_door(OpenDoor(kind="loopback")) as door:

        async def story() -> list[int]:
            client = phone.network()
            calls = [
                phone.text(door.url, "g", SECRET, from_=AMANI, text="SOS", id="1", client=client),
                phone.text(door.url + "/", "g", "wrong", from_=AMANI, text="SOS", id="2"),
                phone.text(door.url, "g", SECRET, from_=AMANI, text="", id="3", kind="missed_call"),
                phone.text(
                    door.url, "g", SECRET, from_=AMANI, text="vieux", id="4",
                    sent_at=NOON - timedelta(days=900),
                ),
            ]  # fmt: skip
            statuses = [await call for call in calls]
            await client.close()
            return statuses

        assert asyncio.run(story()) == [200, 401, 200, 200]
    assert [message.text for message in door.messages] == ["SOS", "", "vieux"]
    assert door.messages[1].kind is MessageKind.MISSED_CALL
    assert door.messages[2].flags == (Mark.CLOCK_OFF,)
