"""Two databases on one server: the agency with twelve weeks behind it, and the same agency with five years."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from stepdown.embedded import Cluster, prepare_database
from stepdown.embedded.server import Server

WEEKS = {"small": 12, "big": int(os.environ.get("STEPDOWN_BENCH_WEEKS", "260"))}
"""Weeks of history: twelve beside five years, or beside as many as the variable says (to try the benchmark itself)."""


@contextmanager
def server() -> Iterator[Server]:
    """A PostgreSQL server in a folder of its own, thrown away at the end; STEPDOWN_BENCH_DATA keeps it."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(os.environ.get("STEPDOWN_BENCH_DATA") or temporary)
        os.environ.update(
            DJANGO_SETTINGS_MODULE="stepdown.config.settings",
            STEPDOWN_DATA=str(folder),
            STEPDOWN_DEMO="1",
            STEPDOWN_SECRET_KEY="only-for-this-benchmark",  # noqa: S106  nobody signs in from outside
        )
        with Cluster(folder / "server", fast=True).running() as running:
            yield running


def seed(running: Server, name: str) -> str | None:
    """Make the agency called `name` (a key of WEEKS) unless it is there; a line about it, or None.

    In a process of its own: this one's Django looks at one database only.
    """
    began = time.monotonic()
    if not prepare(running, name):
        return None
    environment = {
        **os.environ,
        "DATABASE_URL": running.url(name, role="app"),
        "DATABASE_OWNER_URL": running.url(name, role="owner"),
    }
    command = [sys.executable, "-m", "bench.seeded", str(WEEKS[name])]
    made = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return f"{name}: {made.stdout.strip()} in {time.monotonic() - began:.0f} s"


def prepare(running: Server, name: str) -> bool:
    """A migrated, empty database of that name; False when there is one already."""
    import psycopg

    with psycopg.connect(running.url("postgres", role="superuser")) as session:
        if session.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return False
    prepare_database(running.url("postgres", role="superuser"), name)
    environment = {
        **os.environ,
        "DATABASE_URL": running.url(name, role="app"),
        "DATABASE_OWNER_URL": running.url(name, role="owner"),
    }
    stepdown = [sys.executable, "-m", "stepdown.cli.main"]
    subprocess.run([*stepdown, "migrate"], env=environment, check=True, stdout=subprocess.DEVNULL)
    return True


def main(weeks: int, a_week: int = 25) -> None:
    """Fill the database of DATABASE_URL with so many weeks, in each of which so many clients begin."""
    import django
    from django.conf import settings

    django.setup()
    from bench.agency import Span, attend, bring_in
    from stepdown.audit.terms import system
    from stepdown.audit.wall import this_process_reads_as
    from stepdown.transfer.owner import as_role

    this_process_reads_as(system("bench"))
    now = datetime.now(UTC)
    monday = now.date() - timedelta(days=now.weekday())
    span = Span(monday - timedelta(weeks=weeks - 1), now, a_week)
    bring_in(span)
    with as_role(settings.DATABASE_OWNER_URL):
        rows = attend(span)
    print(f"{len(span.clients()):,} clients, {rows:,} rows of attendance")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
