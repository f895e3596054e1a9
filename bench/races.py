"""A thousand rounds of 64 simultaneous bookings: the last seat, one clinician, one room."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator

ROUNDS = int(os.environ.get("STEPDOWN_RACE_ROUNDS", "1000"))


def measure() -> Iterator[str]:
    """Every round must have one winner and no deadlock, or the run fails; then how long it took."""
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "tests/actions/test_races.py"]
    began = time.monotonic()
    done = subprocess.run(command, env={**os.environ, "STEPDOWN_RACE_ROUNDS": str(ROUNDS)}, check=False)
    attempts = 3 * 64 * ROUNDS
    verdict = "one winner in every round" if done.returncode == 0 else "FAILED"
    yield f"{ROUNDS} rounds x 64 attempts x 3 races ({attempts} bookings): {verdict}; {time.monotonic() - began:.0f} s"
