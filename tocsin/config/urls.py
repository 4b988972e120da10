"""Where each face begins, and what is shown when nothing is there."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from tocsin.api.app import api


def alive(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - says the same to everybody
    """Answer the engine's question whether the web half works; it tells nothing else."""
    return HttpResponse("alive", content_type="text/plain")


urlpatterns = [
    path("alive", alive),
    path("api/v1/", api.urls),
    path("", include("tocsin.console.urls")),
]

handler404 = "tocsin.console.problem_pages.not_found"
handler500 = "tocsin.console.problem_pages.unexpected"
