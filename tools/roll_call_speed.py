"""How many stations a minute an operator writes down: `python -m tools.roll_call_speed --data FOLDER`.

FOLDER is a running exercise (`tocsin demo --data FOLDER`). A net of twenty stations gets an open roll
call there; Chromium opens its page as a radio operator and types one line for each station, Enter at
the end, without a mouse. The answers are drawn once and always the same: three of four readabilities,
the rest nothing heard, relayed, excused, with a remark, and corrections. Each pace is typed on a roll
call of its own. Prints JSON: entries a minute, keys an entry, and the wait from Enter until the next
line can be typed. A wait counts in full: nothing is typed ahead.
"""

import json
import os
import statistics
import time
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import click

from tocsin.cli.attach import needs_records

WORDS = (
    "ALPHA", "BRAVO", "CHARLIE", "DELTA", "ECHO", "FOXTROT", "GOLF", "HOTEL", "INDIA", "JULIETT", "KILO",
    "LIMA", "MIKE", "NOVEMBER", "OSCAR", "PAPA", "QUEBEC", "ROMEO", "SIERRA", "TANGO",
)  # fmt: skip
PACES = {"nothing but the page": 0, "250 ms a key": 250}
WHO = "salima"
CHROMIUM = "chromium-headless-shell"


def answers(signs: list[str], *, seed: int = 1) -> list[str]:
    """Return what is typed, a line for each station; one in twenty corrects an earlier one."""
    chance = Random(seed)
    typed = []
    for n, _sign in enumerate(signs):
        shape = chance.random()
        if shape < 0.74:
            typed.append(str(chance.choice((5, 5, 4, 4, 3, 2))))
        elif shape < 0.86:
            typed.append("n")
        elif shape < 0.93 and n:
            typed.append(f"r {chance.choice(signs[:n])} {chance.choice((2, 3))}".lower())
        elif shape < 0.96:
            typed.append("e")
        else:
            typed.append("4 / pluie")
        if n % 20 == 19:
            typed.append(f"{signs[n - 3]} 3".lower())
    return typed


@click.command()
@needs_records
def main() -> None:
    data = Path(os.environ["TOCSIN_DATA"])
    about = json.loads((data / "demo.json").read_text("utf-8"))
    signs = [f"{word} 1" for word in WORDS]
    calls = [open_call(signs) for _ in PACES]
    found: dict[str, Any] = {"load": os.getloadavg()[0], "stations": len(signs)}
    for call, (name, pause) in zip(calls, PACES.items(), strict=True):
        found[name] = typed(about, call, answers(signs), pause)
    click.echo(json.dumps(found, indent=2))


def open_call(signs: list[str]) -> UUID:
    """Open a roll call of these stations, as the clock does at the hour of its net."""
    from tocsin.actions.journal import Actor
    from tocsin.actions.radio_nets import NetPlan, add_net, seat_stations
    from tocsin.actions.radio_stations import Signs, StationPlan, add_station
    from tocsin.actions.roll_calls import open_roll_calls
    from tocsin.domain.radio_words import RadioMode
    from tocsin.records.models import RadioNet, RollCall
    from tocsin.records.queries.clock import database_now

    at, by = database_now(), Actor("engine")
    known = Signs.read()
    stations = [known.used(s) or add_station(StationPlan(s), by=by, at=at) for s in signs]
    slug = f"speed-{RadioNet.objects.count()}"
    net = add_net(slug, NetPlan("Speed", RadioMode.HF, "4 625 kHz", hours=("07:00",)), by=by, at=at)
    seat_stations(net, stations, by=by, at=at)
    RadioNet.objects.filter(pk=net.pk).update(opens_next_at=at - timedelta(seconds=1))
    open_roll_calls(at=at)
    RadioNet.objects.filter(pk=net.pk).update(opens_next_at=None)
    return RollCall.objects.get(net=net).pk


def typed(about: dict[str, Any], call: UUID, lines: list[str], pause: int) -> dict[str, Any]:
    """Type all lines with `pause` milliseconds before each key, Enter included."""
    from playwright.sync_api import sync_playwright

    password = next(one["password"] for one in about["users"] if one["name"] == WHO)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=f"/usr/bin/{CHROMIUM}", args=["--no-sandbox"]
        )
        page = browser.new_page(base_url=about["url"], locale="en-GB")
        page.goto("/sign-in/")
        page.get_by_label("Name").fill(WHO)
        page.get_by_label("Password").fill(password)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: not url.endswith("/sign-in/"))
        page.goto(f"/network/radio/roll-calls/{call}/")
        waits = []
        began = time.perf_counter()
        for line in lines:
            page.keyboard.type(line, delay=pause)
            time.sleep(pause / 1000)
            sent = time.perf_counter()
            with page.expect_navigation(wait_until="domcontentloaded"):
                page.keyboard.press("Enter")
            wrong = page.locator("#entry-wrong")
            if wrong.count():
                raise click.ClickException(f"{line}: {wrong.inner_text()}")
            page.wait_for_function("document.activeElement && document.activeElement.id == 'entry'")
            waits.append((time.perf_counter() - sent) * 1000)
        took = time.perf_counter() - began
        left = page.locator(".page-lead").inner_text()
        if " 0 to call" not in left:
            raise click.ClickException(f"Not every line was taken: {left}")
        browser.close()
    return {
        "entries": len(lines),
        "entries_a_minute": round(len(lines) / took * 60, 1),
        "keys_an_entry": round(sum(len(line) + 1 for line in lines) / len(lines), 1),
        "wait_p50_ms": round(statistics.median(waits)),
        "wait_p95_ms": round(statistics.quantiles(waits, n=20)[18]),
    }


if __name__ == "__main__":
    main()
