"""The web server: granian worker processes around the WSGI application, and none of them left behind."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from stepdown.cli.errors import CannotRun

PR_SET_PDEATHSIG = 1  # linux/prctl.h
FIRST_ANSWER_SECONDS = 30.0
QUIET: dict[str, Any] = {"_granian": {"handlers": ["console"], "propagate": False}}
"""The server's own lines go through our formatter: it would write down the text of an error, and what that quotes."""


@contextmanager
def held_port(host: str, wanted: Iterable[int]) -> Iterator[int]:
    """Keep the first free port of `wanted` for us until the end of the block (0: any free port); yields it.

    Workers listen with SO_REUSEPORT, so a second server could listen at the same port and take half the requests.
    A bound socket that never listens keeps others out: whoever comes next fails here, and takes another port.
    Raises CannotRun when none is free.
    """
    tried = []
    for port in wanted:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as holder:
            holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                holder.bind((host, port))
            except (OSError, OverflowError):  # taken, or beyond 65535
                tried.append(port)
                continue
            holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 0)
            holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
            yield holder.getsockname()[1]
            return
    raise CannotRun(f"Can not listen at {host}, port {', '.join(map(str, tried))}. Choose another one with --port.")


def application(_target: str, *, parent: int) -> Any:
    """Load the pages in a worker process that ends when its parent does, however that ends.

    At once: a parent that can still ask its workers to end does, and waits for them; a worker asked to end without one
    was once found waiting for itself for ever.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
    if os.getppid() != parent:
        sys.exit("stepdown: the starting process is gone")
    return get_wsgi_application()


def _static_folder() -> None:
    """Outside production static files are found in place; whitenoise still wants the folder for collected ones."""
    if settings.WHITENOISE_USE_FINDERS:
        Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


class Pages(Server):  # type: ignore[misc, valid-type]
    """Granian's server, ended by SIGHUP too, that says when the first page is answered."""

    ready: Callable[[], None]

    def startup(self, spawn_target: Any, target_loader: Any) -> None:
        """Start the workers, wait until one answers, tell."""
        super().startup(spawn_target, target_loader)
        if self._answers():
            self.ready()

    def signal_handler_reload(self, *_args: object, **_kwargs: object) -> None:
        """A closed terminal ends the server like Ctrl-C."""
        self.signal_handler_interrupt()

    def _answers(self) -> bool:
        host = f"[{self.bind_addr}]" if ":" in self.bind_addr else self.bind_addr
        host = {"0.0.0.0": "127.0.0.1", "[::]": "[::1]"}.get(host, host)  # noqa: S104 - compared, not bound
        patience = time.monotonic() + FIRST_ANSWER_SECONDS
        while time.monotonic() < patience and not self.main_loop_interrupt.is_set():
            try:
                urllib.request.urlopen(f"http://{host}:{self.bind_port}/account/login/", timeout=10)
            except urllib.error.HTTPError:
                return True
            except OSError:
                time.sleep(0.02)
            else:
                return True
        return False


def serve(host: str, port: int, *, workers: int, ready: Callable[[], None]) -> int:
    """Serve the pages until SIGINT, SIGTERM or SIGHUP; Django is set up. `ready` is called at the first answer.

    Returns the exit code. On Linux workers are forked from this process: Django is loaded once, not once for each.
    """
    _static_folder()
    if sys.platform == "linux":
        multiprocessing.set_start_method("fork", force=True)
        get_wsgi_application()
    connections.close_all()
    server = Pages(
        "stepdown.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        workers_kill_timeout=10,
        respawn_failed_workers=True,
        log_level=LogLevels.error,
        log_dictconfig={part: settings.LOGGING[part] for part in ("formatters", "handlers")} | {"loggers": QUIET},
    )
    server.ready = ready
    try:
        server.serve(target_loader=partial(application, parent=os.getpid()))
    except SystemExit:
        if not server.interrupt_signal:  # a worker that heard Ctrl-C before us is no failure
            raise
    return 0
