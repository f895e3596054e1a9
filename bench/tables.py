"""Rows of a CSV file a second: read, tried, written; and whether a file ten times as long takes more of anything."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from bench.seeded import prepare, server

LARGE = int(os.environ.get("STEPDOWN_BENCH_ROWS", "100000"))
SMALL = LARGE // 10
HERE = 20
"""Clients who come each day of the sheet of visits."""


@dataclass(frozen=True)
class Import:
    """One file: rows a second of the dry run, and of dry run and writing; seconds of both; megabytes at most.

    `processor` is rows a second of this process's own processor time, which a busy machine does not bend.
    """

    tried: float
    both: float
    seconds: float
    megabytes: float
    processor: float


def measure() -> Iterator[str]:
    """Import clients into a database of their own, by `stepdown import-csv`, as many and ten times as many; then visits."""
    found = {}
    with server() as running:
        for rows in (SMALL, LARGE):
            prepare(running, f"rows_{rows}")
            environment = {**os.environ, "DATABASE_URL": running.url(f"rows_{rows}", role="app")}
            one = found[rows] = imported(environment, rows)
            yield (
                f"{rows:,} rows: dry run {one.tried:,.0f} rows/s; with writing {one.both:,.0f} rows/s"
                f" ({one.seconds:.0f} s; {one.processor:,.0f} a processor second); {one.megabytes:.0f} MB at most"
            )
        visits = attended(environment, SMALL)
        yield f"{SMALL:,} visits, which became minutes: {visits:,.0f} rows a processor second, dry run and writing"
    small, large = found[SMALL], found[LARGE]
    yield f"ten times the rows: {large.both / small.both:.2f} x rows/s, {large.megabytes / small.megabytes:.2f} x memory"


def imported(environment: Mapping[str, str], rows: int) -> Import:
    """Import so many clients into the migrated, empty database of `environment`."""
    with tempfile.TemporaryDirectory() as folder:
        sites, clients = Path(folder) / "sites.csv", Path(folder) / "clients.csv"
        sites.write_text("code,name,time_zone\nnorth,Synthetic,UTC\n")
        with clients.open("w") as file:
            file.write("record_number,site,legal_name,used_name,languages,synthetic\n")
            file.writelines(f"SYN-{n:06},north,Synthetic {n},Synthetic {n},en,yes\n" for n in range(rows))
        _import(environment, "sites", sites)
        tried, tried_megabytes, _ = _import(environment, "clients", clients, "--dry-run")
        both, megabytes, processor = _import(environment, "clients", clients)
    return Import(rows / tried, rows / both, both, max(megabytes, tried_megabytes), rows / processor)


def attended(environment: Mapping[str, str], rows: int) -> float:
    """Import so many visits, of one session each, where `imported` was; rows a processor second."""
    days = [date(2020, 1, 6) + timedelta(days=n) for n in range(rows // HERE)]
    with tempfile.TemporaryDirectory() as folder:
        services, sessions, visits = (Path(folder) / f"{name}.csv" for name in ("services", "sessions", "visits"))
        services.write_text("code,name,delivery,minutes,credential_types\nk,Synthetic,group,50,LCSW\n")
        seats = "|".join(f"SYN-{n:06}" for n in range(HERE))
        with sessions.open("w") as file:
            file.write("site,starts,minutes,service,capacity,clients\n")
            file.writelines(f"north,{day} 09:00,50,k,{HERE},{seats}\n" for day in days)
        with visits.open("w") as file:
            file.write("client,arrived_at,departed_at\n")
            file.writelines(f"SYN-{n:06},{day} 08:55,{day} 09:50\n" for n in range(HERE) for day in days)
        _import(environment, "services", services)
        _import(environment, "sessions", sessions)
        *_, processor = _import(environment, "visits", visits)
    return rows / processor


def _import(environment: Mapping[str, str], table: str, file: Path, *options: str) -> tuple[float, float, float]:
    """Seconds, the start of Python included, the most megabytes the process held, its processor seconds."""
    began = time.monotonic()
    command = [sys.executable, "-W", "ignore", "-m", "stepdown.cli.main", "import-csv", table, str(file), *options]
    process = subprocess.Popen(command, env=dict(environment), stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"import-csv {table} ended with {process.returncode}")
    return time.monotonic() - began, used.ru_maxrss / 1024, used.ru_utime + used.ru_stime
