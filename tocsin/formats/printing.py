"""Printed sheets: a template of ours (`formats/print/*.typ`) and plain content become a PDF.

Content reaches the template as JSON and is never markup. Nothing is fetched: fonts are those that
typst carries, no template of ours names a package, and none can read outside its folder.
"""

import json
import logging
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Literal

import typst

from tocsin.domain.problems import PRINT_FAILED, Problem

log = logging.getLogger(__name__)

Printable = str | int | float | bool | None | Sequence["Printable"] | Mapping[str, "Printable"]
"""What a template may be given. Dates and amounts are written out before, in the reader's way."""

TEMPLATES = Path(__file__).parent / "print"
ACCESSIBLE: Literal["ua-1"] = "ua-1"
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
KEPT_CONTROLS = {"\n", "\t"}
NOTHING = "\ufeff"  # no width, no break: the mark of a file's byte order, which PDF/UA forbids


def print_pdf(template: str, content: Mapping[str, Printable], *, made_at: datetime) -> bytes:
    """Return the sheet as PDF: the same bytes for the same content and time.

    `template` is the name of a file in `formats/print/` without its ending. The PDF follows PDF/UA-1;
    only a character that the standard forbids, or no font of ours has (an empty box), costs it that.
    Raises Problem (PRINT_FAILED).
    """
    said = _as_json(content)
    try:
        return _compiled(template, said, made_at, ACCESSIBLE)
    except typst.TypstError as error:
        if "PDF/UA-1" not in str(error):
            raise _failure(template, error) from error
    # Somebody's name in a script we have no font for must not cost them the whole sheet.
    log.warning("sheet %s holds a character that PDF/UA forbids: printed without it", template)
    try:
        return _compiled(template, said, made_at, None)
    except typst.TypstError as error:
        raise _failure(template, error) from error


def print_pictures(template: str, content: Mapping[str, Printable]) -> list[bytes]:
    """Return each page of the sheet as SVG, for a preview. Raises Problem (PRINT_FAILED).

    A page of text is a fifth as heavy as in pixels once it is compressed, and sharp on any screen.
    """
    try:
        pages: object = (
            typst.compile(  # A picture, or a list of them; its types say the first only.
                _path_of(template),
                root=TEMPLATES,
                format="svg",
                sys_inputs={"content": _as_json(content)},
                font_paths=_fonts(),
            )
        )
    except typst.TypstError as error:
        raise _failure(template, error) from error
    return [page for page in (pages if isinstance(pages, list) else [pages]) if page]


def print_pixels(svg: str, *, fill: str = "") -> bytes:
    """Return a drawing of ours as PNG, 13 cm wide at 150 pixels an inch. Raises Problem (PRINT_FAILED)."""
    try:
        return typst.compile(
            _path_of("drawing"),
            root=TEMPLATES,
            format="png",
            ppi=150.0,
            sys_inputs={"content": _as_json({"svg": svg, "fill": fill})},
            font_paths=_fonts(),
        )
    except typst.TypstError as error:
        raise _failure("drawing", error) from error


def _compiled(
    template: str, said: str, made_at: datetime, standard: Literal["ua-1"] | None
) -> bytes:
    return typst.compile(
        _path_of(template),
        root=TEMPLATES,
        format="pdf",
        sys_inputs={"content": said},
        font_paths=_fonts(),
        pdf_standards=[standard] if standard else [],
        timestamp=int(made_at.timestamp()),
    )


@cache
def _fonts() -> typst.Fonts:
    """The same fonts on every machine: what a laptop happens to have installed changes no sheet."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)


def _path_of(template: str) -> Path:
    path = TEMPLATES / f"{template}.typ"
    if path.parent != TEMPLATES or not path.is_file():
        raise Problem(PRINT_FAILED, sheet=template, why="there is no such template")
    return path


def _failure(template: str, error: typst.TypstError) -> Problem:
    log.error("sheet %s could not be printed", template)  # typst quotes content: not for a log.
    return Problem(PRINT_FAILED, sheet=template, why=type(error).__name__)


def _as_json(content: Mapping[str, Printable]) -> str:
    return json.dumps(_legible(content), ensure_ascii=False)


def _legible(value: Printable) -> Printable:
    """Return the same with what cannot be printed shown as a replacement sign."""
    if isinstance(value, str):
        return "".join(_legible_sign(sign) for sign in value)
    if isinstance(value, Mapping):
        return {key: _legible(inner) for key, inner in value.items()}
    if isinstance(value, Sequence):
        return [_legible(inner) for inner in value]
    return value


def _legible_sign(sign: str) -> str:
    if sign == NOTHING:
        return ""
    if sign in KEPT_CONTROLS or unicodedata.category(sign) not in {"Cc", "Cs", "Cn", "Co"}:
        return sign
    return REPLACEMENT
