"""After a night of messages no file of the database and no log holds a name, a number or a word (R11)."""

import logging
import subprocess
from pathlib import Path

import pytest

from tests.database import chosen_source
from tests.readable import dump_of, files_of
from tests.stories.words import ATTACK, ATTACK_TOO, DENIAL, RAPE
from tests.world import World, new_world
from tocsin.actions.journal import Actor
from tocsin.actions.triage_by_person import dismiss_message
from tocsin.cluster.binaries import locate_binaries
from tocsin.cluster.server import Cluster
from tocsin.formats.backup_file import chunks, new_pair, read_public, read_secret
from tocsin.formats.backup_manifest import read_manifest
from tocsin.jobs.backing_up import Order, make_backup
from tocsin.records.models import Delivery, Incident, ResponseUpdate

REASON = "Zawadi's uncle was drunk"
SAID = {"the bridge of our fathers is broken", "seventeen soldiers leave"}


@pytest.fixture
def night(live: str, caplog: pytest.LogCaptureFixture) -> World:
    """A night on disk: witnesses, a stranger, answers, a refusal, feedback, a dismissal."""
    caplog.set_level(logging.DEBUG)
    world = new_world()
    world.neema.texts(ATTACK)
    world.stranger().texts(DENIAL)
    world.amani.texts(RAPE)
    world.furaha.beeps()
    world.passes(minutes=4)
    code = Incident.objects.earliest("number").code
    world.anil.answers(f"2 {code} the bridge of our fathers is broken")
    world.rafiq.answers(f"3 {code} seventeen soldiers leave")
    world.passes(minutes=15)
    last = world.amani.texts(ATTACK_TOO)
    dismiss_message(last, by=world.user("okello"), at=world.now, reason=REASON)
    assert {row.text for row in ResponseUpdate.objects.all()} >= SAID
    return world


def test_no_word_of_a_person_lies_readable_in_any_file(
    night: World, live: str, cluster: Cluster, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    secrets = {secret.encode() for secret in _secrets(night)}
    files = {str(path): path.read_bytes() for path in files_of(cluster, live)}
    files["the dump"] = b"".join(dump_of(live))
    files["our own logs"] = caplog.text.encode()
    files["a backup"], files["what a backup holds"] = _backup_of(live, tmp_path)
    readable = b"".join(files.values())
    # What may be read is there, so the search does look in the right place.
    assert b"FP-0502" in readable
    assert b"escalation.step_fired" in files["the dump"]
    assert b"FP-0502" not in files["a backup"], "not even a code"
    found = [(name, s) for name, content in files.items() for s in secrets if s in content]
    assert found == []


def _backup_of(url: str, folder: Path) -> tuple[bytes, bytes]:
    """Return a backup's file, and the rows that the operator's key takes out of it."""
    secret, public = new_pair()
    file = folder / "b"
    make_backup(file, Order(url, read_public(public), Actor("test"), scratch=None))
    with file.open("rb") as content:
        _, dump = read_manifest(chunks(content, secret=read_secret(secret)))
        packed = b"".join(dump)
    plain = subprocess.run(
        [locate_binaries(only=chosen_source()).program("pg_restore"), "--file=-"],
        input=packed,
        capture_output=True,
        check=True,
    ).stdout
    return file.read_bytes(), plain


def _secrets(world: World) -> set[str]:
    villagers, responders = world.district.focal_points, world.district.responders
    known = [(one.name, one.number) for one in villagers.values()]
    known += [(one.name, one.number) for one in responders.values()]
    names = {name for name, _ in known}
    numbers = {number[1:] for _, number in known} | {world.stranger().number[1:]}
    texts = {ATTACK, ATTACK_TOO, DENIAL, RAPE, REASON, *SAID}
    fragments = {text[:22] for text in texts}
    sent = {text for text in Delivery.objects.values_list("text", flat=True) if len(text) > 12}
    assert len(sent) > 5
    return numbers | names | fragments | sent
