"""A group of commands of which only the one that is called is imported: an engine starts sooner."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click


class Verbs(click.Group):
    """`verbs` names each command and where it is written, as `module:name`."""

    def __init__(self, *args: Any, verbs: Mapping[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self._verbs = verbs

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *self._verbs})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in self._verbs and cmd_name not in self.commands:
            module, _, name = self._verbs[cmd_name].partition(":")
            found: click.Command = getattr(import_module(module), name)
            self.add_command(found, cmd_name)
        return super().get_command(ctx, cmd_name)
