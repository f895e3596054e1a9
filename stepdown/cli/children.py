"""A second `stepdown` process beside this one, that never outlives it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from stepdown.embedded.process import CHILD

STOP_SECONDS = 10.0


@contextmanager
def running(verb: str) -> Iterator[None]:
    """Run `stepdown VERB` until the end of the block. Call it from the main thread: the child ends with the thread."""
    ends_with_us = [sys.executable, "-I", "-S", str(CHILD), str(os.getpid()), str(int(signal.SIGTERM)), "-"]
    command = [*ends_with_us, sys.executable, "-m", "stepdown.cli.main", verb]
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        yield
    finally:
        child.terminate()
        try:
            child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
