"""Guesses at an open page: counted where they are made, so that nobody outside can use them up."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.http import HttpRequest

from tocsin.actions.sign_in import demand_tries, note_refused, one_guess_at_a_time
from tocsin.console.access import user_of
from tocsin.console.now import now_of
from tocsin.domain.problems import SECOND_FACTOR_WRONG, Problem

T = TypeVar("T")


@contextmanager
def one_guess_here(request: HttpRequest) -> Iterator[Callable[[], None]]:
    """Give what counts a refusal. Raises Problem LOGIN_LOCKED before anything is tried."""
    now, address = now_of(request), str(request.META.get("REMOTE_ADDR", ""))
    counted = f"{user_of(request).name} {request.session.session_key}"
    with one_guess_at_a_time(counted):
        demand_tries(counted, address, at=now)
        yield lambda: note_refused(counted, address, at=now)


def with_code(request: HttpRequest, said: str, act: Callable[..., T]) -> T:
    """Do what needs a code. Whoever sits at somebody's open page guesses no more often than at the door."""
    with one_guess_here(request) as refuse:
        try:
            return act(user_of(request), said, at=now_of(request))
        except Problem as problem:
            refused = problem
            if problem.kind is SECOND_FACTOR_WRONG:
                refuse()
    raise refused
