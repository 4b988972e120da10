"""The addresses of silence and of contact tests."""

from django.urls import path

from tocsin.console.silences import contact_tests, silences

SILENCE = "network/silence"
TESTS = "network/tests"

SILENCES = [
    path(f"{SILENCE}/", silences.silence_list, name="silence"),
    path(f"{SILENCE}/<uuid:key>/", silences.page, name="silence_page"),
    path(f"{SILENCE}/<uuid:key>/step", silences.step, name="silence_step"),
    path(f"{SILENCE}/<uuid:key>/explain", silences.explain, name="explain_silence"),
    path(f"{SILENCE}/<uuid:key>/retire", silences.retire, name="retire_node"),
    path(f"{SILENCE}/together/<uuid:key>/see", silences.see, name="see_cluster"),
    path(
        f"{SILENCE}/together/<uuid:key>/explain", silences.explain_cluster, name="explain_cluster"
    ),
    path(f"{TESTS}/", contact_tests.test_list, name="contact_tests"),
    path(f"{TESTS}/plan", contact_tests.plan, name="plan_contact_test"),
    path(f"{TESTS}/<uuid:key>/", contact_tests.page, name="contact_test"),
    path(f"{TESTS}/<uuid:key>/stop", contact_tests.stop, name="stop_contact_test"),
    path(f"{TESTS}/checks/<uuid:key>/called", contact_tests.called, name="test_called"),
]
