"""From the bytes of a gateway to words that can be stored, without losing any."""

import codecs
import hashlib
import json
import unicodedata
from datetime import UTC, datetime, timedelta
from typing import Any

from tocsin.channels.refusals import Unreadable
from tocsin.domain.messages import Mark
from tocsin.domain.moments import is_possible
from tocsin.domain.sms import transliterate

LONGEST_TEXT = 1_000_000  # as much as the door lets in: nothing is cut in front of it
# A phone that was off for a month still tells the truth; a clock that is ahead does not.
AHEAD = timedelta(minutes=10)
BEHIND = timedelta(days=30)
_ERRORS = "tocsin.windows1252"


def _as_windows1252(error: UnicodeError) -> tuple[str, int]:
    """Decode one bad byte as old phones and modems wrote it, and go on behind it."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    bad = error.object[error.start : error.end]
    return bad.decode("cp1252", errors="replace"), error.end


codecs.register_error(_ERRORS, _as_windows1252)


def decode(raw: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the characters of the bytes; never raises. What is not UTF-8 is marked."""
    try:
        return raw.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        return raw.decode("utf-8", errors=_ERRORS), (Mark.NOT_UTF8,)


def json_object(raw: bytes) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return the JSON object in a body, with marks about its bytes. Raises Unreadable."""
    characters, marks = decode(raw)
    try:
        found = json.loads(characters, strict=False)
    except (ValueError, RecursionError):
        raise Unreadable("The body is not JSON.") from None
    if not isinstance(found, dict):
        raise Unreadable("The body is JSON, but not an object.")
    return found, marks


def identity(name: str, *said: object) -> str:
    """Return a gateway's name for a message, good for nothing but what was said.

    A gateway that was set up anew, that names its messages by their place on a SIM card, or whose chance is a poor
    one after each start, gives its names again: the second message would be taken for a copy of the first.
    """
    digest = hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
    return f"{name}/{digest[:16]}"


def storable(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a text that the database can hold, with marks.

    NUL and lone surrogates cannot be stored and show as a question mark in a box; everything else
    stays as it came.
    """
    if "\x00" in text or not text.isascii():
        text = text.replace("\x00", "\ufffd").encode("utf-16", "surrogatepass").decode(
            "utf-16", "replace"
        )  # fmt: skip
    marks = (Mark.EMPTY,) if not text.strip() else ()
    if len(text) <= LONGEST_TEXT:
        return text, marks
    return text[:LONGEST_TEXT], (*marks, Mark.TRUNCATED)


def moment(value: object, *, received_at: datetime) -> tuple[datetime | None, tuple[str, ...]]:
    """Return the moment that a sender's clock gave, None when it gave none that can be read.

    Understands ISO 8601 and seconds or milliseconds since 1970. No zone means UTC. A moment far
    from `received_at` is kept and marked: it is never used for ordering, only shown. One that cannot be is none.
    """
    if value is None or value == "":
        return None, ()
    try:
        found = _moment(value)
    except (ValueError, OverflowError, OSError):
        return None, (Mark.CLOCK_OFF,)
    if not is_possible(found):
        return None, (Mark.CLOCK_OFF,)
    is_off = found - received_at > AHEAD or received_at - found > BEHIND
    return found, (Mark.CLOCK_OFF,) if is_off else ()


def _moment(value: object) -> datetime:
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise ValueError("not a moment")  # noqa: TRY004 - a stranger's value, not our mistake
    if isinstance(value, str) and not value.strip().lstrip("-").isdigit():
        found = datetime.fromisoformat(value.strip())
        zoned = found if found.tzinfo else found.replace(tzinfo=UTC)
        return zoned.astimezone(UTC)
    seconds = float(value)
    return datetime.fromtimestamp(seconds / 1000 if abs(seconds) > 1e11 else seconds, tz=UTC)


def as_word(value: object) -> str | None:
    """Return a string or a number as a storable string, None for anything else.

    Gateways write ids and phone numbers both as strings and as numbers.
    """
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return None
    try:
        return storable(str(value))[0]
    except ValueError:  # an integer of thousands of digits
        return None


def ascii_of(text: str) -> str:
    """Return a text for carriers that know no letters but those of ASCII: accents go, words stay."""
    plain = unicodedata.normalize("NFKD", transliterate(text))
    return plain.encode("ascii", "ignore").decode("ascii")
