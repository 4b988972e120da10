"""A backup opens for one secret alone, whole and as it was written, or not at all."""

import io
import json
from datetime import UTC, datetime

import pytest

from tocsin.formats.backup_file import (
    CHUNK,
    KEY_BYTES,
    MAGIC,
    TAG,
    SealedWriter,
    UnreadableBackup,
    UnreadableBackupKey,
    chunks,
    new_pair,
    read_public,
    read_secret,
)
from tocsin.formats.backup_manifest import Manifest, read_manifest, write_manifest

SECRET, PUBLIC = new_pair()
HEAD = len(MAGIC) + 2 * KEY_BYTES
SEALED_CHUNK = CHUNK + TAG
WORDS = b"Neema FP-0502 " * 12_000  # two chunks and a piece


def sealed(words: bytes) -> bytes:
    file = io.BytesIO()
    writer = SealedWriter(file, read_public(PUBLIC))
    for start in range(0, len(words), 1000):
        writer.write(words[start : start + 1000])
    writer.close()
    return file.getvalue()


def opened(content: bytes, secret: str = SECRET) -> bytes:
    return b"".join(chunks(io.BytesIO(content), secret=read_secret(secret)))


@pytest.mark.parametrize("words", [b"", b"x", WORDS[:CHUNK], WORDS[: CHUNK + 1], WORDS])
def test_what_was_written_is_read(words: bytes) -> None:
    assert opened(sealed(words)) == words


def test_nothing_of_it_is_readable_and_two_are_never_alike() -> None:
    once, again = sealed(WORDS), sealed(WORDS)
    assert b"Neema" not in once
    assert b"FP-0502" not in once
    assert once[HEAD:] != again[HEAD:]


def test_only_the_other_half_of_its_key_opens_it() -> None:
    with pytest.raises(UnreadableBackup, match="another key"):
        opened(sealed(WORDS), new_pair()[0])


FILE = sealed(WORDS)
HARMED = {
    "cut in a chunk": FILE[:-1],
    "cut between chunks": FILE[: HEAD + SEALED_CHUNK],
    "cut to its head": FILE[:HEAD],
    "something added": FILE + b"x",
    "a bit of a chunk": FILE[:-9] + bytes([FILE[-9] ^ 1]) + FILE[-8:],
    "a bit of the head": FILE[: HEAD - 1] + bytes([FILE[HEAD - 1] ^ 1]) + FILE[HEAD:],
    "chunks in another order": FILE[:HEAD]
    + FILE[HEAD + SEALED_CHUNK : HEAD + 2 * SEALED_CHUNK]
    + FILE[HEAD : HEAD + SEALED_CHUNK]
    + FILE[HEAD + 2 * SEALED_CHUNK :],
    "a chunk left out": FILE[: HEAD + SEALED_CHUNK] + FILE[HEAD + 2 * SEALED_CHUNK :],
    "a point that gives everybody the same": FILE[: HEAD - KEY_BYTES]
    + bytes(KEY_BYTES)
    + FILE[HEAD:],
    "another file": b"PGDMP" + FILE,
    "nothing": b"",
}


@pytest.mark.parametrize("how", HARMED)
def test_a_harmed_file_is_refused_in_words(how: str) -> None:
    with pytest.raises(UnreadableBackup):
        opened(HARMED[how])


@pytest.mark.parametrize(
    "wrong",
    ["", "nonsense", SECRET[:-2], SECRET + "00", PUBLIC],
    ids=(
        "empty",
        "nonsense",
        "short",
        "long",
        "public",
    ),  # The same in every worker: keys are drawn.
)
def test_what_is_no_secret_is_said_to_be_none(wrong: str) -> None:
    with pytest.raises(UnreadableBackupKey, match="secret half"):
        read_secret(wrong)
    with pytest.raises(UnreadableBackupKey, match="public half"):
        read_public(wrong.replace(PUBLIC, SECRET))


ABOUT = Manifest(datetime(2026, 3, 14, tzinfo=UTC), "0.1.0", 18, {"a": 2, "b": 3}, 7, "ab")


def test_it_says_of_itself_what_is_in_it_before_the_rows_come() -> None:
    content = sealed(write_manifest(ABOUT) + WORDS)
    manifest, rest = read_manifest(chunks(io.BytesIO(content), secret=read_secret(SECRET)))
    assert manifest == ABOUT
    assert manifest.n_rows == 5
    assert b"".join(rest) == WORDS


@pytest.mark.parametrize(
    "said",
    [
        {"version": "1\x1b]0;whole\x07\r\nThe rows are the same."},
        {"version": 7},
        {"rows": {"a\x1b[2J": 1}},
        {"rows": {"a": -1}},
        {"rows": {"a": True}},
        {"rows": {"a": 10**40}},
        {"rows": {"a": 1.5}},
        {"position": "7"},
        {"postgres": None},
        {"made_at": "0001-01-01T00:00:00+14:00"},
        {"chain": "zz"},
    ],
    ids=str,
)
def test_what_it_says_of_itself_is_meant_for_no_terminal(said: dict[str, object]) -> None:
    """Whoever knows the public half can seal any words, and they are shown before a row is looked at."""
    about = json.loads(write_manifest(ABOUT)[4:]) | said
    text = json.dumps(about).encode()
    with pytest.raises(UnreadableBackup, match="cannot be read"):
        read_manifest(iter([len(text).to_bytes(4, "big") + text]))
