"""From the outbox into the queue: each kind of message has one channel, a task that is tried again when it fails."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from stepdown.audit import actions, queries
from stepdown.worker.context import job

RETRY = RetryStrategy(max_attempts=12, exponential_wait=2)
"""Twelve tries within about two hours; then the job is kept as failed, and `stepdown doctor` shows it."""

CHANNELS: dict[str, Any] = {}
"""Which task takes which kind of message."""

log = logging.getLogger(__name__)


def channel(kind: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Make a function the task for messages of this kind: `@channel("reminder") def send(*, by, at, **payload)`.

    It may run more than once for a message (a crash after sending, before noting it), so sending must bear that.
    """

    def register(do: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(do)
        def task(**payload: object) -> None:
            with job(kind) as by:
                do(by=by, at=datetime.now(UTC), **payload)

        CHANNELS[kind] = app.task(name=f"outbox.{kind}", queue="outbox", retry=RETRY)(task)
        return do

    return register


def drain() -> int:
    """Put what waits in the outbox into the queue, oldest first; returns how many messages.

    A message and its job change hands in one transaction: neither is lost and neither is there twice. A kind that no
    channel takes stays, with its attempts counted, and is told in the log; the others go on.
    """
    moved = 0
    with job("outbox") as by:
        for message in queries.waiting():
            at = datetime.now(UTC)
            task = CHANNELS.get(message.kind)
            if task is None:
                log.error("an outbox message has a kind no channel takes: %s", message.kind)
                actions.not_drained(by=by, at=at, message=message.id)
                continue
            with transaction.atomic():
                if actions.drained(by=by, at=at, message=message.id):
                    task.defer(**message.payload)
                    moved += 1
    return moved
