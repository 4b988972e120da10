"""Rights are one table; what protects people is written out here a second time, on purpose."""

from collections.abc import Collection

import pytest

from tocsin.domain.access import Right, may, needs_second_factor, rights_of
from tocsin.domain.words import Role


def holders(right: Right) -> set[Role]:
    return {role for role in Role if right in rights_of([role])}


@pytest.mark.parametrize(
    ("right", "roles"),
    [
        (Right.SEE_NAMES, {Role.LIAISON_ASSISTANT}),
        (Right.SEE_RESTRICTED, {Role.LIAISON_ASSISTANT, Role.RELEASING_OFFICER}),
        (Right.APPROVE_RELEASE, {Role.RELEASING_OFFICER}),
        (Right.BREAK_GLASS, {Role.RELEASING_OFFICER}),
        (Right.MANAGE_GATEWAYS, {Role.ADMINISTRATOR}),
        (Right.MANAGE_LADDERS, {Role.ADMINISTRATOR}),
        (Right.MANAGE_ACCOUNTS, {Role.ADMINISTRATOR}),
        (Right.TRIAGE, {Role.LIAISON_ASSISTANT, Role.DUTY_OFFICER}),
        (Right.DECIDE, {Role.DUTY_OFFICER, Role.COMMANDER}),
        (Right.PLAN, {Role.DUTY_OFFICER, Role.COMMANDER, Role.ANALYST, Role.ADMINISTRATOR}),
        (Right.JOURNAL, {Role.AUDITOR, Role.RELEASING_OFFICER}),
    ],
)
def test_who_holds_a_right_that_can_harm(right: Right, roles: set[Role]) -> None:
    assert holders(right) == roles


def test_every_right_has_a_holder_and_all_but_readers_see_the_board() -> None:
    assert all(holders(right) for right in Right)
    assert holders(Right.SEE_BOARD) == set(Role) - {Role.READER}
    assert rights_of([Role.READER]) == {Right.READ_REPORT}


@pytest.mark.parametrize(
    ("roles", "right", "area_match", "restricted", "allowed"),
    [
        ([Role.DUTY_OFFICER], Right.DECIDE, True, False, True),
        ([Role.DUTY_OFFICER], Right.DECIDE, False, False, False),
        ([Role.DUTY_OFFICER], Right.SEE_BOARD, True, True, False),
        ([Role.LIAISON_ASSISTANT], Right.SEE_BOARD, True, True, True),
        ([Role.LIAISON_ASSISTANT], Right.SEE_NAMES, False, False, False),
        ([Role.DUTY_OFFICER, Role.RELEASING_OFFICER], Right.DECIDE, True, True, True),
        ([Role.ADMINISTRATOR], Right.MANAGE_GATEWAYS, False, False, True),
        ([Role.AUDITOR], Right.JOURNAL, False, False, True),
        ([], Right.SEE_BOARD, True, False, False),
    ],
)
def test_area_and_sensitivity_narrow_a_right(
    roles: Collection[Role], right: Right, area_match: bool, restricted: bool, allowed: bool
) -> None:
    assert may(roles, right, area_match=area_match, restricted=restricted) is allowed


def test_whoever_sees_names_releases_or_administers_needs_a_second_factor() -> None:
    guarded = {role for role in Role if needs_second_factor([role])}
    assert guarded == {
        Role.LIAISON_ASSISTANT,
        Role.RELEASING_OFFICER,
        Role.ANALYST,
        Role.ADMINISTRATOR,
    }
