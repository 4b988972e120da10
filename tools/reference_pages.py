"""Write the pages of docs/reference that only repeat the code: `python tools/reference_pages.py`."""

from __future__ import annotations

import inspect
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import click

REFERENCE = Path(__file__).resolve().parents[1] / "docs" / "reference"
WIDTH = 96
A_PHONE = "of a phone"
"""Instead of a scope: the token of one phone with the field log, which may do nothing else."""

CLI_HEAD = """\
# Commands

Every command says what it does with `--help`; this page is what they say. They end with 0, or with another
number and one line on standard error that says what happened and what to do. After `make setup` the command
is `.venv/bin/tocsin`.

A command that touches records finds them by `--data DIR` (a deployment with the embedded database that is
running), or by `TOCSIN_DATABASE_URL`. Without either it takes the exercise in `var/demo`.

This page is written by `python tools/reference_pages.py`.
"""

API_HEAD = """\
# HTTP API, version 1

For other systems of the mission: maps, registers, a second board. No operation returns a name or a number of
a person, or the words of a message. How gateways bring messages in is another door: see
[Channels](channels.md).

- **Address:** `/api/v1/` of your deployment. The contract as OpenAPI: `/api/v1/openapi.json`, open to all.
- **Who may:** header `Authorization: Bearer <token>`. Each token has scopes; an operation wants one of them.
  Two administrators give one under *Accounts*, *Tokens*, in one area or everywhere, until a day or until it is
  ended ([how](../how-to/give-a-token.md)). The exercise writes one with all scopes but `restricted` into `DATA/demo.json`.
- **An area**: what lies elsewhere does not exist for a token of an area ([Rights](rights.md)).
- **Restricted matters** (sexual violence, children, duress) do not exist for a token without the scope
  `restricted`: lists leave them out, and their numbers answer 404.
- **Errors** are RFC 9457 (`application/problem+json`) with the `code` of [Problems](problems.md). 401 the token
  is unknown, 403 the scope is missing, 404 no such thing, 409 it changed meanwhile, 422 a field is wrong.
- **Moments** are ISO 8601 in UTC. **Codes** of kinds, priorities and states are those of the
  [glossary](../glossary.md).

```
curl -H "Authorization: Bearer $TOKEN" http://127.0.0.1:8000/api/v1/incidents?priority=P1
```

To follow one message from the door to the phone: the door answers with its `message` id, and
`GET /api/v1/messages/<id>` says how far it went: `stored`, `waiting_for_parts`, `read`, `call_back_due`,
`reported`, `answered`, `dismissed` or `joined`, with its alert, its incident, and each delivery.

Beside the API, and without a token: `GET /healthz` is 200 when database, web and jobs work and 503 with the
reason when not.

This page is written by `python tools/reference_pages.py`.
"""

DATABASE_HEAD = """\
# Database

One PostgreSQL holds everything: the store, the queue, the timers, the locks and the bus. All tables belong to
one Django app, `records`, and are made by its migrations. Read them for reports of your own; write them through
actions only, or the log book will not know.

*sealed* is encrypted with the vault's key, which the database never holds: it can be neither read nor searched
there. *moment* is a time with its zone. *?* may be empty. Ids are made by us before the row is written, and rise
with time (UUID version 7). Fields with a closed vocabulary are checked by the database.

This page is written by `python tools/reference_pages.py`.
"""

TYPES = {
    "BooleanField": "yes or no",
    "DateTimeField": "moment",
    "TimeField": "time of day",
    "UUIDField": "id",
    "TextField": "text",
    "CharField": "text",
    "SlugField": "text",
    "JSONField": "JSON",
    "FloatField": "number",
    "BinaryField": "bytes",
}


def cli_page() -> str:
    from tocsin.cli.main import tocsin

    return CLI_HEAD + "".join(_commands(tocsin, "tocsin", None))


def api_page() -> str:
    from tocsin.api.app import api

    contract = api.get_openapi_schema()
    return API_HEAD + "".join(
        (
            "\n## Operations\n\n| | Scope | |\n|---|---|---|\n",
            *_operations(contract["paths"], _scopes()),
            "\n## What they return\n",
            *_shapes(contract["components"]["schemas"]),
        )
    )


