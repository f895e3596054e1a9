"""The action context: the one place that tells the database who writes, and why."""

from __future__ import annotations

import functools
import json
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from time import sleep
from typing import Any, ParamSpec, TypeVar, cast

from django.db import OperationalError, connection, transaction
from psycopg.errors import DeadlockDetected

from stepdown.audit.terms import Actor, Deadlocked, Obstacle, Refused
from stepdown.audit.wall import acting

P = ParamSpec("P")
R = TypeVar("R")

_SETTINGS = (
    "stepdown.action",
    "stepdown.actor",
    "pghistory.context_id",
    "pghistory.context_metadata",
)
PAUSE = 0.1
"""Seconds before an action that the database stopped is tried again."""
_current: ContextVar[tuple[str, ...] | None] = ContextVar("current_action", default=None)


def action(do: Callable[P, R]) -> Callable[P, R]:
    """Make a function the writer it says it is: `@action def book(*, by: Actor, at: datetime, ...)`.

    Runs it in one transaction in which the database knows the action (`app.function`), the actor and the request;
    history rows carry them. Actions called inside join the transaction and are recorded under their own names.
    A deadlock is retried once, after a short pause in which the other may end, then told as `Refused(BUSY)`. Raises TypeError when `by` or `at` is missing, or
    `at` has no time zone: a write without them must not exist.
    """
    name = f"{do.__module__.removeprefix('stepdown.').partition('.')[0]}.{do.__name__}"

    @functools.wraps(do)
    def doing(*args: P.args, **kwargs: P.kwargs) -> R:
        by, at = kwargs.get("by"), kwargs.get("at")
        if args or not isinstance(by, Actor) or not isinstance(at, datetime) or at.tzinfo is None:
            raise TypeError(f"{name} takes keywords only, with by=Actor and at=an aware datetime")
        outermost = not connection.in_atomic_block
        for attempt in (1, 2):
            try:
                with transaction.atomic(), acting(by, at), _named(name, by, at):
                    return do(*args, **kwargs)
            except OperationalError as error:
                if not isinstance(error.__cause__, DeadlockDetected) or not outermost:
                    raise
                if attempt == 2:
                    raise Refused(Obstacle(Deadlocked.BUSY)) from None
                sleep(PAUSE)
        raise AssertionError("unreachable")

    cast("Any", doing).is_action = True
    return doing


@contextmanager
def _named(name: str, by: Actor, at: datetime) -> Iterator[None]:
    """Tell this transaction its action and actor; give the outer action its name back afterwards.

    The settings are the transaction's: its end, or the rollback of a savepoint, takes them back by itself.
    """
    outer = _current.get()
    context_id = outer[2] if outer else str(uuid.uuid4())
    metadata = {"action": name, "actor": by.label, "user": by.user, "request": by.request, "at": at.isoformat()}
    values = (name, by.label, context_id, json.dumps(metadata))
    _tell(values)
    token = _current.set(values)
    try:
        yield
    finally:
        _current.reset(token)
    if connection.savepoint_ids:
        _tell(outer or ("", "", "", ""))


def _tell(values: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT " + ", ".join("set_config(%s, %s, true)" for _ in _SETTINGS),
            [part for pair in zip(_SETTINGS, values, strict=True) for part in pair],
        )


def current_action() -> tuple[str, str]:
    """(action, context id) of the running action; raises RuntimeError outside one."""
    running = _current.get()
    if running is None:
        raise RuntimeError("this is only done inside an action")
    return running[0], running[2]
