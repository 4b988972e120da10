"""A signed CAP message: what was changed shows, and a signature over a piece is worth nothing."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from lxml import etree

from tests.domain.test_cap_rules import GOOD
from tocsin.domain.cap_words import SignatureState
from tocsin.domain.cap_xml import element_of, read_cap
from tocsin.formats.cap_signature import sign, signature_of


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("keys")
    for who in ("ours", "other"):
        _make_key(folder, who)
    return folder


def signed(keys: Path) -> bytes:
    root = sign(element_of(GOOD), key=str(keys / "ours.key"), certificate=str(keys / "ours.pem"))
    return bytes(etree.tostring(root))


def state(body: bytes, *certificates: Path) -> SignatureState:
    return signature_of(etree.fromstring(body), [path.read_text() for path in certificates])


def test_a_signed_message_is_read_as_before_and_known_as_ours(keys: Path) -> None:
    assert read_cap(signed(keys)) == GOOD
    assert state(signed(keys), keys / "other.pem", keys / "ours.pem") is SignatureState.VALID


def test_one_word_changed_makes_it_invalid(keys: Path) -> None:
    changed = signed(keys).replace(b"P1 Attack", b"P4 Attack")
    assert state(changed, keys / "ours.pem") is SignatureState.INVALID


def test_another_s_key_is_not_ours(keys: Path) -> None:
    assert state(signed(keys), keys / "other.pem") is SignatureState.INVALID


def test_what_cannot_be_compared_is_said_to_be_unknown(keys: Path) -> None:
    assert state(signed(keys)) is SignatureState.UNKNOWN_KEY
    assert state(etree.tostring(element_of(GOOD))) is SignatureState.UNSIGNED


def test_a_signed_message_wrapped_in_another_proves_nothing(keys: Path) -> None:
    inner = etree.fromstring(signed(keys))
    outer = element_of(GOOD)
    signature = inner.find("{http://www.w3.org/2000/09/xmldsig#}Signature")
    assert signature is not None
    outer[0].text = "FORGED-1"
    outer.append(signature)
    outer.append(inner)
    assert state(bytes(etree.tostring(outer)), keys / "ours.pem") is SignatureState.INVALID


def _make_key(folder: Path, who: str) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"{who}.example")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2100, 1, 1, tzinfo=UTC))
        .sign(key, hashes.SHA256())
    )
    (folder / f"{who}.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / f"{who}.key").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
