"""How Django finds the pages and their templates."""

from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "tocsin.console"
    label = "console"
