"""A supervisor to be killed: database, a `jobs` that answers callers with its pid, a `web` that waits.

Started by test_supervise.py as a process of its own, with a folder as its argument.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path

from tocsin.cli.children import Program
from tocsin.cli.supervise import listen_on, sole_supervisor, supervise
from tocsin.cluster.server import Cluster

WEB = "import time; print('web is here', flush=True); time.sleep(600)"
JOBS = """
import os
from tocsin.cli.attachment import end_with_supervisor, inherited_socket
end_with_supervisor()
door = inherited_socket()
while True:
    caller, _ = door.accept()
    caller.sendall(str(os.getpid()).encode())
    caller.close()
"""
FAILING = "print('no key in the vault', flush=True); raise SystemExit(3)"


def main(folder: Path) -> None:
    def publish(pids: Mapping[str, int]) -> None:
        draft = folder / "pids.draft"
        draft.write_text(json.dumps({**pids, "port": door.getsockname()[1]}))
        draft.rename(folder / "pids.json")

    with sole_supervisor(folder), listen_on("127.0.0.1", 0) as door:
        cluster = Cluster(folder / "database")
        cluster.create()
        cluster.start()
        supervise(
            [
                Program("web", (sys.executable, "-c", FAILING if "failing" in sys.argv else WEB)),
                Program("jobs", (sys.executable, "-c", JOBS), listener=door),
            ],
            cluster=cluster,
            logs=folder / "log",
            on_change=publish,
            is_ready=(folder / "pids.json").exists,
            announce=(folder / "announced").touch,
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
