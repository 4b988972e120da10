"""Every address, by role, area and sensitivity: who meets what is what docs/reference/rights.md says.

A list is proven by what does not change: whoever may not know of something sees the same page, to the letter,
before and after it is there. So no count, title, choice or point of a map can tell of it.
"""

from collections.abc import Iterator

import pytest

from tests.conftest import Undone
from tests.house.reach import (
    GUARDED,
    NOBODY,
    District,
    found,
    knock,
    look,
    machine,
    path_of,
    person,
    registers,
    things_of,
    viewer,
    warn,
)
from tests.house.test_rights import PAGE
from tests.house.token_reach import TOLD, UNGUARDED, wrong_tokens
from tocsin.actions.report_drafts import draft_flash
from tocsin.domain.access import Right, rights_of
from tocsin.domain.token_words import TokenScope
from tocsin.domain.words import CallBackState, Kind, Role
from tocsin.records.models import (
    CallBack,
    Feedback,
    FocalPoint,
    Handset,
    Hotline,
    Incident,
    Message,
    Need,
    ReportDue,
    Response,
    Rumour,
    User,
)
from tocsin.records.queries.clock import database_now
from tools.reach import operation_reason, reason_for
from tools.rights_page import addresses, operations, readable

GATED = [(route, view.access) for route, view in addresses() if isinstance(view.access, Right)]
LISTS = [route for route, _ in GATED if "<" not in route and not reason_for(route)]
THINGS = [
    (route, view)
    for route, view in addresses()
    if "<" in route and isinstance(view.access, Right) and not reason_for(readable(route))
]
HEARD = (
    "/network/coverage",
    "/communities/",
    "/network/focal-points/",
    "/network/handsets/",
    "/figures/",
    "/api/v1/statistics",
)
"""They say when somebody was last heard from, and that counts every message: silence must not be cried falsely."""

SHEETS = (
    "/bases/beni/",
    "/packs/1/",
    "/communities/OIC/",
    "/planning/ranking/OIC/",
    "/closures/1/",
)
"""Pages of one base or village that count what waits, came or was answered there."""

UNASKED = (
    "/accept/",
    "/refuse/<",
    "/undo/",
    "/lost/go-on",
    "/correct/",
    "/recommendations/",
    "/tests/checks/",
    "/board/row/",
    "/behind/",
)
"""They want a suggestion, a step to undo, a drill, an open row: here only that nobody elsewhere gets past is asked."""


def test_the_page_says_of_each_address_how_far_it_reaches() -> None:
    page = PAGE.read_text()
    for route, _ in GATED:
        says = reason_for(readable(route)) or "own areas"
        assert f"| `{readable(route)}` | {says} |" in page, route
    for method, path in operations():
        says = operation_reason(path) or "own area"
        assert f"| `{method} {path}` | {says} |" in page, path


@pytest.fixture(scope="module")
def founded(undone: Undone, tmp_path_factory: pytest.TempPathFactory) -> Iterator[District]:
    """The district, founded once: what a test writes is undone, and the district at the end."""
    with undone():
        yield found(tmp_path_factory.mktemp("district"))


@pytest.fixture
def district(founded: District, undone: Undone) -> Iterator[District]:
    with undone():
        yield founded


def test_a_list_tells_nobody_what_they_may_not_know(district: District) -> None:
    plain = person("plain", [role for role in Role if role not in GUARDED], district.here)
    far = person("far", list(Role), district.there)
    codes = _codes()
    before = {route: look(plain, route) for route in LISTS}
    before_far = {route: look(far, route) for route in LISTS}
    system = machine("near", UNGUARDED, district.here)
    system_far = machine("far", TokenScope, district.there)
    told, told_far = ({path: look(one, path) for path in TOLD} for one in (system, system_far))
    assert {page[:3] for page in told.values()} == {"200"}
    _guarded_incident(district)
    _same(told, {path: look(system, path) for path in TOLD}, but=HEARD)
    _same(before, {route: look(plain, route) for route in LISTS}, but=HEARD)
    seen = warn(district, Kind.ATTACK, "qwadogo hapa")
    _same(before_far, {route: look(far, route) for route in LISTS})
    _same(told_far, {path: look(system_far, path) for path in TOLD})
    leaks = [(route, code) for route, page in before_far.items() for code in codes if code in page]
    leaks += [(path, code) for path, page in told_far.items() for code in codes if code in page]
    assert leaks == []
    sheets = {route: look(plain, route) for route in SHEETS}  # its writer has been heard by now
    assert {page[:3] for page in sheets.values()} == {"200"}
    _ask_all_of(warn(district, Kind.RECRUITMENT, "qwatatu siri"))
    _same(sheets, {route: look(plain, route) for route in SHEETS})
    assert f'"number": {seen.number},' in look(system, "/api/v1/incidents")
    assert f"/incidents/{seen.number}/" in look(plain, "/"), "and it is there to be seen"


