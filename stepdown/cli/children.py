"""A second `stepdown` process beside this one, that never outlives it, and is started again when it is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from stepdown.embedded.process import CHILD

STOP_SECONDS = 10.0
LOOK_SECONDS = 0.5
AGAIN_SECONDS = 5.0
"""Before it is started again: one that can't start does not keep the machine busy."""


@contextmanager
def running(verb: str) -> Iterator[None]:
    """Run `stepdown VERB` until the end of the block; killed, it is there again after AGAIN_SECONDS."""
    over = Event()
    keeper = Thread(target=_keep, args=(verb, over), name=f"keeps {verb}", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join()


def _keep(verb: str, over: Event) -> None:
    """Have the child running until `over`. It ends with the thread that started it: this one, which lives as long."""
    ends_with_us = [sys.executable, "-I", "-S", str(CHILD), str(os.getpid()), str(int(signal.SIGTERM)), "-"]
    command = [*ends_with_us, sys.executable, "-m", "stepdown.cli.main", verb]
    while not over.is_set():
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True)
        while child.poll() is None and not over.wait(LOOK_SECONDS):
            pass
        if child.poll() is None:
            _end(child)
        over.wait(AGAIN_SECONDS)


def _end(child: subprocess.Popen[bytes]) -> None:
    child.terminate()
    try:
        child.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
