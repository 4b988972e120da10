"""What a modem hears reaches the door, once each, in order, also after the door was shut."""

import os
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.browser.deployment import until
from tests.channels.doors import AMANI, OKELLO, SECRET
from tests.channels.open_door import OpenDoor, open_door
from tocsin.channels import signing
from tocsin.channels.contract import Fate, Outcome
from tocsin.channels.gammu_hook import hook
from tocsin.domain.messages import Arrival, Mark
from tocsin.domain.words import DeliveryState, MessageKind

SCRIPT = Path(hook.__file__)
NAME = "IN20260302_120000_00_+243990000001_00.txt"


def an_ini(folder: Path, url: str, *, timeout: int = 2) -> Path:
    path = folder / "hook.ini"
    path.write_text(
        f"[tocsin]\nurl = {url}\ngateway = modem\nsecret = {SECRET}\n"
        f"spool = {folder / 'spool'}\nnumber = {OKELLO}\ntimeout = {timeout}\n"
    )
    return path


def environment(**said: bytes) -> dict[bytes, bytes]:
    named = {name.encode(): value for name, value in said.items()}
    return {b"SMS_1_NUMBER": AMANI.encode()} | named


def drop(ini: Path, event: str, *names: str, **said: bytes) -> None:
    settings = hook.load(str(ini))
    letter = hook.compose(settings, event, list(names), environment(**said))
    assert letter is not None
    hook.drop(settings, letter)


def deliver(ini: Path) -> bool:
    return hook.deliver(hook.load(str(ini)), wait=False)


def test_a_short_text_and_a_joined_one(tmp_path: Path) -> None:
    with open_door(OpenDoor()) as door:
        ini = an_ini(tmp_path, door.url)
        drop(ini, "received", NAME, SMS_MESSAGES=b"1", SMS_1_TEXT="à l'aide".encode())
        pieces = {"SMS_1_TEXT": b"Ils sont ", "SMS_2_TEXT": b"douze", "SMS_MESSAGES": b"2"}
        drop(ini, "received", NAME, **pieces)
        whole = {"DECODED_PARTS": b"1", "DECODED_1_TEXT": b"Ils sont douze."}
        drop(ini, "received", NAME, **pieces, **whole)
        assert deliver(ini)
    assert [message.text for message in door.messages] == [
        "à l'aide",
        "Ils sont douze",
        "Ils sont douze.",
    ]
    assert {message.sender for message in door.messages} == {AMANI}
    assert {message.recipient for message in door.messages} == {OKELLO}


@pytest.mark.parametrize("count", [b"255", b"9" * 12, b"9" * 5_000])
def test_a_count_that_no_text_has_costs_no_more_than_the_pieces(count: bytes) -> None:
    settings = hook.Settings("", "", "", Path(), OKELLO, 1)
    said = environment(SMS_MESSAGES=count, SMS_1_TEXT=b"Ils sont ", SMS_255_TEXT=b"douze")
    letter = hook.compose(settings, "received", [NAME], said)
    assert letter is not None
    assert b"Ils sont douze" in letter


def test_bad_bytes_arrive_as_they_came_and_are_marked(tmp_path: Path) -> None:
    with open_door(OpenDoor()) as door:
        ini = an_ini(tmp_path, door.url)
        drop(ini, "received", NAME, SMS_MESSAGES=b"1", SMS_1_TEXT=b"br\xfbl\xe9")
        assert deliver(ini)
    (message,) = door.messages
    assert message.text == "brûlé"
    assert Mark.NOT_UTF8 in message.flags
    assert b"br\xfbl\xe9" in message.raw


def test_the_network_time_of_the_file_is_the_time_of_the_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Africa/Lubumbashi")
    time.tzset()
    try:
        with open_door(OpenDoor()) as door:
            ini = an_ini(tmp_path, door.url)
            drop(ini, "received", NAME, SMS_MESSAGES=b"1", SMS_1_TEXT=b"x")
            drop(ini, "received", "strange.txt", SMS_MESSAGES=b"1", SMS_1_TEXT=b"x")
            assert deliver(ini)
    finally:
        monkeypatch.undo()
        time.tzset()
    assert [message.sent_at for message in door.messages] == [
        datetime(2026, 3, 2, 10, tzinfo=UTC),
        None,
    ]


def test_the_same_message_read_twice_has_one_identity_and_other_words_another() -> None:
    settings = hook.Settings("u", "g", "s", Path("spool"), "", 1)
    sos, more = (environment(SMS_MESSAGES=b"1", SMS_1_TEXT=text) for text in (b"SOS", b"SOS!"))
    once = hook.compose(settings, "received", [NAME], sos)
    again = hook.compose(settings, "received", [NAME.replace("_00_+", "_01_+")], sos)
    other = hook.compose(settings, "received", [NAME], more)
    assert once == again != other


def test_a_missed_call_is_a_message_and_its_rings_are_one(tmp_path: Path) -> None:
    with open_door(OpenDoor()) as door:
        ini = an_ini(tmp_path, door.url)
        began = time.time() // hook.RING_SECONDS
        for _ in range(3):
            drop(ini, "call", AMANI)
        drop(ini, "call")  # a withheld number
        assert deliver(ini)
    assert {message.kind for message in door.messages} == {MessageKind.MISSED_CALL}
    assert [message.sender for message in door.messages] == [AMANI, AMANI, AMANI, ""]
    if time.time() // hook.RING_SECONDS == began:
        assert len({message.external_id for message in door.messages}) == 2


