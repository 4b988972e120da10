"""Words of villagers, responders and machines, as they are read once a door has let them in."""

import json
from datetime import UTC, datetime, timedelta
from functools import cache

from tests.fuzzing.target import Target, raw_or_shaped, storable
from tests.stories.hostile import HOSTILE
from tocsin.channels import wording
from tocsin.domain.balance import balance_in
from tocsin.domain.dialogue import understand
from tocsin.domain.field_log import UnreadableEntry, read_entry, true_moment
from tocsin.domain.field_seal import Unopenable, open_entry
from tocsin.domain.lexicon import Lexicon
from tocsin.domain.moments import is_possible
from tocsin.domain.phone_credit import credit_in
from tocsin.domain.phones import canonical
from tocsin.domain.places import Gazetteer
from tocsin.domain.radio_addresses import BadAddress, canonical_address
from tocsin.domain.reading import from_json, looks_like_p1, to_json
from tocsin.domain.reading.read import read_message
from tocsin.domain.responder_codes import correction_in, strength_in
from tocsin.domain.said_time import hour_said
from tocsin.domain.second_opinion import opinion_of
from tocsin.domain.sms import fit, fold, measure, split, transliterate
from tocsin.domain.vault import KeyRing, open_sealed, seal
from tocsin.domain.words import Kind
from tocsin.formats.sheets import harmless

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
RING = KeyRing(keys={1: bytes(32)}, current=1)


def _words(given: bytes) -> str:
    """Any characters at all that a door lets in."""
    return wording.storable(given.decode("utf-8", "replace"))[0]


@cache
def _lexicon() -> tuple[Lexicon, Gazetteer]:
    return Lexicon.load(), Gazetteer.demo()


def reading(given: bytes) -> None:
    """What is read is written and read back the same, and the words stay as they came."""
    text = _words(given)
    lexicon, gazetteer = _lexicon()
    found = read_message(text, lexicon=lexicon, gazetteer=gazetteer, sent_at=NOON)
    written = to_json(found)
    assert to_json(from_json(written)) == written
    looks_like_p1(text)


def dialogue(given: bytes) -> None:
    text = _words(given)
    reply = understand(
        text,
        open_codes={"KT423", "AB123"},
        last_code="KT423",
        is_reason_asked=bool(given[:1] > b"m"),
    )
    storable(reply.text)
    strength_in(text)
    correction_in(text)
    moment, rest = hour_said(text, now=NOON)
    assert moment is None or abs(moment - NOON) < timedelta(days=400)
    storable(rest)


def short_texts(given: bytes) -> None:
    """What goes out by SMS: cut at no half of a character, whole when put together again."""
    text = _words(given)
    assert "".join(split(text)) == text
    measure(text)
    storable(fold(text), transliterate(text), fit(text, segments=1, keep=("KT423",)).text)
    assert open_sealed(RING, seal(RING, text)) == text
    assert str(harmless(text))[:1] not in tuple("=+-@\t\r")


def numbers(given: bytes) -> None:
    text = _words(given)
    found = canonical(text)
    storable(found.value)
    balance_in(text)
    for kind in (Kind.ATTACK, Kind.KILLING):
        credit_in(text, kind, "CDF")
    for scheme in ("aprs", "mesh", "js8", "tel", "mail"):
        try:
            storable(canonical_address(scheme, text))
        except BadAddress:
            continue


def field_entry(given: bytes) -> None:
    """What a phone without a network sealed: whoever has a phone knows the key to seal for."""
    entry = read_entry(raw_or_shaped(given, FIELDS)) if given[:1] != b"\x01" else None
    if entry is None:
        open_entry(bytes(31) + b"\x01", given, "e")
        return
    storable(entry.text, entry.place, entry.source)
    for phone_now in (NOON, NOON + timedelta(days=900)):
        moment = entry.happened_at or entry.saved_at
        assert is_possible(true_moment(moment, phone_now=phone_now, now=NOON))


def opinion(given: bytes) -> None:
    """A language model's answer: one object of our codes, or nothing."""
    body = raw_or_shaped(
        given, ("choices", "message", "content", "kind", "priority", "is_alert", "P1", "POS")
    )
    found = opinion_of(body)
    assert found is None or found.kind in Kind


SAID = [text.encode()[:2_000] for text in HOSTILE.values()] + [
    b"Watu wenye silaha wameingia Kiwanja, wanapiga risasi saa 4",
    b"3 KT423 05:30", b"no fuel", b"FUEL 3 KT423", b"Votre solde est de 1 500,00 CDF", b"+243 990 000 001", b"!a1b2c3d4",
    "12 hommes armés à Mpala hier à 18h30, 3 blessés".encode(),
]  # fmt: skip
FIELDS = (
    "way",
    "text",
    "saved_at",
    "kind",
    "priority",
    "place",
    "source",
    "happened_at",
    "voice",
    "ATT",
    "P1",
    "2026-03-02T12:00:00+02:00",
)
ENTRY = {
    "way": "voice",
    "text": "attaque",
    "saved_at": "2026-03-02T12:00:00+02:00",
    "place": "Mpala",
}
ENTRIES = [
    json.dumps(one).encode()
    for one in (
        ENTRY,
        {**ENTRY, "text": "a\ud800"},
        {**ENTRY, "saved_at": "0001-01-01T00:00:00+00:00"},
    )
]
ANSWER = b'{"choices":[{"message":{"content":"{\\"kind\\":\\"POS\\",\\"priority\\":null,\\"is_alert\\":false}"}}]}'
TEXTS = [
    Target("reader", reading, SAID, longest=2_000),
    Target("answers of responders", dialogue, SAID, longest=1_000),
    Target("short texts", short_texts, SAID, longest=3_000),
    Target("numbers and balances", numbers, SAID, longest=500),
    Target(
        "field entry",
        field_entry,
        [*ENTRIES, b"[" * 9_000, b"\x01" + bytes(120)],
        (UnreadableEntry, Unopenable),
        longest=1_000,
    ),
    Target("second opinion", opinion, [ANSWER]),
]
