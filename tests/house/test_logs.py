"""Logs carry codes and ids: no name, no number and no word of a message."""

import ast
from pathlib import Path

from tests.house.sources import name, nodes, python_files

LEVELS = {"debug", "info", "warning", "error", "exception", "critical"}
LOGGERS = {"log", "logger", "logging"}

PERSONAL = {"name", "number", "phone", "msisdn", "text", "body", "sender", "recipient", "words"}
PERSONAL |= {"address", "full_name", "username", "first_name", "last_name", "payload", "secret"}


REASONED = {
    "tocsin/jobs/desk.py": {"name"},  # of a task of ours
    "tocsin/jobs/engine.py": {"number"},  # of a running engine
    "tocsin/jobs/liveness.py": {"number"},
}
"""Words that mean no person where they stand."""


def log_calls(path: Path) -> list[ast.Call]:
    return [
        node
        for node in nodes(path)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in LEVELS
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in LOGGERS
    ]


def said_in(call: ast.Call) -> set[str]:
    """The last words of every variable and field that a log call passes, and its extra keys."""
    inner = [node for part in (*call.args, *call.keywords) for node in ast.walk(part)]
    words = {node.attr for node in inner if isinstance(node, ast.Attribute)}
    words |= {node.id for node in inner if isinstance(node, ast.Name)}
    return words | {
        key.value
        for node in inner
        if isinstance(node, ast.Dict)
        for key in node.keys
        if isinstance(key, ast.Constant) and isinstance(key.value, str)
    }


def test_no_log_call_passes_a_personal_word() -> None:
    assert not {
        f"{name(path)}:{call.lineno}": words
        for path in python_files("tocsin")
        for call in log_calls(path)
        if (words := said_in(call) & PERSONAL - REASONED.get(name(path), set()))
    }


def test_the_rule_would_see_a_name() -> None:
    call = ast.parse("log.info('told %s', person.name)").body[0]
    assert isinstance(call, ast.Expr)
    assert isinstance(call.value, ast.Call)
    assert said_in(call.value) & PERSONAL == {"name"}
