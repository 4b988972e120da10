"""What liaison assistants of the exercise ticked in the weeks before it. All invented."""

from datetime import datetime, timedelta

from tocsin.actions.signs import Ticked, add_local_sign, tick_signs
from tocsin.records.models import Base, Community, User

# base, community (empty: the whole base), days ago, seen, gone
LOOKS = (
    ("beni", "Oicha", 16.0, "A1 C8 F3", ""),
    ("beni", "Eringeti", 9.0, "A1 A10 C4", ""),
    ("beni", "Oicha", 6.5, "C1 C7", ""),
    ("beni", "", 2.0, "A2 B7", "F3"),
    ("beni", "Oicha", 1.0, "C1 C3", "C8"),
    ("rutshuru", "Kibirizi", 10.0, "D2 D7", ""),
    ("rutshuru", "Kiwanja", 3.0, "C9", ""),
    ("rutshuru", "", 0.8, "D5", "D2"),
)
LOCAL = ("beni", "The boat of the fishermen stays on the shore", 2)


def found_signs(by: User, *, at: datetime) -> None:
    """Let two bases have looked; at the third nobody has, and the pages must say so."""
    bases = {base.slug: base for base in Base.objects.all()}
    homes = {home.name: home for home in Community.objects.all()}
    base, words, weight = LOCAL
    own = add_local_sign(bases[base], words, weight, by=by, at=at - timedelta(days=20))
    for slug, home, days, seen, gone in LOOKS:
        looked = at - timedelta(days=days)
        extra = [str(own)] if (slug, days) == (base, 2.0) else []
        ticked = Ticked(bases[slug], looked, [*seen.split(), *extra], gone.split(), homes.get(home))
        tick_signs(ticked, by=by, at=looked)
