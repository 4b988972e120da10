"""What gammu-smsd runs when its modem hears something; a single file for any Python 3.8 or later.

smsd hears nothing while it waits for a hook, so the hook writes a file, starts a courier in the
background and ends. The courier brings the files to Tocsin's door in order, and keeps at it while
the door is shut. Nothing is deleted before the door has answered that it has it.

In smsdrc, "RunOnReceive = python3 hook.py hook.ini received", and likewise RunOnIncomingCall
with "call", RunOnSent with "sent", RunOnFailure with "failed". "deliver" empties the spool once.
"""

from __future__ import annotations

import configparser
import fcntl
import hashlib
import hmac
import http.client
import json
import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

PATIENCE = (1, 2, 5, 10, 20, 30, 60)  # seconds between tries; the last one repeats
GIVE_UP_AFTER = 24 * 3600.0  # seconds; the files stay, the next event starts a new courier
USSD = b"127"  # the class of an answer to a code such as *101#
# No text can look like these names: quotes inside it are escaped.
PATHS = ((b'"event": "balance"', "balance"), (b'"external_id"', "status"))
LOSSLESS = ("utf-8", "surrogateescape")  # bad bytes stay as they came
RING_SECONDS = 15  # a modem may report each ring of one call
MOST_PIECES = 255  # of one text: its header has a byte for them


class Settings(NamedTuple):
    """The section [tocsin] of the hook's file; `number` is that of the SIM card."""

    url: str
    gateway: str
    secret: str
    spool: Path
    number: str
    timeout: float


def main(arguments: list[str]) -> int:
    """Return 0 once the event is safe on the disk, 2 for a wrong command."""
    if len(arguments) < 2:
        sys.stderr.write("Usage: hook.py SETTINGS received|call|sent|failed|deliver\n")
        return 2
    settings, event = load(arguments[0]), arguments[1]
    if event in ("deliver", "courier"):
        return 0 if deliver(settings, wait=event == "courier") else 1
    letter = compose(settings, event, arguments[2:], os.environb)
    if letter is None:
        return 0
    try:
        drop(settings, letter)
    except OSError:  # a full or broken disk: the door itself is the only place left
        return 0 if post(settings, letter) == 200 else 1
    start_courier(arguments[0])
    return 0


def load(path: str) -> Settings:
    parser = configparser.ConfigParser(interpolation=None)
    with Path(path).open(encoding="utf-8") as file:
        parser.read_file(file)
    own = parser["tocsin"]
    return Settings(
        url=own["url"].rstrip("/"),
        gateway=own["gateway"],
        secret=own["secret"],
        spool=Path(own["spool"]),
        number=own.get("number", ""),
        timeout=own.getfloat("timeout", 15.0),
    )


