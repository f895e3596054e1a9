"""When it can not work, it says what to do."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from stepdown.embedded import Cluster, EmbeddedPostgresError, find_binaries
from stepdown.embedded.lock import try_lock
from tests.embedded.conftest import DEBIAN_15, ROOT, App, psql

Start = Callable[..., App]
IS_ROOT = os.geteuid() == 0


def refusal(data: Path, binaries: Path | None = None) -> list[str]:
    """Return the lines of the refusal to start."""
    with pytest.raises(EmbeddedPostgresError) as caught, Cluster(data, binaries).running():
        pass
    return str(caught.value).splitlines()


def test_a_path_that_can_not_be_a_folder(folder: Path) -> None:
    (folder / "file").write_text("")
    assert refusal(folder / "file" / "data") == [
        f"PostgreSQL can not use {folder}/file/data.",
        "Read the lines below; they say why.",
        "  Not a directory",
    ]


@pytest.mark.skipif(IS_ROOT, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written(folder: Path) -> None:
    closed = folder / "closed"
    closed.mkdir(mode=0o555)
    assert refusal(closed / "data")[0] == f"PostgreSQL can not use {closed}/data."
    assert refusal(closed / "data")[1].startswith("This user may not read or write there.")


@pytest.mark.skipif(not IS_ROOT, reason="mounting a small disk takes root")
def test_a_full_disk(folder: Path) -> None:
    small = folder / "small"
    small.mkdir()
    script = 'mount -t tmpfs -o size=12m none "$1" && exec "$2" -m tests.embedded.app "$1/data" < /dev/null'
    answer = subprocess.run(
        ["unshare", "--mount", "sh", "-c", script, "sh", small, sys.executable],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    lines = answer.stderr.splitlines()
    assert lines[0].startswith(f"refused: The database could not be made in {small}/data (initdb, log: ")
    assert lines[1] == "The disk is full. Free some space, or choose a data folder on another disk."


def test_a_folder_without_the_programs(folder: Path) -> None:
    with pytest.raises(
        EmbeddedPostgresError, match="is not a PostgreSQL bin folder: initdb, pg_isready, postgres, psql"
    ):
        Cluster(folder / "data", folder)


@pytest.mark.skipif(not DEBIAN_15.is_dir(), reason="Debian's PostgreSQL 15 is not installed here")
def test_data_of_another_version(new: Path) -> None:
    with Cluster(new, DEBIAN_15).running():
        pass
    assert "\n".join(refusal(new)) == (
        f"{new}/cluster was made by PostgreSQL 15, but {find_binaries()} is PostgreSQL 18. "
        "Start it with PostgreSQL 15; to move on, back up with 15 and restore into a new folder."
    )


def test_a_setting_of_ones_own_that_is_wrong_is_shown_with_the_log(data: Path) -> None:
    with (data / "cluster" / "postgresql.conf").open("a") as conf:
        conf.write("max_connections_ = 7\n")
    lines = refusal(data)
    assert lines[0] == f"PostgreSQL did not start (log: {data}/postgres.log)."
    assert [line.partition("LOG:  ")[2] for line in lines if "max_connections_" in line] == [
        f'unrecognized configuration parameter "max_connections_" in file "{data}/cluster/postgresql.conf" line '
        + str(len((data / "cluster" / "postgresql.conf").read_text().splitlines()))
    ]


def test_a_socket_folder_that_somebody_else_made(data: Path) -> None:
    with Cluster(data).running() as server:
        sockets = server.sockets
    sockets.mkdir(mode=0o755)
    try:
        assert refusal(data) == [f"{sockets} exists and is not a private folder of ours. Remove it."]
    finally:
        sockets.rmdir()


def test_a_lock_whose_holder_has_no_server(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stepdown.embedded.cluster.ATTACH_SECONDS", 0.3)
    with try_lock(data / "lock") as mine:
        assert mine
        assert "\n".join(refusal(data)) == (
            f"Another process holds {data}/lock, but its server does not answer. "
            f"Find it (fuser {data}/lock), end it, and try again."
        )


@pytest.mark.skipif(not IS_ROOT, reason="only root becomes another user")
def test_root_without_user_namespaces_runs_it_as_a_system_user(new: Path, folder: Path, start: Start) -> None:
    empty = folder / "bin"
    empty.mkdir()
    if not DEBIAN_15.is_dir():
        pytest.skip("needs programs outside of root's home")
    for _ in range(2):  # made, and started again
        app = start(new, DEBIAN_15, environment={"PATH": str(empty)})
        how, url = app.ready()
        assert how == "owned"
        assert psql(url, "SELECT 1") == "1"
        assert (new / "cluster").stat().st_uid != 0
        app.kill()
    with Cluster(new, DEBIAN_15).running() as server:  # with namespaces again: as the owner of the files
        assert psql(server.url(), "SELECT 1") == "1"
        assert (new / "cluster").stat().st_uid != 0
