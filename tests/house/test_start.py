"""An engine starts with what a warning needs on its way from the door to the page, and with no more."""

import os
import subprocess
import sys

from tests.house.sources import ROOT

ENGINE = """
import sys
import tocsin.cli.main, tocsin.cli.programs, tocsin.jobs.readers
import django; django.setup()
import tocsin.cli.front
before = set(sys.modules)
from tocsin.jobs.beside import Beside
beside = set(sys.modules) - before
print(*before, sep="\\n"); print(); print(*beside, sep="\\n")
"""

LATER = {
    "docx": "A report in Word is made when somebody asks for it.",
    "openpyxl": "A workbook, likewise.",
    "typst": "A sheet in print, likewise.",
    "PIL": "A photo is decoded in a process of its own.",
    "lxml": "XML comes with the kinds of carrier that speak it.",
    "signxml": "Warnings are signed when they are made.",
    "aiomqtt": "It comes with the kind of carrier that speaks MQTT.",
    "segno": "Codes are drawn on pages and sheets.",
    "mgrs": "Reports and pages write positions so.",
    "numpy": "A reader counts with it; the engine compares a few hundred numbers.",
    "tocsin.domain.lexicon": "A reader reads; the engine takes what it read.",
    "tocsin.domain.places": "The gazetteer stands in the readers.",
    "tocsin.console.urls": "Pages are another program's.",
    "tocsin.jobs.beside": "It begins once the line reads.",
}
"""What an engine does not load on the way to its first page, each with the reason."""

# What judges and pages must be there before the first warning is: nothing of it may come late, inside a transaction.
AT_ONCE = {
    "tocsin.actions.receive",
    "tocsin.actions.triage",
    "tocsin.actions.answers_by_text",
    "tocsin.actions.escalation",
    "tocsin.actions.notify",
    "tocsin.actions.delivery",
    "tocsin.actions.tries",
    "tocsin.jobs.judge",
    "tocsin.jobs.sender",
}


def test_an_engine_loads_what_a_warning_needs_and_no_more() -> None:
    said = subprocess.run(
        [sys.executable, "-c", ENGINE],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tocsin.config.settings",
            "TOCSIN_DATABASE_URL": "postgresql:///nobody",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    first, _, beside = said.stdout.partition("\n\n")
    loaded = set(first.split())
    assert not LATER.keys() & loaded
    assert loaded >= AT_ONCE
    # What stands beside the line loads nothing that the line would have to wait for.
    assert "tocsin.jobs.beside" in beside.split()
