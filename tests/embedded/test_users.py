"""Several commands on one data folder: none takes the database away from another."""

import json
import os
import shutil
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from stepdown.embedded import Cluster
from stepdown.embedded.users import WAITING
from tests.embedded.conftest import ROOT, App, eventually, processes_below, psql
from tests.transfer.iop_week.weeks import small_week

Start = Callable[..., App]
SLOW = "SELECT pg_sleep(2), 'done'"


def close(app: App) -> None:
    """Let the application end in order, without waiting for it."""
    assert app.process.stdin
    app.process.stdin.close()
    app.process.stdin = None


def said(app: App) -> list[str]:
    """Wait for the end; return what it said on stderr."""
    return app.process.communicate()[1].splitlines()


def two(start: Start, data: Path) -> tuple[App, App, str]:
    """Return the owner, another application that is attached, and the address."""
    owner = start(data)
    how, url = owner.ready()
    other = start(data)
    assert (how, other.ready()) == ("owned", ("attached", url))
    return owner, other, url


def test_the_owner_ends_after_the_others(data: Path, start: Start) -> None:
    owner, other, url = two(start, data)
    close(owner)
    assert psql(url, SLOW) == "|done"
    third = start(data)
    assert third.ready() == ("attached", url)
    assert other.end() == 0
    assert psql(url, "SELECT 1") == "1"
    assert owner.process.poll() is None
    assert third.end() == 0
    assert (said(owner), owner.process.returncode) == ([WAITING], 0)
    assert processes_below(data) == []


def test_the_owner_who_is_alone_says_nothing(data: Path, start: Start) -> None:
    owner, other, _ = two(start, data)
    assert other.end() == 0
    close(owner)
    assert (said(owner), owner.process.returncode) == ([], 0)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_told_again_the_owner_does_not_wait_and_another_takes_over(data: Path, start: Start, number: int) -> None:
    owner, other, url = two(start, data)
    close(owner)
    assert owner.process.stderr
    assert owner.process.stderr.readline() == WAITING + "\n"
    owner.process.send_signal(number)
    assert (said(owner), owner.process.returncode) == ([], 0)
    assert eventually(lambda: psql(url, "SELECT 1") == "1")
    assert other.end() == 0
    assert processes_below(data) == []


def test_when_the_owner_is_killed_one_of_the_others_takes_over(data: Path, start: Start) -> None:
    owner, other, url = two(start, data)
    third = start(data)
    assert third.ready() == ("attached", url)
    assert psql(url.replace("postgres@", "stepdown_owner@"), "CREATE TABLE kept (n int)") == ""
    owner.kill()
    insert = "INSERT INTO kept VALUES (7) RETURNING n"
    assert eventually(lambda: psql(url, insert) == "7")
    for app in (other, third):  # one of them owns the server now, and waits for the other
        close(app)
    assert [other.end(), third.end()] == [0, 0]
    assert processes_below(data) == []
    with Cluster(data).running() as server:
        assert psql(server.url(), "SELECT n FROM kept") == "7"


def test_when_two_owners_are_killed_the_third_takes_over(data: Path, start: Start) -> None:
    owner, other, url = two(start, data)
    owner.kill()
    assert eventually(lambda: psql(url, "SELECT 1") == "1")
    third = start(data)
    assert third.ready() == ("attached", url)
    other.kill()
    assert eventually(lambda: psql(url, "SELECT 1") == "1")
    assert third.end() == 0


def stepdown(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    """Start a `stepdown` command on its own database in this folder."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE_")}
    return subprocess.Popen(
        [sys.executable, "-m", "stepdown.cli.main", *arguments],
        cwd=ROOT,
        env=environment | {"STEPDOWN_DATA": str(folder / "data")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def week(folder: Path, name: str) -> str:
    """Write a small week file of this name; return its path."""
    path = folder / f"{name}.json"
    path.write_text(json.dumps(small_week() | {"name": name}))
    return str(path)


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a stopped database that was brought to this version."""
    path = tmp_path_factory.mktemp("migrated")
    migrate = stepdown(path, "migrate")
    assert (migrate.communicate()[1], migrate.returncode) == ("", 0)
    return path / "data"


def test_two_imports_at_once_both_end_well(folder: Path, migrated: Path) -> None:
    shutil.copytree(migrated, folder / "data")
    where = ["--monday", "2026-11-23", "--time-zone", "America/Chicago"]
    imports = [stepdown(folder, "import", week(folder, name), *where) for name in ("first", "second")]
    made = [command.communicate()[0].splitlines()[0] for command in imports]
    assert (made, [command.returncode for command in imports]) == (["Made:"] * 2, [0, 0])


def served(folder: Path, start: Start) -> tuple[App, subprocess.Popen[str], str]:
    """Return an owner, `stepdown serve` attached to its database, and the address of a page."""
    owner = start(folder / "data" / "postgres")
    assert owner.ready()[0] == "owned"
    serve = stepdown(folder, "serve", "--port", "0", "--workers", "1")
    assert serve.stdout
    return owner, serve, f"http://{serve.stdout.readline().split()[-1]}/account/login/"


def answer(page: str) -> int:
    """Return the status with which a page that reads the database answers."""
    try:
        with urllib.request.urlopen(page, timeout=20) as response:
            return int(response.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_the_pages_come_back_when_the_owner_is_killed(folder: Path, migrated: Path, start: Start) -> None:
    shutil.copytree(migrated, folder / "data")
    owner, serve, page = served(folder, start)
    assert answer(page) == 200
    owner.kill()
    assert eventually(lambda: answer(page) == 200)
    serve.terminate()
    assert (serve.communicate()[0], serve.returncode) == ("", 0)


def test_who_can_not_take_over_ends_and_says_why(folder: Path, migrated: Path, start: Start) -> None:
    shutil.copytree(migrated, folder / "data")
    owner, serve, _ = served(folder, start)
    version = folder / "data" / "postgres" / "cluster" / "PG_VERSION"
    version.write_text("7\n")  # stands for any reason not to start
    owner.kill()
    last = serve.communicate()[1].splitlines()[-1]
    begin = "stepdown: The process that ran the database is gone, and it could not be started again. "
    assert (last[: len(begin)], serve.returncode) == (begin, 2)
