"""A program: one picture of a stranger comes in, the same drawn anew goes out. Only `portrait.py` starts it.

Pillow, and with it libraries of C that read what strangers wrote, is loaded here and nowhere else.
"""

import io
import sys
import warnings

from PIL import Image, ImageOps

from tocsin.formats.confinement import confine
from tocsin.formats.pictures import MOST_BYTES, MOST_PIXELS, REFUSED, UnreadablePicture

SIDE = 576  # pixels: a page shows 192, and screens of phones have three for each
QUALITY = 85
MEMORY = 400_000_000  # bytes, with Python and the libraries themselves
SECONDS = 5  # of the processor
_WHITE = (255, 255, 255)


def main() -> int:
    _load_all()
    confine(memory=MEMORY, seconds=SECONDS)
    try:
        drawn = redrawn(sys.stdin.buffer.read(MOST_BYTES + 1))
    except UnreadablePicture:
        return REFUSED
    sys.stdout.buffer.write(drawn)
    return 0


def redrawn(picture: bytes) -> bytes:
    """Return a small JPEG of what is seen, upright, on white, with nothing else in it. Raises UnreadablePicture."""
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        # Of what is too large by less than twice, Pillow only warns.
        with (
            warnings.catch_warnings(action="error"),
            Image.open(io.BytesIO(picture), formats=("JPEG", "PNG")) as seen,
        ):
            return _jpeg_of(seen)
    except Exception as broken:  # noqa: BLE001 - a decoder fails in as many ways as a file can be wrong
        raise UnreadablePicture(type(broken).__name__) from None


def _jpeg_of(seen: Image.Image) -> bytes:
    plain = _plain(seen)
    plain.thumbnail((SIDE, SIDE))
    upright = ImageOps.exif_transpose(plain).convert("RGBA")
    fresh = Image.new("RGB", upright.size, _WHITE)
    fresh.paste(upright, mask=upright.getchannel("A"))
    return _written(fresh)


def _plain(seen: Image.Image) -> Image.Image:
    """Return it with colours that can be mixed. JPEG stays as it is: it is read small from the start."""
    if seen.mode.startswith("I"):  # 16 bits of grey, which Pillow would cut instead of dividing.
        return seen.point(lambda grey: grey * (1 / 256)).convert("L")
    if seen.has_transparency_data:
        return seen.convert("RGBA")
    return seen.convert("RGB") if seen.mode in ("1", "P") else seen


def _written(fresh: Image.Image) -> bytes:
    out = io.BytesIO()
    fresh.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def _load_all() -> None:
    """Draw a picture of ours: behind the walls nothing can be loaded any more."""
    first = Image.new("RGBA", (2 * SIDE, 8))
    for one in (first, first.convert("RGB")):
        out = io.BytesIO()
        exif = Image.Exif()
        exif[0x0112] = 6
        one.save(out, "PNG" if one is first else "JPEG", exif=exif)
        redrawn(out.getvalue())


if __name__ == "__main__":
    sys.exit(main())