def drop(settings: Settings, letter: bytes) -> Path:
    """Write a letter into the spool so that it survives a power cut; return its file."""
    settings.spool.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Names sort by time, so that the courier keeps the order.
    path = settings.spool / f"{time.time_ns():020d}-{uuid.uuid4().hex[:8]}.json"
    part = path.with_suffix(".part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(letter)
        file.flush()
        os.fsync(file.fileno())
    part.rename(path)
    folder = os.open(settings.spool, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return path


def compose(
    settings: Settings, event: str, names: list[str], environment: Mapping[bytes, bytes]
) -> bytes | None:
    """Return an event in the generic dialect, None for nothing; bad bytes stay as they came."""
    if event in ("sent", "failed"):
        return _json({"external_id": Path(names[0]).name, "state": event}) if names else None
    if event == "call":
        sender = names[0] if names else ""
        ring = f"{sender}|{int(time.time() // RING_SECONDS)}"
        fields = {"id": _digest("call", ring), "kind": "missed_call", "from": sender, "text": ""}
    else:
        sender, text = _said(environment)
        if environment.get(b"SMS_1_CLASS") == USSD:
            return _json({"event": "balance", "text": text})
        moment = _network_time(names)
        identity = _digest(moment, sender, text) if moment else uuid.uuid4().hex
        fields = {"id": identity, "kind": "sms", "from": sender, "text": text}
        if moment:
            fields["sent_at"] = moment
    return _json({**fields, "to": settings.number})


def deliver(settings: Settings, *, wait: bool) -> bool:
    """Bring the spool to the door, oldest first; return whether it is empty now.

    A second courier leaves at once: the first one looks again after it has opened the lock.
    """
    settings.spool.mkdir(parents=True, exist_ok=True, mode=0o700)
    until = time.monotonic() + (GIVE_UP_AFTER if wait else 0.0)
    while _letters(settings):
        with (settings.spool / "courier.lock").open("w", encoding="ascii") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                return True
            if not _empty(settings, until):
                return False
    return True


def bring(settings: Settings, letter: Path) -> bool:
    """Return whether the door has the letter, or will never take it; only then it is put away."""
    status = post(settings, letter.read_bytes())
    if status in (200, 400):  # 400: the door has kept it for an administrator
        letter.unlink()
        return True
    if status == 413:  # never taken at any time: it must not hold up the others
        letter.rename(letter.with_suffix(".too_large"))
        return True
    return False


def post(settings: Settings, body: bytes) -> int:
    """Return the door's HTTP status, 0 when there was no answer."""
    path = next((path for mark, path in PATHS if mark in body), "")
    request = urllib.request.Request(  # noqa: S310 - the address is the administrator's
        f"{settings.url}/in/{settings.gateway}/{path}",
        data=body,
        headers={
            "Content-Type": "application/json",
            "X-Tocsin-Signature": sign(settings.secret, body, int(time.time())),
        },
    )
    try:
        with urllib.request.urlopen(request, timeout=settings.timeout) as answer:  # noqa: S310
            return int(answer.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code
    except (OSError, http.client.HTTPException):
        return 0


def sign(secret: str, body: bytes, stamp: int) -> str:
    signed = str(stamp).encode() + b"." + body
    return f"t={stamp},v1={hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()}"


def start_courier(path: str) -> None:
    """Start a courier that outlives us and holds none of smsd's files open."""
    subprocess.Popen(  # noqa: S603 - ourselves
        [sys.executable, str(Path(__file__).resolve()), str(Path(path).resolve()), "courier"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _letters(settings: Settings) -> list[Path]:
    return sorted(settings.spool.glob("*.json"))


def _empty(settings: Settings, until: float) -> bool:
    n_failures = 0
    while True:
        letters = _letters(settings)
        if all(bring(settings, letter) for letter in letters):
            if not letters:
                return True
            n_failures = 0
            continue
        if time.monotonic() >= until:
            return False
        time.sleep(PATIENCE[min(n_failures, len(PATIENCE) - 1)])
        n_failures += 1


def _said(environment: Mapping[bytes, bytes]) -> tuple[str, str]:
    """Return sender and text; what smsd has joined comes before the pieces."""
    joined = _numbered(environment, b"DECODED_%d_TEXT", b"DECODED_PARTS")
    pieces = _numbered(environment, b"SMS_%d_TEXT", b"SMS_MESSAGES")
    sender = environment.get(b"SMS_1_NUMBER", b"")
    return sender.decode(*LOSSLESS), (joined or pieces).decode(*LOSSLESS)


def _numbered(environment: Mapping[bytes, bytes], pattern: bytes, counter: bytes) -> bytes:
    count = environment.get(counter, b"0")
    last = min(int(count[-4:]), MOST_PIECES) if count.isdigit() else 0
    return b"".join(environment.get(pattern % n, b"") for n in range(last + 1))


def _network_time(names: list[str]) -> str:
    """Return when the network took the message, from the name of smsd's file; empty if unknown."""
    found = re.search(r"IN(\d{8})_(\d{6})_", names[0] if names else "")
    if found is None:
        return ""
    try:
        moment = time.mktime(time.strptime(found[1] + found[2], "%Y%m%d%H%M%S"))
    except (ValueError, OverflowError):
        return ""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(moment))


def _digest(*pieces: str) -> str:
    return "gammu-" + hashlib.sha256("|".join(pieces).encode(*LOSSLESS)).hexdigest()[:32]


def _json(fields: dict[str, str]) -> bytes:
    return json.dumps(fields, ensure_ascii=False).encode(*LOSSLESS)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
