"""The worker process."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Callable
from typing import Any

from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException
from psycopg import AsyncConnection, OperationalError

from stepdown.audit.actions import OUTBOX
from stepdown.worker import timed
from stepdown.worker.outbox import drain

POLL_SECONDS = 5.0
"""New jobs are heard of at once; this is for jobs whose time comes, and for a notice that was missed."""
_ADDRESS = {"dbname", "host", "port", "user", "password", "sslmode", "sslrootcert", "sslcert", "sslkey"}
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
        working = asyncio.create_task(_work_and_hear())
        waiting = asyncio.create_task(told.wait())
        await asyncio.wait({working, waiting}, return_when=asyncio.FIRST_COMPLETED)
        working.cancel()  # finishes the job in hand
        with contextlib.suppress(asyncio.CancelledError, ConnectorException):
            await working
        waiting.cancel()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(told.wait(), PAUSE_SECONDS)


async def _work_and_hear() -> None:
    hearing = asyncio.create_task(_hear())
    try:
        await run_jobs(shutdown_graceful_timeout=30)
    finally:
        hearing.cancel()
        with contextlib.suppress(asyncio.CancelledError, OperationalError):
            await hearing


async def _hear() -> None:
    """Hand the outbox over as soon as something is put into it; what is missed waits for the next minute."""
    address = {name: value for name, value in connection.get_connection_params().items() if name in _ADDRESS}
    async with await AsyncConnection.connect(**address, autocommit=True) as ours:
        await ours.execute(f"LISTEN {OUTBOX}")
        async for _ in ours.notifies():
            await asyncio.to_thread(drain)


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
