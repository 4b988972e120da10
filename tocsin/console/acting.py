"""What a person does to one thing on its page: check the right, act, say so, and show the page again."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from tocsin.console.access import requires
from tocsin.domain.access import Right
from tocsin.domain.problems import Problem

R = TypeVar("R")
F = TypeVar("F", bound=Form)
# Takes the request and the thing, does something to it, returns what to say of it.
Act = Callable[..., str]
View = Callable[..., HttpResponse]


class Unfilled(Exception):
    """A form was not filled in right; the page is shown again with it, under its name."""

    def __init__(self, name: str, form: Form) -> None:
        super().__init__(name)
        self.name = name
        self.form = form


def filled(name: str, form: F) -> F:
    """Return the form when it is valid; else the page is shown again with what is wrong."""
    if not form.is_valid():
        raise Unfilled(name, form)
    return form


def acts_on(
    row_for: Callable[[HttpRequest, int, Right], R],
    page: Callable[..., HttpResponse],
    *,
    home: str,
    check: Callable[[HttpRequest, R], None] = lambda _request, _row: None,
    refused: Callable[[HttpRequest, R, Problem], HttpResponse | None] = lambda *_given: None,
) -> Callable[[Right], Callable[[Act], View]]:
    """Return what makes views of acts on one sort of thing: POST only, guarded, back to its page.

    `row_for` finds it by number for somebody who has the right, `page(request, row, bound=…)` shows
    it, `home` is the address of that page. `check` may raise a Problem before the act; `refused`
    may answer a Problem with a page of its own, which loses nothing that was typed.
    """

    def act_on(right: Right) -> Callable[[Act], View]:
        def make(act: Act) -> View:
            def view(request: HttpRequest, /, number: int, **named: Any) -> HttpResponse:
                row = row_for(request, number, right)
                try:
                    check(request, row)
                    said = act(request, row, **named)
                except Unfilled as unfilled:
                    return page(request, row, bound={unfilled.name: unfilled.form})
                except Problem as problem:
                    if answer := refused(request, row, problem):
                        return answer
                    raise
                messages.success(request, said)
                return redirect(home, number)

            return cast("View", wraps(act)(requires(right)(require_POST(view))))

        return make

    return act_on
