"""Rows of a CSV file a second: read, tried, written; and whether a file ten times as long takes more than ten times."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.seeded import prepare, server

SMALL, LARGE = 10_000, 100_000


def measure() -> Iterator[str]:
    """Import clients into a database of their own, by `stepdown import-csv`; most memory is of that process."""
    speeds = {}
    with server() as running, tempfile.TemporaryDirectory() as folder:
        for rows in (SMALL, LARGE):
            name = f"rows_{rows}"
            prepare(running, name)
            environment = {**os.environ, "DATABASE_URL": running.url(name, role="app")}
            sites, clients = Path(folder) / "sites.csv", Path(folder) / "clients.csv"
            sites.write_text("code,name,time_zone\nnorth,Synthetic,UTC\n")
            lines = (f"SYN-{n:06},north,Synthetic {n},Synthetic {n},en,yes\n" for n in range(rows))
            with clients.open("w") as file:
                file.write("record_number,site,legal_name,used_name,languages,synthetic\n")
                file.writelines(lines)
            _import(environment, "sites", sites)
            tried, memory = _import(environment, "clients", clients, "--dry-run")
            both, _ = _import(environment, "clients", clients)
            speeds[rows] = rows / both
            yield (
                f"{rows:,} rows: dry run {rows / tried:,.0f} rows/s; with writing {rows / both:,.0f} rows/s"
                f" ({both:.0f} s); {memory:.0f} MB at most"
            )
    yield f"rows a second, large over small: {speeds[LARGE] / speeds[SMALL]:.2f}"


def _import(environment: dict[str, str], table: str, file: Path, *options: str) -> tuple[float, float]:
    """Seconds, the start of Python included, and the most megabytes the process held."""
    began = time.monotonic()
    command = [sys.executable, "-m", "stepdown.cli.main", "import-csv", table, str(file), *options]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"import-csv {table} ended with {process.returncode}")
    return time.monotonic() - began, used.ru_maxrss / 1024
