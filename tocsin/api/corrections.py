"""Take back, correct, call false or open again through another system, in the name of a person."""

from django.http import HttpRequest
from ninja import Router, Schema

from tocsin.actions.correcting import Truth, correct_incident
from tocsin.api.auth import Token
from tocsin.api.persons import person_for
from tocsin.api.resources import one_incident
from tocsin.domain.access import Right
from tocsin.domain.correction_words import CorrectionKind
from tocsin.domain.problems import Problem
from tocsin.domain.problems.people import FIELD_WRONG
from tocsin.domain.words import Kind
from tocsin.records.queries.clock import database_now
from tocsin.records.queries.place_names import places_called

router = Router()


class CorrectionIn(Schema):
    """`right_kind` and `right_place` (a name of the gazetteer) say what a corrected one is instead."""

    user: str
    kind: CorrectionKind
    reason: str
    right_kind: Kind | None = None
    right_place: str = ""
    version: int | None = None


class CorrectionOut(Schema):
    """`told`: how many of each party; empty when exactly this was said before and nobody is told."""

    incident: int
    kind: CorrectionKind
    told: dict[str, int]


@router.post("/incidents/{number}/corrections", response=CorrectionOut, auth=Token("respond"))
def correct(request: HttpRequest, number: int, body: CorrectionIn) -> CorrectionOut:
    """Correct what was told of an incident; everybody who was told hears of it, once."""
    incident = one_incident(request, number)
    done = correct_incident(
        incident,
        body.kind,
        by=person_for(body.user, _right(body.kind), incident),
        at=database_now(),
        reason=body.reason,
        truth=_truth(body),
        version=body.version,
    )
    return CorrectionOut(incident=number, kind=body.kind, told=done.told if done else {})


def _truth(body: CorrectionIn) -> Truth:
    found = places_called(body.right_place) if body.right_place else []
    if body.right_place and len(found) != 1:
        raise Problem(FIELD_WRONG, field="right_place", why="unknown" if not found else "not_one")
    return Truth(body.right_kind, found[0] if found else None)


def _right(kind: CorrectionKind) -> Right:
    return Right.REARRANGE if kind is CorrectionKind.CORRECTED else Right.CLOSE
