"""E-mail by SMTP against the mail server that we ship: what it says decides what we believe."""

import asyncio
import ssl
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from ipaddress import ip_address
from pathlib import Path
from types import MappingProxyType

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tocsin.channels import failures
from tocsin.channels.failures import Failure, SendFailed
from tocsin.channels.fake_mail import FakeMailServer
from tocsin.channels.guard import Guard
from tocsin.channels.http import HttpClient
from tocsin.channels.kinds.email import Email
from tocsin.domain.messages import Outbound, Sent, SentState
from tocsin.domain.words import Priority

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
TO = "liaison@forces.example"
TEXT = "Attaque, dans les 5 km autour de Kasenga.\n.\n. un point en tête de ligne"


def outbound(to: str = TO) -> Outbound:
    return Outbound("0193-abc", to, TEXT, Priority.P1, not_after=NOON + timedelta(hours=6))


def channel(
    at: int, *, guard: Guard | None = None, more: Mapping[str, str] = MappingProxyType({})
) -> Email:
    settings = {"host": "localhost", "port": str(at), "security": "none", **more}
    settings.setdefault("sender", "Permanence <duty@mission.example>")
    return Email(settings, client=HttpClient(guard=guard or Guard.open()), clock=lambda: NOON)


def sent(server: FakeMailServer, to: str = TO, **settings: str) -> Sent:
    async def run() -> Sent:
        async with server:
            return await channel(server.port, more=settings).send(outbound(to))

    return asyncio.run(run())


def test_a_letter_arrives_whole_with_an_id_that_repeats() -> None:
    server = FakeMailServer()
    assert sent(server).state is SentState.SENT
    letter = message_from_bytes(server.letters[0], policy=default)
    assert letter["To"] == TO
    assert letter["Subject"] == "Tocsin"
    assert letter["Message-ID"] == "<0193-abc@mission.example>"
    assert letter.get_content().strip().splitlines() == TEXT.splitlines()
    assert server.said[1:4] == ["MAIL FROM:<duty@mission.example>", f"RCPT TO:<{TO}>", "DATA"]


@pytest.mark.parametrize(
    ("verb", "answer", "failure"),
    [
        ("RCPT", "550 nobody here", failures.BAD_NUMBER),
        ("RCPT", "450 come later", failures.THROTTLED),
        ("MAIL", "554 not from you", failures.REJECTED),
        ("DATA", "451 full", failures.THROTTLED),
        (".", "554 spam", failures.REJECTED),
        (".", "452 full", failures.THROTTLED),
        ("EHLO", "", failures.UNREACHABLE),
        ("MAIL", "what?", failures.UNREACHABLE),
        ("DATA", "250 I do not understand", failures.UNINTELLIGIBLE_ANSWER),
    ],
)
def test_what_the_server_refuses_has_failed_for_its_reason(
    verb: str, answer: str, failure: Failure
) -> None:
    with pytest.raises(SendFailed) as caught:
        sent(FakeMailServer(answers={verb: answer}))
    assert caught.value.failure is failure


def test_silence_after_the_letter_is_unknown_and_never_a_failure() -> None:
    assert sent(FakeMailServer(answers={".": ""})).state is SentState.UNKNOWN


def test_a_wrong_password_is_our_mistake() -> None:
    with pytest.raises(SendFailed) as caught:
        sent(FakeMailServer(answers={"AUTH": "535 wrong"}), name="duty", password="no")
    assert caught.value.failure is failures.MISCONFIGURED


@pytest.mark.parametrize("to", ["nobody", "a@b\r\nRCPT TO:<c@d>", "<a@b>", "é@b.example", "a b@c"])
def test_an_address_cannot_carry_commands(to: str) -> None:
    server = FakeMailServer()
    with pytest.raises(SendFailed):
        sent(server, to)
    assert not server.letters


def test_a_server_that_hides_encryption_gets_no_letter() -> None:
    server = FakeMailServer()
    with pytest.raises(SendFailed) as caught:
        sent(server, security="starttls", name="duty", password="secret")
    assert caught.value.carrier_code == "no_starttls"
    assert not any(line.startswith("AUTH") for line in server.said)


def test_the_letter_is_encrypted_for_a_server_that_we_can_trust(tmp_path: Path) -> None:
    server = FakeMailServer(context=_certificate(tmp_path))
    authority = str(tmp_path / "authority.pem")
    assert sent(server, security="starttls", authority=authority).state is SentState.SENT
    stranger = FakeMailServer(context=_certificate(tmp_path / "other"))
    with pytest.raises(SendFailed) as caught:
        sent(stranger, security="starttls", authority=authority)
    assert caught.value.failure is failures.UNREACHABLE
    assert not stranger.letters


def test_a_mail_server_inside_our_own_network_must_be_named() -> None:
    async def run() -> None:
        async with FakeMailServer() as server:
            await channel(server.port, guard=Guard()).send(outbound())

    with pytest.raises(SendFailed) as caught:
        asyncio.run(run())
    assert caught.value.carrier_code == "address_not_allowed"


@pytest.mark.parametrize(
    "settings", [{"host": ""}, {"sender": "nobody"}, {"security": "hope"}, {"port": "x"}]
)
def test_a_setting_that_cannot_be_is_named(settings: dict[str, str]) -> None:
    with pytest.raises(SendFailed) as caught:
        asyncio.run(channel(25, more=settings).send(outbound()))
    assert caught.value.failure is failures.MISCONFIGURED


def _certificate(folder: Path) -> ssl.SSLContext:
    """Make a certificate of its own for localhost, and a server's context of it."""
    folder.mkdir(exist_ok=True)
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2100, 1, 1, tzinfo=UTC))
        .add_extension(
            x509.SubjectAlternativeName(
                [x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]
            ),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "authority.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "authority.pem", folder / "key.pem")
    return context
