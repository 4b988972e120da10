"""`tocsin restore` and `tocsin backup-key` refuse in words, and touch nothing that is there."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from tocsin.cli.backup import backup_key
from tocsin.cli.restore import restore
from tocsin.domain.problems import Problem
from tocsin.formats.backup_file import SealedWriter, read_public, read_secret
from tocsin.formats.backup_manifest import Manifest, write_manifest


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """The secret half, made by the command; the public half is what it printed."""
    path = tmp_path / "secret"
    said = CliRunner().invoke(backup_key, [str(path)])
    assert said.exit_code == 0
    (tmp_path / "public").write_text(said.stdout.splitlines()[0].partition("=")[2])
    return path


@pytest.fixture
def file(key: Path, tmp_path: Path) -> Path:
    path = tmp_path / "night.backup"
    with path.open("wb") as content:
        writer = SealedWriter(content, read_public((tmp_path / "public").read_text()))
        writer.write(
            write_manifest(Manifest(datetime(2026, 3, 14, tzinfo=UTC), "0", 18, {}, 0, ""))
        )
        writer.close()
    return path


def refused(*words: Path | str) -> str:
    result = CliRunner().invoke(restore, [str(word) for word in words])
    assert result.exit_code == 1
    return result.output


def test_the_secret_half_is_for_its_owner_alone_and_never_overwritten(key: Path) -> None:
    assert key.stat().st_mode & 0o777 == 0o600
    before = read_secret(key.read_text())
    assert CliRunner().invoke(backup_key, [str(key)]).exit_code == 1
    assert read_secret(key.read_text()) == before


def test_another_key_and_a_harmed_file_put_nothing_back(
    file: Path, key: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    CliRunner().invoke(backup_key, [str(other)])
    data = tmp_path / "new"
    assert "another key. Nothing was put back" in refused(file, "--key", other, "--data", data)
    assert "no key" not in refused(file, "--key", file.with_name("public"), "--data", data)
    other.write_bytes(b"\xff\xfe\0no text")
    assert "secret half" in refused(file, "--key", other, "--data", data)
    file.write_bytes(file.read_bytes()[:-1])
    assert "changed or cut short" in refused(file, "--key", key, "--data", data)
    assert not data.exists()


def test_without_the_keys_of_the_vault_it_does_not_begin(
    file: Path, key: Path, tmp_path: Path
) -> None:
    assert "--vault-keys" in refused(file, "--key", key, "--data", tmp_path / "new")
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("held", [b"\xff\xfe\0no text", b"tocsin-vault-1:\xff", b"1:00", b""])
def test_a_copy_of_keys_that_is_none_is_told_in_a_sentence_and_leaves_nothing(
    file: Path, key: Path, tmp_path: Path, held: bytes
) -> None:
    keys, data = tmp_path / "copy", tmp_path / "new"
    keys.write_bytes(held)
    said = refused(file, "--key", key, "--vault-keys", keys, "--data", data)
    assert "copy is no copy of the vault's keys" in said
    assert not data.exists()


def test_a_folder_that_holds_something_is_left_alone(file: Path, key: Path, tmp_path: Path) -> None:
    words = [str(file), "--key", str(key), "--vault-keys", str(key), "--data", str(tmp_path)]
    result = CliRunner().invoke(restore, words)
    assert isinstance(result.exception, Problem)
    assert result.exception.code == "backup.not_empty"
    assert file.exists()


def test_a_server_of_ones_own_that_is_away_is_named_in_one_line(
    file: Path, key: Path, tmp_path: Path
) -> None:
    # As a program: what is loaded in which order is part of the promise.
    keys = tmp_path / "vault"
    keys.write_text(f"1:{'00' * 32}")
    ended = subprocess.run(
        (
            *(sys.executable, "-m", "tocsin.cli.main", "restore", str(file)),
            *("--key", str(key), "--vault-keys", str(keys)),
        ),
        env={
            **os.environ,
            "TOCSIN_DATA": str(tmp_path),
            "TOCSIN_DATABASE_URL": "postgresql://tocsin:word@127.0.0.1:1/none",
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 1
    assert ended.stderr.startswith("tocsin: The database does not answer")
    assert "word" not in ended.stderr
