"""A composed report as PDF or pictures of its pages, by typst (PDF/UA-1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from tocsin.domain.reports.base_counters import CounterLine
from tocsin.domain.reports.compose import Composition, Part, Table
from tocsin.domain.reports.saying import Words
from tocsin.formats.printing import Printable, print_pdf, print_pictures

# What is a reference to somebody who reads it, and how it is written beside a sentence.
SIGNS: Mapping[str, str] = {"alert": "A", "incident": "I", "response": "", "report": "", "due": ""}


LINE, NARROW, LONGEST = (
    110,
    16,
    60,
)  # letters across a page, of a column that stays whole, that count
SIZES = (10.0, 9.0, 8.0, 7.0, 6.5)  # points; only a sheet that must be one page leaves the first
SHORT = 90  # letters of a heading and what it says that share a line


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing of ours as SVG text, and what a screen reader says of it."""

    svg: str
    alt: str
    fill: str = ""  # the colour of its paper, such as that of land


def report_pdf(
    composed: Composition,
    words: Words,
    *,
    made_at: datetime,
    picture: Picture | None = None,
    grave: bool = False,
    counters: Sequence[CounterLine] = (),
) -> bytes:
    """Return the report as PDF. `picture` is a map or bars; readers below its level get none.

    `counters` are the figures above a sheet of a base.
    """
    content = _content(composed, words, picture=picture, grave=grave)
    figures: list[Printable] = [[one.value, one.label, one.is_bad] for one in counters]
    content = {**content, "counters": figures}
    return print_pdf("report", _on_one_page(content) if counters else content, made_at=made_at)


def report_pictures(
    composed: Composition,
    words: Words,
    *,
    picture: Picture | None = None,
    grave: bool = False,
) -> list[bytes]:
    """Return each page as SVG, for the composer."""
    return print_pictures("report", _content(composed, words, picture=picture, grave=grave))


def references(sources: Sequence[str]) -> str:
    """Return `I-47 A-101 A-102`: what leads back to the records, and to no person."""
    found = []
    for source in sources:
        kind, _, key = source.partition(":")
        if sign := SIGNS.get(kind, ""):
            found.append(f"{sign}-{key}")
        elif kind == "report":
            found.append(key)
    return " ".join(found[:4]) + (" …" if len(found) > 4 else "")


def _content(
    composed: Composition, words: Words, *, picture: Picture | None, grave: bool
) -> Mapping[str, Printable]:
    label = words.tables["label"]
    return {
        "title": composed.title,
        "language": composed.language,
        "marking": composed.marking,
        "footer": " – ".join(part for part in (composed.reference, composed.stage) if part),
        "reference": composed.reference,
        "stage": composed.stage,
        "caveat": composed.caveat,
        "facts": [list(pair) for pair in composed.facts],
        "parts": [_part(part) for part in composed.parts],
        "map": picture.svg if picture else "",
        "map_alt": picture.alt if picture else "",
        "map_fill": picture.fill if picture else "",
        "grave": grave,
        "counters": [],
        "size": SIZES[0],
        "comment_label": label["comment"],
        "definitions_label": label["definitions"],
        "closing": composed.closing,
        "watermark": composed.watermark,
    }


def _on_one_page(content: Mapping[str, Printable]) -> Mapping[str, Printable]:
    """Return a sheet in the largest letters in which it is one page; it goes on a wall, not in a file."""
    tried = [{**content, "size": size} for size in SIZES]
    return next((one for one in tried if len(print_pictures("report", one)) == 1), tried[-1])


def _widths(table: Table) -> list[int]:
    """Return the share of each column in what is left of the width; 0 takes what its words need.

    One column gives way, the one with the longest text; where several are long, they share, or the
    first would be squeezed to a letter.
    """
    longest = [max(len(text) for text in column) for column in zip(*table.rows, strict=True)]
    if sum(longest) <= LINE:
        return [int(n == longest.index(max(longest))) for n in range(len(longest))]
    return [min(letters, LONGEST) if letters > NARROW else 0 for letters in longest]


def _is_short(part: Part) -> bool:
    """Say whether all of it is a few words without a record: they need no line of their own."""
    if part.tables or part.definitions or len(part.pieces) != 1:
        return False
    piece = part.pieces[0]
    return len(part.heading) + len(piece.text) <= SHORT and not (piece.sources or piece.is_comment)


def _part(part: Part) -> Mapping[str, Printable]:
    return {
        "heading": part.heading,
        "is_short": _is_short(part),
        "pieces": [
            {
                "text": piece.text,
                "refs": references(piece.sources),
                "comment": piece.is_comment,
            }
            for piece in part.pieces
        ],
        "tables": [
            {
                "columns": list(table.columns),
                "rows": [list(row) for row in table.rows],
                "widths": _widths(table),
            }
            for table in part.tables
        ],
        "definitions": list(part.definitions),
    }
