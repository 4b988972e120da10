"""A form of the network on a page of its own."""

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url


def form_page(
    request: HttpRequest, form: Form, title: str, submit: str, back: str, lead: str = ""
) -> HttpResponse:
    """Show the form; 422 when it was filled in wrongly. `back` names the page of "Cancel"."""
    context = {
        "nav": "network",
        "title": title,
        "lead": lead,
        "form": form,
        "submit": submit,
        "cancel_url": resolve_url(f"console:{back}"),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "console/network/form.html", context, status=status)
