"""The `tocsin` command: every verb of it, each from its own file."""

import os
import sys
from collections.abc import Callable

import click

from tocsin.cli.verbs import Verbs

VERBS = {
    "backup": "tocsin.cli.backup:backup",
    "backup-key": "tocsin.cli.backup:backup_key",
    "bench": "tocsin.cli.bench.command:bench",
    "check": "tocsin.cli.deployment:check",
    "demo": "tocsin.cli.demo.command:demo",
    "doctor": "tocsin.cli.deployment:doctor",
    "export": "tocsin.cli.files:export",
    "gateway": "tocsin.cli.gateways:gateway",
    "import": "tocsin.cli.files:import_",
    "jobs": "tocsin.cli.programs:jobs",
    "keys": "tocsin.cli.keys:keys",
    "learning": "tocsin.cli.learning:learning",
    "person": "tocsin.cli.person:person",
    "read": "tocsin.cli.read:read",
    "report": "tocsin.cli.report:report",
    "restore": "tocsin.cli.restore:restore",
    "retention": "tocsin.cli.retention:retention",
    "serve": "tocsin.cli.serve:serve",
    "simulate": "tocsin.cli.simulate:simulate",
    "user": "tocsin.cli.users:user",
    "verify-journal": "tocsin.cli.journal:verify_journal_command",
    "web": "tocsin.cli.programs:web",
}
"""What can be asked for, and where it is written: imported only when it is asked for."""


@click.group(cls=Verbs, verbs=VERBS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="tocsin")
def tocsin() -> None:
    """Community early warning: from a villager's words to the people who can help, and back."""


def main() -> None:
    """Run the command; a problem is one clear line on standard error, and exit 1."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tocsin.config.settings")
    in_words(adopt_database)
    in_words(lambda: tocsin(standalone_mode=False))


def adopt_database() -> None:
    """Take the database's address from the file that names it: every command asks for the variable."""
    from tocsin.config import env

    if url := env.secret("TOCSIN_DATABASE_URL"):
        os.environ["TOCSIN_DATABASE_URL"] = url


def in_words(work: Callable[[], object]) -> None:
    """Do something a person asked for; end the process with a clear line when it cannot be done."""
    try:
        work()
    except click.ClickException as wrong:
        wrong.show()
        sys.exit(wrong.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except Exception as failed:
        words = _words_of(failed)
        if words is None:
            raise
        click.echo(f"tocsin: {words}", err=True)
        sys.exit(1)


def _words_of(failed: Exception) -> str | None:
    """Return what a person is told; None when it is a fault of ours, which shows where it was."""
    from tocsin.cli.supervise import CannotSupervise
    from tocsin.cluster.problem import ClusterFailed
    from tocsin.config.env import Misconfigured
    from tocsin.domain.problems import Problem

    if isinstance(failed, ClusterFailed | CannotSupervise | Misconfigured):
        return str(failed)
    if isinstance(failed, Problem):
        return f"{failed.sentence} {failed.remedy} ({failed.code})"
    return _lost_database(failed)


def _lost_database(failed: Exception) -> str | None:
    import psycopg
    from django.db import OperationalError

    if not isinstance(failed, OperationalError | psycopg.OperationalError):
        return None
    why = str(failed).partition("\n")[0]
    return (
        f"The database does not answer ({why}). Start it, or correct TOCSIN_DATABASE_URL; "
        "nothing was lost: whoever was answered is on its disk."
    )


if __name__ == "__main__":
    main()
