"""A composed report as plain text, and as one HTML file that an e-mail can carry."""

from collections.abc import Iterable
from textwrap import fill

from tocsin.domain.reports.compose import Composition, Part
from tocsin.domain.reports.saying import Words
from tocsin.formats.markup import escape
from tocsin.formats.report_pdf import references

WIDTH = 78
# Mail programs take styles from the element alone.
_TABLE = "border-collapse:collapse;width:100%;font-size:13px"
_CELL = "border-bottom:1px solid #c9c9c9;padding:4px 6px;text-align:left;vertical-align:top"
_HEAD = "border-top:2px solid #1f4e79;margin:20px 0 6px;padding-top:4px;font-size:16px"


def report_text(composed: Composition, words: Words) -> str:
    """Return the report as lines of at most 78 signs; tables become lines."""
    comment = str(words.tables["label"]["comment"])
    lines = [composed.marking, "", f"{composed.reference} {composed.stage}".strip()]
    lines += [fill(composed.title.upper(), WIDTH), ""]
    colon = str(words.tables["label"]["colon"])
    lines += [fill(f"{term}{colon} {value}", WIDTH) for term, value in composed.facts]
    for number, part in enumerate(composed.parts, start=1):
        lines += ["", f"{number}. {part.heading.upper()}", *_lines(part, comment, colon)]
    lines += ["", fill(composed.closing, WIDTH), fill(composed.caveat, WIDTH)]
    lines += [composed.watermark, composed.marking] if composed.watermark else [composed.marking]
    return "\n".join(lines) + "\n"


def report_html(composed: Composition, words: Words) -> str:
    """Return one file without anything to fetch; all that a person typed is text, never markup."""
    comment = escape(str(words.tables["label"]["comment"]))
    mark = escape(composed.marking)
    facts = "".join(
        f'<tr><th scope="row" style="{_CELL}">{escape(term)}</th>'
        f'<td style="{_CELL}">{escape(value)}</td></tr>'
        for term, value in composed.facts
    )
    parts = "".join(_section(part, comment) for part in composed.parts)
    stage = escape(" – ".join(p for p in (composed.reference, composed.stage) if p))
    return (
        f'<!doctype html><html lang="{composed.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{escape(composed.title)}</title></head>"
        '<body style="font-family:sans-serif;font-size:14px;line-height:1.4;color:#1b1f24;'
        'background:#ffffff;max-width:760px;margin:0 auto;padding:16px">'
        f'<p style="font-weight:bold;letter-spacing:1px">{mark}</p><p><b>{stage}</b></p>'
        f'<h1 style="font-size:22px;margin:0 0 10px">{escape(composed.title)}</h1>'
        f'<table style="{_TABLE}">{facts}</table>{parts}'
        f"<p><small>{escape(composed.closing)} {escape(composed.caveat)}"
        f" {escape(composed.watermark)}</small></p>"
        f'<p style="font-weight:bold;letter-spacing:1px">{mark}</p></body></html>'
    )


def _lines(part: Part, comment: str, colon: str) -> Iterable[str]:
    for piece in part.pieces:
        text = f"{comment} {piece.text}" if piece.is_comment else piece.text
        signs = references(piece.sources)
        yield fill(f"- {text}{f' [{signs}]' if signs else ''}", WIDTH, subsequent_indent="  ")
    for table in part.tables:
        for row in table.rows:
            cells = zip(table.columns, row, strict=True)
            line = "; ".join(f"{head}{colon} {cell}" for head, cell in cells if cell != "–")
            yield fill(f"- {line}", WIDTH, subsequent_indent="  ")
    for definition in part.definitions:
        yield fill(f"* {definition}", WIDTH, subsequent_indent="  ")


def _section(part: Part, comment: str) -> str:
    pieces = "".join(
        f"<p>{f'<b>{comment}</b> <i>' if piece.is_comment else ''}{escape(piece.text)}"
        f"{'</i>' if piece.is_comment else ''}"
        f' <small style="color:#5b6672">{escape(references(piece.sources))}</small></p>'
        for piece in part.pieces
    )
    tables = "".join(
        f'<div style="overflow-x:auto"><table style="{_TABLE}"><thead><tr>'
        + "".join(f'<th scope="col" style="{_CELL}">{escape(name)}</th>' for name in table.columns)
        + "</tr></thead><tbody>"
        + "".join(
            "<tr>" + "".join(f'<td style="{_CELL}">{escape(cell)}</td>' for cell in row) + "</tr>"
            for row in table.rows
        )
        + "</tbody></table></div>"
        for table in part.tables
    )
    notes = "".join(f"<p><small>{escape(text)}</small></p>" for text in part.definitions)
    return f'<h2 style="{_HEAD}">{escape(part.heading)}</h2>{pieces}{tables}{notes}'
