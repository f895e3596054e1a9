"""The clock of tests that open the program's doors: it always goes on from ten past ten on one Wednesday in June.

Doors read the clock, so what stands on their pages hangs on the weekday and the hour; a test of them must not. For the
browser's own clock see `tests/journeys/conftest.py`; the database's, which stamps history, stays as it is.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import patch

import time_machine

ZONE = "America/New_York"
MORNING = datetime(2026, 6, 10, 14, 10, tzinfo=UTC)
"""10:10 in ZONE, far from any change of its clocks."""


@contextmanager
def morning() -> Iterator[float]:
    """It is MORNING and later, for this process and every one it starts. Yields by how much clocks are off, in seconds."""
    shift = MORNING.timestamp() - time.time()
    path = os.pathsep.join(filter(None, (str(Path(__file__).parent), os.environ.get("PYTHONPATH"))))
    with patch.dict(os.environ, STEPDOWN_TEST_SHIFT=str(shift), PYTHONPATH=path), time_machine.travel(MORNING):
        yield shift
