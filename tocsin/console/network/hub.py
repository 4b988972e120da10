"""The first page of the network: its parts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tocsin.console.access import requires, viewer_of
from tocsin.console.network.places import part_links
from tocsin.domain.access import Right


@requires(Right.SEE_NETWORK)
@require_GET
def hub(request: HttpRequest) -> HttpResponse:
    context = {"nav": "network", "parts": part_links(viewer_of(request).rights)}
    return render(request, "console/network/hub.html", context)
