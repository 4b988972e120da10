"""The vault: names, numbers and words, unreadable without a key that the database never holds."""

import hmac
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

VERSION = 1
NONCE_BYTES = 12
KEY_BYTES = 32


class Unsealable(Exception):
    """A sealed text does not open: another key made it, or it was changed."""


@dataclass(frozen=True, slots=True)
class KeyRing:
    """All keys that may open (32 bytes each, by number 0–255), and the one that seals."""

    keys: Mapping[int, bytes]
    current: int

    def __post_init__(self) -> None:
        for number, key in self.keys.items():
            if len(key) != KEY_BYTES or not 0 <= number <= 255:
                raise ValueError(f"vault key {number} must be {KEY_BYTES} bytes, numbered 0 to 255")


def seal(ring: KeyRing, text: str) -> bytes:
    """Return version byte, key number, nonce and ciphertext; two seals of one text differ."""
    head = bytes([VERSION, ring.current])
    nonce = os.urandom(NONCE_BYTES)
    return head + nonce + _cipher(ring.keys[ring.current]).encrypt(nonce, text.encode(), head)


def open_sealed(ring: KeyRing, sealed: bytes) -> str:
    """Return the text, or raise Unsealable; it never returns a changed text."""
    head, nonce, body = sealed[:2], sealed[2 : 2 + NONCE_BYTES], sealed[2 + NONCE_BYTES :]
    if len(head) < 2 or head[0] != VERSION or head[1] not in ring.keys:
        raise Unsealable("no key of the ring opens this text; add the key it was sealed with")
    try:
        return _cipher(ring.keys[head[1]]).decrypt(nonce, body, head).decode()
    except InvalidTag:
        raise Unsealable("a sealed text was changed, or sealed with another key") from None


def keyed_hash(ring: KeyRing, number: str) -> bytes:
    """Return 32 bytes by which a canonical number is found again but never read.

    It hangs on the oldest key of the ring, so that adding a key leaves the look-up intact.
    """
    return hmac.digest(_hash_key(ring.keys[min(ring.keys)]), number.encode(), sha256)


@cache
def _cipher(key: bytes) -> AESGCM:
    return AESGCM(key)


@cache
def _hash_key(oldest: bytes) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=b"tocsin number look-up").derive(oldest)
