"""The thread that keeps one `postgres` running as our foreground child."""

import signal
import subprocess
import threading
import time
from pathlib import Path

from stepdown.embedded.account import Account
from stepdown.embedded.errors import EmbeddedPostgresError, failure
from stepdown.embedded.process import clear_leftovers, send, server_processes, spawn
from stepdown.embedded.server import Answer, ask

READY_SECONDS = 30.0
"""Longest silence while starting. A server that answers "not yet" (replaying its log) is waited for."""
STOP_SECONDS = 10.0
STEADY_SECONDS = 2.0
"""A server that ran at least this long is started again when something kills it."""


class Keeper(threading.Thread):
    """Starts `postgres`, waits for its end, and starts it again when it was killed.

    A thread of its own, because Linux sends the parent-death signal when the starting *thread* ends; this one lives as
    long as the server. A daemon, so that it never holds up the end of the program.
    """

    def __init__(self, pgdata: Path, *, binaries: Path, sockets: Path, log: Path, account: Account) -> None:
        super().__init__(name="stepdown-postgres", daemon=True)
        self.pgdata, self.binaries, self.sockets, self.log, self.account = pgdata, binaries, sockets, log, account
        self._log_start = log.stat().st_size if log.exists() else 0
        self._gate = threading.Lock()
        self._stopping = False
        self._process: subprocess.Popen[bytes] | None = None
        self._error: Exception | None = None

    def run(self) -> None:
        """Run the server until it is stopped, or does not stay up."""
        try:
            while (process := self._begin()) is not None:
                began = time.monotonic()
                process.wait()
                if time.monotonic() - began < STEADY_SECONDS:
                    return
        except (OSError, EmbeddedPostgresError) as error:
            self._error = error

    def _begin(self) -> subprocess.Popen[bytes] | None:
        with self._gate:
            if self._stopping:
                return None
            clear_leftovers(self.pgdata)
            for stale in self.sockets.iterdir():  # PostgreSQL would believe the socket's lock of a zombie process
                stale.unlink()
            with self.log.open("ab") as log:
                command = [str(self.binaries / "postgres"), "-D", str(self.pgdata)]
                self._process = spawn(command, account=self.account, log=log, death_signal=signal.SIGINT)
            return self._process

    def wait_until_ready(self) -> None:
        """Return when the server takes connections; raise with the end of its log when it will not."""
        patience = time.monotonic() + READY_SECONDS
        while self.is_alive():
            answer = ask(self.binaries, self.sockets)
            if answer is Answer.READY:
                return
            if answer is Answer.NOT_YET:
                patience = time.monotonic() + READY_SECONDS
            if time.monotonic() > patience:
                raise failure(f"PostgreSQL does not answer (log: {self.log}).", self._log_text())
            time.sleep(0.02)
        if self._error is not None:
            raise self._error
        raise failure(f"PostgreSQL did not start (log: {self.log}).", self._log_text())

    def stop(self) -> None:
        """End the server: a fast shutdown, an immediate one after ten seconds, then by force."""
        with self._gate:
            self._stopping = True
        if self._process is None:
            return
        for number in (signal.SIGINT, signal.SIGQUIT):
            self._process.send_signal(number)
            self.join(STOP_SECONDS)
            if not self.is_alive():
                break
        send(server_processes(self.pgdata), signal.SIGKILL)

    def _log_text(self) -> str:
        """Return what the log holds since this keeper began."""
        with self.log.open("rb") as log:
            log.seek(self._log_start)
            return log.read().decode(errors="replace")
