"""Where each face begins, and what is shown when nothing is there."""

from django.urls import include, path

from tocsin.api.app import api

urlpatterns = [
    path("api/v1/", api.urls),
    path("", include("tocsin.console.urls")),
]

handler404 = "tocsin.console.problem_pages.not_found"
handler500 = "tocsin.console.problem_pages.unexpected"
