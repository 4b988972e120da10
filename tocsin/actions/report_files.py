"""A report as a file of one format for one audience: the one place where files are made."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from tocsin.actions.report_heads import MISSION, Read, words_of
from tocsin.actions.report_maps import picture_for
from tocsin.domain.problems import NOT_ALLOWED, Problem
from tocsin.domain.report_words import Audience, ReportFormat, ReportKind
from tocsin.domain.reports.audiences import why_not_told
from tocsin.domain.reports.compose import Composition, Head, compose, watermarked
from tocsin.domain.reports.daily import DailyFacts, build_daily
from tocsin.domain.reports.saying import Words
from tocsin.formats.letterhead import LetterheadBroken, on_letterhead, plain_template
from tocsin.formats.report_pdf import Picture, report_pdf, report_pictures
from tocsin.formats.report_text import report_html, report_text
from tocsin.formats.report_word import report_word
from tocsin.records.models import Letterhead

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class FileKind:
    ending: str
    media: str


FILES: Mapping[ReportFormat, FileKind] = {
    ReportFormat.PDF: FileKind("pdf", "application/pdf"),
    ReportFormat.WORD: FileKind(
        "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    ),
    ReportFormat.HTML: FileKind("html", "text/html; charset=utf-8"),
    ReportFormat.TEXT: FileKind("txt", "text/plain; charset=utf-8"),
    ReportFormat.RADIO: FileKind("txt", "text/plain; charset=utf-8"),
}


def made(
    read: Read,
    form: ReportFormat,
    *,
    audience: Audience | None = None,
    watermark: str = "",
    letterhead: Letterhead | None = None,
) -> bytes:
    """Return the file. Raises Problem for an audience that must not have this report at all.

    A letterhead is the paper of a Word file; when it fails the file is on our own and says so.
    """
    if audience and why_not_told(audience, read.head.about):
        raise Problem(NOT_ALLOWED, right=read.words.of("audience", audience))
    if form is ReportFormat.RADIO:
        return f"{read.radio(audience)}\n".encode()
    composed = read.composed(audience)
    if watermark:
        composed = watermarked(composed, watermark)
    match form:
        case ReportFormat.PDF:
            return report_pdf(
                composed,
                read.words,
                made_at=read.head.made_at,
                picture=picture_for(read, audience),
                grave=read.head.kind is ReportKind.FLASH,
            )
        case ReportFormat.WORD:
            return word_file(composed, read.words, letterhead, picture_for(read, audience))
        case ReportFormat.HTML:
            return report_html(composed, read.words).encode()
    return report_text(composed, read.words).encode()


def word_file(
    composed: Composition,
    words: Words,
    letterhead: Letterhead | None,
    picture: Picture | None = None,
) -> bytes:
    if letterhead is None:
        return report_word(composed, words, picture=picture)
    try:
        return on_letterhead(bytes(letterhead.content), composed, words, picture=picture)
    except LetterheadBroken as broken:
        log.warning("letterhead %s could not be used: %s", letterhead.pk, broken)
        notice = str(words.tables["label"]["no_letterhead"])
        return report_word(composed, words, picture=picture, notice=notice)


def sample_on(row: Letterhead, *, language: str, at: datetime) -> bytes:
    """Return an invented report on this paper."""
    words = words_of(language or "fr")
    head = Head(
        ReportKind.DAILY, "DAILY/EXAMPLE/2026/001", 0, None, row.base.name if row.base else MISSION,
        at, at - timedelta(days=1), at, to=(Audience.JOC, Audience.CIVIL_AFFAIRS), is_drill=True,
    )  # fmt: skip
    sentences = build_daily(DailyFacts(before=3))
    composed = watermarked(compose(head, sentences, words), str(words.tables["label"]["copy"]))
    return word_file(composed, words, row)


def starting_letterhead() -> bytes:
    """Return a plain template with all that must be in one."""
    return plain_template()


def pages_of(read: Read) -> tuple[bytes, ...]:
    """Return the pages as pictures; the same ones are not drawn twice."""
    is_grave = read.head.kind is ReportKind.FLASH
    return _pages(read.composed(), read.words.language, picture_for(read, None), is_grave)


@lru_cache(maxsize=8)
def _pages(
    composed: Composition, language: str, picture: Picture | None, is_grave: bool
) -> tuple[bytes, ...]:
    pages = report_pictures(composed, words_of(language), picture=picture, grave=is_grave)
    return tuple(pages)
