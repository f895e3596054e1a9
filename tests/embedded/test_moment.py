"""Back to a moment, with the commands of docs/how-to/backup-and-restore.md: what was before it is there, what came after is not."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from stepdown.audit.secret import new_key
from stepdown.embedded import Cluster, Server, find_binaries
from tests.conftest import TEMPLATE, url
from tests.embedded.conftest import ROOT, psql

READ = "INSERT INTO audit_chartread (actor, request, client_id, page, grounds) VALUES ('system:test', '', {}, 'x', '')"


def stepdown(home: Path, *words: str) -> str:
    """What a verb prints, on the embedded database of the data folder `home`."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE_")}
    command = [sys.executable, "-m", "stepdown.cli.main", *words]
    environment |= {"STEPDOWN_DATA": str(home), "STEPDOWN_FIELD_KEYS": KEY, "STEPDOWN_HEADS_TO": str(home.parent)}
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode < 2, done.stderr
    return done.stdout


KEY = new_key()


def test_back_to_a_moment(django_db_setup: None, data: Path, folder: Path) -> None:
    log, old, new = folder / "log of changes", folder / "old", folder / "new"
    for path in (log, old, new):
        path.mkdir()
    running, cluster = data.rename(old / "postgres"), new / "postgres" / "cluster"
    write(running / "cluster", "archive_mode = on", f'archive_command = \'test ! -f "{log}/%f" && cp %p "{log}/%f"\'')
    with Cluster(running).running() as server:
        fill(server)
        assert psql(server.url(), READ.format(7)) == ""
        base = [str(find_binaries() / "pg_basebackup"), f"--host={server.sockets}", "--username=postgres"]
        subprocess.run([*base, f"--pgdata={cluster}", "--checkpoint=fast"], check=True, capture_output=True)
        assert psql(server.url(), READ.format(8)) == ""
        stepdown(old, "doctor")  # seals, and signs
        moment = psql(server.url(), "SELECT clock_timestamp()")
        assert psql(server.url(), READ.format(9)) == ""
    for last in (running / "cluster" / "pg_wal").glob(
        "0*"
    ):  # what was not copied yet, where the disk can still be read
        if last.is_file() and not (log / last.name).exists():
            shutil.copy(last, log)
    shutil.rmtree(old)
    write(cluster, "archive_mode = off", f"restore_command = 'cp \"{log}/%f\" %p'")
    write(cluster, f"recovery_target_time = '{moment}'", "recovery_target_action = 'promote'")
    (cluster / "recovery.signal").touch()
    with Cluster(new / "postgres").running() as server:
        assert psql(server.url(role="superuser"), "SELECT client_id FROM audit_chartread ORDER BY 1").split() == [
            "7",
            "8",
        ]
        told = {one["check"]: one for one in json.loads(stepdown(new, "doctor", "--json"))}
    assert [told[check]["ok"] for check in ("database", "history", "unsealed", "heads")] == [True] * 4
    assert told["heads"]["found"].startswith("1 signed since ")


def fill(server: Server) -> None:
    """The tables of the tests' own server: migrating them anew was most of what this test took."""
    programs = find_binaries()
    dump = [str(programs / "pg_dump"), url(TEMPLATE, "superuser")]
    with subprocess.Popen(dump, stdout=subprocess.PIPE) as tables:
        load = [str(programs / "psql"), "--quiet", "--single-transaction", server.url(role="superuser")]
        subprocess.run(load, stdin=tables.stdout, check=True, capture_output=True)
    assert tables.returncode == 0


def write(cluster: Path, *lines: str) -> None:
    """Add lines to the settings of a server."""
    with (cluster / "postgresql.conf").open("a") as settings:
        settings.writelines(f"{line}\n" for line in lines)
