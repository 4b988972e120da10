"""Print the entries of a language for a native speaker to check: `python tools/lexicon_review.py sw > sw.csv`."""

import argparse
import csv
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from tocsin.domain.lexicon import LANGUAGES
from tocsin.domain.phrases import entries_of

FOLDER = Path(__file__).parents[1] / "tocsin" / "domain" / "lexicons"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("language", choices=LANGUAGES)
    language = parser.parse_args().language
    table = csv.writer(sys.stdout, lineterminator="\n")
    table.writerow(["part", "concept", "entry", "right (y/n)", "better spelling or remark"])
    table.writerows(rows(language))


def rows(language: str) -> Iterator[tuple[str, str, str, str, str]]:
    """Yield the entries nobody has checked; none when the file names who reviewed it."""
    parsed = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    if parsed["reviewed_by"]:
        return
    for part in ("words", "now", "verbs"):
        for concept, text in parsed.get(part, {}).items():
            for entry in entries_of(text):
                yield part, concept, entry, "", ""


if __name__ == "__main__":
    main()
