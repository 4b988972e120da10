"""Every address, opened with every role: what happens is what docs/reference/rights.md says."""

import re
from uuid import UUID

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory

from tests.house.sources import ROOT
from tocsin.domain.problems import NOT_ALLOWED, Problem
from tocsin.domain.words import Role
from tools.rights_page import addresses, readable

PAGE = ROOT / "docs" / "reference" / "rights.md"
ROW = re.compile(r"^\| `(/[^`]*)` \| (.+) \| (.*) \|$", re.MULTILINE)
NO_METHOD = "PROPFIND"
"""No page takes it. A guard that stands first refuses before that is noticed, and nothing is done."""
PLACES = {"int": 1, "uuid": UUID(int=1), "slug": "x", "str": "x", "path": "x"}
FACTOR, DOOR = "/account/factor/", "/sign-in/"


def published() -> dict[str, set[str]]:
    """Who may open each address, as the page says."""
    return {address: set(who.split(", ")) for address, _, who in ROW.findall(PAGE.read_text())}


def answer(view: object, route: str, *, role: Role | None, passed: bool = True) -> str:
    """Say how the guard of a view answers somebody with this role alone: in, refused, or where to."""
    from tocsin.console.access import Viewer  # noqa: PLC0415 - Django is set up by then.
    from tocsin.records.models import User  # noqa: PLC0415

    request = RequestFactory().generic(NO_METHOD, "/")
    request.session = {"second_factor": passed}  # type: ignore[assignment]  # as a guard reads it
    request.user = User(pk=1) if role else AnonymousUser()
    if role:
        request.viewer = Viewer(User(pk=1), ((role, None),))  # type: ignore[attr-defined]
    named = {name: PLACES[kind] for kind, name in re.findall(r"<(\w+):(\w+)>", route)}
    try:
        found = view(request, **named)  # type: ignore[operator]
    except Problem as problem:
        return "refused" if problem.kind is NOT_ALLOWED else "in"
    except Exception:  # noqa: BLE001 - It went past the guard, into a page without its rows.
        return "in"
    return _leads_to(found)


def _leads_to(found: HttpResponse) -> str:
    if found.status_code == 302 and found["Location"].startswith((FACTOR, DOOR)):
        return found["Location"].partition("?")[0]
    return "in"


def test_the_page_lists_every_address() -> None:
    assert published().keys() == {readable(route) for route, _ in addresses()}
    assert len(published()) > 150


@pytest.mark.parametrize("role", list(Role))
def test_a_role_opens_what_the_page_says_and_nothing_else(role: Role) -> None:
    may = published()
    wrong = {
        route: said
        for route, view in addresses()
        if (said := answer(view, route, role=role) == "in")
        != bool(may[readable(route)] & {role.value, "everybody", "everybody signed in"})
    }
    assert not wrong


def test_without_signing_in_everything_leads_to_the_door() -> None:
    may = published()
    found = {readable(route): answer(view, route, role=None) for route, view in addresses()}
    assert {address for address, said in found.items() if said != DOOR} == {
        address for address, who in may.items() if who == {"everybody"}
    }


@pytest.mark.parametrize(
    "role", [Role.LIAISON_ASSISTANT, Role.RELEASING_OFFICER, Role.ADMINISTRATOR]
)
def test_who_could_harm_sees_nothing_before_the_second_factor(role: Role) -> None:
    may = published()
    inside = {
        readable(route)
        for route, view in addresses()
        if answer(view, route, role=role, passed=False) == "in"
    }
    assert inside == {
        address for address, who in may.items() if who & {"everybody", "everybody signed in"}
    }
