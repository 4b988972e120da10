"""What phones, keys, modems and missions hand in: sealed entries, proofs, events, letterheads, coded texts."""

import io
import zipfile
from base64 import urlsafe_b64encode
from functools import cache
from pathlib import Path

from tests.channels.doors import AMANI, OKELLO, SECRET
from tests.console.authenticator import Authenticator
from tests.fuzzing.doors import hear
from tests.fuzzing.target import Target, raw_or_shaped, storable
from tests.fuzzing.texts import ENTRIES, FIELDS
from tocsin.channels.gammu_hook import hook
from tocsin.channels.refusals import Unreadable
from tocsin.domain import security_keys
from tocsin.domain.field_log import UnreadableEntry, read_entry
from tocsin.domain.field_seal import Unopenable, new_secret, open_entry, public_of, seal_entry
from tocsin.domain.responder_codes import correction_in, strength_in
from tocsin.domain.sign_codes import signs_in
from tocsin.domain.words import Language
from tocsin.formats.letterhead import LetterheadBroken, faults_of, is_installed, plain_template
from tocsin.formats.letterhead_file import DOCUMENT

PLACE = security_keys.Place("testserver", "http://testserver")
CHALLENGE = bytes(range(32))
MODEM = hook.Settings("http://x", "modem", SECRET, Path("/nowhere"), OKELLO, 2)
EVENTS = ("received", "received", "call", "sent", "failed")
JINJA = (
    "{{ title.__class__.__mro__ }}", "{{ ''.join(['a']*9) }}", "{% for x in range(9**9) %}a{% endfor %}", "{{ 9**9**9 }}",
    "{%p if title %}", "{%tr for x in y %}", "{{r title }}", "{%- raw -%}{{ x }}{% endraw %}", "{{ title|attr('x') }}",
    "{% if stage %}" * 40, "{#" * 400, "{{" * 900, "{%" * 900, "{{ lipsum.__globals__ }}", "{{ self }}", "{% import 'os' as o %}",
    "{% set body = body %}", "{{ title ~ title }}", "{{ marking }}" * 300,
)  # fmt: skip
XML = (
    b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"<w:p><w:r><w:t>", b"</w:t></w:r></w:p>", b"&b;", b"<w:fldSimple w:instr='DDE x'/>",
    b"<w:p>" * 300, b"<w:instrText>INCLUDETEXT</w:instrText>", b"]]>", b"&#0;", b"<w:tbl><w:tr><w:tc>",
)  # fmt: skip


def letterhead(given: bytes) -> None:
    """A Word file as it comes, or the paper of a mission into which somebody wrote."""
    found = faults_of(given if given[:2] == b"PK" else _written(given))
    assert all(len(one.words) <= 200 for one in found)
    storable(*(one.words for one in found))


def _written(given: bytes) -> bytes:
    """Put words before the body: the first byte says how, the others are words, XML or a choice of Jinja."""
    how, rest = given[:1], given[1:]
    if how == b"<":
        return _with(rest)
    if how == b"#":
        rest = JINJA[len(rest) % len(JINJA)].encode() + rest
    words = rest.replace(b"&", b"&amp;").replace(b"<", b"&lt;")
    return _with(b"<w:p><w:r><w:t>" + words + b"</w:t></w:r></w:p>")


def _with(xml: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, content in _parts():
            made.writestr(
                name,
                content.replace(b"<w:sectPr", xml + b"<w:sectPr", 1)
                if name == DOCUMENT
                else content,
            )
    return out.getvalue()


@cache
def _parts() -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(plain_template())) as packed:
        return [(name, packed.read(name)) for name in packed.namelist()]


def modem(given: bytes) -> None:
    """What gammu-smsd tells its hook in the environment; the letter must be one that our door reads."""
    lines = [line.partition(b"=") for line in given.split(b"\0")]
    said = {b"SMS_1_NUMBER": AMANI.encode()} | {name: value for name, _, value in lines if name}
    names = [said.pop(b"NAME").decode(*hook.LOSSLESS)] if b"NAME" in said else []
    letter = hook.compose(MODEM, EVENTS[len(given) % len(EVENTS)], names, said)
    if letter is None:
        return
    path = next((path for mark, path in hook.PATHS if mark in letter), "")
    for one in hear("gammu", letter, f"/in/g/{path}"):
        assert path == "", "a text was taken for something else"
        storable(one.text)


@cache
def _field_secret() -> bytes:
    return new_secret()


def sealed_entry(given: bytes) -> None:
    """What a phone seals is opened as it was; anything else of that length does not open."""
    words = raw_or_shaped(given, FIELDS)
    sealed = seal_entry(public_of(_field_secret()), words, "e")
    assert open_entry(_field_secret(), sealed, "e") == words
    for changed in (given, sealed[: len(given) % len(sealed)], _bitten(sealed, given)):
        try:
            open_entry(_field_secret(), changed, "e")
        except Unopenable:
            continue
        raise AssertionError("a changed entry was opened")
    entry = read_entry(words)
    storable(entry.text, entry.place, entry.source)


