"""Writing what happened, beside the change itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import IntegrityError, connection, transaction
from django.db.models import F

from stepdown.audit.context import action, current_action
from stepdown.audit.models import ChartRead, Entry, OutboxMessage
from stepdown.audit.terms import Actor, Lockable, Noted, Obstacle, Refused

OUTBOX = "stepdown_outbox"
"""The channel on which the database tells the worker, at the commit, that something waits."""
_LOCK_SPACE = {kind: 7_000 + place for place, kind in enumerate(Lockable)}


def lock(things: Iterable[tuple[Lockable, int]]) -> None:
    """Hold every named thing until this transaction ends, always in the same order, so nobody waits in a circle.

    Advisory transaction locks; only inside an action.
    """
    current_action()
    wanted = sorted({(_LOCK_SPACE[kind], number) for kind, number in things})
    if not wanted:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(space, number) FROM unnest(%s::int[], %s::int[])"
            " WITH ORDINALITY AS wanted(space, number, place) ORDER BY place",
            [[space for space, _ in wanted], [number % 2**31 for _, number in wanted]],
        )


def lock_setup() -> None:
    """Hold what the agency is made of: of two who take one code, name or address at once, the second is told."""
    lock([(Lockable.SETUP, 0)])


def note(
    *,
    by: Actor,
    at: datetime,
    subject: tuple[str, int],
    client: int | None = None,
    details: dict[str, object] | None = None,
) -> None:
    """Append what the running action did: `subject` is (kind, id); `at` is when it happened.

    `details` holds ids, times and enum values, never names or free text about a client.
    """
    notes(by=by, at=at, rows=[Noted(subject, client, details or {})])


def notes(*, by: Actor, at: datetime, rows: Iterable[Noted]) -> None:
    """Append what the running action did to many things, in this order; a statement a thousand rows."""
    name, context_id = current_action()
    Entry.objects.bulk_create(
        [
            Entry(
                action=name,
                actor=by.label,
                user=by.user,
                request=by.request,
                context_id=context_id,
                occurred_at=row.at or at,
                subject_kind=row.subject[0],
                subject_id=row.subject[1],
                client_id=row.client,
                details=row.details,
            )
            for row in rows
        ],
        batch_size=1000,
    )


@contextmanager
def last_word(obstacle: Obstacle) -> Iterator[None]:
    """What is written inside is refused with `obstacle` when a constraint speaks up: somebody else was faster."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        raise Refused(obstacle) from None


def enqueue(kind: str, payload: dict[str, object], *, at: datetime) -> None:
    """Put something into the outbox, in the transaction of the running action."""
    name, _ = current_action()
    OutboxMessage.objects.create(kind=kind, payload=payload, action=name, created_at=at)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [OUTBOX])


@action
def drained(*, by: Actor, at: datetime, message: int) -> bool:
    """Mark an outbox message as handed over; False when somebody else did. Queue its task in the same transaction."""
    return bool(
        OutboxMessage.objects.filter(id=message, drained_at=None).update(drained_at=at, attempts=F("attempts") + 1)
    )


@action
def not_drained(*, by: Actor, at: datetime, message: int) -> None:
    """Count an attempt to hand an outbox message over that failed; the message stays and is tried again."""
    OutboxMessage.objects.filter(id=message, drained_at=None).update(attempts=F("attempts") + 1)


def chart_read(*, by: Actor, client: int, page: str, grounds: str = "") -> None:
    """Record that `by` opened the chart of `client` on the page called `page` (a route name, not an address).

    `grounds`: for what they may, as the app that decides it says.
    """
    charts_read(by=by, clients=[client], page=page, grounds=grounds)


def charts_read(*, by: Actor, clients: Iterable[int], page: str, grounds: str = "") -> None:
    """Record that `by` opened the charts of all `clients` on one page. One statement."""
    who = {"actor": by.label, "user": by.user, "request": by.request}
    ChartRead.objects.bulk_create(ChartRead(**who, client_id=client, page=page, grounds=grounds) for client in clients)