def test_what_became_of_a_text_of_ours_is_a_receipt(tmp_path: Path) -> None:
    with open_door(OpenDoor()) as door:
        ini = an_ini(tmp_path, door.url)
        drop(ini, "sent", "OUTC1.smsbackup")
        drop(ini, "failed", "somewhere/OUTC2.smsbackup")
        assert deliver(ini)
    assert [(receipt.external_id, receipt.state) for receipt in door.receipts] == [
        ("OUTC1.smsbackup", DeliveryState.SENT),
        ("OUTC2.smsbackup", DeliveryState.FAILED),
    ]


def test_a_receipt_without_a_file_says_nothing(tmp_path: Path) -> None:
    settings = hook.load(str(an_ini(tmp_path, "http://127.0.0.1:9")))
    assert hook.compose(settings, "sent", [], {}) is None


@pytest.mark.parametrize("fate", [Fate.NOT_STORED, Fate.REFUSED, Fate.THROTTLED])
def test_while_the_door_is_shut_everything_waits_in_order(tmp_path: Path, fate: Fate) -> None:
    ini = an_ini(tmp_path, "http://127.0.0.1:9")
    texts = [f"{n}".encode() for n in range(5)]
    for text in texts:
        drop(ini, "received", NAME, SMS_MESSAGES=b"1", SMS_1_TEXT=text)
    assert not deliver(ini)
    with open_door(OpenDoor(fate=fate)) as door:
        ini = an_ini(tmp_path, door.url)
        assert not deliver(ini)
        door.fate = None
        assert deliver(ini)
    assert [message.text.encode() for message in door.messages] == texts
    assert list((tmp_path / "spool").glob("*.json")) == []


@pytest.mark.parametrize(("fate", "left"), [(Fate.UNREADABLE, 0), (Fate.TOO_LARGE, 1)])
def test_a_letter_that_will_never_be_taken_holds_up_no_other(
    tmp_path: Path, fate: Fate, left: int
) -> None:
    with open_door(OpenDoor(fate=fate)) as door:
        ini = an_ini(tmp_path, door.url)
        drop(ini, "received", NAME, SMS_MESSAGES=b"1", SMS_1_TEXT=b"x")
        assert deliver(ini)
    assert len(list((tmp_path / "spool").glob("*.too_large"))) == left


def test_a_courier_keeps_at_it_until_the_door_opens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hook, "PATIENCE", (0.02,))
    with open_door(OpenDoor(fate=Fate.NOT_STORED)) as door:
        ini = an_ini(tmp_path, door.url)
        drop(ini, "received", NAME, SMS_MESSAGES=b"1", SMS_1_TEXT=b"x")
        opening = threading.Timer(0.1, setattr, (door, "fate", None))
        opening.start()
        assert hook.deliver(hook.load(str(ini)), wait=True)
        opening.join()
    assert len(door.messages) == 1


def test_what_comes_while_a_courier_leaves_is_taken_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_door(OpenDoor()) as door:
        ini = an_ini(tmp_path, door.url)
        drop(ini, "received", NAME, SMS_MESSAGES=b"1", SMS_1_TEXT=b"first")
        empty, texts = hook._empty, [b"second"]

        def empty_then_one_more(settings: hook.Settings, until: float) -> bool:
            is_empty = empty(settings, until)
            if texts:
                drop(ini, "received", NAME, SMS_MESSAGES=b"1", SMS_1_TEXT=texts.pop())
            return is_empty

        monkeypatch.setattr(hook, "_empty", empty_then_one_more)
        assert deliver(ini)
    assert [message.text for message in door.messages] == ["first", "second"]


def test_run_as_smsd_runs_it_with_nothing_but_the_standard_library_and_waiting_for_no_door(
    tmp_path: Path,
) -> None:
    may_answer = threading.Event()

    class SlowDoor(OpenDoor):
        def take(self, arrival: Arrival) -> Outcome:
            may_answer.wait()
            return super().take(arrival)

    with open_door(SlowDoor()) as door:
        ini = an_ini(tmp_path, door.url, timeout=120)
        said = {"SMS_MESSAGES": "1", "SMS_1_NUMBER": AMANI, "SMS_1_TEXT": "x"}
        # smsd hears nothing while it waits for us, and the door says nothing before we have ended.
        subprocess.run(
            [sys.executable, "-S", SCRIPT, ini, "received", NAME],
            env={"PATH": os.environ["PATH"], **said},
            check=True,
            timeout=60,
        )
        may_answer.set()
        until(lambda: bool(door.messages), within=60)
    assert len(door.messages) == 1


def test_a_full_disk_is_no_reason_to_lose_a_message(tmp_path: Path) -> None:
    with open_door(OpenDoor()) as door:
        ini = an_ini(tmp_path, door.url)
        (tmp_path / "spool").write_text("in the way")
        assert hook.main([str(ini), "call", AMANI]) == 0
    assert len(door.messages) == 1


def test_a_wrong_command_says_how_it_is_used(capsys: pytest.CaptureFixture[str]) -> None:
    assert hook.main([]) == 2
    assert "hook" in capsys.readouterr().err


def test_the_hook_signs_as_everybody_does() -> None:
    at = datetime(2026, 3, 2, 12, tzinfo=UTC)
    ours = hook.sign(SECRET, b"corps", int(at.timestamp()))
    assert ours == signing.sign(SECRET, b"corps", at=at)
