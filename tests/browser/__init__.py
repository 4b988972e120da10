"""Journeys through a real deployment in a real browser.

A package, unlike the folders beside it, so that the browser ends with its last test: its event
loop would forbid Django's rows to the tests after it.
"""
