"""openpyxl without Pillow: where it finds that, it opens the pictures in a stranger's workbook with it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def _hidden(package: str) -> Iterator[None]:
    before = sys.modules.get(package)
    sys.modules[package] = None  # type: ignore[assignment]  # which says to Python: there is none
    try:
        yield
    finally:
        del sys.modules[package]
        if before is not None:
            sys.modules[package] = before


with _hidden("PIL"):
    from openpyxl import Workbook, load_workbook
    from openpyxl.drawing.image import PILImage
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

__all__ = ["Font", "PILImage", "Workbook", "get_column_letter", "load_workbook"]
