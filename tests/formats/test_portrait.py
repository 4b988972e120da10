"""A photo of somebody is drawn anew by a program that can do nothing else; what it cannot draw is not kept."""

import io
import json
import logging
import struct
import subprocess
import sys
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from signal import SIGKILL, SIGXCPU
from subprocess import PIPE

import pytest
from PIL import Image, PngImagePlugin

from tests.browser.deployment import until
from tests.formats.test_pictures import SECRET, chunk, png, segment
from tocsin.formats import portrait
from tocsin.formats.pictures import MOST_BYTES, UnreadablePicture, without_traces
from tocsin.formats.portrait import LARGEST_ANSWER, PROGRAM, PicturesBusy, portrait_of, ran
from tocsin.formats.redraw import MEMORY, SECONDS, SIDE, redrawn
from tocsin.formats.workbooks import PILImage

RED, BLUE, WHITE = (250, 10, 10), (10, 10, 250), (255, 255, 255)


def halves(mode: str = "RGB", size: tuple[int, int] = (80, 40)) -> Image.Image:
    """Red on the left, blue on the right."""
    whole = Image.new("RGB", size, BLUE)
    whole.paste(RED, (0, 0, size[0] // 2, size[1]))
    return whole.convert(mode)


def saved(picture: Image.Image, kind: str = "JPEG", **how: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **how)
    return out.getvalue()


def told() -> Image.Exif:
    """How it was held, by whom, where, and a preview of what was there before it was cut."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = SECRET.decode()
    exif.get_ifd(0x8825).update({1: "S", 2: (1.0, 30.0, 0.0), 29: "2026:03:14"})
    return exif


def texts() -> PngImagePlugin.PngInfo:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", SECRET.decode())
    info.add_itxt("XML:com.adobe.xmp", SECRET.decode(), zip=True)
    return info


def see_through() -> Image.Image:
    picture = halves("RGBA")
    picture.paste((0, 0, 0, 0), (40, 0, 80, 40))
    return picture


def stripes() -> Image.Image:
    """Black and white by turns, point by point: grey to whoever stands back."""
    return Image.frombytes("L", (2 * SIDE, 40), b"\0\xff" * SIDE * 40).convert("1")


def mist() -> bytes:
    """How much is seen of each colour of a palette: of blue the half."""
    blue = halves("P").getpixel((60, 9))
    return bytes(128 if colour == blue else 255 for colour in range(256))


def deep_grey() -> Image.Image:
    """16 bits of grey: dark on the left, light on the right."""
    row = struct.pack("<H", 5_000) * 40 + struct.pack("<H", 60_000) * 40
    return Image.frombytes("I;16", (80, 40), row * 40)


def deep_colours() -> bytes:
    """16 bits a colour, which Pillow reads and does not write."""
    row = b"\0" + struct.pack(">3H", *(value * 257 for value in RED)) * 40
    row += struct.pack(">3H", *(value * 257 for value in BLUE)) * 40
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 80, 40, 16, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(row * 40)) + chunk(b"IEND", b"")  # fmt: skip


XMP = segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + SECRET)
PLAIN = saved(halves())
GREYS = ((20, 20, 20), (234, 234, 234))

SEEN = {
    "as a phone takes it": (saved(halves(size=(160, 80)), exif=told(), comment=SECRET), (80, 160), RED, BLUE),
    "with notes": (PLAIN[:2] + XMP + segment(0xFE, SECRET) + PLAIN[2:] + SECRET, (80, 40), RED, BLUE),
    "a GIF behind": (PLAIN + b"GIF89a" + SECRET, (80, 40), RED, BLUE),
    "an archive behind": (PLAIN + b"PK\3\4" + SECRET + b"PK\5\6" + bytes(18), (80, 40), RED, BLUE),
    "several in one": (saved(halves(), "MPO", save_all=True, append_images=[halves()]), (80, 40), RED, BLUE),
    "building up": (saved(halves(), progressive=True), (80, 40), RED, BLUE),
    "for a printer": (saved(halves("CMYK")), (80, 40), RED, BLUE),
    "grey": (saved(halves("L")), (80, 40), (82, 82, 82), (37, 37, 37)),
    "large": (saved(halves(size=(4_000, 2_000))), (SIDE, SIDE // 2), RED, BLUE),
    "long": (saved(halves(size=(4_000, 2))), (SIDE, 1), RED, BLUE),
    "a PNG with texts": (saved(halves(), "PNG", pnginfo=texts(), exif=told()), (80, 40), RED, BLUE),
    "a PNG and an archive": (saved(halves(), "PNG") + b"PK\3\4" + SECRET, (80, 40), RED, BLUE),
    "a palette": (saved(halves("P"), "PNG"), (80, 40), RED, BLUE),
    "a palette with a hole": (saved(halves("P"), "PNG", transparency=halves("P").getpixel((60, 9))), (80, 40), RED, WHITE),
    "fine stripes": (saved(stripes(), "PNG"), (SIDE, 20), (109,) * 3, (146,) * 3),
    "a palette with mist": (saved(halves("P"), "PNG", transparency=mist()), (80, 40), RED, (132, 132, 252)),
    "a colour that is none": (saved(halves(), "PNG", transparency=BLUE), (80, 40), RED, WHITE),
    "see-through": (saved(see_through(), "PNG"), (80, 40), RED, WHITE),
    "two colours": (saved(halves("L").point(lambda grey: 255 * (grey < 60)).convert("1"), "PNG"), (80, 40), (0, 0, 0), WHITE),
    "deep grey": (saved(deep_grey(), "PNG"), (80, 40), *GREYS),
    "deep colours": (deep_colours(), (80, 40), RED, BLUE),
    "one point": (saved(Image.new("RGB", (1, 1), RED), "PNG"), (1, 1), RED, RED),
}  # fmt: skip


def parts(jpeg: bytes) -> list[int]:
    """Return the marks of its parts up to the scan, and then of its end."""
    marks: list[int] = []
    place = 2
    while marks[-1:] != [0xDA]:
        assert jpeg[place] == 0xFF
        marks.append(jpeg[place + 1])
        place += 2 + int.from_bytes(jpeg[place + 2 : place + 4], "big")
    assert jpeg.index(b"\xff\xd9", place) == len(jpeg) - 2
    return marks


@pytest.mark.parametrize("name", SEEN)
def test_what_is_seen_is_kept_and_nothing_else(name: str) -> None:
    picture, size, left, right = SEEN[name]
    drawn = redrawn(without_traces(picture))
    assert set(parts(drawn)) == {0xE0, 0xDB, 0xC0, 0xC4, 0xDA}, "a note, or no baseline JPEG"
    assert SECRET not in drawn
    with Image.open(io.BytesIO(drawn)) as seen:
        assert (seen.format, seen.mode, seen.size) == ("JPEG", "RGB", size)
        corners = (0, 0), (size[0] - 1, size[1] - 1)
        for place, wanted in zip(corners, (left, right), strict=True):
            found = seen.getpixel(place)
            assert isinstance(found, tuple)
            assert max(abs(a - b) for a, b in zip(found, wanted, strict=True)) < 12


def giant() -> bytes:
    """Fifty thousand by fifty thousand, in some bytes."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(100_000))) + chunk(b"IEND", b"")  # fmt: skip


def moving() -> bytes:
    return saved(halves(), "PNG", save_all=True, append_images=[halves("L").convert("RGB")])


def slow() -> bytes:
    """Four thousand scans over a picture of many points: a minute of work in little room."""
    whole = without_traces(saved(Image.new("L", (2_400, 2_400)), progressive=True))
    last = whole.rindex(b"\xff\xda")
    return whole[:-2] + whole[last:-2] * 4_000 + whole[-2:]


REFUSED = {
    "nothing": b"",
    "a GIF": saved(halves("P"), "GIF"),
    "a TIFF": saved(halves(), "TIFF"),
    "a script": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "giant": giant(),
    "twice too large": saved(Image.new("1", (6_000, 5_000)), "PNG"),
    "giant, as a JPEG": PLAIN.replace(struct.pack(">HH", 40, 80), struct.pack(">HH", 65_000, 65_000)),
    "moving": moving(),
    "ended before it began": PLAIN[: PLAIN.index(b"\xff\xdb")] + b"\xff\xda\0\x02\xff\xd9",
    "cut short": saved(halves(size=(800, 800)), "PNG")[:900] + chunk(b"IEND", b""),
    "tables of another": PLAIN.replace(b"\xff\xc4", b"\xff\xc1"),
    "sums that are wrong": saved(halves(), "PNG").replace(b"IDAT\x78", b"IDAT\x79"),
    "too many bytes": PLAIN + bytes(MOST_BYTES),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_drawn_is_refused(name: str) -> None:
    with pytest.raises(UnreadablePicture):
        redrawn(without_traces(REFUSED[name]))


def test_the_program_draws_or_refuses() -> None:
    picture, size, *_ = SEEN["as a phone takes it"]
    drawn = portrait_of(picture)
    assert drawn == redrawn(without_traces(picture))
    with Image.open(io.BytesIO(drawn)) as seen:
        assert seen.size == size
    with pytest.raises(UnreadablePicture):
        portrait_of(REFUSED["giant"])


# Tried in such a program, first behind the limits alone, then behind the filter of calls as well.
ATTACK = """
import ctypes, json, os, socket, sys
from tocsin.formats import confinement
def of(do):
    try:
        do()
    except BaseException as wrong:
        return type(wrong).__name__ + " " + os.strerror(getattr(wrong, "errno", 0) or 0)
    return "DONE"
tries = {
    "open": lambda: open("/etc/passwd"), "connect": lambda: socket.socket(), "start": lambda: os.fork(),
    "memory": lambda: bytearray(900_000_000), "look": lambda: os.stat("/"), "signal": lambda: os.kill(os.getpid(), 0),
    "opened again": lambda: (os.close(0), open("/etc/passwd")),
}
before = [os.listdir("/proc/self/fd"), dict(os.environ), os.listdir("."), os.getcwd() == sys.argv[1]]
confinement.limit(memory=400_000_000, seconds=1)
limited = {name: of(do) for name, do in tries.items()}
root = os.geteuid() == 0 or os.getegid() == 0
confinement.filter_calls()
filtered = {name: of(do) for name, do in tries.items()}
os.write(1, json.dumps([*before, root, limited, filtered]).encode())
os._exit(0)
"""
FOR_EVER = "from tocsin.formats.confinement import confine; confine(memory=4 * 10**8, seconds=1)\nwhile True: pass"
SAYS = "import sys; sys.stdout.buffer.write({})"
TALKS = f"import sys; sys.stdout.buffer.write(bytes({LARGEST_ANSWER + 2})); sys.stdin.read()"


def own(words: str) -> tuple[str, ...]:
    return (*PROGRAM[:3], "-c", words, ".")


@pytest.mark.skipif(sys.platform != "linux", reason="what a process may do is said by Linux here")
def test_whoever_takes_the_program_over_has_nothing_to_reach_for() -> None:
    open_, environment, files, elsewhere, root, limited, filtered = json.loads(
        ran(own(ATTACK), b"")
    )
    assert set(open_) == {"0", "1", "2", "3"}, "more than its three, and the one it looked through"
    assert environment.keys() <= {"LC_CTYPE"}  # which Python sets for itself
    assert (files, elsewhere, root) == ([], False, False)
    assert limited == {
        "open": "OSError Too many open files", "connect": "OSError Too many open files",
        "start": "BlockingIOError Resource temporarily unavailable", "memory": "MemoryError Success",
        "look": "DONE", "signal": "DONE", "opened again": "OSError Too many open files",
    }  # fmt: skip
    forbidden = {name for name, came in filtered.items() if came.startswith("PermissionError")}
    assert forbidden == filtered.keys() - {"memory", "opened again"}
    assert "DONE" not in filtered.values()


@pytest.mark.skipif(sys.platform != "linux", reason="what a process may do is said by Linux here")
def test_the_program_is_behind_both_walls_before_it_reads() -> None:
    with subprocess.Popen(PROGRAM, stdin=PIPE, stdout=PIPE, env={}) as child:
        of = Path(f"/proc/{child.pid}")
        until(lambda: "Seccomp:\t2" in (of / "status").read_text(), within=30.0)
        assert "NoNewPrivs:\t1" in (of / "status").read_text()
        said = (of / "limits").read_text().splitlines()
        limits = {line[:26].strip(): line[26:].split()[:2] for line in said}
        assert child.communicate(b"")[0] == b""
    assert (
        limits["Max open files"] == limits["Max processes"] == limits["Max file size"] == ["0", "0"]
    )
    assert limits["Max core file size"] == ["0", "0"]
    assert limits["Max address space"] == [str(MEMORY)] * 2
    assert limits["Max cpu time"] == [str(SECONDS), str(SECONDS + 1)]


@pytest.mark.parametrize("answer", [b"", b"GIF89a", png()])
def test_an_answer_that_is_no_photo_is_believed_no_more_than_the_upload(answer: bytes) -> None:
    with pytest.raises(UnreadablePicture):
        portrait_of(PLAIN, program=own(SAYS.format(answer)))


def test_what_a_program_adds_is_not_kept() -> None:
    told = PLAIN[:2] + XMP + PLAIN[2:] + SECRET
    assert portrait_of(PLAIN, program=own(SAYS.format(told))) == without_traces(PLAIN)


def test_whoever_keeps_it_busy_is_cut_off(caplog: pytest.LogCaptureFixture) -> None:
    """By the clock, by how much it may say, and by the processor's time; meanwhile nobody else begins."""
    with caplog.at_level(logging.WARNING):
        with pytest.raises(UnreadablePicture):
            ran(PROGRAM, without_traces(slow()), within=0.5)
        with pytest.raises(UnreadablePicture):
            ran(own(TALKS), b"")
        with ThreadPoolExecutor(1) as hands:
            first = hands.submit(ran, own(FOR_EVER), b"", within=60.0)
            until(portrait._ONE_AT_A_TIME.locked, within=60.0)
            with pytest.raises(PicturesBusy):
                ran(PROGRAM, b"", wait=0.0)
            with pytest.raises(UnreadablePicture):
                first.result()
    ends = [line.rpartition(" ")[2] for line in caplog.messages]
    assert [ends[0], ends[-1]] == [str(-SIGKILL), str(-SIGXCPU)], "not what should have ended them"


def test_a_picture_in_a_workbook_is_opened_by_nobody() -> None:
    assert PILImage is False
