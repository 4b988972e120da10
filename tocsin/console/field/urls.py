"""The addresses of the field log."""

from django.urls import path

from tocsin.console.field import pages

FIELD = [
    path("field/", pages.log, name="field_log"),
    path("field/worker.js", pages.worker, name="field_worker"),
    path("field/app.webmanifest", pages.app, name="field_app"),
    path("field/phones/", pages.phones, name="field_phones"),
    path("field/phones/add", pages.add, name="add_field_phone"),
    path("field/phones/<int:number>/forget", pages.forget, name="forget_field_phone"),
    path("accounts/<int:key>/field-phones/", pages.phones_of, name="field_phones_of"),
    path(
        "accounts/<int:key>/field-phones/<int:number>/forget",
        pages.forget_for,
        name="forget_field_phone_of",
    ),
]
