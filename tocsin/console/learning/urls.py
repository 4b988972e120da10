"""The addresses of learning."""

from django.urls import path

from tocsin.console.learning import page

LEARNING = [
    path("learning/", page.learning, name="learning"),
]
