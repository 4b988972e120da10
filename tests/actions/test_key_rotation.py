"""The vault's key changes while everything runs: nobody is lost, nothing stays under the old key."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test import override_settings

from tests.stories.words import ATTACK, DENIAL
from tests.world import new_world
from tocsin.actions.journal import Actor
from tocsin.actions.resealing import begin_rotation, in_use, reseal_batch, sealed_tables
from tocsin.config.keys import KeyFile, write_key_file
from tocsin.domain.vault import open_sealed
from tocsin.domain.vault_file import with_current, with_new_key, without, write_keys
from tocsin.records.models import FocalPoint, Message, Reading, Responder, Rotation
from tocsin.records.queries.clock import database_now
from tocsin.records.sealed import SealedText, hash_of

HAND = Actor("test")
SEAL_SLOWLY = """
import os, sys, traceback, django
django.setup()
from tocsin.actions.resealing import reseal_batch
from tocsin.records.queries.clock import database_now
for order in sys.stdin:
    if order == "bury\\n":
        os.waitpid(sealing, 0)
        print("buried", flush=True)
    elif (sealing := os.fork()) == 0:
        try:
            while done := reseal_batch(at=database_now(), limit=3):
                print(os.getpid(), flush=True)
            print("end", flush=True)
        except Exception:
            traceback.print_exc()
            print("failed", flush=True)
        os._exit(0)
"""
"""Seals in a new process for each order, and says which at each batch: to load Django for each takes seconds."""


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[KeyFile]:
    """A key file of this test's own, that every program of it reads."""
    path = tmp_path / "vault"
    write_key_file(path, f"1:{bytes(range(32)).hex()}")
    file = KeyFile(path)
    with override_settings(KEY_RING=file):
        yield file


def change_key(vault: KeyFile) -> int:
    """Do what `tocsin keys rotate` does to the file; everybody reads it again."""
    known, number = with_new_key(vault.now, bytes(range(100, 132)))
    write_key_file(vault.path, write_keys(known))
    vault.renewed()
    begin_rotation(number, by=HAND, at=database_now())
    write_key_file(vault.path, write_keys(with_current(known, number)))
    vault.renewed()
    return number


def everybody_is_found() -> bool:
    people = [
        *FocalPoint.objects.values_list("number", "number_hash"),
        *Responder.objects.values_list("number", "number_hash"),
    ]
    return all(bytes(found) == hash_of(number) for number, found in people)


def test_every_row_is_sealed_and_hashed_anew_and_the_old_key_can_go(
    db: None, vault: KeyFile
) -> None:
    world = new_world()
    world.neema.texts(ATTACK)
    words = dict(Message.objects.values_list("pk", "text"))
    number = change_key(vault)
    while reseal_batch(at=world.now, limit=7):
        pass
    assert Rotation.objects.get().done_at is not None
    assert in_use().keys() == {number}
    write_key_file(vault.path, write_keys(without(vault.renewed(), frozenset({1}))))
    assert vault.renewed().keys.keys() == {number}
    assert dict(Message.objects.values_list("pk", "text")) == words
    assert everybody_is_found()
    world.neema.texts(ATTACK)
    assert Message.objects.filter(focal_point__code="FP-0502").count() == 2


def test_messages_that_come_meanwhile_find_their_sender_at_every_batch(
    db: None, vault: KeyFile
) -> None:
    world = new_world()
    world.neema.texts(ATTACK)
    change_key(vault)
    senders = [world.neema, world.amani, world.furaha]
    turn = 0
    while reseal_batch(at=world.now, limit=2):
        senders[turn % 3].texts(f"{DENIAL} {turn}")
        turn += 1
        assert turn < 500
    assert turn > 10
    assert not Message.objects.filter(focal_point=None).exists()
    assert everybody_is_found()


def test_the_same_words_are_still_known_as_the_same(db: None, vault: KeyFile) -> None:
    world = new_world()
    world.neema.texts(ATTACK)
    before = bytes(Reading.objects.get().text_key)
    change_key(vault)
    while reseal_batch(at=world.now):
        pass
    again = world.neema.texts(ATTACK)
    first = Reading.objects.exclude(message=again).get()
    assert bytes(first.text_key) == bytes(Reading.objects.get(message=again).text_key) != before


def test_a_program_that_looked_before_reads_what_the_new_key_sealed(
    db: None, vault: KeyFile
) -> None:
    late = KeyFile(vault.path)
    world = new_world()
    change_key(vault)
    world.neema.texts(ATTACK)
    sealed = _raw("records_message", "text")
    assert open_sealed(late, sealed) == ATTACK


def test_kills_cost_nothing_and_it_ends(live: str, vault: KeyFile) -> None:
    world = new_world()
    world.neema.texts(ATTACK)
    number = change_key(vault)
    kills = 0
    with _sealing(vault.path, live) as program:
        while not _sealed_to_the_end(program, die_after=2):
            kills += 1
            world.amani.texts(f"{DENIAL} {kills}")
            assert not Message.objects.filter(focal_point=None).exists()
            assert kills < 60
    assert kills >= 5
    assert in_use().keys() == {number}
    assert everybody_is_found()


def test_what_is_sealed_is_found_without_a_list(db: None) -> None:
    listed = {(table.name, column) for table in sealed_tables() for column in table.columns}
    models = apps.get_app_config("records").get_models()
    every = {
        (model._meta.db_table, field.column)
        for model in models
        for field in model._meta.concrete_fields
        if isinstance(field, SealedText)
    }
    assert listed == every
    assert ("records_focalpoint", "number") in listed
    assert settings.KEY_RING.now.current


@contextmanager
def _sealing(path: Path, url: str) -> "Iterator[subprocess.Popen[str]]":
    named = {"TOCSIN_VAULT_KEYS_FILE": str(path), "TOCSIN_DATABASE_URL": url}
    with subprocess.Popen(
        (sys.executable, "-c", SEAL_SLOWLY),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **named},
    ) as program:
        yield program


def _sealed_to_the_end(program: "subprocess.Popen[str]", *, die_after: int) -> bool:
    """Run the job in a process and kill it after some batches; True when it came to its end."""
    assert program.stdin is not None
    assert program.stdout is not None
    print("seal", file=program.stdin, flush=True)
    said: list[str] = []
    while len(said) < die_after and "end" not in said:
        said.append(_line(program.stdout))
    if "end" not in said:
        os.kill(int(said[-1]), signal.SIGKILL)  # It is not buried yet: the number is its own.
    print("bury", file=program.stdin, flush=True)
    while "buried" not in said:
        said.append(_line(program.stdout))
    return "end" in said


def _line(words: IO[str]) -> str:
    line = words.readline().strip()
    assert line not in {"", "failed"}, "The program ended by itself."
    return line


def _raw(table: str, column: str) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(f"select {column} from {table}")
        return bytes(cursor.fetchone()[0])
