"""The addresses of responses, and of what is done about them from an incident."""

from django.urls import path

from tocsin.console.responses import ledger, steps

IN = "incidents/<int:number>"
RESPONSES = [
    path("responses/", ledger.response_list, name="responses"),
    path("responses/<uuid:key>/", ledger.page, name="response"),
    path("responses/<uuid:key>/word", ledger.word, name="response_word"),
    path("responses/<uuid:key>/debrief", ledger.debrief, name="debrief"),
    path("responses/<uuid:key>/check-in", ledger.check_in, name="check_in"),
    path(f"{IN}/nobody-comes", steps.nobody_comes, name="nobody_comes"),
    path(f"{IN}/undertaking", steps.undertaking, name="undertaking"),
]
