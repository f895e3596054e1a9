"""Rows imported a second, and whether a file twenty times as large takes much more than twenty times as long."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

WEEKS = Path(os.environ.get("STEPDOWN_SHARED", Path(__file__).parents[2] / "shared")) / "benchmarks" / "weeks"


def measure() -> Iterator[str]:
    """Import a small and a large week, each into a database of its own."""
    if not WEEKS.is_dir():
        yield "skipped: the example weeks are not here (STEPDOWN_SHARED names their folder)"
        return
    speeds = {}
    for name in ("week-120.json", "week-2000.json"):
        with tempfile.TemporaryDirectory() as folder:
            environment = {**os.environ, "STEPDOWN_DATA": folder}
            environment.pop("DATABASE_URL", None)
            _stepdown(environment, "migrate")
            rows, seconds = rows_of(WEEKS / name), imported(environment, WEEKS / name)
        speeds[name] = rows / seconds
        yield f"{name}: {rows} rows in {seconds:.1f} s, {rows / seconds:.0f} rows/s"
    yield f"rows a second, large over small: {speeds['week-2000.json'] / speeds['week-120.json']:.2f}"


def rows_of(path: Path) -> int:
    """Clients, sections, clinicians, rooms, and each attendance and appointment of last week."""
    week = json.loads(path.read_text())
    attended = sum(len(sections) for sections in week["last_week"]["attend"].values())
    lists = ("clients", "sections", "clinicians", "rooms")
    return sum(len(week[name]) for name in lists) + attended + len(week["last_week"]["individual"])


def imported(environment: Mapping[str, str], path: Path) -> float:
    """Seconds that `stepdown import` takes in a migrated, empty installation, the server's start included."""
    began = time.monotonic()
    _stepdown(environment, "import", str(path), "--monday", "2026-03-02", "--time-zone", "America/Chicago")
    return time.monotonic() - began


def _stepdown(environment: Mapping[str, str], *words: str) -> None:
    command = [sys.executable, "-W", "ignore", "-m", "stepdown.cli.main", *words]
    subprocess.run(command, env=dict(environment), check=True, capture_output=True)
