"""Draft again what was told outside, from what is known now: a second person decides on it."""

from tocsin.actions.release_facts import drafted_from
from tocsin.actions.releases import Asked, draft_release
from tocsin.actions.sheet import Sheet
from tocsin.domain.problems import Problem
from tocsin.domain.release_words import ReleaseMeans
from tocsin.records.models import Addressee, Incident, Release, User


def redraft(
    sheet: Sheet, incident: Incident, addressee: Addressee, *, like: Release, by: User
) -> bool:
    """Draft anew what an earlier release asked, from what is known now; say whether that may be."""
    earlier = drafted_from(like.fields)
    means = ReleaseMeans(like.means)
    asked = Asked(addressee, earlier.request, earlier.precision, means, like.alleged)
    try:
        draft_release(incident, asked, by=by, at=sheet.at)
    except Problem as problem:
        sheet.note("release.not_drafted", addressee, incident=incident, why=problem.code)
        return False
    return True
