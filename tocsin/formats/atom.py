"""A feed of CAP messages (RFC 4287), each whole in its entry, so that one request brings all."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from tocsin.domain.legible import legible

ATOM = "http://www.w3.org/2005/Atom"
CAP_TYPE = "application/cap+xml"


@dataclass(frozen=True, slots=True)
class Entry:
    """One message of a feed. `url` is where it can be read alone."""

    id: str
    title: str
    updated: datetime
    url: str
    message: etree._Element


def write_feed(
    *, title: str, url: str, updated: datetime, author: str, entries: Iterable[Entry]
) -> bytes:
    """Return the feed as XML, the entries in their order."""
    feed = etree.Element(_tag("feed"), nsmap={"atom": ATOM})
    _put(feed, "id", url)
    _put(feed, "title", title)
    _put(feed, "updated", updated.isoformat())
    _put(etree.SubElement(feed, _tag("author")), "name", author)
    etree.SubElement(feed, _tag("link"), rel="self", href=url, type="application/atom+xml")
    for one in entries:
        entry = etree.SubElement(feed, _tag("entry"))
        _put(entry, "id", f"urn:tocsin:cap:{one.id}")
        _put(entry, "title", one.title)
        _put(entry, "updated", one.updated.isoformat())
        etree.SubElement(entry, _tag("link"), rel="alternate", href=one.url, type=CAP_TYPE)
        content = etree.SubElement(entry, _tag("content"), type=CAP_TYPE)
        content.append(one.message)
    return bytes(etree.tostring(feed, xml_declaration=True, encoding="UTF-8"))


def _tag(name: str) -> str:
    return f"{{{ATOM}}}{name}"


def _put(parent: etree._Element, name: str, text: str) -> None:
    etree.SubElement(parent, _tag(name)).text = legible(text)
