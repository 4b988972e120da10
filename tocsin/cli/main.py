"""The `tocsin` command: every verb of it, each from its own file."""

import os
import sys

import click

from tocsin.cli.bench.command import bench
from tocsin.cli.demo.command import demo
from tocsin.cli.deployment import check, doctor
from tocsin.cli.files import export, import_
from tocsin.cli.gateways import gateway
from tocsin.cli.journal import verify_journal_command
from tocsin.cli.programs import jobs, web
from tocsin.cli.read import read
from tocsin.cli.serve import serve
from tocsin.cli.simulate import simulate
from tocsin.cli.supervise import CannotSupervise
from tocsin.cli.users import user
from tocsin.cluster.problem import ClusterFailed
from tocsin.config.env import Misconfigured
from tocsin.domain.problems import Problem


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="tocsin")
def tocsin() -> None:
    """Community early warning: from a villager's words to the people who can help, and back."""


for command in (
    demo,
    serve,
    web,
    jobs,
    simulate,
    bench,
    read,
    gateway,
    check,
    doctor,
    import_,
    export,
    user,
    verify_journal_command,
):
    tocsin.add_command(command)


def main() -> None:
    """Run the command; a problem is one clear line on standard error, and exit 1."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tocsin.config.settings")
    try:
        tocsin(standalone_mode=False)
    except click.ClickException as wrong:
        wrong.show()
        sys.exit(wrong.exit_code)
    except click.Abort:
        sys.exit(130)
    except (ClusterFailed, CannotSupervise, Misconfigured) as failed:
        click.echo(f"tocsin: {failed}", err=True)
        sys.exit(1)
    except Problem as problem:
        click.echo(f"tocsin: {problem.sentence} {problem.remedy} ({problem.code})", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
