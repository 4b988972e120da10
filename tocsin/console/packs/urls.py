"""The addresses of handover packs."""

from django.urls import path

from tocsin.console.packs import pages

PACKS = [
    path("packs/", pages.pack_list, name="packs"),
    path("packs/make", pages.make, name="make_pack"),
    path("packs/<int:number>/", pages.page, name="pack"),
    path("packs/<int:number>/pack.pdf", pages.file, name="pack_file"),
    path("packs/<int:number>/take", pages.take, name="take_pack"),
]
