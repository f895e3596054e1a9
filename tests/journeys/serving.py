"""`stepdown serve` as a process of its own, forked from the tests' process: it need not load everything once more.

Environment, settings, cache and open files are the new process's; the clock goes on as it does here. That the command
starts from nothing is tested in tests/cli/test_processes.py.
"""

from __future__ import annotations

import importlib
import os
import signal
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

from django.conf import settings
from django.core.cache import cache
from django.db import connections
from django.test import override_settings

from stepdown.cli.main import main
from stepdown.config.environment import prepare

COMMAND = ["serve", "--port", "0", "--workers", "1"]


@contextmanager
def served(environment: dict[str, str], log: Path, patience: float) -> Iterator[str]:
    """The address of a running server. `environment` is added to ours, `patience` is in seconds."""
    connections.close_all()  # a connection is of one process
    said, says = os.pipe()
    process = os.fork()
    if process == 0:
        _serve(environment, says, log)
    os.close(says)
    late = threading.Timer(patience, os.kill, (process, signal.SIGKILL))  # must not hang the tests
    late.start()
    try:
        with os.fdopen(said) as lines:
            line = next((line for line in lines if line.startswith("Serving at ")), "")
            late.cancel()
            assert line, f"the server did not start: {log.read_text()[-2000:]}"
            yield "http://" + line.removeprefix("Serving at ").strip()
    finally:
        late.cancel()
        os.kill(process, signal.SIGTERM)
        late = threading.Timer(patience, os.kill, (process, signal.SIGKILL))
        late.start()
        os.waitpid(process, 0)
        late.cancel()


def _serve(environment: dict[str, str], says: int, log: Path) -> NoReturn:
    """In the new process: never comes back to the tests."""
    code = 1
    try:
        os.dup2(says, 1)
        os.dup2(os.open(log, os.O_WRONLY | os.O_CREAT), 2)
        sys.stdout, sys.stderr = os.fdopen(1, "w", buffering=1), os.fdopen(2, "w", buffering=1)
        os.environ.update(environment)
        prepare()
        _read_settings_again()
        cache.clear()
        code = main(COMMAND)
    except BaseException:  # told in the log; nothing may come back from here
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def _read_settings_again() -> None:
    """From the new environment, by the file that reads them everywhere."""
    anew = vars(importlib.reload(importlib.import_module("stepdown.config.settings")))
    connections["default"].settings_dict.update(anew["DATABASES"]["default"])
    others = {name: value for name, value in anew.items() if name.isupper() and name != "DATABASES"}
    override_settings(
        **{name: value for name, value in others.items() if getattr(settings, name, None) != value}
    ).enable()
