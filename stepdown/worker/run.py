"""The worker process."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Callable
from typing import Any

from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException

from stepdown.worker import timed

POLL_SECONDS = 5.0
"""New jobs are heard of at once; this is for jobs whose time comes, and for a notice that was missed."""
PAUSE_SECONDS = 2.0
"""How long to wait before trying again, when the database has gone."""


def work(*, ready: Callable[[], None]) -> None:
    """Do jobs and timed work until SIGTERM, SIGINT or SIGHUP; the job in hand is finished first.

    History is sealed once at the start: after a pause the unsealed rows need not wait for the next minute.
    `ready` is called after that. A database that goes away and comes back (a restart) is waited for.
    """
    timed.seal_history.func(0)
    ready()
    asyncio.run(_until_told())


async def _until_told() -> None:
    """Run the worker again each time it ends by itself, which it does when the database closes its connections."""
    told = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, told.set)
    while not told.is_set():
        working = asyncio.create_task(run_jobs(shutdown_graceful_timeout=30))
        waiting = asyncio.create_task(told.wait())
        await asyncio.wait({working, waiting}, return_when=asyncio.FIRST_COMPLETED)
        working.cancel()  # finishes the job in hand
        with contextlib.suppress(asyncio.CancelledError, ConnectorException):
            await working
        waiting.cancel()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(told.wait(), PAUSE_SECONDS)


async def run_jobs(**options: Any) -> None:
    """Run procrastinate's worker with its own connections; Django's are for the jobs themselves."""
    with app.replace_connector(app.connector.get_worker_connector()) as working:  # type: ignore[attr-defined]
        async with working.open_async():
            await working.run_worker_async(
                concurrency=2,
                fetch_job_polling_interval=POLL_SECONDS,
                delete_jobs="successful",
                install_signal_handlers=False,
                **options,
            )
