"""What callers send, read so that the database can hold it: no NUL, no half of a character."""

import json
from datetime import UTC, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from ninja.parser import Parser
from pydantic import AfterValidator

from tocsin.domain.moments import EARLIEST, LATEST, is_possible
from tocsin.domain.problems import Problem
from tocsin.domain.problems.people import FIELD_WRONG


class WholeWords(Parser):
    """Refuses what no column can hold, instead of failing where it is looked for."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """Raises ValueError, which is answered as a body that cannot be read."""
        said: Any = json.loads(request.body)
        if not is_whole(json.dumps(said, ensure_ascii=False)):
            raise ValueError("not text")
        return dict(said)

    def parse_querydict(
        self,
        data: "MultiValueDict[str, Any]",
        list_fields: list[str],
        request: HttpRequest,
    ) -> dict[str, Any]:
        for name, values in data.lists():
            if not all(is_whole(str(value)) for value in (name, *values)):
                raise Problem(FIELD_WRONG, field="query", why="not_text")
        return dict(super().parse_querydict(data, list_fields, request))


def _zoned(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _bounded(moment: datetime) -> datetime:
    return min(max(_zoned(moment), EARLIEST), LATEST)


def _possible(moment: datetime) -> datetime:
    zoned = _zoned(moment)
    if not is_possible(zoned):
        raise ValueError("no moment that can be")
    return zoned


Moment = Annotated[datetime, AfterValidator(_possible)]
"""A moment that a caller gives to be kept; without a zone it is UTC."""

Bound = Annotated[datetime, AfterValidator(_bounded)]
"""From when or until when a caller asks: all time there is when it lies before or after it."""


def is_whole(words: str) -> bool:
    """Say whether words, or words inside JSON, can be stored and looked for."""
    if "\0" in words or "\\u0000" in words:
        return False
    return not any("\ud800" <= sign <= "\udfff" for sign in words)
