"""Whether a Word file is inert: no program, nothing embedded, nothing that Word would fetch by itself."""

import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

from tocsin.domain.letterhead_words import LetterheadFault
from tocsin.formats.letterhead_active import USUAL_DOCTYPE, active_parts, is_drawing
from tocsin.formats.letterhead_fault import Fault

LARGEST = 2_000_000  # bytes
LARGEST_UNPACKED = 20_000_000
LARGEST_XML = 4_000_000  # of one part
MOST_PARTS = 500
MOST_TAGS = 200  # of one part; there are twelve fields
MOST_ELEMENTS = 20_000  # of one part: what python-docx does with them grows with their square
MOST_PARAGRAPHS, MOST_SECTIONS = 2_000, 50
WIDEST = 100  # columns that one cell may span: each is a cell to python-docx
DOCUMENT = "word/document.xml"
# Signs that may stand before the first of any XML, in whatever letters, and how it begins in those of EBCDIC.
_BEFORE = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"
_BEGINS = (b"<", b"\x4c\x6f\xa7\x94")
_AT_ONCE = 65_536  # bytes
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LINK = "/hyperlink"
# What numbers pages, dates a paper or leads to a heading; DDE, INCLUDETEXT and their like are not here.
_FIELDS = frozenset(
    {"PAGE", "NUMPAGES", "SECTIONPAGES", "SECTION", "DATE", "TIME", "STYLEREF", "HYPERLINK", "REF"}
)
_MACROS = re.compile(r"vba|macro|activex|customui", re.IGNORECASE)
# A file that is none, parts that do not unpack, a packing that is not read, a password, no XML.
_BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, etree.LxmlError, ValueError, KeyError, OSError, EOFError,
    NotImplementedError, RuntimeError,
)  # fmt: skip
# What docxtpl looks for, whole and short. Its own patterns take minutes for pages of braces that never close.
_TAG = re.compile(r"\{\{[^{}]{0,200}\}\}|\{%[^{}]{0,200}%\}|\{#[^{}]{0,1000}#\}")
_OPENS = re.compile(r"\{[{%#]")
_EMBEDDED = re.compile(r"/embeddings/|afchunk|\.(?:bin|ole|exe|dll|js|vbs|html?)$", re.IGNORECASE)


def faults_of_file(content: bytes) -> list[Fault]:
    """Return what is wrong with the file as a file; nothing of it is run or shown."""
    if len(content) > LARGEST:
        return [Fault(LetterheadFault.TOO_LARGE)]
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return sorted(set(_faults(packed)))
    except _BROKEN:
        return [Fault(LetterheadFault.NOT_WORD)]


def _faults(packed: zipfile.ZipFile) -> Iterator[Fault]:
    parts = packed.infolist()
    if len(parts) > MOST_PARTS or sum(one.file_size for one in parts) > LARGEST_UNPACKED:
        yield Fault(LetterheadFault.TOO_LARGE)
        return
    # A head, or the document itself, may bear any name: Word goes by what its list of parts says of it.
    xml = [one for one in parts if _is_xml(packed, one)]
    if any(one.file_size > LARGEST_XML for one in xml):
        yield Fault(LetterheadFault.TOO_LARGE)
        return
    names = [one.filename for one in parts]
    if DOCUMENT not in names or "[Content_Types].xml" not in names:
        yield Fault(LetterheadFault.NOT_WORD)
        return
    yield from (Fault(LetterheadFault.MACROS, name) for name in names if _MACROS.search(name))
    yield from (Fault(LetterheadFault.EMBEDDED, name) for name in names if _EMBEDDED.search(name))
    for one in xml:
        yield from _faults_of_part(one.filename, packed.read(one))


