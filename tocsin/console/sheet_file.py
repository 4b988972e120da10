"""A list as a CSV file that no spreadsheet takes for a formula."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse

from tocsin.formats.sheets import write_csv


def csv_file(name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """Return the file; `name` tells what it is, never about whom."""
    text = write_csv(columns, list(rows))
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
