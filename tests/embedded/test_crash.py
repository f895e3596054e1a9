"""Whatever is killed, and whenever: nothing acknowledged is lost, nothing stays behind, the next start works."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from stepdown.embedded import Cluster, find_binaries
from stepdown.embedded.process import postmaster_pid, server_processes
from tests.embedded.conftest import App, eventually, names, processes_below, psql

Start = Callable[..., App]
EXTENSIONS = ["btree_gist", "citext", "pg_trgm", "plpgsql"]


@contextmanager
def writing(url: str) -> Iterator[list[int]]:
    """Write 1, 2, 3 … each in its own transaction, and collect the numbers PostgreSQL acknowledged."""
    psql(url, "CREATE TABLE IF NOT EXISTS written (n int PRIMARY KEY)")
    command = [str(find_binaries() / "psql"), "--no-psqlrc", "--tuples-only", "--no-align", "--quiet", url]
    client = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert client.stdin
    assert client.stdout
    stdin, stdout = client.stdin, client.stdout
    acknowledged: list[int] = []

    def write() -> None:
        try:
            for n in range(1, 1_000_000):
                stdin.write(f"INSERT INTO written VALUES ({n}) RETURNING n;\n")
                stdin.flush()
                if not (line := stdout.readline()):
                    return
                acknowledged.append(int(line))
        except BrokenPipeError:
            return

    thread = threading.Thread(target=write)
    thread.start()
    assert eventually(lambda: len(acknowledged) > 100)
    yield acknowledged
    thread.join()
    client.kill()
    client.communicate()


def pid_of(who: str, app: App, data: Path) -> int:
    """Return the process to kill."""
    pid = {"application": app.process.pid, "postmaster": postmaster_pid(data / "cluster")}[who]
    assert pid is not None
    return pid


@pytest.mark.parametrize("killed", ["application", "postmaster", "application, postmaster", "postmaster, application"])
def test_after_kill_9_everything_acknowledged_is_there(data: Path, start: Start, killed: str) -> None:
    app = start(data)
    with writing(app.ready()[1]) as acknowledged:
        for pid in [pid_of(who, app, data) for who in killed.split(", ")]:
            os.kill(pid, signal.SIGKILL)
    app.kill()
    with Cluster(data).running() as server:
        there = [int(n) for n in names(server, "SELECT n FROM written ORDER BY n", "stepdown")]
    # The last one may have been written, and its acknowledgement lost on the way.
    assert there[: len(acknowledged)] == acknowledged
    assert len(there) - len(acknowledged) in (0, 1)


def test_a_killed_postmaster_is_started_again_under_the_living_application(data: Path) -> None:
    with Cluster(data).running() as server:
        psql(server.url(role="owner"), "CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)")
        time.sleep(2.1)  # one that does not stay up for two seconds is given up
        postmaster = postmaster_pid(data / "cluster")
        assert postmaster
        os.kill(postmaster, signal.SIGKILL)
        assert eventually(lambda: psql(server.url(), "SELECT n FROM kept") == "7")


def test_the_application_killed_leaves_no_process(data: Path, start: Start) -> None:
    app = start(data)
    assert app.ready()[0] == "owned"
    assert len(server_processes(data / "cluster")) > 3
    app.kill()
    assert eventually(lambda: processes_below(data) == [])
    assert not (data / "cluster" / "postmaster.pid").exists()  # it shut down in order


def test_a_busy_backend_of_a_killed_server_is_ended_first(data: Path, start: Start) -> None:
    app = start(data)
    url = app.ready()[1]
    loop = "DO $$ BEGIN LOOP PERFORM 1; END LOOP; END $$"  # does not notice by itself that the postmaster is gone
    client = subprocess.Popen([find_binaries() / "psql", "-X", "-c", loop, url], stderr=subprocess.PIPE)
    busy = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'DO %' AND state = 'active'"
    assert eventually(lambda: psql(url, busy) == "1")
    os.kill(pid_of("postmaster", app, data), signal.SIGKILL)
    app.kill()
    assert len(server_processes(data / "cluster")) > 0
    with Cluster(data).running() as server:
        assert psql(server.url(), "SELECT 1") == "1"
    client.communicate()


@pytest.mark.parametrize("whose", ["nobody's", "a stranger's"])
def test_a_stale_pid_file_is_removed(data: Path, whose: str) -> None:
    with Cluster(data).running():
        text = (data / "cluster" / "postmaster.pid").read_text()
    other = subprocess.Popen(["sleep", "60"])  # its number was the postmaster's, before the machine was switched off
    if whose == "nobody's":
        other.kill()
        other.wait()
    (data / "cluster" / "postmaster.pid").write_text("\n".join([str(other.pid), *text.splitlines()[1:], ""]))
    try:
        with Cluster(data).running() as server:
            assert server.owned
            assert psql(server.url(), "SELECT 1") == "1"
            assert other.poll() == (-signal.SIGKILL if whose == "nobody's" else None)
    finally:
        other.kill()
        other.wait()


@pytest.mark.parametrize("moment", [0.05, 0.25, 0.5])
def test_killed_while_making_the_database_leaves_nothing_half_made(new: Path, start: Start, moment: float) -> None:
    app = start(new)
    assert eventually((new / "cluster.new").exists)
    time.sleep(moment)
    app.kill()
    with Cluster(new).running() as server:
        assert names(server, "SELECT extname FROM pg_extension ORDER BY 1") == EXTENSIONS
    assert sorted(path.name for path in new.iterdir()) == ["cluster", "lock", "postgres.log", "users"]


def test_who_waits_takes_over_when_the_owner_is_killed(new: Path, start: Start) -> None:
    first = start(new)
    assert eventually((new / "cluster.new").exists)
    second = start(new)
    first.kill()
    assert second.ready()[0] == "owned"
    assert second.end() == 0
