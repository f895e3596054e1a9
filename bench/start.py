"""How long an existing installation takes from the command to its first page (goal: 3 s)."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path


def measure() -> Iterator[str]:
    """The second start, beside what Python and Django alone take to load in the same run."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "STEPDOWN_DATA": str(Path(folder) / "data")}
        environment.pop("DATABASE_URL", None)
        first, second = _first_page(environment), _first_page(environment)
        began = time.monotonic()
        load = "import django; from django.conf import settings; settings.configure(); django.setup()"
        subprocess.run([sys.executable, "-c", load], check=True)
        django = time.monotonic() - began
    yield f"first start {first:.1f} s (new database and agency), second {second:.1f} s, {second / django:.1f} x Django alone"


def _first_page(environment: dict[str, str]) -> float:
    """Seconds from the command to the sign-in page."""
    began = time.monotonic()
    command = [sys.executable, "-u", "-m", "stepdown.cli.main", "demo", "--no-browser", "--port", "0"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        address = next(word for line in process.stdout for word in line.split() if word.startswith("http://"))
        with urllib.request.urlopen(f"{address.rstrip('/')}/account/login/") as answer:  # noqa: S310  our own server
            answer.read()
        return time.monotonic() - began
    finally:
        process.terminate()
        process.wait(timeout=30)
