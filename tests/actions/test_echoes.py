"""A storm from elsewhere hides no village's own words."""

from uuid import UUID

import pytest

from tocsin.actions.echoes import ALIKE, OWN, Echoes

WORDS, NEARLY, OTHERS = 0x0123456789ABCDEF, 0x0123456789ABCDEE, 0x7EDCBA9876543210


@pytest.mark.parametrize("own_words", [WORDS, NEARLY])
def test_a_village_s_own_words_are_found_behind_a_storm_of_others(own_words: int) -> None:
    echoes = Echoes()
    for n in range(200):
        echoes.keep(UUID(int=n), f"stranger-{n}", WORDS, "")
    own = UUID(int=1000)
    echoes.keep(own, "neema", own_words, "kasenga")
    echoes.keep(UUID(int=1001), "neema", OTHERS, "kasenga")
    found = echoes.near("amani", WORDS, "kasenga")
    assert own in found
    assert UUID(int=1001) not in found
    assert UUID(int=0) in found  # and the first of all
    assert own not in echoes.near("furaha", WORDS, "mirembe") or own_words == NEARLY


def test_of_a_storm_no_more_is_looked_at_than_can_matter() -> None:
    echoes = Echoes()
    for n in range(3000):
        echoes.keep(UUID(int=n), f"stranger-{n}", WORDS, "")
    found = echoes.near("amani", WORDS, "")
    assert len(found) <= ALIKE + OWN
    assert UUID(int=2999) in found  # the newest: what the first ones opened may be over
