"""A security key in software: makes and proves credentials as WebAuthn has them (ES256, attestation "none")."""

import base64
import json
from hashlib import sha256
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256

PRESENT, ATTESTED = 0x01, 0x40
ES256 = -7


class Authenticator:
    """One key. `page` is where the browser believes it is: what a forged page cannot change."""

    def __init__(self, page: str = "http://testserver") -> None:
        self.page = page
        self.count = 0
        self._private = generate_private_key(SECP256R1())
        self._id = sha256(str(id(self._private)).encode()).digest()

    def create(self, options: dict[str, Any]) -> str:
        """Answer what `navigator.credentials.create` answers."""
        numbers = self._private.public_key().public_numbers()
        public = {
            1: 2, 3: ES256, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big"),
        }  # fmt: skip
        head = self._head(options["rp"]["id"], PRESENT | ATTESTED)
        known = b"\0" * 16 + len(self._id).to_bytes(2, "big") + self._id + cbor2.dumps(public)
        made = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": head + known})
        said = self._said("webauthn.create", options["challenge"])
        return self._answer(clientDataJSON=said, attestationObject=made)

    def get(self, options: dict[str, Any]) -> str:
        """Answer what `navigator.credentials.get` answers, and count."""
        self.count += 1
        head = self._head(options["rpId"], PRESENT)
        said = self._said("webauthn.get", options["challenge"])
        signed = self._private.sign(head + sha256(said).digest(), ECDSA(SHA256()))
        return self._answer(clientDataJSON=said, authenticatorData=head, signature=signed)

    def _head(self, host: str, flags: int) -> bytes:
        return sha256(host.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _said(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.page}).encode()

    def _answer(self, **response: bytes) -> str:
        key = _text(self._id)
        parts = {name: _text(value) for name, value in response.items()}
        return json.dumps({"id": key, "rawId": key, "type": "public-key", "response": parts})


def _text(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).decode().rstrip("=")
