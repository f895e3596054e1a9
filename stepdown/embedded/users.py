"""The others who use a server: its owner waits for them at its end, and when it was killed one of them takes over."""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from stepdown.embedded.errors import EmbeddedPostgresError
from stepdown.embedded.lock import try_lock

SILENT_SECONDS = 1.0
WATCH_SECONDS = 0.25
WAITING = "stepdown: waiting for others that use this database; Ctrl-C ends it all the same"
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def wait_for_users(path: Path, held: ExitStack) -> None:
    """Wait until nobody shares the lock on this file, then keep it on `held`, so that nobody new comes in.

    After a second it says on stderr that it waits. A signal to end, or a second one, ends the waiting.
    """
    began, said = time.monotonic(), False
    with _told_to_end() as told:
        while not told.is_set():
            with ExitStack() as attempt:
                if attempt.enter_context(try_lock(path)):
                    held.push(attempt.pop_all())
                    return
            if not said and time.monotonic() - began > SILENT_SECONDS:
                said = True
                with suppress(OSError, ValueError):  # the terminal may be gone
                    print(WAITING, file=sys.stderr, flush=True)
            time.sleep(0.05)


@contextmanager
def _told_to_end() -> Iterator[threading.Event]:
    """Yield what a signal to end sets, in place of the handlers that the application left behind."""
    told = threading.Event()
    if threading.current_thread() is not threading.main_thread():  # only the main thread may set handlers
        yield told
        return
    before = {number: signal.signal(number, lambda *_: told.set()) for number in SIGNALS}
    try:
        yield told
    finally:
        for number, handler in before.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)


class Standby(threading.Thread):
    """Calls `take_over` until it says that it did: at once when the owner is gone.

    When it fails, this process is told to end (SIGTERM), and `error` says why.
    """

    def __init__(self, take_over: Callable[[], bool]) -> None:
        super().__init__(name="stepdown-standby", daemon=True)
        self.error: Exception | None = None
        self._take_over = take_over
        self._ending = threading.Event()

    def run(self) -> None:
        """Watch until the end, or until this process owns the server."""
        try:
            while not self._ending.wait(WATCH_SECONDS):
                if self._take_over():
                    return
        except (OSError, EmbeddedPostgresError) as error:
            self.error = error
            os.kill(os.getpid(), signal.SIGTERM)

    def stop(self) -> None:
        """End the watch. Raises EmbeddedPostgresError when the server was lost, and could not be started again."""
        self._ending.set()
        self.join()
        if self.error is not None:
            raise EmbeddedPostgresError(
                f"The process that ran the database is gone, and it could not be started again. {self.error}"
            ) from self.error
