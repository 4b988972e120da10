"""What in the parts of a Word file, and in drawings (SVG) in it, runs or is fetched without a click."""

import re
from collections.abc import Iterator

from lxml import etree

from tocsin.domain.letterhead_words import LetterheadFault
from tocsin.formats.letterhead_fault import Fault

_RUNS = frozenset({"script", "foreignObject", "handler", "listener", "set", "animate"})
_SVG = "http://www.w3.org/2000/svg"
_VML = "urn:schemas-microsoft-com:vml"
# What waits for a click where it has an address of its own.
_CLICKED = frozenset(
    {(_SVG, "a")}
    | {(_VML, name) for name in ("shape", "rect", "roundrect", "oval", "line", "polyline", "arc", "curve", "group")}
)  # fmt: skip
_CLICKS = ("https://", "http://", "mailto:")
_INSIDE = ("#", "data:image/png;", "data:image/jpeg;")
_ELSEWHERE = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:|[/\\]{2})", re.IGNORECASE)
# Signs may be written by their numbers (backslash), which no drawing needs: what is hidden so is not looked for.
_IMPORTS = re.compile(
    r"\\|@import|image-set\(|url\(\s*+['\"]?+\s*+(?!#|data:image/(?:png|jpeg);)", re.IGNORECASE
)
# What drawing programs write at the head of each drawing. It names a file that nobody reads, and holds no entity.
USUAL_DOCTYPE = re.compile(
    rb"<!DOCTYPE\s+svg\s+PUBLIC\s+[\"']-//W3C//DTD SVG [0-9A-Za-z. ]{1,20}//EN[\"']"
    rb"\s+[\"']https?://www\.w3\.org/[0-9A-Za-z./-]{1,80}[\"']\s*>"
)


def is_drawing(tree: etree._Element) -> bool:
    return str(tree.tag) == f"{{{_SVG}}}svg"


def active_parts(tree: etree._Element) -> Iterator[Fault]:
    # Beside the root, before and after it, stand only comments and orders.
    around = [*tree.itersiblings(preceding=True), *tree.iter(etree.PI)]
    if any(str(getattr(one, "target", "")).lower() == "xml-stylesheet" for one in around):
        yield Fault(LetterheadFault.FETCHES, "xml-stylesheet")
    for one in tree.iter(etree.Element):
        name = etree.QName(one)
        if name.localname == "mailMerge":  # Word asks a database when it opens the file
            yield Fault(LetterheadFault.FETCHES, name.localname)
        yield from _addresses(one, (str(name.namespace), name.localname))
        if name.namespace == _SVG:
            yield from _of_drawing(one, name.localname)


def _addresses(one: etree._Element, name: tuple[str, str]) -> Iterator[Fault]:
    """VML and SVG name a picture by its address; Word's own parts do so by a relationship, looked at elsewhere."""
    for key, value in one.attrib.items():
        kind, address = etree.QName(str(key)).localname, str(value)
        if kind not in ("src", "href") or address.startswith(_INSIDE):
            continue
        if kind == "href" and name in _CLICKED and address.lower().startswith(_CLICKS):
            continue
        if _ELSEWHERE.match(address):
            yield Fault(LetterheadFault.FETCHES, address[:80])


def _of_drawing(one: etree._Element, name: str) -> Iterator[Fault]:
    if name in _RUNS or any(str(key).lower().startswith("on") for key in one.attrib):
        yield Fault(LetterheadFault.EMBEDDED, name)
    # Names of other spaces are notes that drawing programs leave to themselves, such as the path of the file.
    styles = [str(value) for key, value in one.attrib.items() if not str(key).startswith("{")]
    if name == "style":
        styles.append("".join(map(str, one.itertext(etree.Element))))
    if any(_IMPORTS.search(style) for style in styles):
        yield Fault(LetterheadFault.FETCHES, name)
