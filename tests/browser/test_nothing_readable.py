"""Of a running exercise no file of the database, no dump, no backup and no log names its people."""

import re
import subprocess
import sys
from collections.abc import Iterator

from tests.browser.deployment import Deployment, environment
from tests.browser.inventory import Inventory
from tests.readable import files_of
from tocsin.cluster.binaries import locate_binaries
from tocsin.cluster.server import Cluster
from tocsin.formats.backup_file import chunks, new_pair, read_secret
from tocsin.formats.backup_manifest import read_manifest

NUMBER = re.compile(rb"243990000\d{3}")
NAME = re.compile(rb"(?<![A-Za-z])(?=([A-Z][A-Za-z'\x80-\xff-]+ [A-Z][A-Za-z'\x80-\xff-]+))")


def test_nobody_can_be_read_in_what_an_exercise_leaves(
    deployment: Deployment, inventory: Inventory
) -> None:
    del inventory  # it has let people text, answer and be paged
    people = deployment.about["phones"]
    secret = {one["name"].encode() for one in people}
    secret |= {one["number"].removeprefix("+").encode() for one in people}
    passwords = {one["password"].encode() for one in deployment.about["users"]}
    assert len(secret) > 60
    for name, content in _left(deployment):
        assert not _readable(content) & secret, name
        assert not [password for password in passwords if password in content], name


def _readable(content: bytes) -> set[bytes]:
    """Return all numbers of the invented range, and whatever looks like a name."""
    names = {found[1] for found in NAME.finditer(content)}
    return names | set(NUMBER.findall(content))


def _left(deployment: Deployment) -> Iterator[tuple[str, bytes]]:
    cluster = Cluster(deployment.folder / "database")
    url = cluster.url()
    pg_dump = locate_binaries().program("pg_dump")
    dump = subprocess.run([pg_dump, url], capture_output=True, check=True, timeout=60).stdout
    assert b"FP-0001" in dump  # the search does look in the right place
    yield "pg_dump", dump
    for path in files_of(cluster, url):
        yield str(path), path.read_bytes()
    logs = [path for path in (deployment.folder / "log").iterdir() if path.is_file()]
    assert logs
    for path in logs:
        yield str(path), path.read_bytes()
    yield from _backed_up(deployment)


def _backed_up(deployment: Deployment) -> Iterator[tuple[str, bytes]]:
    """Make a backup of the running exercise: the file as a thief finds it, then opened with its key."""
    secret, public = new_pair()
    file = deployment.folder / "night.backup"
    command = [sys.executable, "-m", "tocsin.cli.main", "backup", str(file), "--key", public]
    where = ["--no-check", "--data", str(deployment.folder)]
    made = subprocess.run(
        [*command, *where],
        env=environment(),
        cwd=deployment.folder,
        capture_output=True,
        check=True,
        timeout=120,
    )
    yield "what backup said", made.stdout + made.stderr
    yield str(file), file.read_bytes()
    with file.open("rb") as content:
        _manifest, dump = read_manifest(chunks(content, secret=read_secret(secret)))
        packed = b"".join(dump)
    pg_restore = locate_binaries().program("pg_restore")
    command = [pg_restore, "--file=-"]
    plain = subprocess.run(command, input=packed, capture_output=True, check=True, timeout=60)
    assert b"FP-0001" in plain.stdout  # it is whole, and was opened
    yield "the opened backup", plain.stdout
