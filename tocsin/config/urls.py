"""Where each face begins."""

from django.urls import include, path

urlpatterns = [
    path("", include("tocsin.console.urls")),
]
