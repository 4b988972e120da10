"""Reading: what a message says, in five mixed languages, offline, with reasons (reading.md)."""

from tocsin.domain.reading.as_json import from_json, to_json
from tocsin.domain.reading.coded import looks_coded, read_coded
from tocsin.domain.reading.read import read_message
from tocsin.domain.reading.result import Reading
from tocsin.domain.reading.screen import looks_like_p1

__all__ = [
    "Reading",
    "from_json",
    "looks_coded",
    "looks_like_p1",
    "read_coded",
    "read_message",
    "to_json",
]
