"""The addresses of corrections."""

from django.urls import path

from tocsin.console.corrections import page

CORRECTIONS = [
    path("incidents/<int:number>/correct/<slug:kind>/", page.correct, name="correct"),
]
