"""The operating system's side: start a program that dies with us; find and end what a crash left."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import IO

from stepdown.embedded.account import Account
from stepdown.embedded.binaries import environment
from stepdown.embedded.errors import EmbeddedPostgresError

CHILD = Path(__file__).with_name("child.py")
LEFTOVER_SECONDS = 30.0
"""How long we wait for the processes of a crashed server to end."""
IMPATIENT_SECONDS = 10.0
"""After this they are killed: the write-ahead log keeps what was acknowledged."""


def spawn(
    command: list[str], *, account: Account, log: IO[bytes], death_signal: signal.Signals
) -> subprocess.Popen[bytes]:
    """Start a program as `account`; it gets `death_signal` when the calling *thread* ends.

    It has a session of its own, so that Ctrl-C in a terminal reaches only us, and we end it in order.
    """
    user = "-" if account.become is None else str(account.become)
    child = [sys.executable, "-I", "-S", str(CHILD), str(os.getpid()), str(int(death_signal)), user]
    return subprocess.Popen(
        [*child, *account.prefix, *command],
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        env=environment(),
        start_new_session=True,
    )


def server_processes(pgdata: Path) -> set[int]:
    """Return the ids of all PostgreSQL processes that work in this data folder.

    On Linux postmaster and backends are told by their working directory; elsewhere the postmaster by its pid file.
    """
    if not pgdata.exists():
        return set()
    if not Path("/proc/self/cwd").exists():
        postmaster = postmaster_pid(pgdata)
        return {postmaster} if postmaster and _is_postgres(postmaster) else set()
    here = pgdata.stat()
    return {int(entry.name) for entry in Path("/proc").glob("[0-9]*") if _works_in(entry, here)}


def _works_in(entry: Path, folder: os.stat_result) -> bool:
    try:
        return (entry / "comm").read_text() == "postgres\n" and os.path.samestat((entry / "cwd").stat(), folder)
    except OSError:  # it ended meanwhile, or belongs to somebody else
        return False


def _is_postgres(pid: int) -> bool:
    answer = subprocess.run(["ps", "-o", "comm=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return answer.stdout.strip().endswith("postgres")


def postmaster_pid(pgdata: Path) -> int | None:
    """Return the process id in `postmaster.pid`, which may be stale."""
    try:
        return int((pgdata / "postmaster.pid").read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None


def clear_leftovers(pgdata: Path) -> None:
    """End every process of this data folder and remove its pid file. Only for the holder of the lock.

    Removing the pid file before the last backend is gone could let two servers write to the same files.
    """
    began = time.monotonic()
    asked: set[int] = set()
    while left := server_processes(pgdata):
        waited = time.monotonic() - began
        if waited > LEFTOVER_SECONDS:
            numbers = ", ".join(map(str, sorted(left)))
            raise EmbeddedPostgresError(f"Processes of an earlier server do not end: {numbers}. Restart the machine.")
        if waited > IMPATIENT_SECONDS:
            send(left, signal.SIGKILL)
        elif new := left - asked:
            postmaster = postmaster_pid(pgdata)
            if postmaster in left:
                send({postmaster}, signal.SIGINT)
            else:
                send(new, signal.SIGTERM)
            asked |= new
        time.sleep(0.05)
    (pgdata / "postmaster.pid").unlink(missing_ok=True)


def send(pids: set[int], number: signal.Signals) -> None:
    """Send a signal to each process that is still there."""
    for pid in pids:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            continue
