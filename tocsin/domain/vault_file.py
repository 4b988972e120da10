"""The file of the vault's keys: lines of `number:hex`, the last one current; plain or under a passphrase."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from tocsin.domain.vault import KEY_BYTES, NONCE_BYTES, KeyRing

LOCKED = "tocsin-vault-1:"
SALT_BYTES = 16
# 64 MB and about a tenth of a second: dear for a guesser, bearable at a start.
COST, BLOCK, LANES = 2**16, 8, 1


class UnreadableKeys(ValueError):
    """The file of keys cannot be used; the text says why and never shows a key."""


class WrongPassphrase(UnreadableKeys):
    """The file is locked, and this passphrase does not open it."""


def read_keys(text: str) -> KeyRing:
    """Return the ring of plain lines. Raises UnreadableKeys."""
    lines = [line.partition(":") for line in text.split()]
    try:
        keys = {int(number): bytes.fromhex(digits) for number, _, digits in lines}
        ring = KeyRing(keys=keys, current=list(keys)[-1])
    except (ValueError, IndexError):
        raise UnreadableKeys("it must hold lines of number:hex, 32 bytes each") from None
    if len(keys) < len(lines):
        raise UnreadableKeys("a key's number stands in it twice")
    return ring


def write_keys(ring: KeyRing) -> str:
    """Return the lines, the current key last."""
    order = [number for number in ring.keys if number != ring.current] + [ring.current]
    return "\n".join(f"{number}:{ring.keys[number].hex()}" for number in order)


def is_locked(text: str) -> bool:
    return text.startswith(LOCKED)


def lock(text: str, passphrase: str) -> str:
    """Return the lines as nobody can read them without the passphrase."""
    salt, nonce = os.urandom(SALT_BYTES), os.urandom(NONCE_BYTES)
    body = AESGCM(_stretch(passphrase, salt)).encrypt(nonce, text.encode(), LOCKED.encode())
    return LOCKED + (salt + nonce + body).hex()


def unlock(text: str, passphrase: str) -> str:
    """Return the lines. Raises WrongPassphrase, or UnreadableKeys when the file was cut."""
    try:
        kept = bytes.fromhex(text.strip().removeprefix(LOCKED))
    except ValueError:
        raise UnreadableKeys("the locked file was changed") from None
    salt, rest = kept[:SALT_BYTES], kept[SALT_BYTES:]
    nonce, body = rest[:NONCE_BYTES], rest[NONCE_BYTES:]
    try:
        key = _stretch(passphrase, salt)
        return AESGCM(key).decrypt(nonce, body, LOCKED.encode()).decode()
    except InvalidTag:
        raise WrongPassphrase("the passphrase is wrong, or the file was changed") from None
    except ValueError:
        raise UnreadableKeys("the locked file was changed") from None


def with_new_key(ring: KeyRing, key: bytes) -> tuple[KeyRing, int]:
    """Return the ring that also knows a new key, and its number. The current one still seals."""
    after = [*range(max(ring.keys) + 1, 256), *range(256)]
    number = next(free for free in after if free not in ring.keys)
    return KeyRing(keys={**ring.keys, number: key}, current=ring.current), number


def with_current(ring: KeyRing, number: int) -> KeyRing:
    """Return the ring in which this key seals."""
    return KeyRing(keys=ring.keys, current=number)


def without(ring: KeyRing, numbers: frozenset[int]) -> KeyRing:
    """Return the ring without these keys. The current one cannot go."""
    assert ring.current not in numbers
    kept = {number: key for number, key in ring.keys.items() if number not in numbers}
    return KeyRing(keys=kept, current=ring.current)


def _stretch(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=KEY_BYTES, n=COST, r=BLOCK, p=LANES).derive(passphrase.encode())
