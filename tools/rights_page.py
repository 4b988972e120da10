"""Write docs/reference/rights.md from the code: who holds which right, and which address asks for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

HEAD = """\
# Rights

Who may do what, and who may open which page. A right is held by a role, a role is held in an area or everywhere,
for a time or until it is ended. Whoever holds several roles has the rights of all of them, each in its own area.

- **In an area**: a right counts for incidents, communities, messages and calls of the area (and the areas in it) for
  which the role is held. Rights marked *everywhere* concern the whole mission and know no area.
- **Restricted** (sexual violence, children, duress): a thing that is restricted is met only by somebody who holds
  `see_restricted` beside the right, and for others it does not exist: it is on no list, and its address answers like
  that of nothing.
- **Second factor**: whoever holds a right marked so adds one before they see any page. An exercise alone lets them in
  without.
- **Names**: no page shows who a focal point is without a second click, which is a line in the log book.

A house test opens every address below with every role, and compares with this page. The API knows no roles: its
tokens have scopes, and an area or everywhere ([HTTP API](api.md)).

This page is written by `python tools/reference_pages.py`.
"""

REACH_HEAD = """
## How far each address reaches

*Own areas*: of what has a place, a viewer meets what lies in the areas for which a role of theirs is held, and of what is
restricted only that for which `see_restricted` is held there too. A thing elsewhere is refused or unknown; a list is the
same, to the letter, whether it exists or not: no count, choice or point of a map tells of it. Names of bases, communities
and places are no secret within the mission. When somebody was last heard from counts every message, also a restricted one.

A house test drives each of these as every role, in the area and in another, with what is restricted and what is not.

| Address | Reaches |
|---|---|
"""

TOKENS_HEAD = """
## How far a token of the API reaches

*Own area*: a token of an area reads and changes what lies in it, and of what is restricted nothing without the scope
`restricted`. The rest is unknown to it: a list is the same, to the letter, whether it exists or not. What is done in
somebody's name needs that person's right in that place as well. A token of an addressee reads what was released to it.

The same house test calls each of these with a token of the area and of another.

| Operation | Reaches |
|---|---|
"""

CONVERTER = re.compile(r"<\w+:(\w+)>")


def rights_page() -> str:
    return HEAD + "".join(
        (
            *_rights(),
            *_pages(addresses()),
            REACH_HEAD,
            *_reach(addresses()),
            TOKENS_HEAD,
            *_tokens(),
        )
    )


def addresses() -> list[tuple[str, Any]]:
    """Return every address of the console with its view, but for those of the API, which has tokens."""
    from django.urls import URLResolver, get_resolver

    def below(resolver: URLResolver, before: str) -> Iterator[tuple[str, Any]]:
        for entry in resolver.url_patterns:
            route = f"{before}{entry.pattern}"
            if isinstance(entry, URLResolver):
                yield from below(entry, route)
            elif hasattr(entry.callback, "access"):
                yield f"/{route}", entry.callback

    return list(below(get_resolver(), ""))


def readable(route: str) -> str:
    return CONVERTER.sub(r"<\1>", route)


def _rights() -> Iterator[str]:
    from tocsin.console.right_labels import RIGHTS
    from tocsin.domain.access import GUARDED, MISSION_WIDE, Right, rights_of
    from tocsin.domain.words import Role

    roles = list(Role)
    yield "\n## What each role may\n\n"
    yield f"| Right | | {' | '.join(role.value.replace('_', ' ') for role in roles)} |\n"
    yield f"|---|---|{':-:|' * len(roles)}\n"
    for right in Right:
        marks = [
            word
            for word, those in (("second factor", GUARDED), ("everywhere", MISSION_WIDE))
            if right in those
        ]
        held = " | ".join("●" if right in rights_of([role]) else "" for role in roles)
        yield f"| `{right.value}` {RIGHTS[right]} | {', '.join(marks)} | {held} |\n"


def _pages(found: Iterable[tuple[str, Any]]) -> Iterator[str]:
    rows = sorted({(readable(route), *_who(view.access)) for route, view in found})
    yield "\n## Which address asks for what\n\n"
    yield "| Address | Right | Who |\n|---|---|---|\n"
    for address, right, who in rows:
        yield f"| `{address}` | {right} | {who} |\n"


def _reach(found: Iterable[tuple[str, Any]]) -> Iterator[str]:
    from tocsin.domain.access import Right
    from tools.reach import reason_for

    gated = sorted({readable(route) for route, view in found if isinstance(view.access, Right)})
    for address in gated:
        yield f"| `{address}` | {reason_for(address) or 'own areas'} |\n"


def operations() -> list[tuple[str, str]]:
    """Return every operation of the API: its method and its address."""
    from tocsin.api.app import api

    paths = api.get_openapi_schema(path_prefix="/api/v1/")["paths"]
    return sorted((method.upper(), path) for path, found in paths.items() for method in found)


def _tokens() -> Iterator[str]:
    from tools.reach import operation_reason

    for method, path in sorted(operations(), key=lambda one: (one[1], one[0])):
        yield f"| `{method} {path}` | {operation_reason(path) or 'own area'} |\n"


def _who(access: Any) -> tuple[str, str]:
    from tocsin.console.access import OWN
    from tocsin.domain.access import rights_of
    from tocsin.domain.words import Role

    if access is None:
        return "none", "everybody"
    if access == OWN:
        return "one's own", "everybody signed in"
    holders = [role.value for role in Role if access in rights_of([role])]
    return f"`{access.value}`", ", ".join(holders)
