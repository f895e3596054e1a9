"""Rows imported a second, and whether a file twenty times as large takes much more than twenty times as long."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

WEEKS = Path(os.environ.get("STEPDOWN_SHARED", Path(__file__).parents[2] / "shared")) / "benchmarks" / "weeks"


def measure() -> Iterator[str]:
    """Import a small and a large week, each into a database of its own."""
    if not WEEKS.is_dir():
        yield "skipped: the example weeks are not here (STEPDOWN_SHARED names their folder)"
        return
    speeds = {}
    for name in ("week-120.json", "week-2000.json"):
        rows, seconds = _rows(WEEKS / name), _import(WEEKS / name)
        speeds[name] = rows / seconds
        yield f"{name}: {rows} rows in {seconds:.1f} s, {rows / seconds:.0f} rows/s"
    yield f"rows a second, large over small: {speeds['week-2000.json'] / speeds['week-120.json']:.2f}"


def _rows(path: Path) -> int:
    """Clients, sections, clinicians, rooms, and each attendance and appointment of last week."""
    week = json.loads(path.read_text())
    attended = sum(len(sections) for sections in week["last_week"]["attend"].values())
    lists = ("clients", "sections", "clinicians", "rooms")
    return sum(len(week[name]) for name in lists) + attended + len(week["last_week"]["individual"])


def _import(path: Path) -> float:
    """Seconds that `stepdown import` takes, the server's start included."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "STEPDOWN_DATA": folder}
        environment.pop("DATABASE_URL", None)
        stepdown = [sys.executable, "-m", "stepdown.cli.main"]
        subprocess.run([*stepdown, "migrate"], env=environment, check=True, capture_output=True)
        began = time.monotonic()
        options = ["--monday", "2026-03-02", "--time-zone", "America/Chicago"]
        subprocess.run([*stepdown, "import", str(path), *options], env=environment, check=True, capture_output=True)
        return time.monotonic() - began
