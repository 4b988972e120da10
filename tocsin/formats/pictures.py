"""Pictures without what they tell beside the picture: where it was taken, when, with whose phone."""

import re
import struct
from collections.abc import Iterator

MOST_BYTES = 8_000_000  # as a phone of today takes them
MOST_PIXELS = 25_000_000
REFUSED = 3  # how the program ends that draws it anew, where it cannot
JPEG, PNG = b"\xff\xd8", b"\x89PNG\r\n\x1a\n"
START_OF_SCAN, END = 0xDA, b"\xff\xd9"
_MARK = re.compile(
    rb"\xff[^\x00\xd0-\xd7\xff]", re.DOTALL
)  # a doubled or numbered one is of the data
# Of frames, tables and scans. What is in no list may carry anything.
_OF_THE_PICTURE = frozenset({*range(0xC0, 0xD0), *range(0xDA, 0xE0)})
EXIF = b"Exif\0\0"
ORIENTATION = 0x0112
KEPT_CHUNKS = {b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"sRGB", b"IDAT", b"IEND"}
MOVES = b"acTL"


class UnreadablePicture(ValueError):
    """Neither a whole JPEG nor a whole PNG."""


def without_traces(picture: bytes) -> bytes:
    """Return a JPEG or PNG with nothing but the picture, and how a JPEG is to be turned.

    Place, time, device, previews, comments and whatever hangs behind the end are left out. Raises
    UnreadablePicture.
    """
    if len(picture) > MOST_BYTES:
        raise UnreadablePicture("the picture is too large")
    try:
        if picture.startswith(JPEG):
            return _jpeg(picture)
        if picture.startswith(PNG):
            return PNG + b"".join(_chunks(picture[len(PNG) :]))
    except (struct.error, IndexError) as short:
        raise UnreadablePicture("the picture was cut short") from short
    raise UnreadablePicture("this is neither a JPEG nor a PNG")


def _jpeg(picture: bytes) -> bytes:
    kept, turned, place = [JPEG], 1, 2
    while True:
        mark, length = struct.unpack(">xBH", picture[place : place + 4])
        part = picture[place : place + 2 + length]
        # A length counts itself: with less, what others read as a part would pass here as data.
        if picture[place] != 0xFF or len(part) < 2 + length or length < 2:
            raise UnreadablePicture("the picture was cut short")
        if part[4:].startswith(EXIF):
            turned = _orientation(part[4 + len(EXIF) :])
        kept.append(_told(mark, part))
        place += len(part)
        if mark != START_OF_SCAN:
            continue
        # Coded data hold no mark. Behind them comes the end, or in a picture that builds up, more parts.
        behind = _MARK.search(picture, place)
        if behind is None:
            raise UnreadablePicture("the picture was cut short")
        kept.append(picture[place : behind.start()])
        place = behind.start()
        if behind[0] == END:
            break
    kept.insert(1, _only_turned(turned) if turned != 1 else b"")
    return b"".join(kept) + END


def _told(mark: int, part: bytes) -> bytes:
    """Return what of a part belongs to the picture: no notes, and no preview of what was there before."""
    if mark in _OF_THE_PICTURE:
        return part
    if mark == 0xE0 and part[4:9] == b"JFIF\0" and len(part) >= 18:  # that it is a JPEG
        return b"\xff\xe0\0\x10" + part[4:16] + b"\0\0"
    if mark == 0xEE and part[4:9] == b"Adobe" and len(part) >= 16:  # how its colours are meant
        return b"\xff\xee\0\x0e" + part[4:16]
    return b""


def _orientation(tiff: bytes) -> int:
    """Return how the camera was held, 1 to 8; 1 where it does not say so in a way we know."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    try:
        if order is None:
            return 1
        (start,) = struct.unpack(f"{order}I", tiff[4:8])
        (count,) = struct.unpack(f"{order}H", tiff[start : start + 2])
        for entry in range(start + 2, start + 2 + 12 * count, 12):
            tag, _kind, _n, value = struct.unpack(f"{order}HHIH2x", tiff[entry : entry + 12])
            if tag == ORIENTATION:
                return int(value) if 1 <= value <= 8 else 1
    except struct.error:
        return 1
    return 1


def _only_turned(turned: int) -> bytes:
    tiff = b"II*\0" + struct.pack("<IHHHIHxxI", 8, 1, ORIENTATION, 3, 1, turned, 0)
    return b"\xff\xe1" + struct.pack(">H", 2 + len(EXIF) + len(tiff)) + EXIF + tiff


def _chunks(rest: bytes) -> Iterator[bytes]:
    place = 0
    while True:
        length, name = struct.unpack(">I4s", rest[place : place + 8])
        chunk = rest[place : place + 12 + length]
        if len(chunk) < 12 + length:
            raise UnreadablePicture("the picture was cut short")
        if name == MOVES:  # Whoever chose it may have seen another picture than the first.
            raise UnreadablePicture("the picture moves")
        if name in KEPT_CHUNKS:
            yield chunk
        place += len(chunk)
        if name == b"IEND":
            return