def rights() -> str:
    from tools.rights_page import rights_page

    return rights_page()


def database_page() -> str:
    from django.apps import apps

    subjects: dict[str, list[Any]] = {}
    for model in apps.get_app_config("records").get_models():
        subjects.setdefault(model.__module__.rpartition(".")[2], []).append(model)
    return DATABASE_HEAD + "".join(
        f"\n## {subject.capitalize()}\n{''.join(map(_table, models))}"
        for subject, models in sorted(subjects.items())
    )


PAGES: dict[str, Callable[[], str]] = {
    "rights.md": rights,
    "cli.md": cli_page,
    "api.md": api_page,
    "database.md": database_page,
}


def _commands(command: click.Command, name: str, above: click.Context | None) -> Iterator[str]:
    # Click keeps the option of whoever asked first: a test may have called the command alone.
    command._help_option = None  # noqa: SLF001 - click has no other way to forget it
    settings = {**command.context_settings, "terminal_width": WIDTH}
    context = click.Context(command, info_name=name, parent=above, **settings)
    yield f"\n## `{context.command_path}`\n\n```\n{command.get_help(context).strip()}\n```\n"
    if isinstance(command, click.Group):
        for below in command.list_commands(context):
            found = command.get_command(context, below)
            assert found is not None
            yield from _commands(found, below, context)


def _scopes() -> dict[str, str]:
    from tocsin.api.app import api
    from tocsin.api.auth import Token
    from tocsin.api.field import PhoneToken

    return {
        operation.view_func.__name__: guard.scope if isinstance(guard, Token) else A_PHONE
        for _, router in api._routers  # noqa: SLF001 - It has no other list of them.
        for view in router.path_operations.values()
        for operation in view.operations
        for guard in operation.auth_callbacks
        if isinstance(guard, Token | PhoneToken)
    }


def _operations(paths: dict[str, Any], scopes: dict[str, str]) -> Iterator[str]:
    for path, methods in sorted(paths.items()):
        for method, operation in sorted(methods.items()):
            asked = [p["name"] for p in operation.get("parameters", []) if p["in"] == "query"]
            query = f"?{'&'.join(asked)}" if asked else ""
            scope = scopes[_named(operation["operationId"], scopes)]
            said = " ".join(operation.get("description", "").split())
            yield f"| `{method.upper()} {path}{query}` | `{scope}` | {said} |\n"


def _named(operation: str, names: Iterable[str]) -> str:
    """Return whose operation it is: its id is the module and the function, all in underscores."""
    return str(max((name for name in names if operation.endswith(f"_{name}")), key=len))


def _shapes(schemas: dict[str, Any]) -> Iterator[str]:
    for name, schema in sorted(schemas.items()):
        if not name.endswith("Out"):
            continue
        said = " ".join(schema.get("description", "").split())
        fields = ", ".join(f"`{field}`" for field in schema["properties"])
        title = f"**{name.removesuffix('Out')}** {said}".strip()
        yield f"\n{title}\n{fields}\n"


def _table(model: Any) -> str:
    said = " ".join((inspect.getdoc(model) or "").split())
    about = model._meta  # noqa: SLF001 - This is how Django tells of a table.
    columns = ", ".join(_column(field) for field in about.concrete_fields)
    return f"\n**`{about.db_table}`** {said}\n{columns}\n"


def _column(field: Any) -> str:
    asked = "?" if field.null else ""
    if field.is_relation:
        return f"`{field.column}`{asked} → {field.related_model.__name__}"
    kind = "sealed" if type(field).__name__ == "SealedText" else _kind(field)
    return f"`{field.column}`{asked} {kind}"


def _kind(field: Any) -> str:
    return TYPES.get(type(field).__name__, "number")


def main() -> None:
    """Write every page."""
    import django

    with tempfile.TemporaryDirectory() as data:
        os.environ.update(TOCSIN_DATA=data, DJANGO_SETTINGS_MODULE="tocsin.config.settings")
        django.setup()
        for name, page in PAGES.items():
            (REFERENCE / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    sys.path.append(str(REFERENCE.parents[1]))
    main()
