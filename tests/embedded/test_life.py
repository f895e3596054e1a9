"""A server is made once, started, shared and stopped."""

import os
import signal
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest

from stepdown.embedded import Cluster, find_binaries
from tests.embedded.conftest import DEBIAN_15, ROOT, App, names, processes_below, psql

Start = Callable[..., App]
EXTENSIONS = "SELECT extname FROM pg_extension ORDER BY 1"


def test_a_new_folder_becomes_a_database_that_keeps_its_data(new: Path) -> None:
    with Cluster(new).running() as server:
        assert server.owned
        assert psql(server.url(), "SELECT current_user, current_database()") == "stepdown_app|stepdown"
        psql(server.url(role="owner"), "CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)")
    with Cluster(new).running() as server:
        assert psql(server.url(), "SELECT n FROM kept") == "7"
    assert sorted(path.name for path in new.iterdir()) == ["cluster", "lock", "postgres.log", "users"]


def test_what_was_acknowledged_is_on_the_disk_and_nobody_else_can_connect(data: Path) -> None:
    with Cluster(data).running() as server:
        settings = ["fsync", "synchronous_commit", "full_page_writes", "listen_addresses", "server_encoding"]
        assert [psql(server.url(), f"SHOW {name}") for name in settings] == ["on", "on", "on", "", "UTF8"]
        assert stat.S_IMODE(server.sockets.stat().st_mode) == 0o700
        assert not server.sockets.is_relative_to(data)
        sockets = server.sockets
    assert not sockets.exists()


def test_case_and_accents_are_understood(data: Path) -> None:
    with Cluster(data, fast=True).running() as server:
        assert psql(server.url(), "SELECT upper('zoë'), 'ÉLAN'::citext = 'élan'::citext") == "ZOË|t"


@pytest.mark.skipif(not DEBIAN_15.is_dir(), reason="Debian's PostgreSQL 15 is not installed here")
def test_debians_postgresql_15_works_too(new: Path) -> None:
    with Cluster(new, DEBIAN_15).running() as server:
        assert psql(server.url(), "SHOW server_version_num")[:2] == "15"
        assert psql(server.url(), "SELECT upper('zoë'), 'ÉLAN'::citext = 'élan'::citext") == "ZOË|t"
        assert names(server, EXTENSIONS) == ["btree_gist", "citext", "pg_trgm", "plpgsql"]
        assert server.binaries == DEBIAN_15


@pytest.mark.parametrize("name", ["a path with a space", 'it\'s, "quoted"', "Zoë"])
def test_any_name_of_a_folder(folder: Path, name: str) -> None:
    with Cluster(folder / name / "data", fast=True).running() as server:
        assert psql(server.url(), "SELECT 1") == "1"


def test_a_path_of_150_characters(folder: Path) -> None:
    data = folder / ("x" * (149 - len(str(folder))))
    assert len(str(data)) == 150
    with Cluster(data, fast=True).running() as server:
        assert psql(server.url(), "SELECT 1") == "1"
        assert len(str(server.sockets)) < 80


def test_a_temp_folder_too_deep_for_a_socket_is_not_used(folder: Path, start: Start) -> None:
    deep = folder / ("t" * 100)
    deep.mkdir()
    app = start(folder / "data", environment={"TMPDIR": str(deep), "XDG_RUNTIME_DIR": ""})
    how, url = app.ready()
    assert (how, url.partition("?host=")[2].startswith("%2Ftmp%2Fstepdown-"), app.end()) == ("owned", True, 0)


def test_the_users_runtime_folder_is_used(folder: Path, start: Start) -> None:
    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700)
    app = start(folder / "data", environment={"XDG_RUNTIME_DIR": str(runtime)})
    url = app.ready()[1]
    here = list(runtime.iterdir())
    assert url == f"postgresql://postgres@/stepdown?host={quote(str(here[0]), safe='')}&port=5432"
    assert app.end() == 0


