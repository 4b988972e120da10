"""In whose name another system speaks: somebody with an account, and no more than that person may."""

from tocsin.domain.access import Right
from tocsin.domain.problems import Problem
from tocsin.domain.problems.people import NOT_ALLOWED
from tocsin.records.models import Base, Incident, User
from tocsin.records.queries.clock import database_now
from tocsin.records.queries.held import area_of, held_by, may_here


def person_for(name: str, right: Right, thing: Incident | Base) -> User:
    """Return who may do this to a thing of its area. Raises Problem NOT_ALLOWED, alike for nobody.

    The token opens the operation; what is done with it is the person's, as on the pages.
    """
    person = User.objects.filter(name=name, is_active=True).first()
    area = area_of(thing) if isinstance(thing, Incident) else thing.area_id
    is_restricted = isinstance(thing, Incident) and thing.is_restricted
    held = held_by(person, now=database_now()) if person else ()
    if person is None or not may_here(held, right, area=area, is_restricted=is_restricted):
        raise Problem(NOT_ALLOWED, right=right.value)
    return person
