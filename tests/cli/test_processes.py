"""Real processes: what starts, what ends, and what must not stay behind."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import pytest

from tests.audit.settle import settle
from tests.conftest import url

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 600.0


def environment(**extra: str) -> dict[str, str]:
    """Ours, without anything that decides the database."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "STEPDOWN_"))}
    return ours | {"PYTHONPATH": str(ROOT)} | extra


def stepdown(*arguments: str, **extra: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "stepdown.cli.main", *arguments]
    return subprocess.run(command, env=environment(**extra), capture_output=True, text=True, timeout=120, check=False)


@contextmanager
def started(*arguments: str, until: str, out: Path, **extra: str) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """A process in a session of its own, and what it printed by the time a line matches `until`."""
    command = [sys.executable, "-m", "stepdown.cli.main", *arguments]
    with out.open("wb") as file:
        process = subprocess.Popen(
            command, env=environment(PYTHONUNBUFFERED="1", **extra), stdout=file, stderr=file, start_new_session=True
        )
    try:
        patience = time.monotonic() + PATIENCE
        while not re.search(until, out.read_text()) and process.poll() is None and time.monotonic() < patience:
            time.sleep(0.05)
        assert re.search(until, out.read_text()), out.read_text()
        yield process, out.read_text()
    finally:
        process.kill()
        process.wait()


def processes(mark: str) -> list[str]:
    """Command lines of processes that have `mark` in their environment or command line."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            inside = (entry / "environ").read_bytes() + (entry / "cmdline").read_bytes()
            if mark.encode() in inside and (entry / "stat").read_text().rpartition(")")[2].split()[0] != "Z":
                found.append((entry / "cmdline").read_text().replace("\0", " "))
        except OSError:
            continue
    return found


def gone(mark: str) -> list[str]:
    """What is left of `mark` after a moment: a killed parent's children need one to notice."""
    patience = time.monotonic() + PATIENCE
    while (left := processes(mark)) and time.monotonic() < patience:
        time.sleep(0.05)
    return left


def worker(mark: str, *, other_than: int) -> int:
    """The number of the worker with `mark` in its environment, once there is one."""
    patience = time.monotonic() + PATIENCE
    while time.monotonic() < patience:
        for entry in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                here = mark.encode() in (entry / "environ").read_bytes()
                words = (entry / "cmdline").read_bytes().split(b"\0")
                if here and words[-2:-1] == [b"worker"] and b"-I" not in words and int(entry.name) != other_than:
                    return int(entry.name)
        time.sleep(0.05)
    raise AssertionError("no worker")


def test_a_demo_serves_keeps_its_data_and_leaves_nothing_behind(tmp_path: Path) -> None:
    """The first start makes the agency, the second finds it; Ctrl-C, TERM, a closed terminal and kill -9 end it all. A
    worker that is killed comes back."""
    data, out = str(tmp_path / "da ta"), tmp_path / "out"
    keys = set()
    starts = [
        (("demo", "--no-browser"), signal.SIGINT, "Making the synthetic agency …"),
        (("demo", "--no-browser"), signal.SIGKILL, ""),
        (("serve", "--port", "0"), signal.SIGTERM, ""),
        (("serve", "--port", "0"), signal.SIGHUP, ""),
    ]
    for verb, number, made in starts:
        with started(*verb, until="Ctrl-C ends it|Serving at", out=out, STEPDOWN_DATA=data) as (process, text):
            address = re.findall(r"(?:127\.0\.0\.1|localhost):\d+", text)[0]
            with urllib.request.urlopen(f"http://{address}/account/login/") as page:
                assert page.status == 200
            keys.add((tmp_path / "da ta" / "secret-key").read_text())
            if verb[0] == "demo" and not made:
                killed = worker(data, other_than=0)
                os.kill(killed, signal.SIGKILL)
                assert worker(data, other_than=killed) != killed
            process.send_signal(number)
            assert process.wait(PATIENCE) == (-9 if number == signal.SIGKILL else 0)
        assert re.findall("Making.*", text) == ([made] if made else [])
        assert gone(data) == []
    assert len(keys) == 1
    assert oct((tmp_path / "da ta" / "secret-key").stat().st_mode) == "0o100600"


def test_two_at_once_take_two_ports() -> None:
    from stepdown.cli.errors import CannotRun
    from stepdown.cli.pages import held_port

    with held_port("127.0.0.1", [0]) as first:
        with held_port("127.0.0.1", [first, 0]) as second:
            assert first != second
        with (
            pytest.raises(CannotRun, match=f"Can not listen at 127.0.0.1, port {first}"),
            held_port("127.0.0.1", [first]),
        ):
            pass