@pytest.mark.parametrize("is_restricted", [False, True])
def test_a_thing_is_met_in_its_area_and_by_the_right_for_it(
    district: District, is_restricted: bool
) -> None:
    people = {
        (role, area): viewer(f"{role}-{area.name}", role, area)
        for role in Role
        for area in (district.here, district.there)
    }
    incident = _guarded_incident(district) if is_restricted else _past_incident()
    things = things_of(incident) if is_restricted else {**registers(), **things_of(incident)}
    wrong = wrong_tokens(district, things)
    for route, view in THINGS:
        path = path_of(route, things)
        if path is None or NOBODY in path or "/0/" in path:
            continue
        holders = [role for role in Role if view.access in rights_of([role])]
        # In the area a role decides nothing but the right (test_rights.py) and whether it sees what is restricted.
        near = {role in GUARDED or not is_restricted: role for role in holders}
        for role in near.values() if not any(part in route for part in UNASKED) else ():
            may = not is_restricted or role in GUARDED
            if knock(people[role, district.here], view, path) != may:
                wrong.append(f"own area: {role.value} {path}")
        wrong += [
            f"another area: {role.value} {path}"
            for role in holders
            if knock(people[role, district.there], view, path)
        ]
    assert not wrong, "\n".join(wrong)


def _past_incident() -> Incident:
    """One of some days ago with response, release and feedback, and its flash."""
    return Incident.objects.filter(releases__isnull=False, reports__isnull=False).order_by(
        "number"
    )[0]


def _guarded_incident(district: District) -> Incident:
    """One that is restricted, with its message, alert, run, feedback owed and flash."""
    hidden = warn(district, Kind.SEXUAL_VIOLENCE, "qwaliza siri")
    assert hidden.is_restricted
    draft_flash(hidden, by=User.objects.get(name="salima"), at=database_now())
    return hidden


def _ask_all_of(incident: Incident) -> None:
    """Let it owe all that a sheet counts: a patrol, a call, an answer, a flash."""
    now, base = database_now(), incident.base
    Response.objects.create(incident=incident, base=base, state="asked", asked_at=now)
    message = Message.objects.filter(alert_link__alert__incident_links__incident=incident)[0]
    CallBack.objects.create(
        message=message,
        community=incident.community,
        state=CallBackState.DUE,
        due_at=now,
        escalate_at=now,
    )
    assert Feedback.objects.filter(incident=incident).exists()
    ReportDue.objects.filter(incident=incident).update(settled_at=None)


def _codes() -> set[str]:
    """What stands on pages of the area alone: codes of people and things, words of its registers."""
    found = {
        *FocalPoint.objects.values_list("code", flat=True),
        *Handset.objects.values_list("code", flat=True),
        *Hotline.objects.values_list("code", flat=True),
        *(row.what for row in Rumour.objects.all()),
        *(row.what for row in Need.objects.all()),
    }
    assert len(found) > 40
    return found


def _same(before: dict[str, str], after: dict[str, str], *, but: tuple[str, ...] = ()) -> None:
    told = [
        (route, _first_difference(before[route], after[route]))
        for route in before
        if before[route] != after[route] and not route.startswith(but or ("-",))
    ]
    assert told == []


def _first_difference(before: str, after: str) -> str:
    pairs = zip(before.splitlines(), after.splitlines(), strict=False)
    return next((f"{old[:120]} → {new[:120]}" for old, new in pairs if old != new), "longer")
