"""The sentences of reports, one pair of files a language: `report.toml` and `report_codes.toml`."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from zoneinfo import ZoneInfo

from tocsin.domain.reports.saying import Words
from tocsin.domain.signs import all_signs

SPOKEN = ("fr", "en")
PHRASES_IN = ("fr", "en", "sw", "ln", "rw")


@cache
def report_words(language: str, zone: str) -> Words:
    """Return the wording of a language, French where it has none, with the clocks of the mission."""
    spoken = language if _file(language, "report").is_file() else SPOKEN[0]
    tables = {
        **_pack_tables(spoken),
        "sign": {code: one.names[spoken] for code, one in all_signs().items()},
        **tomllib.loads(_file(spoken, "report_codes").read_text(encoding="utf-8")),
        **tomllib.loads(_file(spoken, "report").read_text(encoding="utf-8")),
    }
    return Words(spoken, tables, ZoneInfo(zone))


@cache
def pack_words() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """Return the terms and phrases of handover packs, by key and language."""
    path = files("tocsin.wording") / "pack.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _pack_tables(spoken: str) -> dict[str, dict[str, str]]:
    found = pack_words()
    tables = {
        f"phrase_{language}": {key: said[language] for key, said in found["phrases"].items()}
        for language in PHRASES_IN
    }
    return {**tables, "term": {key: said[spoken] for key, said in found["terms"].items()}}


def _file(language: str, name: str) -> Traversable:
    return files("tocsin.wording") / language / f"{name}.toml"
