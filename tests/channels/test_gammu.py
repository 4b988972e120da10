"""A USB modem: what is handed to gammu-smsd, and the real daemon with its dummy phone."""

import asyncio
import contextlib
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from tests.channels.doors import AMANI, NOON, OKELLO, SECRET, outbound
from tests.channels.open_door import OpenDoor, open_door
from tocsin.channels import failures, registry
from tocsin.channels.contract import Channel
from tocsin.channels.failures import Failure, SendFailed
from tocsin.channels.gammu_hook import hook
from tocsin.channels.http import HttpClient
from tocsin.channels.kinds import gammu
from tocsin.channels.scripted import ScriptedWire
from tocsin.domain.messages import Outbound, Sent, SentState
from tocsin.domain.words import DeliveryState, Priority

Tool = Callable[..., None]
LONG = "Équipe en route ’ de Kasenga vers Mpala. " * 5


@pytest.fixture
def tool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tool:
    """Make a stand-in for one of the daemon's tools, found before any other."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")

    def make(script: str, name: str = "gammu-smsd-inject") -> None:
        path = folder / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o700)

    return make


def a_modem(folder: Path, **settings: str) -> Channel:
    own = {"secret": SECRET, "config": "smsdrc", "ledger": str(folder / "ledger")}
    client = HttpClient(wire=ScriptedWire())
    return registry.build("gammu", own | settings, client=client, clock=lambda: NOON)


def test_the_tool_gets_number_validity_and_text_as_plain_arguments(
    tmp_path: Path, tool: Tool
) -> None:
    keep = f'printf "%s|" "$@" > {tmp_path / "args"}; echo Written message with ID a/OUT1'
    message = Outbound("d-1", OKELLO, "-x $(id) `id` ’", Priority.P1, NOON + timedelta(hours=5))
    tool(keep)
    modem = a_modem(tmp_path)
    assert asyncio.run(modem.send(message)) == Sent(SentState.SENT, ("OUT1",))
    arguments = (tmp_path / "args").read_text().split("|")
    assert arguments[:5] == ["-c", "smsdrc", "TEXT", OKELLO, "-validity"]
    assert arguments[5] == "6HOURS"
    assert arguments[6] == "-autolen"
    assert arguments[8:10] == ["-textutf8", "-x $(id) `id` ’"]


def test_a_retry_of_what_was_taken_is_not_handed_over_again(tmp_path: Path, tool: Tool) -> None:
    count = f'echo x >> {tmp_path / "count"}; echo "Written message with ID OUT1"'
    tool(count)
    modem = a_modem(tmp_path)
    for _ in range(3):
        assert asyncio.run(modem.send(outbound())) == Sent(SentState.SENT, ("OUT1",))
    assert (tmp_path / "count").read_text() == "x\n"


@pytest.mark.parametrize(
    ("script", "failure"),
    [
        ("exit 1", failures.UNREACHABLE),
        ("echo nothing", failures.UNREACHABLE),
    ],
)
def test_what_was_not_taken_is_a_failure(
    tmp_path: Path, tool: Tool, script: str, failure: Failure
) -> None:
    tool(script)
    with pytest.raises(SendFailed) as failed:
        asyncio.run(a_modem(tmp_path).send(outbound()))
    assert failed.value.failure is failure


@pytest.mark.parametrize(
    ("message", "settings", "failure"),
    [
        (outbound(to="-x"), {}, failures.BAD_NUMBER),
        (outbound(to="AIRTEL"), {}, failures.BAD_NUMBER),
        (outbound(lives=-1), {}, failures.EXPIRED),
        (outbound(), {"config": ""}, failures.MISCONFIGURED),
    ],
)
def test_what_cannot_be_sent_is_never_handed_over(
    tmp_path: Path, tool: Tool, message: Outbound, settings: dict[str, str], failure: Failure
) -> None:
    tool(f"touch {tmp_path / 'ran'}")
    with pytest.raises(SendFailed) as failed:
        asyncio.run(a_modem(tmp_path, **settings).send(message))
    assert failed.value.failure is failure
    assert not (tmp_path / "ran").exists()


def test_a_tool_that_hangs_leaves_it_unknown(
    tmp_path: Path, tool: Tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gammu, "_WITHIN", 0.1)
    tool("exec sleep 5")
    modem = a_modem(tmp_path)
    assert asyncio.run(modem.send(outbound())).state is SentState.UNKNOWN


def test_without_the_tool_the_gateway_is_set_up_wrongly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SendFailed) as failed:
        asyncio.run(a_modem(tmp_path).send(outbound()))
    assert failed.value.failure is failures.MISCONFIGURED
    assert asyncio.run(a_modem(tmp_path).health()).is_up is False


def test_a_wrong_outbox_format_is_told_with_the_health(tmp_path: Path, tool: Tool) -> None:
    (tmp_path / "smsdrc").write_text("OutboxFormat = unicode\n")
    tool('printf "IMEI: 123\\nSent: 3\\nNetworkSignal: 42\\n"', "gammu-smsd-monitor")
    health = asyncio.run(a_modem(tmp_path, config=str(tmp_path / "smsdrc")).health())
    assert health.is_up
    assert health.facts == {"Sent": "3", "NetworkSignal": "42", "warning": "outbox_format"}


@dataclass
class Daemon:
    """The real gammu-smsd with its dummy phone, and our hook."""

    folder: Path
    door: OpenDoor

    @property
    def config(self) -> str:
        return str(self.folder / "smsdrc")

    def phone_gets(self, text: str) -> None:
        order = ["savesms", "TEXT", "-folder", "1", "-unread", "-sender", AMANI]
        order += ["-len", "400", "-text", text]
        environment = os.environ | {"LC_ALL": "C.UTF-8"}
        command = ["gammu", "-c", self.config, *order]
        subprocess.run(command, check=True, capture_output=True, timeout=20, env=environment)

    def waits_until(self, condition: Callable[[], bool]) -> None:
        until = time.monotonic() + 20
        while time.monotonic() < until:
            if condition():
                return
            time.sleep(0.05)
        pytest.fail((self.folder / "smsd.log").read_text()[-2000:])


def end_couriers(ini: Path) -> None:
    """End what a daemon has left behind: a courier keeps at it for a day when its door is shut."""
    while alive := [int(of.name) for of in Path("/proc").glob("[0-9]*") if named(ini, of)]:
        for pid in alive:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.01)


def named(ini: Path, of: Path) -> bool:
    try:
        return str(ini).encode() in (of / "cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.fixture
def daemon(tmp_path: Path) -> Iterator[Daemon]:
    if not (shutil.which("gammu-smsd") and shutil.which("gammu")):
        pytest.skip("gammu and gammu-smsd are not installed")
    for name in ("inbox", "outbox", "sent", "error", *(f"phone/sms/{n}" for n in range(1, 6))):
        (tmp_path / name).mkdir(parents=True)
    with open_door(OpenDoor()) as door:
        (tmp_path / "hook.ini").write_text(
            f"[tocsin]\nurl = {door.url}\ngateway = modem\nsecret = {SECRET}\n"
            f"spool = {tmp_path / 'spool'}\nnumber = {OKELLO}\n"
        )
        run = f"python3 {hook.__file__} {tmp_path / 'hook.ini'}"
        (tmp_path / "smsdrc").write_text(
            f"[gammu]\nmodel = dummy\nconnection = none\nport = {tmp_path / 'phone'}\n"
            f"[smsd]\nService = files\nLogFile = {tmp_path / 'smsd.log'}\nCommTimeout = 1\n"
            f"ReceiveFrequency = 1\nStatusFrequency = 1\nPhoneID = modem\nLoopSleep = 1\n"
            f"RunOnReceive = {run} received\nRunOnSent = {run} sent\n"
            f"inboxpath = {tmp_path}/inbox/\noutboxpath = {tmp_path}/outbox/\n"
            f"sentsmspath = {tmp_path}/sent/\nerrorsmspath = {tmp_path}/error/\n"
            "InboxFormat = unicode\nOutboxFormat = detail\n"
        )
        process = subprocess.Popen(
            ["gammu-smsd", "-c", str(tmp_path / "smsdrc")],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"LC_ALL": "C.UTF-8"},
        )
        try:
            yield Daemon(tmp_path, door)
        finally:
            process.terminate()
            process.wait(10)
            end_couriers(tmp_path / "hook.ini")


@pytest.mark.gammu
def test_a_long_sms_comes_through_a_real_daemon_whole_and_once(daemon: Daemon) -> None:
    daemon.phone_gets(LONG)
    daemon.phone_gets("Au secours à Mpala")
    daemon.waits_until(lambda: len(daemon.door.messages) == 2)
    texts = [message.text.strip() for message in daemon.door.messages]
    assert sorted(texts) == sorted([LONG.strip(), "Au secours à Mpala"])
    assert {message.sender for message in daemon.door.messages} == {AMANI}


@pytest.mark.gammu
def test_what_we_send_leaves_a_real_daemon_as_one_message_with_a_receipt(daemon: Daemon) -> None:
    modem = a_modem(daemon.folder, config=daemon.config)
    message = Outbound("d-9", OKELLO, LONG.strip(), Priority.P1, NOON + timedelta(hours=1))
    sent = asyncio.run(modem.send(message))
    assert sent.state is SentState.SENT
    daemon.waits_until(lambda: len(daemon.door.receipts) == 1)
    (receipt,) = daemon.door.receipts
    assert (receipt.external_id, receipt.state) == (sent.external_ids[0], DeliveryState.SENT)
    (file,) = (daemon.folder / "sent").iterdir()
    headers = set(re.findall(r"UDH = 050003(..)(....)", file.read_text(errors="replace")))
    # One message of four parts under one reference, not four messages.
    assert len({ref for ref, _ in headers}) == 1
    assert {place for _, place in headers} == {"0401", "0402", "0403", "0404"}
    assert asyncio.run(modem.health()).is_up


@pytest.mark.gammu
def test_a_real_daemon_asks_the_network_what_the_card_holds(daemon: Daemon) -> None:
    modem = a_modem(daemon.folder, config=daemon.config, balance_code="*101#")
    assert asyncio.run(modem.ask_balance())
    daemon.waits_until(lambda: daemon.door.balances == ["Reply for *101#"])
    assert daemon.door.messages == []


@pytest.mark.parametrize(
    ("script", "code", "failure"),
    [
        ("exit 1", "*101#", failures.UNREACHABLE),
        ("echo nothing", "*101#", failures.UNREACHABLE),
        ("touch ran", "-h", failures.MISCONFIGURED),
        ("touch ran", "*101# x", failures.MISCONFIGURED),
    ],
)
def test_a_balance_that_cannot_be_asked_says_why(
    tmp_path: Path, tool: Tool, script: str, code: str, failure: Failure
) -> None:
    tool(script)
    with pytest.raises(SendFailed) as failed:
        asyncio.run(a_modem(tmp_path, balance_code=code).ask_balance())
    assert failed.value.failure is failure


def test_without_a_code_no_balance_is_asked(tmp_path: Path, tool: Tool) -> None:
    tool("exit 1")
    assert asyncio.run(a_modem(tmp_path).ask_balance()) is False
    receives_only = a_modem(tmp_path, config="", balance_code="*101#")
    assert asyncio.run(receives_only.ask_balance()) is False