def _is_xml(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Say whether a part is XML, by its first sign that is not blank, however far that is."""
    name = part.filename.lower()
    if name.endswith((".xml", ".rels")):
        return True
    if name.endswith(".odttf") and _is_font(packed.read(part)):
        return False
    with packed.open(part) as opened:
        while some := opened.read(_AT_ONCE):
            if begin := some.lstrip(_BEFORE):
                return (begin + opened.read(4)).startswith(_BEGINS)
    return False


def _is_font(content: bytes) -> bool:
    """Say that it cannot be XML: an embedded font begins with any byte, also with that of a tag.

    No letters but those of four bytes have four zeros in a row, and theirs have seven among the first 32.
    """
    return bytes(4) in content and content[:32].count(0) < 7


def _faults_of_part(name: str, xml: bytes) -> Iterator[Fault]:
    xml, n_usual = USUAL_DOCTYPE.subn(b"", xml, count=1)
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        yield Fault(LetterheadFault.NOT_WORD, name)
        return
    tree = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
    is_typed = tree.getroottree().docinfo.internalDTD is not None  # in UTF-16 its bytes are others
    if is_typed or (n_usual and not is_drawing(tree)):
        yield Fault(LetterheadFault.NOT_WORD, name)
        return
    if name == "[Content_Types].xml" and b"macroEnabled" in xml:
        yield Fault(LetterheadFault.MACROS, name)
    if _is_dear(tree):
        yield Fault(LetterheadFault.TOO_LARGE, name)
        return
    # Whatever its name: a head may be called `.rels`.
    for faults in (_outside, active_parts, _fields, _tags):
        yield from faults(tree)


def _is_dear(tree: etree._Element) -> bool:
    """Say whether python-docx would be busy with it for long, or make more of it than there is."""
    spans = (str(one.get(f"{_W}val")) for one in tree.iter(f"{_W}gridSpan"))
    return (
        sum(1 for _ in tree.iter()) > MOST_ELEMENTS
        or sum(1 for _ in tree.iter(f"{_W}p")) > MOST_PARAGRAPHS
        or sum(1 for _ in tree.iter(f"{_W}sectPr")) > MOST_SECTIONS
        or not all(span.isdecimal() and len(span) < 4 and int(span) <= WIDEST for span in spans)
    )


def _outside(tree: etree._Element) -> Iterator[Fault]:
    """A link waits for a click; all else that is outside is loaded when the file opens."""
    for one in tree.iter(etree.Element):
        kind, target = str(one.get("Type")), str(one.get("Target"))
        is_link = kind.endswith(_LINK) and target.lower().startswith(
            ("https://", "http://", "mailto:")
        )
        if one.get("TargetMode") == "External" and not is_link:
            yield Fault(LetterheadFault.FETCHES, target[:80])
        if kind.lower().endswith(("/afchunk", "/oleobject", "/package", "/control")):
            yield Fault(LetterheadFault.EMBEDDED, target[:80])


def _tags(tree: etree._Element) -> Iterator[Fault]:
    """A tag stands in the words, closed before the next begins; where no words are, there is none."""
    text = "".join(map(str, tree.itertext()))
    hidden = [str(value) for one in tree.iter() for value in one.attrib.values()]
    hidden += [one.text or "" for one in tree.iter(etree.Comment, etree.PI)]
    left, count = _TAG.subn("", text)
    if any(_OPENS.search(one) for one in (left, *hidden)):
        yield Fault(LetterheadFault.NOT_A_FIELD)
    if count > MOST_TAGS:
        yield Fault(LetterheadFault.TOO_LARGE)


def _fields(tree: etree._Element) -> Iterator[Fault]:
    """The name of a field may stand in pieces: they are put together from its begin on."""
    simple = [_said(one, "instr") for one in tree.iter("{*}fldSimple")]
    open_: list[list[str]] = []
    written: list[str] = []
    for one in tree.iter("{*}fldChar", "{*}instrText"):
        if etree.QName(one).localname == "instrText":
            (open_[-1] if open_ else written).append(one.text or "")
            continue
        step = _said(one, "fldCharType")
        if step == "begin":
            open_.append([])
        elif step == "end" and open_:
            written.append("".join(open_.pop()))
    written += ["".join(one) for one in open_]
    for said in (*simple, *written):
        first = said.split()[0].upper() if said.split() else ""
        if first and first not in _FIELDS:
            yield Fault(LetterheadFault.WORD_FIELD, first[:40])


def _said(one: etree._Element, name: str) -> str:
    """Return an attribute, whichever of Word's two name spaces it is of."""
    found = (value for key, value in one.attrib.items() if etree.QName(str(key)).localname == name)
    return str(next(found, ""))