def test_postgresql_variables_of_the_environment_change_nothing(new: Path, start: Start) -> None:
    elsewhere = {"PGHOST": "nowhere.invalid", "PGPORT": "1", "PGDATABASE": "x", "PGUSER": "x", "PGOPTIONS": "-c x=y"}
    app = start(new, environment=elsewhere)
    how, url = app.ready()
    assert (how, psql(url, "SELECT current_database()"), app.end()) == ("owned", "stepdown", 0)


def test_the_second_process_attaches_and_the_server_belongs_to_the_first(data: Path, start: Start) -> None:
    first = start(data)
    assert first.ready()[0] == "owned"
    second = start(data)
    how, url = second.ready()
    assert how == "attached"
    assert second.end() == 0
    assert psql(url, "SELECT 1") == "1"
    assert first.end() == 0
    assert processes_below(data) == []


def test_within_one_process_the_second_attaches(data: Path) -> None:
    with Cluster(data, fast=True).running() as first, Cluster(data).running() as second:
        assert (first.owned, second.owned) == (True, False)
        assert first.url() == second.url()


def test_of_processes_racing_on_a_new_folder_one_makes_it_and_all_use_it(new: Path, start: Start) -> None:
    apps = [start(new) for _ in range(4)]
    answers = [app.ready() for app in apps]
    assert sorted(how for how, _ in answers) == ["attached", "attached", "attached", "owned"]
    assert len({url for _, url in answers}) == 1
    assert [psql(url, "SELECT count(*) FROM pg_database WHERE datname = 'stepdown'") for _, url in answers] == ["1"] * 4
    assert [app.end() for app in sorted(apps, key=lambda app: answers[apps.index(app)][0])] == [0] * 4


def test_the_server_outlives_the_thread_that_started_it(data: Path) -> None:
    entered = Cluster(data, fast=True).running()
    servers = []
    thread = threading.Thread(target=lambda: servers.append(entered.__enter__()))
    thread.start()
    thread.join()
    try:
        assert psql(servers[0].url(), "SELECT pg_sleep(0.3), 1") == "|1"
    finally:
        entered.__exit__(None, None, None)


FORK = """
import os, pathlib, subprocess, sys, time
from stepdown.embedded import Cluster
with Cluster(pathlib.Path(sys.argv[1])).running() as server:
    if (child := os.fork()) == 0:
        os.dup2(os.open(os.devnull, os.O_RDWR), 1)
        time.sleep(float(sys.argv[2]))
        sys.exit()
    if sys.argv[2] == "0":
        os.waitpid(child, 0)
        subprocess.run([server.binaries / "psql", "-XAtc", "SELECT 'still there'", server.url()])
    else:
        print(child, flush=True)
        os.kill(os.getpid(), 9)
"""


def test_a_forked_child_that_ends_does_not_stop_its_parents_server(data: Path) -> None:
    command = [sys.executable, "-c", FORK, str(data), "0"]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert answer.stdout == "still there\n"


def test_a_forked_child_that_lives_on_does_not_keep_the_lock(data: Path) -> None:
    command = [sys.executable, "-c", FORK, str(data), "600"]
    child = int(subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False).stdout)
    try:
        with Cluster(data).running() as server:
            assert server.owned
    finally:
        os.kill(child, signal.SIGKILL)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_however_the_application_is_told_to_end_the_server_ends_too(data: Path, start: Start, number: int) -> None:
    app = start(data)
    assert app.ready()[0] == "owned"
    os.kill(app.process.pid, number)
    app.process.communicate()
    assert app.process.returncode == -number  # the fixture sees to it that no process is left


def test_the_programs_for_backup_are_there() -> None:
    for name in ("pg_dump", "pg_restore"):
        answer = subprocess.run([find_binaries() / name, "--version"], capture_output=True, text=True, check=True)
        assert answer.stdout.startswith(f"{name} (PostgreSQL) ")
