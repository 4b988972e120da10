"""`bench moment`: back to a moment by archived log, and into a server of one's own by a backup."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import cast

import click
import psycopg

from tocsin.cli.bench import journey
from tocsin.cli.bench.ends import Sent
from tocsin.cli.bench.figures import Figures, machine, show
from tocsin.cli.bench.servers import DATABASE, Server
from tocsin.cli.bench.site import Site, site
from tocsin.cli.bench.texts import Villagers, places_in_turn

PER_SECOND, SECONDS = 8, 12.0  # of messages, half before the moment and half after it
CONNECTIONS = 8
ARCHIVED_WITHIN = 60.0  # seconds
ALOUD = "select count(*) from records_message where split_part(external_id, '/', 1) = any(%s)"
PASSPHRASE = "a passphrase of the bench alone"  # noqa: S105 - it locks keys of invented rows
ARCHIVE = "archive"
COMMAND = (sys.executable, "-m", "tocsin.cli.main")


@dataclass(frozen=True, slots=True)
class Night:
    """What was sent before and after the moment, and the moment by the database's clock."""

    before: Sequence[Sent]
    after: Sequence[Sent]
    moment: datetime
    backup: Path


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option("--places", default=600, show_default=True, help="Names that the reader knows.")
@click.option("--keep", is_flag=True, help="Leave the deployment's folder.")
def moment(*, as_json: bool, places: int, keep: bool) -> None:
    """Empty a table by mistake on a server that archives its log, and go back to just before it.

    Then restore a backup of the same night into an empty database of another server. Exit 1 when
    something is missing, or there that should not be.
    """
    with site(
        places=places,
        keep=keep,
        database=lambda folder: Server(folder / "server", archive=folder / ARCHIVE),
    ) as place:
        found = measure_moment(place, cast(Server, place.cluster))
    show(found, as_json=as_json)
    sys.exit(0 if all(found["promises"].values()) else 1)


def measure_moment(place: Site, server: Server) -> Figures:
    """Return what was there again after each way back, and how long it took."""
    figures: Figures = {"measured": "moment", "machine": machine(server.url())}
    copy = Server(place.folder / "moment")
    server.copy_to(place.folder / "base")
    night = _a_night(place, server)
    begun = time.monotonic()
    _spoil(server)
    copy.come_back(place.folder / "base", archive=place.folder / ARCHIVE, to=night.moment)
    figures["back_to_the_moment"] = {
        "seconds": round(time.monotonic() - begun, 1),
        **_holds(copy, night),
        "log_book": _said("verify-journal", url=copy.url()).stdout.strip().partition(" Head")[0],
    }
    copy.remove()
    other = Server(place.folder / "other")
    other.create()
    other.start()
    figures["backup_into_an_empty_server"] = _restored(place, other, night)
    other.remove()
    moment_, backup = figures["back_to_the_moment"], figures["backup_into_an_empty_server"]
    figures["promises"] = {
        "all_before_the_moment_is_there": moment_["before"] == moment_["before_there"] > 0,
        "nothing_after_it_is_there": moment_["after"] > moment_["after_there"] == 0,
        "the_emptied_table_is_full_again": moment_["deliveries"] > 0,
        "the_log_book_holds": moment_["log_book"].startswith("The chain holds"),
        "a_backup_comes_back_whole": backup["exit"] == 0
        and backup["after_there"] == backup["after"],
        "a_second_one_is_refused": backup["again_exit"] == 1,
    }
    return figures


def _a_night(place: Site, server: Server) -> Night:
    """Text for a while, note a moment, text on, and make a backup by the command."""
    place.start_jobs(arguments=("--readers", "1"))
    place.wait_ready()
    names = places_in_turn(place.places)
    halves = []
    moments = []
    for half in ("before", "after"):
        villagers = Villagers(half)
        posts = [
            (n / PER_SECOND, *(villagers.calm() if n % 4 else villagers.attack(next(names))))
            for n in range(int(PER_SECOND * SECONDS / 2))
        ]
        halves.append(place.load(posts, connections=CONNECTIONS).outcome())
        journey.rest(within=ARCHIVED_WITHIN)
        moments.append(_now(server))
        time.sleep(0.5)
    secret = place.folder / "secret"
    public = _said("backup-key", str(secret)).stdout.partition("=")[2].splitlines()[0]
    file = place.folder / "night.backup"
    done = _said("backup", str(file), "--key", public)
    if done.returncode:
        raise click.ClickException(f"No backup was made: {done.stderr.strip()}")
    return Night(halves[0], halves[1], moments[0], file)


def _spoil(server: Server) -> None:
    """Empty a table as a hand that slipped does, and let the log of it be archived."""
    with server.administered(DATABASE) as link:
        link.execute("truncate records_delivery cascade")
        row = link.execute("select pg_walfile_name(pg_switch_wal())").fetchone()
        last = str(row[0]) if row else ""
        deadline = time.monotonic() + ARCHIVED_WITHIN
        archived = "select last_archived_wal from pg_stat_archiver"
        while time.monotonic() < deadline:
            row = link.execute(archived).fetchone()
            if row and str(row[0] or "") >= last:
                return
            time.sleep(0.1)
    raise click.ClickException("The log was not archived in time.")


def _holds(server: Server, night: Night) -> Figures:
    with psycopg.connect(server.url()) as link:
        row = link.execute("select count(*) from records_delivery").fetchone()
        return {
            "before": len(night.before),
            "before_there": _there(link, night.before),
            "after": len(night.after),
            "after_there": _there(link, night.after),
            "deliveries": row[0] if row else 0,
        }


def _restored(place: Site, other: Server, night: Night) -> Figures:
    keys = place.folder / "vault-copy"
    copied = _said("keys", "copy", str(keys), TOCSIN_NEW_PASSPHRASE=PASSPHRASE)
    words = (str(night.backup), "--key", str(place.folder / "secret"), "--vault-keys", str(keys))
    begun = time.monotonic()
    done = _said("restore", *words, url=other.url(), TOCSIN_VAULT_PASSPHRASE=PASSPHRASE)
    lasted = time.monotonic() - begun
    again = _said("restore", *words, url=other.url(), TOCSIN_VAULT_PASSPHRASE=PASSPHRASE)
    return {
        "exit": done.returncode + copied.returncode,
        "seconds": round(lasted, 1),
        "said": (done.stdout + done.stderr).strip().splitlines(),
        **(_holds(other, night) if done.returncode == 0 else {"after": 1, "after_there": 0}),
        "again_exit": again.returncode,
        "again_said": again.stderr.strip().splitlines(),
    }


def _said(*words: str, url: str = "", **more: str) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, **({"TOCSIN_DATABASE_URL": url} if url else {}), **more}
    return subprocess.run(
        (*COMMAND, *words), env=environment, capture_output=True, text=True, check=False
    )


def _there(link: psycopg.Connection, sent: Sequence[Sent]) -> int:
    row = link.execute(ALOUD, [[one.id for one in sent if one.status == 200]]).fetchone()
    return int(row[0]) if row else 0


def _now(server: Server) -> datetime:
    with psycopg.connect(server.url()) as link:
        row = link.execute("select clock_timestamp()").fetchone()
    assert row is not None
    return cast(datetime, row[0])
