"""A corpus of our own: what real feeds do to CAP, none of it may be refused, all of it goes round.

Real corpora are not ours to keep. Each sample is invented, and shows one habit that was seen in feeds of
several countries: prefixes, signs before the root, CDATA, blank lines, `Z`, empty shapes, old versions.
What was read is written as ours, valid by the official schema, and reads back the same.
"""

from dataclasses import replace

import pytest
from lxml import etree

from tests.domain.test_cap_rules import AREA, GOOD, INFO
from tests.domain.test_cap_xml import FULL, SCHEMA, needs_schema
from tocsin.domain.cap_message import CapMessage
from tocsin.domain.cap_rules import faults
from tocsin.domain.cap_xml import read_cap, write_cap

PLAIN = write_cap(GOOD)
NS = b"urn:oasis:names:tc:emergency:cap:1.2"


def body() -> bytes:
    return PLAIN.partition(b"?>")[2].strip()


def prefixed() -> bytes:
    root = etree.fromstring(PLAIN)
    whole = etree.Element(root.tag, nsmap={"cap": NS.decode()})
    whole.extend(list(root))
    etree.cleanup_namespaces(whole, top_nsmap={"cap": NS.decode()})
    return bytes(etree.tostring(whole))


def with_element(text: bytes) -> bytes:
    return PLAIN.replace(b"</alert>", text + b"</alert>")


def said(**changes: object) -> bytes:
    return write_cap(replace(GOOD, infos=(replace(INFO, **changes),)))  # type: ignore[arg-type]


CORPUS = {
    "as we write it": PLAIN,
    "every element": write_cap(FULL),
    "prefixed names": prefixed(),
    "a mark of the byte order": b"\xef\xbb\xbf" + PLAIN,
    "no declaration": body(),
    "wide letters": PLAIN.decode().replace("UTF-8", "UTF-16").encode("utf-16"),
    "a comment and a style sheet": PLAIN.replace(
        b"<alert", b'<?xml-stylesheet href="x.xsl"?><!-- made at the desk --><alert', 1
    ),
    "blank lines around values": PLAIN.replace(b"<event>", b"<event>\n\t  ").replace(
        b"</event>", b"  \n</event>"
    ),
    "CDATA": PLAIN.replace(b"<event>Attack<", b"<event><![CDATA[Attack]]><"),
    "empty elements": with_element(b"<note/><source></source>"),
    "a signature": with_element(
        b'<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo/></Signature>'
    ),
    "an extension of somebody": with_element(b'<x:more xmlns:x="urn:x">1</x:more>'),
    "version 1.1": PLAIN.replace(b"cap:1.2", b"cap:1.1"),
    "version 1.0": PLAIN.replace(NS, b"http://www.incident.com/cap/1.0"),
    "out of order": PLAIN.replace(b"<event>Attack</event>", b"").replace(
        b"</info>", b"<event>Attack</event></info>"
    ),
    "times with Z": PLAIN.replace(b"-00:00", b"Z"),
    "times with fractions": PLAIN.replace(b":00-00:00", b":00.000+01:00"),
    "a word of version 1.0": said(certainty="Very Likely"),
    "an empty polygon": said(areas=(replace(AREA, polygons=("",)),)),
    "an open polygon": said(areas=(replace(AREA, polygons=("0.6,29.4 0.6,29.5 0.7,29.5",)),)),
    "a circle of nothing": said(areas=(replace(AREA, circles=("0.6,29.4 0",)),)),
    "many languages": write_cap(
        replace(GOOD, infos=tuple(replace(INFO, language=one) for one in ("en", "fr", "sw", "ln")))
    ),
    "no info": write_cap(replace(GOOD, type="Ack", infos=())),
    "public, for everybody": write_cap(replace(GOOD, scope="Public", restriction="", codes=())),
}
# What our own schema cannot take is what the sender wrote against it: we keep it as it came.
BENT = {"times with Z", "times with fractions", "a word of version 1.0"}


@pytest.mark.parametrize("sample", CORPUS.values(), ids=CORPUS)
def test_none_is_refused_and_all_go_round(sample: bytes) -> None:
    message = read_cap(sample)
    assert message.identifier == GOOD.identifier
    assert all(one.event == INFO.event for one in message.infos)
    assert read_cap(write_cap(message)) == message
    assert all(fault.code.startswith("cap.") for fault in faults(message))


@needs_schema
@pytest.mark.parametrize("name", [name for name in CORPUS if name not in BENT])
def test_what_was_read_is_written_valid(name: str) -> None:
    assert SCHEMA is not None
    schema = etree.XMLSchema(etree.parse(str(SCHEMA)))
    schema.assertValid(etree.fromstring(write_cap(read_cap(CORPUS[name]))))


def stricter(name: str) -> etree.XMLSchema:
    assert SCHEMA is not None
    return etree.XMLSchema(etree.parse(str(SCHEMA.with_name(name))))


@needs_schema
@pytest.mark.parametrize("message", [GOOD, FULL], ids=["plain", "full"])
def test_what_we_write_holds_by_the_stricter_patterns_of_others_too(message: CapMessage) -> None:
    stricter("cap12_extended.xsd").assertValid(etree.fromstring(write_cap(message)))
