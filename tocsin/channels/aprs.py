"""Messages of APRS inside AX.25 frames, as pure functions (messaging.md §7.1)."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from tocsin.channels.ax25 import Frame
from tocsin.channels.wording import ascii_of, storable
from tocsin.channels.wording import decode as words_of

LONGEST = 67  # characters of one message
ROOM = 60  # of our words in each, when they need more than one
MOST_PARTS = 9
SAME_FOR = timedelta(minutes=30)  # a sender gives up long before; a digipeater within seconds
UNNUMBERED_FOR = timedelta(seconds=60)
DESTINATION = "APZTOC"  # "experimental", as the specification gives such programs
_FORBIDDEN = str.maketrans({"|": "/", "~": "-", "{": "("})
_ID = re.compile(r"(.*)\{([A-Za-z0-9]{1,5})(?:\}[A-Za-z0-9]{0,5})?\s*", re.DOTALL)
_BASE36 = "0123456789abcdefghijklmnopqrstuvwxyz"


class BadMessage(ValueError):
    """It says that it is a message, and is none."""


@dataclass(frozen=True, slots=True)
class AprsMessage:
    """A text, or the answer to one. `id` empty: its sender wants no acknowledgement.

    `answers` is "ack" or "rej" for an answer to the message `id` of ours, empty for a text.
    """

    source: str
    addressee: str
    text: str
    id: str = ""
    answers: str = ""


def message_of(frame: Frame) -> AprsMessage | None:
    """Return the message in a frame, None when it carries something else. Raises BadMessage.

    A frame that a gate passed on from elsewhere (third-party traffic) is read as its own sender's.
    """
    source, body = frame.source, frame.information
    if body.startswith(b"}"):
        head, _, body = body[1:].partition(b":")
        source = storable(head.split(b">")[0].decode("ascii", "replace").strip().upper())[0]
    if not body.startswith(b":"):
        return None
    if len(body) < 11 or body[10:11] != b":":
        raise BadMessage("addressee")
    addressee = storable(body[1:10].decode("latin-1").strip().upper())[0]
    said = storable(words_of(body[11:])[0])[0].rstrip("\r\n")
    answer = re.fullmatch(r"(ack|rej)([A-Za-z0-9]{1,5})(?:\}.*)?\s*", said)
    if answer:
        return AprsMessage(source, addressee, "", answer[2], answer[1])
    numbered = _ID.fullmatch(said)
    text, number = (numbered[1], numbered[2]) if numbered else (said, "")
    return AprsMessage(source, addressee, text, number)


def frame_of(message: AprsMessage, *, path: tuple[str, ...]) -> Frame:
    """Return the frame that carries a message of ours."""
    tail = f"{{{message.id}" if message.id and not message.answers else ""
    said = f"{message.answers}{message.id}" if message.answers else message.text
    body = f":{message.addressee:<9}:{said}{tail}"
    return Frame(message.source, DESTINATION, path, body.encode("ascii", "replace"))


def messages_for(
    text: str, *, delivery: str, source: str, addressee: str
) -> tuple[AprsMessage, ...]:
    """Return the numbered messages that carry a text; more than one says so in front.

    The same delivery gives the same numbers every time, so that a station that has them shows a
    repetition once. The last two signs of a number are its place and how many there are, so that
    an acknowledgement alone tells whether all are there. Empty: the text is too long.
    """
    plain = " ".join(ascii_of(text).translate(_FORBIDDEN).split())
    size = LONGEST if len(plain) <= LONGEST else ROOM
    pieces = [plain[at : at + size] for at in range(0, len(plain), size)] or [""]
    if len(pieces) > MOST_PARTS:
        return ()
    total = len(pieces)
    stem = stem_of(delivery)
    return tuple(
        AprsMessage(
            source,
            addressee,
            piece if total == 1 else f"{at}/{total} {piece}",
            f"{stem}{at}{total}",
        )
        for at, piece in enumerate(pieces, start=1)
    )


def stem_of(delivery: str) -> str:
    """Return the three signs by which the numbers of one delivery begin."""
    number = int.from_bytes(hashlib.sha256(delivery.encode()).digest()[:4], "big")
    return "".join(_BASE36[number // 36**place % 36] for place in range(3))


def total_of(number: str) -> int:
    """Return how many messages one of our numbers belongs to, 0 when it is not ours."""
    is_ours = len(number) == 5 and number[3:].isdigit() and "1" <= number[3] <= number[4]
    return int(number[4]) if is_ours else 0


class Copies:
    """Knows what came a moment ago: repeated by its sender, or by digipeaters.

    Numbers of APRS begin again with every set that is switched off, so that a number alone says
    nothing: the same number, words and half hour are a copy.
    """

    def __init__(self) -> None:
        self._seen: dict[str, tuple[datetime, str]] = {}

    def key(self, message: AprsMessage, heard_at: datetime) -> str:
        """Return what names this message and all its copies."""
        within = SAME_FOR if message.id else UNNUMBERED_FOR
        said = f"{message.source}\n{message.addressee}\n{message.text}\n{message.id}"
        digest = hashlib.sha256(said.encode()).hexdigest()[:16]
        self._seen = {k: v for k, v in self._seen.items() if heard_at - v[0] < SAME_FOR}
        first = self._seen.get(digest)
        if first is not None and heard_at - first[0] < within:
            return first[1]
        # Rounded, so that an engine that starts in between most often names it alike.
        stamp = int(heard_at.timestamp() // within.total_seconds())
        self._seen[digest] = (heard_at, f"{message.source}/{digest}/{stamp}")
        return self._seen[digest][1]
