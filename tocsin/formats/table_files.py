"""A table as a file: CSV, CSV with a row of HXL hashtags, and a sheet for spreadsheets."""

import csv
from collections.abc import Sequence
from io import BytesIO, StringIO

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

Cell = str | int | float | None
# A cell that begins so is a formula to a spreadsheet; a name could carry one.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
_WIDEST = 80


def csv_of(head: Sequence[str], rows: Sequence[Sequence[Cell]], tags: Sequence[str] = ()) -> str:
    """Return CSV; `tags` are the HXL hashtags of the columns, in a row of their own below the head."""
    text = StringIO()
    sheet = csv.writer(text)
    sheet.writerow(head)
    if tags:
        sheet.writerow(tags)
    sheet.writerows([_safe(cell) for cell in row] for row in rows)
    return text.getvalue()


def xlsx_of(title: str, head: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """Return a workbook of one sheet, its head in bold and held in view."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title[:31]
    sheet.append(list(head))
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
    if isinstance(cell, str) and cell.startswith(FORMULA):
        return f"'{cell}"
    return cell
