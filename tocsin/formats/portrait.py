"""A stranger's photo as one of ours: cleaned here, decoded and drawn anew by a program that can do nothing else."""

import logging
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from tempfile import TemporaryDirectory

from tocsin.formats.pictures import JPEG, REFUSED, UnreadablePicture, without_traces

PROGRAM = (sys.executable, "-I", "-B", "-m", "tocsin.formats.redraw")
PATIENCE = 15.0  # seconds; the program itself has fewer of the processor
LARGEST_ANSWER = 500_000  # bytes
WAIT = 3.0  # seconds for the photo before; each may take some hundred megabytes, and holds a page
_ONE_AT_A_TIME = threading.Lock()
log = logging.getLogger(__name__)


class PicturesBusy(Exception):
    """Another photo is being drawn, and takes long."""


def portrait_of(picture: bytes, *, program: Sequence[str] = PROGRAM) -> bytes:
    """Return a small JPEG that we wrote ourselves. Raises UnreadablePicture or PicturesBusy: nothing is to be kept."""
    drawn = without_traces(ran(program, without_traces(picture)))
    # Whoever took the program over could answer anything: it is believed no more than the upload was.
    if not drawn.startswith(JPEG):
        raise UnreadablePicture("no picture came back")
    return drawn


def ran(
    program: Sequence[str], picture: bytes, *, within: float = PATIENCE, wait: float = WAIT
) -> bytes:
    """Return what the program makes of a picture: with no environment, no folder, no file of ours."""
    with _our_turn(wait), TemporaryDirectory(prefix="tocsin-") as folder:
        child = subprocess.Popen(  # noqa: S603 - our own program, without a word of a stranger
            program,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            cwd=folder,
            start_new_session=True,
        )
        end = threading.Timer(within, child.kill)
        end.start()
        try:
            with child:  # which waits for its end
                answer = _answer(child, picture)
        finally:
            end.cancel()
    if child.returncode == 0 and len(answer) <= LARGEST_ANSWER:
        return answer
    if child.returncode != REFUSED:
        log.warning("a photo was given up: its program ended with %s", child.returncode)
    raise UnreadablePicture("it could not be drawn")


@contextmanager
def _our_turn(wait: float) -> Iterator[None]:
    if not _ONE_AT_A_TIME.acquire(timeout=wait):
        raise PicturesBusy
    try:
        yield
    finally:
        _ONE_AT_A_TIME.release()


def _answer(child: subprocess.Popen[bytes], picture: bytes) -> bytes:
    assert child.stdin is not None
    assert child.stdout is not None
    with suppress(BrokenPipeError):  # It may end before it has read all.
        child.stdin.write(picture)
        child.stdin.close()
    return child.stdout.read(LARGEST_ANSWER + 1)