def _bitten(sealed: bytes, given: bytes) -> bytes:
    place = sum(given) % len(sealed)
    return (
        sealed[:place]
        + bytes([sealed[place] ^ 1 ^ (given[0] & 0xFE if given else 0)])
        + sealed[place + 1 :]
    )


ANSWER_KEYS = (
    "id", "rawId", "type", "public-key", "response", "clientDataJSON", "attestationObject", "authenticatorData", "signature",
    "userHandle", "transports", "authenticatorAttachment", "platform", "clientExtensionResults", "AAAA", "e30", "oA",
)  # fmt: skip


def security_key(given: bytes) -> None:
    """An answer is proof, or it is refused, whatever it is made of."""
    answer = raw_or_shaped(given, ANSWER_KEYS).decode("utf-8", "replace")
    known = _proofs()[0]
    for take in (
        lambda: security_keys.credential_of(answer),
        lambda: security_keys.new_key(answer, PLACE, challenge=CHALLENGE),
        lambda: security_keys.proven_count(answer, known, PLACE, challenge=CHALLENGE),
    ):
        try:
            take()
        except security_keys.NotProven:
            continue


@cache
def _proofs() -> tuple[security_keys.NewKey, list[bytes]]:
    """A key, and what a browser says to make it and to prove it, for our challenge."""
    authenticator = Authenticator()
    said = urlsafe_b64encode(CHALLENGE).decode().rstrip("=")
    made = authenticator.create({"rp": {"id": PLACE.host}, "challenge": said})
    shown = authenticator.get({"rpId": PLACE.host, "challenge": said})
    key = security_keys.new_key(made, PLACE, challenge=CHALLENGE)
    assert security_keys.proven_count(shown, key, PLACE, challenge=CHALLENGE) == 1
    return key, [made.encode(), shown.encode(), b'{"response":' * 900]


def coded_texts(given: bytes) -> None:
    """SIG, EFF, FAUX and their like: what is understood is repeated in words that are understood the same."""
    text = given.decode("utf-8", "replace").replace("\0", "")
    strength, signs, correction = strength_in(text), signs_in(text), correction_in(text)
    if strength is not None:
        assert strength.people >= 0
    if signs is not None:
        storable(signs.place, *signs.seen, *signs.gone)
    for language in Language if correction else ():
        assert correction is not None
        again = correction_in(correction.phrase(language))
        assert again is not None
        assert (again.kind, again.code, again.right_kind) == (
            correction.kind,
            correction.code,
            correction.right_kind,
        )
        assert again.is_sure


HEARD = [
    b"SMS_MESSAGES=1\0SMS_1_TEXT=attaque\0NAME=IN20260302_120000_00_+243990000001_00.txt",
    b"SMS_MESSAGES=2\0SMS_1_TEXT=Ils sont\0SMS_2_TEXT= douze\0DECODED_PARTS=1\0DECODED_1_TEXT=Ils sont douze",
    b"SMS_MESSAGES=1\0SMS_1_TEXT=Solde 1500 CDF\0SMS_1_CLASS=127", b"SMS_1_NUMBER=\xff\xed\xa0\x80\0SMS_MESSAGES=1\0SMS_1_TEXT=br\xfbl\xe9",
    b"SMS_MESSAGES=" + b"9" * 12, b"SMS_MESSAGES=" + b"9" * 5_000, b'SMS_MESSAGES=1\0SMS_1_TEXT="event": "balance"', b"NAME=\xed\xa0\x80IN99999999_999999_",
]  # fmt: skip
CODED = [text.encode() for text in (
    "SIG C1 C3 -A2 KASENGA", "SIG RAS", "SIG ANNULER", "EFF 24 VEH 3 MOTO 2 MED 1 NUIT", "FAUX KT423", "FAUX KT423 OUI",
    "CORRIGER KT423 LOO MIREMBE", "ROUVRIR KT423", "KOSA KT423 NDIYO", "EFF 9999999999999999999999", "EFF ٣ VEH ²", "SIG С1 Kasenga",
)]  # fmt: skip
HANDED = [
    Target("modem hook", modem, HEARD, (Unreadable,)),
    Target(
        "sealed entry",
        sealed_entry,
        [*ENTRIES, b"", b"\x01" * 120],
        (UnreadableEntry,),
        longest=1_000,
    ),
    Target("security key", security_key, _proofs()[1]),
    Target("coded texts", coded_texts, CODED, longest=300),
]
if is_installed():  # few to begin with: each costs a tenth of a second
    PAPERS = [plain_template(), b" {{ title }}{% if stage %}x{% endif %}{#", b" " + b"{{" * 9_000, *(b"<" + b"".join(XML[n::3]) for n in range(3))]  # fmt: skip
    HANDED.append(Target("letterhead", letterhead, PAPERS, (LetterheadBroken,), longest=20_000))
