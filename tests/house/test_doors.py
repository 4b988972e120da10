"""No page and no operation can be opened by somebody who may not: each states who may."""

from collections.abc import Iterator

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

from tocsin.api.app import api
from tocsin.api.auth import Token
from tocsin.api.field import PhoneToken

API = "api/v1/"

OPEN_TO_ALL = {"alive": "the engine asks it whether the web half works; it tells nothing else"}

PUBLIC_PAGES = 9
"""More pages without sign-in than this would be a mistake to look at. Three are the field log, which holds nothing."""


def patterns(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        route = f"{before}{entry.pattern}"
        if isinstance(entry, URLResolver):
            yield from patterns(entry, route)
        else:
            yield route, entry


def pages() -> list[tuple[str, URLPattern]]:
    every = patterns(get_resolver())
    return [(r, page) for r, page in every if r not in OPEN_TO_ALL and not r.startswith(API)]


def test_every_page_states_who_may_open_it() -> None:
    assert not [route for route, page in pages() if not hasattr(page.callback, "access")]


def test_few_pages_are_public() -> None:
    public = [route for route, page in pages() if getattr(page.callback, "access", 0) is None]
    assert len(public) <= PUBLIC_PAGES, public


def test_no_page_takes_a_form_that_another_site_sends() -> None:
    """Without the token of its own page Django answers 403, unless a view was left out of it."""
    assert "django.middleware.csrf.CsrfViewMiddleware" in settings.MIDDLEWARE
    exempt = [route for route, page in pages() if getattr(page.callback, "csrf_exempt", False)]
    assert not exempt


def test_every_operation_of_the_api_asks_for_a_token() -> None:
    operations = [
        operation
        for _, router in api._routers
        for view in router.path_operations.values()
        for operation in view.operations
    ]
    assert operations
    assert not [
        operation.view_func.__name__
        for operation in operations
        if not any(isinstance(guard, Token | PhoneToken) for guard in operation.auth_callbacks)
    ]
