"""What in the parts of a Word file, and in drawings (SVG) in it, runs or is fetched without a click."""

import re
from collections.abc import Iterator

from lxml import etree

from tocsin.domain.letterhead_words import LetterheadFault
from tocsin.formats.letterhead_fault import Fault

_RUNS = frozenset({"script", "foreignObject", "handler", "listener", "set", "animate"})
_SVG = "http://www.w3.org/2000/svg"
_INSIDE = ("#", "data:image/png;", "data:image/jpeg;")
_ELSEWHERE = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:|[/\\]{2})", re.IGNORECASE)
_IMPORTS = re.compile(r"@import|url\(\s*['\"]?(?!#|data:image/(?:png|jpeg);)", re.IGNORECASE)


def active_parts(tree: etree._Element) -> Iterator[Fault]:
    for one in tree.iter(etree.Element):
        name = etree.QName(one)
        if name.localname == "mailMerge":  # Word asks a database when it opens the file
            yield Fault(LetterheadFault.FETCHES, name.localname)
        yield from _addresses(one)
        if name.namespace == _SVG:
            yield from _of_drawing(one, name.localname)


def _addresses(one: etree._Element) -> Iterator[Fault]:
    """VML and SVG name a picture by its address; Word's own parts do so by a relationship, looked at elsewhere."""
    for key, value in one.attrib.items():
        if etree.QName(str(key)).localname not in ("src", "href"):
            continue
        if _ELSEWHERE.match(str(value)) and not str(value).startswith(_INSIDE):
            yield Fault(LetterheadFault.FETCHES, str(value)[:80])


def _of_drawing(one: etree._Element, name: str) -> Iterator[Fault]:
    if name in _RUNS or any(str(key).lower().startswith("on") for key in one.attrib):
        yield Fault(LetterheadFault.EMBEDDED, name)
    styles = [str(value) for value in one.attrib.values()] + [one.text or ""]
    if any(_IMPORTS.search(style) for style in styles):
        yield Fault(LetterheadFault.FETCHES, name)
