"""List the entries of the lexicon that no native speaker has checked: `python -m tools.lexicon_review`.

Writes `docs/review/`: one table a language to be filled in and sent back, and a page that counts what is open. A language leaves
the list when the file of its words names in `reviewed_by` who has read them.
"""

import csv
import io
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tocsin.domain.lexicon import LANGUAGES
from tocsin.domain.phrases import entries_of

ROOT = Path(__file__).parents[1]
LEXICONS = ROOT / "tocsin" / "domain" / "lexicons"
FOLDER = ROOT / "docs" / "review"
COLUMNS = ("part", "concept", "entry", "right (y/n)", "better spelling or remark")
# What no language owns is checked by whoever knows the mission: numbers and cues, names of groups, words of time.
SHARED = ("actors", "common", "numbers", "ordinary", "times")

HEAD = """\
# Words that nobody has checked

Every entry of the lexicon in a language whose file names nobody in `reviewed_by`, as a table to be filled in: open it as a
sheet, answer in the fourth column, write what people really say into the fifth, and send it back with an
issue. Written by `python -m tools.lexicon_review`; a test keeps it current. How the words are used: [How a message is
read](../explanation/reading.md).

| Table | Entries open |
|---|--:|
"""


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name, text in files().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


def files() -> dict[str, str]:
    """Return the files of the folder by their names; none for what has been reviewed."""
    tables = {code: list(rows(code)) for code in (*LANGUAGES, *SHARED)}
    open_ones = {code: found for code, found in tables.items() if found}
    lines = [f"| [{code}]({code}.csv) | {len(found):,} |\n" for code, found in open_ones.items()]
    written = {f"{code}.csv": _table(found) for code, found in open_ones.items()}
    return {"README.md": HEAD + "".join(lines), **written}


def rows(code: str) -> Iterator[tuple[str, str, str]]:
    """Yield part, concept and entry of a file of the lexicon, none twice; nothing when it names who reviewed it."""
    parsed = tomllib.loads((LEXICONS / f"{code}.toml").read_text(encoding="utf-8"))
    if parsed["reviewed_by"]:
        return
    seen = set()
    for row in _entries(parsed):
        if row not in seen:
            seen.add(row)
            yield row


def _entries(parsed: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    for part, section in parsed.items():
        if isinstance(section, Mapping):
            for concept, value in section.items():
                yield from _of_concept(part, concept, value)
        elif isinstance(section, list) and part != "reviewed_by":
            for one in section:
                for field in ("aliases", "weak"):
                    yield from (
                        (part, one["code"], entry) for entry in entries_of(one.get(field, ""))
                    )
        elif isinstance(section, str) and part != "language":
            yield from ((part, "", word) for word in section.split())


def _of_concept(part: str, concept: str, value: Any) -> Iterator[tuple[str, str, str]]:
    if not isinstance(value, str):
        shown = " to ".join(map(str, value)) if isinstance(value, list) else str(value)
        yield part, concept, shown
    elif part == "names":
        yield from ((part, concept, word) for word in value.split())
    else:
        yield from ((part, concept, entry) for entry in entries_of(value))


def _table(found: list[tuple[str, str, str]]) -> str:
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(COLUMNS)
    table.writerows((*row, "", "") for row in found)
    return out.getvalue()


if __name__ == "__main__":
    main()
