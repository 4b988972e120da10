"""How Django finds the tables."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "tocsin.records"
    label = "records"
    verbose_name = "Records"
