"""The vault: names, numbers and words, unreadable without a key that the database never holds."""

import hmac
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

VERSION = 1
NONCE_BYTES = 12
KEY_BYTES = 32


class Unsealable(Exception):
    """A sealed text does not open: another key made it, or it was changed."""


class Ring(Protocol):
    """Where keys come from: a ring itself, or what reads a file that may change."""

    @property
    def now(self) -> "KeyRing":
        """The ring as it is at this moment."""

    def renewed(self) -> "KeyRing":
        """The ring read again: a text may be sealed with a key that was added since."""


@dataclass(frozen=True, slots=True)
class KeyRing:
    """All keys that may open (32 bytes each, by number 0–255), and the one that seals."""

    keys: Mapping[int, bytes]
    current: int

    def __post_init__(self) -> None:
        for number, key in self.keys.items():
            if len(key) != KEY_BYTES or not 0 <= number <= 255:
                raise ValueError(f"vault key {number} must be {KEY_BYTES} bytes, numbered 0 to 255")

    @property
    def now(self) -> "KeyRing":
        return self

    def renewed(self) -> "KeyRing":
        return self


def seal(ring: Ring, text: str) -> bytes:
    """Return version byte, key number, nonce and ciphertext; two seals of one text differ."""
    keys = ring.now
    head = bytes([VERSION, keys.current])
    nonce = os.urandom(NONCE_BYTES)
    return head + nonce + _cipher(keys.keys[keys.current]).encrypt(nonce, text.encode(), head)


def open_sealed(ring: Ring, sealed: bytes) -> str:
    """Return the text, or raise Unsealable; it never returns a changed text."""
    head, nonce, body = sealed[:2], sealed[2 : 2 + NONCE_BYTES], sealed[2 + NONCE_BYTES :]
    if len(head) < 2 or head[0] != VERSION:
        raise Unsealable("this is no sealed text")
    key = ring.now.keys.get(head[1]) or ring.renewed().keys.get(head[1])
    if key is None:
        raise Unsealable("no key of the ring opens this text; add the key it was sealed with")
    try:
        return _cipher(key).decrypt(nonce, body, head).decode()
    except InvalidTag:
        raise Unsealable("a sealed text was changed, or sealed with another key") from None


def key_of(sealed: bytes) -> int | None:
    """Return the number of the key that sealed this, None for what is no sealed text."""
    return sealed[1] if len(sealed) > 1 and sealed[0] == VERSION else None


def keyed_hash(ring: Ring, number: str) -> bytes:
    """Return 32 bytes by which a canonical number is found again but never read, by the current key."""
    keys = ring.now
    return _hash(keys.keys[keys.current], number)


def keyed_hashes(ring: Ring, number: str) -> list[bytes]:
    """Return what a number may be found by, the current key's first.

    While keys change, some rows are found by the old one and some by the new one.
    """
    keys = ring.now
    others = [key for key in keys.keys if key != keys.current]
    return [_hash(keys.keys[which], number) for which in (keys.current, *others)]


def _hash(key: bytes, number: str) -> bytes:
    return hmac.digest(_hash_key(key), number.encode(), sha256)


@cache
def _cipher(key: bytes) -> AESGCM:
    return AESGCM(key)


@cache
def _hash_key(key: bytes) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=b"tocsin number look-up").derive(key)
