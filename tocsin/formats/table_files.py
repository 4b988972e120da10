"""A table as a file: CSV, CSV with a row of HXL hashtags, and a sheet for spreadsheets."""

import re
from collections.abc import Sequence
from io import BytesIO

from tocsin.domain.legible import legible
from tocsin.formats.sheets import harmless, write_csv
from tocsin.formats.workbooks import Font, Workbook, get_column_letter

Cell = str | int | float | None
_WIDEST = 80
_NO_TITLE = re.compile(r"[\\*?:/\[\]]")  # what no sheet may be called


def csv_of(head: Sequence[str], rows: Sequence[Sequence[Cell]], tags: Sequence[str] = ()) -> str:
    """Return CSV; `tags` are the HXL hashtags of the columns, in a row of their own below the head."""
    cells = [[_legible(cell) for cell in row] for row in rows]
    return write_csv(head, [list(tags), *cells] if tags else cells)


def xlsx_of(title: str, head: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """Return a workbook of one sheet, its head in bold and held in view."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = _NO_TITLE.sub(" ", legible(title))[:31]
    sheet.append([_safe(name) for name in head])
    for row in rows:
        sheet.append([_safe(cell) for cell in row])
    for number, name in enumerate(head, start=1):
        sheet.cell(1, number).font = Font(bold=True)
        lengths = [len(str(row[number - 1] or "")) for row in rows]
        width = min(_WIDEST, max([len(name), *lengths]) + 2)
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _safe(cell: Cell) -> Cell:
    return str(harmless(legible(cell))) if isinstance(cell, str) else cell


def _legible(cell: Cell) -> Cell:
    return legible(cell) if isinstance(cell, str) else cell
