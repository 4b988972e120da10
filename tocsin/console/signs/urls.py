"""The addresses of warning signs."""

from django.urls import path

from tocsin.console.signs import pages, ticking

SIGNS = [
    path("signs/", pages.sign_list, name="signs"),
    path("signs/<slug:slug>/", pages.page, name="base_signs"),
    path("signs/<slug:slug>/tick", ticking.tick, name="tick_signs"),
    path("signs/<slug:slug>/add", ticking.add, name="add_sign"),
    path("signs/<slug:slug>/end/<int:number>", ticking.end, name="end_sign"),
]
