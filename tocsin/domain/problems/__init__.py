"""Every error a person can meet: the catalogue, and the exception that carries one.

The kinds live beside their subject: `from tocsin.domain.problems.incidents import INCIDENT_STALE`.
"""

from tocsin.domain.problems import answers, engine, incidents, intake, people
from tocsin.domain.problems.shape import Problem, ProblemKind, gettext_noop

__all__ = ["CATALOGUE", "Problem", "ProblemKind", "gettext_noop"]

CATALOGUE: dict[str, ProblemKind] = {
    kind.code: kind
    for subject in (intake, incidents, answers, people, engine)
    for kind in vars(subject).values()
    if isinstance(kind, ProblemKind)
}
