"""Locks, the outbox and the read log: what holds whom, for how long, and what a rollback takes with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import Event

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from stepdown.audit.actions import chart_read, drained, enqueue, lock, not_drained
from stepdown.audit.context import action
from stepdown.audit.models import ChartRead, OutboxMessage
from stepdown.audit.queries import waiting
from stepdown.audit.terms import Actor, Lockable, system

AT = datetime(2026, 3, 2, 15, tzinfo=UTC)
BY = system("test")
Things = list[tuple[Lockable, int]]


@action
def hold(*, by: Actor, at: datetime, things: Things, during: Callable[[], None] = lambda: None) -> None:
    """Lock `things`, and do something while they are held."""
    lock(things)
    during()


# -- locks ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "taken"),
    [
        ([], []),
        ([(Lockable.CLIENT, 3), (Lockable.CLIENT, 1)], ["client 1", "client 3"]),
        ([(Lockable.CLIENT, 1), (Lockable.ROOM, 9), (Lockable.STAFF, 5)], ["staff 5", "room 9", "client 1"]),
        ([(Lockable.ROOM, 2), (Lockable.ROOM, 2)], ["room 2"]),
        ([(Lockable.SESSION, 1), (Lockable.SETUP, 0)], ["setup 0", "session 1"]),
    ],
)
def test_always_in_the_same_order_each_once(db: None, asked: Things, taken: list[str]) -> None:
    """As the database took them: who holds both ends of a circle can't be."""
    with CaptureQueriesContext(connection) as found:
        hold(by=BY, at=AT, things=asked)
    statements = [query["sql"].rpartition("; ")[2] for query in found if "pg_advisory_xact_lock" in query["sql"]]
    assert len(statements) == bool(taken)
    if statements:
        with connection.cursor() as cursor:  # the same statement, told what it would lock
            cursor.execute(statements[0].replace("pg_advisory_xact_lock(space, number)", "space, number"))
            rows = [f"{list(Lockable)[space - 7_000]} {number}" for space, number in cursor.fetchall()]
        assert rows == taken
        assert held() == set(taken)


def held() -> set[str]:
    """The advisory locks this connection holds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT classid, objid FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()")
        return {f"{list(Lockable)[space - 7_000]} {number}" for space, number in cursor.fetchall()}


@pytest.fixture
def other(committed: str) -> Iterator[ThreadPoolExecutor]:
    """A second thread with a connection of its own."""
    with ThreadPoolExecutor(1) as pool:
        yield pool
        pool.submit(connections.close_all).result(timeout=30)


@contextmanager
def somebody_holds(other: ThreadPoolExecutor, things: Things, *, fails: bool = False) -> Iterator[Event]:
    """Another connection holds `things` until the event it gives is set."""
    taken, release = Event(), Event()

    def during() -> None:
        taken.set()
        release.wait(timeout=30)
        if fails:
            raise ValueError("synthetic")

    holding = other.submit(hold, by=BY, at=AT, things=things, during=during)
    try:
        assert taken.wait(timeout=30)
        yield release
    finally:
        release.set()
        assert isinstance(holding.exception(timeout=30), ValueError if fails else type(None))


def is_free(thing: tuple[Lockable, int]) -> bool:
    """Whether an action here gets `thing` without waiting for anybody."""
    kind, number = thing
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [7_000 + list(Lockable).index(kind), number])
        return bool(cursor.fetchone()[0])


@pytest.mark.parametrize("fails", [False, True], ids=["ends well", "fails"])
def test_held_until_the_end_and_not_longer(other: ThreadPoolExecutor, fails: bool) -> None:
    ash, willow = (Lockable.CLIENT, 1), (Lockable.CLIENT, 2)
    with somebody_holds(other, [ash], fails=fails):
        assert (is_free(ash), is_free(willow), is_free((Lockable.ROOM, 1))) == (False, True, True)
    assert is_free(ash) is True


def test_who_comes_second_waits_for_the_first(other: ThreadPoolExecutor) -> None:
    """The second begins while the first holds, and goes on only after it."""
    order: list[str] = []
    things: Things = [(Lockable.ROOM, 1)]
    with somebody_holds(other, things) as release, ThreadPoolExecutor(1) as third:
        waiting_ = third.submit(hold, by=BY, at=AT, things=things, during=lambda: order.append("second"))
        while not someone_waits():
            pass
        order.append("first")
        release.set()
        waiting_.result(timeout=30)
        third.submit(connections.close_all).result(timeout=30)
    assert order == ["first", "second"]


def someone_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted)")
        return bool(cursor.fetchone()[0])


# -- the outbox ----------------------------------------------------------------------------------------------------


@action
def send(*, by: Actor, at: datetime, fails: bool = False) -> None:
    """Something leaves the building, unless this fails."""
    enqueue("reminder", {"visit": 3}, at=at)
    if fails:
        raise ValueError("synthetic")


def test_what_is_taken_back_never_leaves(db: None) -> None:
    send(by=BY, at=AT)
    with pytest.raises(ValueError, match="synthetic"):
        send(by=BY, at=AT, fails=True)
    with transaction.atomic():
        send(by=BY, at=AT)
        transaction.set_rollback(True)
    assert [(m.kind, m.payload, m.attempts, m.created_at) for m in waiting()] == [("reminder", {"visit": 3}, 0, AT)]
    assert OutboxMessage.objects.get().action == "tests.send"


def test_a_message_is_handed_over_once(db: None) -> None:
    for _ in range(2):
        send(by=BY, at=AT)
    first, second = (message.id for message in waiting())
    not_drained(by=BY, at=AT, message=first)
    assert [(m.id, m.attempts) for m in waiting()] == [(first, 1), (second, 0)]
    assert [drained(by=BY, at=AT, message=first) for _ in range(2)] == [True, False]
    not_drained(by=BY, at=AT, message=first)
    assert [m.id for m in waiting()] == [second]
    assert OutboxMessage.objects.get(pk=first).attempts == 2
    assert drained(by=BY, at=AT, message=0) is False


def test_the_oldest_first_and_no_more_than_asked_for(db: None) -> None:
    for _ in range(3):
        send(by=BY, at=AT)
    numbers = [message.id for message in waiting()]
    assert numbers == sorted(numbers)
    assert [message.id for message in waiting(most=2)] == numbers[:2]


# -- who looked ----------------------------------------------------------------------------------------------------


def test_a_chart_read_is_kept_though_nothing_was_done(db: None) -> None:
    chart_read(by=Actor("somebody", user=7, request="r-2"), client=9, page="desk:client")
    rows = ChartRead.objects.values_list("actor", "user", "request", "client_id", "page")
    assert list(rows) == [("somebody", 7, "r-2", 9, "desk:client")]


@pytest.mark.parametrize("statement", ["UPDATE audit_chartread SET page = 'x'", "DELETE FROM audit_chartread"])
def test_nobody_makes_it_unread(db: None, statement: str) -> None:
    chart_read(by=Actor("somebody"), client=9, page="desk:client")
    with (
        pytest.raises(DatabaseError, match="append-only|permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert ChartRead.objects.filter(page="desk:client").count() == 1
