"""The sentences of reports, one pair of files a language: `report.toml` and `report_codes.toml`."""

import tomllib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from zoneinfo import ZoneInfo

from tocsin.domain.reports.saying import Words
from tocsin.domain.signs import all_signs

SPOKEN = ("fr", "en")


@cache
def report_words(language: str, zone: str) -> Words:
    """Return the wording of a language, French where it has none, with the clocks of the mission."""
    spoken = language if _file(language, "report").is_file() else SPOKEN[0]
    tables = {
        "sign": {code: one.names[spoken] for code, one in all_signs().items()},
        **tomllib.loads(_file(spoken, "report_codes").read_text(encoding="utf-8")),
        **tomllib.loads(_file(spoken, "report").read_text(encoding="utf-8")),
    }
    return Words(spoken, tables, ZoneInfo(zone))


def _file(language: str, name: str) -> Traversable:
    return files("tocsin.wording") / language / f"{name}.toml"