@pytest.fixture
def yours(committed: str, tmp_path: Path) -> dict[str, str]:
    """An environment with a database of your own."""
    return {
        "DATABASE_URL": url(committed, "app"),
        "DATABASE_OWNER_URL": url(committed, "owner"),
        "STEPDOWN_DATA": str(tmp_path / "data"),
    }


def test_with_a_database_of_your_own_none_is_started(yours: dict[str, str], tmp_path: Path) -> None:
    assert stepdown("migrate", **yours).returncode == 0  # which loads the policy rows
    answer = stepdown("doctor", "--json", **yours)
    assert [one["check"] for one in json.loads(answer.stdout) if not one["ok"]] in ([], ["static files"])
    kept = {path.name for path in (tmp_path / "data").iterdir()}
    heads = {"stepdown-heads.jsonl"}  # signed where a seal could be set: while nobody else writes on this server
    assert kept - heads == {"field-keys", "secret-key"}


def test_serve_refuses_an_owner(yours: dict[str, str]) -> None:
    answer = stepdown("serve", **yours | {"DATABASE_URL": yours["DATABASE_OWNER_URL"]})
    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr.startswith("stepdown: DATABASE_URL names a role that owns tables.")


@pytest.mark.parametrize("verb", ["doctor", "migrate"])
def test_an_application_role_without_its_grants(yours: dict[str, str], committed: str, verb: str) -> None:
    with psycopg.connect(url(committed, "owner"), autocommit=True) as owner:
        owner.execute("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM stepdown_app")
    answer = stepdown(verb, **yours)
    last = answer.stderr.splitlines()[-1]
    assert (answer.returncode, last[:46]) == (2, "stepdown: The application's role lacks a right")
    assert "Traceback" not in answer.stderr


def test_the_worker_seals_and_ends_when_told(yours: dict[str, str], committed: str, tmp_path: Path) -> None:
    with psycopg.connect(url(committed, "owner")) as owner:
        owner.execute(
            "INSERT INTO audit_chartread (actor, request, client_id, page, grounds)"
            " VALUES ('synthetic', '', 7, 'desk:client', '')"
        )
    settle()
    with started("worker", until="Ctrl-C ends it", out=tmp_path / "out", **yours) as (process, _):
        await_a_worker(committed)
        process.terminate()
        assert process.wait(PATIENCE) == 0
    with psycopg.connect(url(committed, "owner")) as owner:
        assert owner.execute('SELECT "table", rows FROM audit_seal').fetchall() == [("audit_chartread", 1)]


def await_a_worker(database: str) -> None:
    with psycopg.connect(url(database, "owner"), autocommit=True) as owner:
        patience = time.monotonic() + PATIENCE
        while not owner.execute("SELECT 1 FROM procrastinate_workers").fetchone() and time.monotonic() < patience:
            time.sleep(0.05)


def test_backup_and_restore_from_the_prompt(yours: dict[str, str], tmp_path: Path) -> None:
    file = str(tmp_path / "b.tar")
    assert stepdown("backup", "--out", file, **yours).returncode == 0
    refused = stepdown("restore", file, **yours)
    assert (refused.returncode, refused.stderr.count("Restore into an empty one, or with --replace")) == (2, 1)
    made = stepdown("keys", "backup", **yours)
    (tmp_path / "key").write_text(made.stdout)
    address = made.stderr.split()[-1]
    assert (address in made.stdout, "AGE-SECRET-KEY-1" in made.stderr) == (True, False)
    sealed = str(tmp_path / "b.tar.age")
    assert stepdown("backup", "--out", sealed, **yours, STEPDOWN_BACKUP_TO=address).returncode == 0
    drill = stepdown("restore", sealed, "--key", str(tmp_path / "key"), "--drill", **yours)
    assert (drill.returncode, drill.stdout.splitlines()[-1]) == (0, "Nothing was changed.")


def test_the_worker_comes_back_with_its_database(yours: dict[str, str], committed: str, tmp_path: Path) -> None:
    """The database closes every connection, as a restart does; the worker takes up its work again by itself."""
    with (
        started("worker", until="Ctrl-C ends it", out=tmp_path / "out", **yours) as (process, _),
        psycopg.connect(url(committed, "superuser"), autocommit=True) as administrator,
    ):
        await_a_worker(committed)
        before = _others(administrator)
        administrator.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = ANY(%s)", [before])
        patience = time.monotonic() + PATIENCE
        while not set(_others(administrator)) - set(before) and time.monotonic() < patience:
            time.sleep(0.1)
        assert len(set(_others(administrator)) - set(before)) > 0
        assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        assert process.wait(40) == 0


def _others(connection: psycopg.Connection[tuple[object, ...]]) -> list[object]:
    """Server processes of everybody else in this database."""
    rows = connection.execute(
        "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        " AND backend_type = 'client backend'"
    )
    return [pid for (pid,) in rows]
