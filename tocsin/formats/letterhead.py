"""A report on a mission's own Word letterhead, by docxtpl: an optional package, and this its one door.

A template names fields and nothing else. What docxtpl hands to Jinja is looked at first, each time,
and run in a sandbox; the sentences of the report never pass through it at all.
"""

import io
import re
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from typing import Any
from uuid import uuid4

from docx import Document
from docx.document import Document as File

from tocsin.domain.legible import legible
from tocsin.domain.letterhead_words import REQUIRED, LetterheadFault, LetterheadField
from tocsin.domain.reports.compose import Composition
from tocsin.domain.reports.saying import Words
from tocsin.formats.letterhead_fault import Fault
from tocsin.formats.letterhead_file import faults_of_file
from tocsin.formats.report_pdf import Picture
from tocsin.formats.report_word import write_body

PACKAGE = "docxtpl"
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_PARTS = ("And", "Or", "Not")


class LetterheadBroken(Exception):
    """A template that cannot be used, and why."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(", ".join(one.fault.value for one in self.faults))


def is_installed() -> bool:
    return find_spec(PACKAGE) is not None


def faults_of(content: bytes) -> list[Fault]:
    """Return what keeps a template from being used, all of it at once; empty when it may be."""
    if wrong := faults_of_file(content):
        return wrong
    try:
        _filled(content, {field: field.value for field in LetterheadField if field is not LetterheadField.BODY})  # fmt: skip
    except LetterheadBroken as broken:
        return list(broken.faults)
    return []


def on_letterhead(
    content: bytes, composed: Composition, words: Words, *, picture: Picture | None = None
) -> bytes:
    """Return the report on a template. Raises LetterheadBroken: then it goes on our own paper."""
    if wrong := faults_of_file(content):
        raise LetterheadBroken(wrong)
    file, place = _filled(content, _fields(composed, words))
    try:
        children = file.element.body
        before = set(children)
        write_body(file, composed, words, picture=picture)
        for block in [one for one in children if one not in before]:
            place.addprevious(block)
        place.getparent().remove(place)
        file.core_properties.title = legible(composed.title)
        file.core_properties.author = "Tocsin"
        out = io.BytesIO()
        file.save(out)
    except Exception as error:
        # Whatever a foreign file does to python-docx, the report still goes out, on our own paper.
        raise LetterheadBroken([Fault(LetterheadFault.BROKEN)]) from error
    return out.getvalue()


def plain_template() -> bytes:
    """Return a Word file to begin from: every field that must be in one, and the usual others."""
    file = Document()
    for place, written in (
        (file.sections[0].header, "{{ marking }}   {{ watermark }}"),
        (file.sections[0].footer, "{{ reference }}   {{ marking }}"),
    ):
        place.paragraphs[0].text = written
    for written in (
        "{{ reference }} {{ stage }}", "{{ title }}", "{{ dtg }}  {{ period }}",
        "{{ office }}", "{{ addressees }}", "{{ body }}", "{{ closing }}", "{{ caveat }}",
    ):  # fmt: skip
        file.add_paragraph(written)
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def _fields(composed: Composition, words: Words) -> dict[LetterheadField, str]:
    label = words.tables["label"]
    facts = dict(composed.facts)
    said = {
        LetterheadField.MARKING: composed.marking,
        LetterheadField.REFERENCE: composed.reference,
        LetterheadField.STAGE: composed.stage,
        LetterheadField.TITLE: composed.title,
        LetterheadField.CAVEAT: composed.caveat,
        LetterheadField.DTG: facts.get(str(label["dtg"]), ""),
        LetterheadField.PERIOD: facts.get(str(label["period"]), ""),
        LetterheadField.OFFICE: facts.get(str(label["from"]), ""),
        LetterheadField.ADDRESSEES: facts.get(str(label["to"]), ""),
        LetterheadField.CLOSING: composed.closing,
        LetterheadField.WATERMARK: composed.watermark,
    }
    return {field: _UNPRINTABLE.sub(" ", text) for field, text in said.items()}


def _filled(content: bytes, said: dict[LetterheadField, str]) -> tuple[File, Any]:
    """Return the template with its fields filled, and the paragraph in whose place the body comes."""
    token = f"body-{uuid4().hex}"
    gate = _Gate()
    try:
        from docxtpl import DocxTemplate  # noqa: PLC0415 - an optional package

        template = DocxTemplate(io.BytesIO(content))
        template.render({**{f.value: t for f, t in said.items()}, "body": token}, gate)
        out = io.BytesIO()
        template.save(out)
    except LetterheadBroken:
        raise
    except Exception as error:
        # A foreign file may make docxtpl, Jinja or lxml fail in any way; none may stop a report.
        raise LetterheadBroken([Fault(LetterheadFault.BROKEN)]) from error
    missing = [field for field in REQUIRED if field.value not in gate.named]
    if missing:
        raise LetterheadBroken(
            Fault(LetterheadFault.FIELD_MISSING, field.value) for field in missing
        )
    file = Document(io.BytesIO(out.getvalue()))
    found = [one for one in file.paragraphs if one.text.strip() == token]
    if len(found) != 1 or _out_of_place(file, token):
        raise LetterheadBroken([Fault(LetterheadFault.BODY_NOT_ALONE)])
    return file, found[0]._p  # noqa: SLF001 - python-docx has no name for it


def _out_of_place(file: File, token: str) -> bool:
    """Say whether the body was asked for a second time, in a head, a foot or a table as well."""
    n = sum(one.text.count(token) for one in file.paragraphs)
    tables = "".join(cell.text for table in file.tables for row in table.rows for cell in row.cells)
    around = "".join(
        one.text
        for section in file.sections
        for part in (section.header, section.footer)
        for one in part.paragraphs
    )
    return n != 1 or token in tables or token in around


class _Gate:
    """Stands where docxtpl expects Jinja's environment: it looks at each source before it may run."""

    def __init__(self) -> None:
        from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415 - optional

        self._inner = ImmutableSandboxedEnvironment(autoescape=True)
        self.autoescape = True
        self.named: set[str] = set()

    def from_string(self, source: str) -> Any:
        from jinja2 import TemplateSyntaxError  # noqa: PLC0415 - an optional package

        try:
            tree = self._inner.parse(source)
        except TemplateSyntaxError as error:
            raise LetterheadBroken([Fault(LetterheadFault.NOT_A_FIELD, "")]) from error
        if wrong := sorted(set(self._wrong(tree))):
            raise LetterheadBroken(wrong)
        return self._inner.from_string(source)

    def _wrong(self, node: Any, *, is_sure: bool = True) -> Iterator[Fault]:
        """Only words, names of fields, and `if` of them: nothing that could compute, call or repeat.

        `is_sure`: it is printed whatever the report, as a marking must be.
        """
        kind = type(node).__name__
        is_sure = is_sure and kind != "If"
        if kind == "Name":
            if is_sure:
                self.named.add(node.name)
            if node.ctx != "load":
                yield Fault(LetterheadFault.NOT_A_FIELD, node.name[:40])
            elif node.name not in set(LetterheadField):
                yield Fault(LetterheadFault.UNKNOWN_FIELD, node.name[:40])
        elif kind not in ("Template", "Output", "TemplateData", "If", *_PARTS):
            yield Fault(LetterheadFault.NOT_A_FIELD, kind.lower())
            return
        for child in node.iter_child_nodes():
            yield from self._wrong(child, is_sure=is_sure)
