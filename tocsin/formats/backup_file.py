"""The file of a backup: a stream that one public key seals and only its secret half opens.

The machine that makes backups holds no key that opens them. The layout is that of a sealed stream:
chunks under AES-GCM, each with its place and whether it is the last, so that a file that was cut,
changed or put in another order does not open.
"""

import os
from collections.abc import Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC = b"tocsin-backup-1\n"
PUBLIC = "tocsin-backup-key-1:"
SECRET = "tocsin-backup-secret-1:"  # noqa: S105 - the word before a secret, and none
KEY_BYTES = 32
CHUNK = 64 * 1024
TAG = 16


class UnreadableBackup(ValueError):
    """A file that cannot be opened; the text says why and shows nothing of it."""


class UnreadableBackupKey(ValueError):
    """What was given is no key of backups."""


def new_pair() -> tuple[str, str]:
    """Return a secret half for the operator's safe, and the public half for the machine."""
    secret = X25519PrivateKey.generate()
    return SECRET + secret.private_bytes_raw().hex(), PUBLIC + _public_of(secret).hex()


def read_public(text: str) -> bytes:
    return _read(text, PUBLIC, "the public half of a backup key")


def read_secret(text: str) -> bytes:
    return _read(text, SECRET, "the secret half of a backup key")


class SealedWriter:
    """Takes bytes, writes chunks. `close` seals the last one: without it the file does not open."""

    def __init__(self, file: BinaryIO, public: bytes) -> None:
        own = X25519PrivateKey.generate()
        shared = own.exchange(X25519PublicKey.from_public_bytes(public))
        self._file = file
        self._head = MAGIC + public + _public_of(own)
        self.key = _stream_key(shared, self._head)
        """Opens this one file: for whoever wrote it and reads it back at once."""
        self._cipher = AESGCM(self.key)
        self._held = bytearray()
        self._place = 0
        file.write(self._head)

    def write(self, part: bytes) -> None:
        self._held += part
        while len(self._held) > CHUNK:  # the last chunk is not known before the end
            self._seal(bytes(self._held[:CHUNK]), is_last=False)
            del self._held[:CHUNK]

    def close(self) -> None:
        self._seal(bytes(self._held), is_last=True)

    def _seal(self, chunk: bytes, *, is_last: bool) -> None:
        nonce = _nonce(self._place, is_last=is_last)
        self._file.write(self._cipher.encrypt(nonce, chunk, self._head))
        self._place += 1


def chunks(
    file: BinaryIO, *, secret: bytes | None = None, key: bytes | None = None
) -> Iterator[bytes]:
    """Yield what was written, with the operator's secret half or the key of this one file.

    Raises UnreadableBackup, before the first chunk or at the place where the file was harmed. What
    was yielded before is as it was written.
    """
    head = file.read(len(MAGIC) + 2 * KEY_BYTES)
    if not head.startswith(MAGIC) or len(head) < len(MAGIC) + 2 * KEY_BYTES:
        raise UnreadableBackup("This is no backup of Tocsin.")
    cipher = AESGCM(key or _opened_by(secret or b"", head))
    chunk, place = file.read(CHUNK + TAG), 0
    while True:
        following = file.read(CHUNK + TAG)
        nonce = _nonce(place, is_last=not following)
        try:
            yield cipher.decrypt(nonce, chunk, head)
        except InvalidTag:
            raise UnreadableBackup("The backup was changed or cut short. Take another.") from None
        if not following:
            return
        chunk, place = following, place + 1


def put_on_disk(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _opened_by(secret: bytes, head: bytes) -> bytes:
    own = X25519PrivateKey.from_private_bytes(secret)
    public, theirs = head[len(MAGIC) :][:KEY_BYTES], head[len(MAGIC) + KEY_BYTES :]
    if _public_of(own) != public:
        raise UnreadableBackup("This backup was sealed for another key.")
    try:
        shared = own.exchange(X25519PublicKey.from_public_bytes(theirs))
    except ValueError:  # a point that gives everybody the same
        raise UnreadableBackup("The backup was changed or cut short. Take another.") from None
    return _stream_key(shared, head)


def _stream_key(shared: bytes, head: bytes) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, salt=head, info=b"tocsin backup").derive(shared)


def _nonce(place: int, *, is_last: bool) -> bytes:
    return place.to_bytes(11, "big") + bytes([is_last])


def _public_of(secret: X25519PrivateKey) -> bytes:
    return secret.public_key().public_bytes_raw()


def _read(text: str, mark: str, what: str) -> bytes:
    words = text.strip()
    try:
        key = bytes.fromhex(words.removeprefix(mark))
    except ValueError:
        key = b""
    if not words.startswith(mark) or len(key) != KEY_BYTES:
        raise UnreadableBackupKey(f"This is not {what}: it begins with {mark}")
    return key
