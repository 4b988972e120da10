"""The addresses of retention."""

from django.urls import path

from tocsin.console.retention import page

RETENTION = [
    path("retention/", page.retention, name="retention"),
    path("retention/hold", page.hold, name="place_hold"),
    path("retention/holds/<uuid:key>/end", page.release, name="end_hold"),
]
