"""What a phone seals for us alone: it cannot read its own entries again, and a seized one gives nothing.

Ephemeral ECDH on P-256, HKDF-SHA-256, AES-256-GCM: what every browser has. The phone's half is
`console/static/console/field/outbox.js`; both are tried on the same written-down example.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDH,
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
    derive_private_key,
    generate_private_key,
)
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

VERSION = 1
POINT_BYTES = 65  # an uncompressed point of P-256
NONCE_BYTES = 12
LABEL = b"tocsin field entry 1"


class Unopenable(ValueError):
    """These bytes do not open: another key made them, or they were changed on the way."""


def new_secret() -> bytes:
    """Return a private key: 32 bytes, to be kept in the vault."""
    return generate_private_key(SECP256R1()).private_numbers().private_value.to_bytes(32, "big")


def public_of(secret: bytes) -> bytes:
    """Return the public key of a secret as the 65 bytes that a phone takes."""
    return _point(_private(secret).public_key())


def seal_entry(public: bytes, words: bytes, entry: str) -> bytes:
    """Seal words under the entry's id: version, ephemeral point, nonce, ciphertext with its tag."""
    theirs = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), public)
    own = generate_private_key(SECP256R1())
    nonce = os.urandom(NONCE_BYTES)
    sealed = AESGCM(_key(own, theirs)).encrypt(nonce, words, entry.encode())
    return bytes([VERSION]) + _point(own.public_key()) + nonce + sealed


def open_entry(secret: bytes, sealed: bytes, entry: str) -> bytes:
    """Return the words of an entry. Raises Unopenable; an entry under another's id does not open."""
    if sealed[:1] != bytes([VERSION]):
        raise Unopenable("an unknown version")
    point, rest = sealed[1 : 1 + POINT_BYTES], sealed[1 + POINT_BYTES :]
    try:
        theirs = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), point)
        key = _key(_private(secret), theirs)
        return AESGCM(key).decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], entry.encode())
    except (ValueError, InvalidTag) as wrong:
        raise Unopenable("the seal does not open") from wrong


def _private(secret: bytes) -> EllipticCurvePrivateKey:
    return derive_private_key(int.from_bytes(secret, "big"), SECP256R1())


def _point(key: EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _key(own: EllipticCurvePrivateKey, theirs: EllipticCurvePublicKey) -> bytes:
    shared = own.exchange(ECDH(), theirs)
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=LABEL).derive(shared)
