"""CAP 1.2 as XML, both ways. Reading trusts nothing: no DTD, no entity, no network, a bounded size."""

from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree

from tocsin.domain.cap_message import CapArea, CapMessage, CapResource, CapSegment, Named
from tocsin.domain.cap_words import NAMESPACE
from tocsin.domain.legible import legible

MOST_BYTES = 256 * 1024
SIGNATURE = "{http://www.w3.org/2000/09/xmldsig#}Signature"
OLDER = ("urn:oasis:names:tc:emergency:cap:1.1", "http://www.incident.com/cap/1.0")


class NoCap(ValueError):
    """The bytes are no CAP message that we read; the text says why, and quotes nothing of it."""


def write_cap(message: CapMessage) -> bytes:
    """Return a message as XML, its elements in the order of the schema, empty ones left out."""
    return bytes(etree.tostring(element_of(message), xml_declaration=True, encoding="UTF-8"))


def element_of(message: CapMessage) -> etree._Element:
    """Return a message as an element, to be put into a feed or signed."""
    root = etree.Element(_tag("alert"), nsmap=_DEFAULT)
    _put(
        root,
        ("identifier", message.identifier),
        ("sender", message.sender),
        ("sent", message.sent),
        ("status", message.status),
        ("msgType", message.type),
        ("source", message.source),
        ("scope", message.scope),
        ("restriction", message.restriction),
        ("addresses", message.addresses),
        *(("code", code) for code in message.codes),
        ("note", message.note),
        ("references", message.references),
        ("incidents", message.incidents),
    )
    for info in message.infos:
        _segment(etree.SubElement(root, _tag("info")), info)
    return root


def read_cap(body: bytes) -> CapMessage:
    """Return the message of some XML. Raises NoCap.

    Elements are taken wherever they stand: real senders mis-order them, and a warning is worth
    more than its order. What is missing is empty; `cap_rules.faults` says what is wrong.
    """
    root = parse_safely(body)
    if etree.QName(root).localname != "alert" or etree.QName(root).namespace not in _READ:
        raise NoCap("the root is no CAP alert")
    return CapMessage(
        identifier=_text(root, "identifier"),
        sender=_text(root, "sender"),
        sent=_text(root, "sent"),
        status=_text(root, "status"),
        type=_text(root, "msgType"),
        scope=_text(root, "scope"),
        source=_text(root, "source"),
        restriction=_text(root, "restriction"),
        addresses=_text(root, "addresses"),
        codes=_texts(root, "code"),
        note=_text(root, "note"),
        references=_text(root, "references"),
        incidents=_text(root, "incidents"),
        infos=tuple(_read_segment(one) for one in _children(root, "info")),
    )


def parse_safely(body: bytes) -> etree._Element:
    """Return the root of some XML. Raises NoCap for what is too large, or asks for anything."""
    if len(body) > MOST_BYTES:
        raise NoCap("too large")
    if b"\0" not in body[:4] and b"<!DOCTYPE" in body[:MOST_BYTES].upper():
        raise NoCap("a document type is not read")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NoCap(f"no XML ({type(error).__name__})") from None
    info: Any = root.getroottree().docinfo
    if info.doctype or any(node.tag is etree.Entity for node in root.iter()):
        raise NoCap("a document type or an entity is not read")
    return root


_READ = (NAMESPACE, *OLDER)
# The stubs know no default namespace, lxml does.
_DEFAULT: dict[Any, str] = {None: NAMESPACE}


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _put(parent: etree._Element, *pairs: tuple[str, str]) -> None:
    for name, value in pairs:
        if value:
            etree.SubElement(parent, _tag(name)).text = legible(value)


def _put_named(parent: etree._Element, name: str, pairs: Named) -> None:
    for value_name, value in pairs:
        one = etree.SubElement(parent, _tag(name))
        _put(one, ("valueName", value_name), ("value", value))


def _segment(parent: etree._Element, info: CapSegment) -> None:
    _put(
        parent,
        ("language", info.language),
        *(("category", one) for one in info.categories),
        ("event", info.event),
        *(("responseType", one) for one in info.responses),
        ("urgency", info.urgency),
        ("severity", info.severity),
        ("certainty", info.certainty),
        ("audience", info.audience),
    )
    _put_named(parent, "eventCode", info.event_codes)
    _put(
        parent,
        ("effective", info.effective),
        ("onset", info.onset),
        ("expires", info.expires),
        ("senderName", info.sender_name),
        ("headline", info.headline),
        ("description", info.description),
        ("instruction", info.instruction),
        ("web", info.web),
        ("contact", info.contact),
    )
    _put_named(parent, "parameter", info.parameters)
    for resource in info.resources:
        _put(
            etree.SubElement(parent, _tag("resource")),
            ("resourceDesc", resource.description),
            ("mimeType", resource.mime_type),
            ("size", resource.size),
            ("uri", resource.uri),
            ("derefUri", resource.deref_uri),
            ("digest", resource.digest),
        )
    for area in info.areas:
        _area(etree.SubElement(parent, _tag("area")), area)


def _area(parent: etree._Element, area: CapArea) -> None:
    _put(
        parent,
        ("areaDesc", area.description),
        *(("polygon", one) for one in area.polygons),
        *(("circle", one) for one in area.circles),
    )
    _put_named(parent, "geocode", area.geocodes)
    _put(parent, ("altitude", area.altitude), ("ceiling", area.ceiling))


def _children(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    for child in parent:
        if etree.QName(child).localname == name:
            yield child


def _texts(parent: etree._Element, name: str) -> tuple[str, ...]:
    return tuple((one.text or "").strip() for one in _children(parent, name))


def _text(parent: etree._Element, name: str) -> str:
    return next(iter(_texts(parent, name)), "")


def _named(parent: etree._Element, name: str) -> Named:
    found: Iterable[etree._Element] = _children(parent, name)
    return tuple((_text(one, "valueName"), _text(one, "value")) for one in found)


def _read_segment(info: etree._Element) -> CapSegment:
    return CapSegment(
        event=_text(info, "event"),
        categories=_texts(info, "category"),
        urgency=_text(info, "urgency"),
        severity=_text(info, "severity"),
        certainty=_text(info, "certainty"),
        language=_text(info, "language"),
        responses=_texts(info, "responseType"),
        audience=_text(info, "audience"),
        event_codes=_named(info, "eventCode"),
        effective=_text(info, "effective"),
        onset=_text(info, "onset"),
        expires=_text(info, "expires"),
        sender_name=_text(info, "senderName"),
        headline=_text(info, "headline"),
        description=_text(info, "description"),
        instruction=_text(info, "instruction"),
        web=_text(info, "web"),
        contact=_text(info, "contact"),
        parameters=_named(info, "parameter"),
        resources=tuple(
            CapResource(
                description=_text(one, "resourceDesc"),
                mime_type=_text(one, "mimeType"),
                size=_text(one, "size"),
                uri=_text(one, "uri"),
                deref_uri=_text(one, "derefUri"),
                digest=_text(one, "digest"),
            )
            for one in _children(info, "resource")
        ),
        areas=tuple(
            CapArea(
                description=_text(one, "areaDesc"),
                polygons=_texts(one, "polygon"),
                circles=_texts(one, "circle"),
                geocodes=_named(one, "geocode"),
                altitude=_text(one, "altitude"),
                ceiling=_text(one, "ceiling"),
            )
            for one in _children(info, "area")
        ),
    )
