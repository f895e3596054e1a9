"""The worker process."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from typing import Any

from procrastinate.contrib.django import app

from stepdown.worker import timed

POLL_SECONDS = 5.0
"""New jobs are heard of at once; this is for jobs whose time comes, and for a notice that was missed."""


def work(*, ready: Callable[[], None]) -> None:
    """Do jobs and timed work until SIGTERM, SIGINT or SIGHUP; the job in hand is finished first.

    History is sealed once at the start: after a pause the unsealed rows need not wait for the next minute.
    `ready` is called after that.
    """
    signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
    timed.seal_history.func(0)
    ready()
    run_jobs(shutdown_graceful_timeout=30)


def run_jobs(**options: Any) -> None:
    """Run procrastinate's worker with its own connections; Django's are for the jobs themselves."""
    with app.replace_connector(app.connector.get_worker_connector()) as working:  # type: ignore[attr-defined]
        working.run_worker(concurrency=2, fetch_job_polling_interval=POLL_SECONDS, delete_jobs="successful", **options)
