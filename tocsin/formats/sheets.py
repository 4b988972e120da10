"""The cells of a CSV or XLSX file as plain text: never a formula, never more than we can hold."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice

from tocsin.domain.problems.shape import gettext_noop as _
from tocsin.formats.workbooks import Workbook, load_workbook

# What a formula begins with; the wide and the small ones are plain ones to some spreadsheets.
_SIGN = "[=+\\-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b]"
# What may stand before it and is dropped, or seen by nobody.
_BLANK = (
    "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x20\\x7f-\\xa0\\xad\u034f\u061c\u115f\u1160\u1680\u180e\u2000-\u200f\u2028-\u202f"
    "\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0]*"
)
# Where a cell begins, also to a spreadsheet that takes another separator (in French: the semicolon), or a line's end.
_RUNS = re.compile(f"(\\A|[;\t\r\n])({_BLANK}{_SIGN})")
_RAN = re.compile(f"(\\A|[;\t\r\n])'({_BLANK}{_SIGN})")
_EDGE = ("\t", "\r", "\n")
MOST_ROWS = 50_000
MOST_COLUMNS = 80
LARGEST = 5_000_000  # bytes of a file
LARGEST_INSIDE = 100_000_000  # bytes of what an XLSX unpacks to
MOST_PARTS = 1_000
MOST_TAGS = 3_000_000  # of all parts: 50,000 rows of 15 cells; each is an object while it is read
MOST_IN_A_ROW = 100_000  # tags, or what stands in them; what has no rows is one
_ZIP = b"PK\x03\x04"
_ROW = re.compile(rb"<(?:[\w.-]+:)?(?:row|si)\b")
_CHUNK = 1 << 20
NO_WORKBOOK = _("it is no workbook that can be opened")

Rows = Sequence[Sequence[str]]


class UnreadableSheet(ValueError):
    """The file is no list that we can read. `why` is an English source, its places filled by `facts`."""

    def __init__(self, why: str, **facts: str | int) -> None:
        super().__init__(why % facts)
        self.why = why
        self.facts = facts


def read_rows(content: bytes) -> Rows:
    """Return the rows of the first sheet, the header first. Raises UnreadableSheet."""
    if len(content) > LARGEST:
        raise UnreadableSheet(_("it is larger than %(most)s megabytes"), most=LARGEST // 1_000_000)
    rows = _workbook(content) if content.startswith(_ZIP) else _table(content)
    if len(rows) > MOST_ROWS:
        raise UnreadableSheet(_("it has more than %(most)s rows"), most=MOST_ROWS)
    return rows


def write_csv(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Return a CSV file in which no cell is a formula, whichever separator it is opened with."""
    out = io.StringIO()
    sheet = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC)
    sheet.writerow(columns)
    sheet.writerows([harmless(value) for value in row] for row in rows)
    return out.getvalue()


def harmless(value: object) -> object:
    """Return a cell that no spreadsheet runs: an apostrophe stands before whatever it would run."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return value
    quiet = _RUNS.sub(r"\1'\2", value)
    return f"'{quiet}" if quiet.startswith(_EDGE) else quiet


def _table(content: bytes) -> Rows:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What a spreadsheet of an older Windows saves.
        text = content.decode("cp1252", errors="replace")
    if "\0" in text:
        raise UnreadableSheet(_("it is neither CSV nor XLSX"))
    head = text.partition("\n")[0]
    separator = max(",;\t", key=head.count)
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        return [[_text(cell) for cell in row[:MOST_COLUMNS]] for row in islice(rows, MOST_ROWS + 1)]
    except csv.Error as wrong:
        raise UnreadableSheet(_("its table is broken: %(what)s"), what=str(wrong)) from None


def _workbook(content: bytes) -> Rows:
    _refuse_bombs(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except Exception:  # noqa: BLE001 - whatever its reader stumbles over, the file is what is wrong
        raise UnreadableSheet(NO_WORKBOOK) from None
    try:
        rows = _cells(book)
    except IndexError:
        raise UnreadableSheet(_("it holds no sheet")) from None
    except Exception:  # noqa: BLE001 - cells are unpacked only here, so what is broken shows only here
        raise UnreadableSheet(NO_WORKBOOK) from None
    finally:
        book.close()
    while rows and not any(rows[-1]):
        rows.pop()
    return rows


def _refuse_bombs(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            size = sum(part.file_size for part in parts)
            is_bomb = size > LARGEST_INSIDE or len(parts) > MOST_PARTS or _is_crowded(packed)
    except Exception:  # noqa: BLE001 - a broken archive fails in many ways, and is no workbook in any
        raise UnreadableSheet(NO_WORKBOOK) from None
    if is_bomb:
        raise UnreadableSheet(_("it unpacks to more than we can hold"))


def _is_crowded(packed: zipfile.ZipFile) -> bool:
    """Say whether reading would make more objects than we can hold: some kilobytes can pack millions."""
    parts = packed.infolist()
    total = sum(chunk.count(b"<") for part in parts for chunk in _chunks(packed, part))
    return total > MOST_TAGS or any(_has_crowded_row(_chunks(packed, part)) for part in parts)


def _has_crowded_row(chunks: Iterator[bytes]) -> bool:
    tags = notes = 0
    for chunk in chunks:
        for place, piece in enumerate(_ROW.split(chunk)):
            if place:  # a row begins
                tags = notes = 0
            tags += piece.count(b"<")
            notes += piece.count(b"=")
            if max(tags, notes) > MOST_IN_A_ROW:
                return True
    return False


def _chunks(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    with packed.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


def _cells(book: Workbook) -> list[list[str]]:
    sheet = book.worksheets[0]
    cells = sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS, values_only=True)
    return [[_text(cell) for cell in row] for row in cells]


def _text(cell: object) -> str:
    """Return a cell as somebody would have typed it; our own guard before a formula goes again."""
    match cell:
        case None:
            return ""
        case bool():
            return "yes" if cell else "no"
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime():
            return cell.date().isoformat()
    text = str(cell)
    text = text[1:] if text.startswith(tuple(f"'{edge}" for edge in _EDGE)) else text
    return _RAN.sub(r"\1\2", text.strip()).strip()
