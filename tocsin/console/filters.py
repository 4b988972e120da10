"""Filters that stand in the address, so that a colleague can be sent the same list."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Chip:
    """One choice of a filter, as `_components/filters.html` shows it. `count` None shows none."""

    label: str | Promise
    url: str
    is_on: bool
    count: int | None = None


def here_with(request: HttpRequest, **changes: str) -> str:
    """Return this page's address with some filters changed; an empty value removes one."""
    query = request.GET.copy()
    for name in ("page", "selected"):
        query.pop(name, None)
    for name, value in changes.items():
        if value:
            query[name] = value
        else:
            query.pop(name, None)
    return f"?{query.urlencode()}" if query else request.path


def chips(
    request: HttpRequest,
    name: str,
    choices: Sequence[tuple[str, str | Promise]],
    counts: dict[str, int] | None = None,
) -> list[Chip]:
    """Return a chip for each choice; the one that is on takes its filter away again."""
    chosen = request.GET.get(name, "")
    return [
        Chip(
            label=label,
            url=here_with(request, **{name: "" if value == chosen else value}),
            is_on=value == chosen,
            count=None if counts is None else counts.get(value, 0),
        )
        for value, label in choices
    ]


def kept(request: HttpRequest, *names: str) -> list[tuple[str, str]]:
    """Return the filters that a search form must carry on."""
    return [(name, request.GET[name]) for name in names if request.GET.get(name)]
