"""Passwords that are quick to check: a good one costs a third of a second of processor each time, on purpose."""

from django.contrib.auth.hashers import PBKDF2PasswordHasher


class Quick(PBKDF2PasswordHasher):
    """As on a server (tests/house/test_configuration.py), but for how often it turns."""

    iterations = 1_000
