"""Whether a Word file is inert: no program, nothing embedded, nothing that Word would fetch by itself."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from tocsin.domain.letterhead_words import LetterheadFault

LARGEST = 2_000_000  # bytes
LARGEST_UNPACKED = 20_000_000
MOST_PARTS = 500
DOCUMENT = "word/document.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LINK = "/hyperlink"
# What numbers pages, dates a paper or leads to a heading; DDE, INCLUDETEXT and their like are not here.
_FIELDS = frozenset(
    {"PAGE", "NUMPAGES", "SECTIONPAGES", "SECTION", "DATE", "TIME", "STYLEREF", "HYPERLINK", "REF"}
)
_MACROS = re.compile(r"vba|macro|activex|customui", re.IGNORECASE)
_EMBEDDED = re.compile(r"/embeddings/|afchunk|\.(?:bin|ole|exe|dll|js|vbs|html?)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that keeps a template from being used, and where it is."""

    fault: LetterheadFault
    words: str = ""


def faults_of_file(content: bytes) -> list[Fault]:
    """Return what is wrong with the file as a file; nothing of it is run or shown."""
    if len(content) > LARGEST:
        return [Fault(LetterheadFault.TOO_LARGE)]
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return sorted(set(_faults(packed)))
    except (zipfile.BadZipFile, etree.XMLSyntaxError, ValueError, KeyError, OSError, EOFError):
        return [Fault(LetterheadFault.NOT_WORD)]
    except (NotImplementedError, RuntimeError):  # a packing that is not read, or a password
        return [Fault(LetterheadFault.NOT_WORD)]


def _faults(packed: zipfile.ZipFile) -> Iterator[Fault]:
    parts = packed.infolist()
    if len(parts) > MOST_PARTS or sum(one.file_size for one in parts) > LARGEST_UNPACKED:
        yield Fault(LetterheadFault.TOO_LARGE)
        return
    names = [one.filename for one in parts]
    if DOCUMENT not in names or "[Content_Types].xml" not in names:
        yield Fault(LetterheadFault.NOT_WORD)
        return
    yield from (Fault(LetterheadFault.MACROS, name) for name in names if _MACROS.search(name))
    yield from (Fault(LetterheadFault.EMBEDDED, name) for name in names if _EMBEDDED.search(name))
    for name in names:
        if name.endswith((".xml", ".rels")):
            yield from _faults_of_part(name, packed.read(name))


def _faults_of_part(name: str, xml: bytes) -> Iterator[Fault]:
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        yield Fault(LetterheadFault.NOT_WORD, name)
        return
    tree = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
    if name == "[Content_Types].xml" and b"macroEnabled" in xml:
        yield Fault(LetterheadFault.MACROS, name)
    if name.endswith(".rels"):
        yield from _outside(tree)
    else:
        yield from _fields(tree)


def _outside(tree: etree._Element) -> Iterator[Fault]:
    """A link waits for a click; all else that is outside is loaded when the file opens."""
    for one in tree:
        kind, target = str(one.get("Type")), str(one.get("Target"))
        is_link = kind.endswith(_LINK) and target.lower().startswith(
            ("https://", "http://", "mailto:")
        )
        if one.get("TargetMode") == "External" and not is_link:
            yield Fault(LetterheadFault.FETCHES, target[:80])
        if kind.lower().endswith(("/afchunk", "/oleobject", "/package", "/control")):
            yield Fault(LetterheadFault.EMBEDDED, target[:80])


def _fields(tree: etree._Element) -> Iterator[Fault]:
    """The name of a field may stand in pieces: they are put together from its begin on."""
    simple = [str(one.get(f"{_W}instr", "")) for one in tree.iter(f"{_W}fldSimple")]
    open_: list[list[str]] = []
    written: list[str] = []
    for one in tree.iter(f"{_W}fldChar", f"{_W}instrText"):
        if one.tag == f"{_W}instrText":
            (open_[-1] if open_ else written).append(one.text or "")
            continue
        step = one.get(f"{_W}fldCharType")
        if step == "begin":
            open_.append([])
        elif step == "end" and open_:
            written.append("".join(open_.pop()))
    written += ["".join(one) for one in open_]
    for said in (*simple, *written):
        first = said.split()[0].upper() if said.split() else ""
        if first and first not in _FIELDS:
            yield Fault(LetterheadFault.WORD_FIELD, first[:40])
