"""A form of the network on a page of its own."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url

from tocsin.console.access import user_of
from tocsin.console.now import now_of


def form_page(
    request: HttpRequest,
    form: Form,
    title: str,
    submit: str,
    back: str,
    lead: str = "",
    note: str = "",
) -> HttpResponse:
    """Show the form; 422 when it was filled in wrongly. `back` names the page of "Cancel", `note` stands below."""
    context = {
        "nav": "network",
        "title": title,
        "lead": lead,
        "note": note,
        "form": form,
        "submit": submit,
        "cancel_url": resolve_url(f"console:{back}"),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "console/network/form.html", context, status=status)


def take_form(
    request: HttpRequest,
    form: Form,
    take: Callable[..., object],
    title: str,
    submit: str,
    back: str,
    lead: str = "",
    *,
    said: str = "",
) -> HttpResponse:
    """Do what the form asks and go back; without an answer, or with a wrong one, show it.

    `take` gets `by` and `at`.
    """
    if request.method != "POST" or not form.is_valid():
        return form_page(request, form, title, submit, back, lead)
    take(by=user_of(request), at=now_of(request))
    if said:
        messages.success(request, said)
    return redirect(f"console:{back}")
