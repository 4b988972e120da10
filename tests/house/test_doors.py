"""No page can be opened by somebody who may not: every URL states who may."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

PUBLIC_PAGES = 12
"""More than this many pages without sign-in would be a mistake to look at."""


def patterns(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        route = f"{before}{entry.pattern}"
        if isinstance(entry, URLResolver):
            yield from patterns(entry, route)
        else:
            yield route, entry


def every_page() -> list[tuple[str, URLPattern]]:
    return list(patterns(get_resolver()))


def test_every_page_states_who_may_open_it() -> None:
    assert not [route for route, page in every_page() if not hasattr(page.callback, "access")]


def test_few_pages_are_public() -> None:
    public = [route for route, page in every_page() if getattr(page.callback, "access", 0) is None]
    assert len(public) <= PUBLIC_PAGES, public
