"""A photo of somebody says how they look, and not where they live."""

import struct
import zlib

import pytest

from tocsin.formats.pictures import UnreadablePicture, without_traces

SECRET = b"1.5 S 29.2 E, Fairphone, 14 March"


def segment(mark: int, body: bytes) -> bytes:
    return bytes([0xFF, mark]) + struct.pack(">H", len(body) + 2) + body


def exif(order: str, turned: int) -> bytes:
    head = {"<": b"II*\0", ">": b"MM\0*"}[order] + struct.pack(f"{order}I", 8)
    entry = struct.pack(f"{order}HHIH2x", 0x0112, 3, 1, turned)
    return b"Exif\0\0" + head + struct.pack(f"{order}H", 1) + entry + bytes(4) + SECRET


def jpeg(*traces: bytes) -> bytes:
    body = segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0") + b"".join(traces) + segment(0xDB, bytes(65))
    return b"\xff\xd8" + body + segment(0xDA, bytes(10)) + b"coded\xff\0data\xff\xd9"


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(*traces: bytes) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    rows = chunk(b"IDAT", zlib.compress(b"\0\0"))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(traces) + rows + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "picture",
    [
        jpeg(segment(0xE1, exif("<", 1))),
        jpeg(segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + SECRET), segment(0xFE, SECRET)),
        jpeg(segment(0xE2, b"MPF\0" + SECRET)) + jpeg(segment(0xFE, SECRET)),
        jpeg(
            segment(0xE0, b"JFXX\0\x10" + SECRET)
        ),  # a preview of what was there before it was cut
        jpeg(segment(0x2E, SECRET), segment(0xEE, SECRET), segment(0xF5, SECRET)),
        jpeg().replace(b"\0\x10JFIF\0\1\1\0\0\1\0\1\0\0", b"\0\x13JFIF\0\1\1\0\0\1\0\1\1\1abc"),
        jpeg() + SECRET,
    ],
)
def test_a_jpeg_loses_all_but_the_picture(picture: bytes) -> None:
    assert without_traces(picture) == jpeg()


def test_between_the_scans_of_a_picture_that_builds_up_nothing_is_told() -> None:
    scan = segment(0xDA, bytes(10)) + b"more\xff\xd0data\xff\0"
    whole = jpeg()[:-2] + segment(0xC4, b"table") + scan
    hidden = (
        jpeg()[:-2] + segment(0xFE, SECRET) + segment(0xC4, b"table") + segment(0xE1, SECRET) + scan
    )
    assert without_traces(hidden + b"\xff\xd9") == whole + b"\xff\xd9"


@pytest.mark.parametrize("order", ["<", ">"])
def test_it_still_says_how_it_was_held(order: str) -> None:
    kept = without_traces(jpeg(segment(0xE1, exif(order, 6))))
    assert SECRET not in kept
    assert struct.pack("<HHIH", 0x0112, 3, 1, 6) in kept
    assert without_traces(kept) == kept


def test_a_png_loses_all_but_the_picture() -> None:
    traces = [chunk(name, SECRET) for name in (b"eXIf", b"tEXt", b"iTXt", b"tIME", b"prVt")]
    assert without_traces(png(*traces) + SECRET) == png()


@pytest.mark.parametrize(
    "wrong",
    [
        b"",
        b"GIF89a",
        b"\xff\xd8",
        jpeg()[:-2],
        jpeg()[:40],
        jpeg(b"\xff\xdb\0\0", segment(0xFE, SECRET)),  # a part shorter than its own length
        b"\xff\xd8" + bytes(50),
        png()[:30],
        png()[:9],
    ],
)
def test_what_is_no_whole_picture_is_refused(wrong: bytes) -> None:
    with pytest.raises(UnreadablePicture):
        without_traces(wrong)


def test_a_camera_that_writes_nonsense_costs_only_its_nonsense() -> None:
    nonsense = segment(0xE1, b"Exif\0\0II*\0" + struct.pack("<I", 4_000_000_000))
    assert without_traces(jpeg(nonsense)) == jpeg()
