"""Every error a person can meet: the catalogue, and the exception that carries one."""

# The kinds live beside their subject; from here they read as the one list that they are.
from tocsin.domain.problems import (
    airtime,
    answers,
    background,
    engine,
    field,
    incidents,
    intake,
    kit,
    learning,
    network,
    people,
    radio,
    releases,
    reports,
)
from tocsin.domain.problems.answers import *  # noqa: F403
from tocsin.domain.problems.background import *  # noqa: F403
from tocsin.domain.problems.engine import *  # noqa: F403
from tocsin.domain.problems.field import *  # noqa: F403
from tocsin.domain.problems.incidents import *  # noqa: F403
from tocsin.domain.problems.intake import *  # noqa: F403
from tocsin.domain.problems.learning import *  # noqa: F403
from tocsin.domain.problems.network import *  # noqa: F403
from tocsin.domain.problems.people import *  # noqa: F403
from tocsin.domain.problems.radio import *  # noqa: F403
from tocsin.domain.problems.releases import *  # noqa: F403
from tocsin.domain.problems.reports import *  # noqa: F403
from tocsin.domain.problems.shape import Problem as Problem
from tocsin.domain.problems.shape import ProblemKind as ProblemKind
from tocsin.domain.problems.shape import gettext_noop as gettext_noop

CATALOGUE: dict[str, ProblemKind] = {
    kind.code: kind
    for subject in (
        airtime,
        kit,
        field,
        intake,
        incidents,
        answers,
        background,
        network,
        people,
        releases,
        reports,
        engine,
        learning,
        radio,
    )
    for kind in vars(subject).values()
    if isinstance(kind, ProblemKind)
}
