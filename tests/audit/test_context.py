"""The action context: who, when, under which name; what a failure and a deadlock leave behind."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier, Event
from typing import Any

import pytest
from django.db import DatabaseError, OperationalError, connection, connections, transaction
from psycopg.errors import DeadlockDetected

from stepdown.agency.models import Site
from stepdown.audit import wall
from stepdown.audit.actions import enqueue, lock, note
from stepdown.audit.context import action, current_action
from stepdown.audit.models import Entry
from stepdown.audit.terms import Actor, Deadlocked, Refused, system
from stepdown.audit.wall import reading

AT = datetime(2026, 3, 2, 15, tzinfo=UTC)
BY = system("test", request="r-1")


def told() -> tuple[str, str]:
    """(action, actor) as the database knows them now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COALESCE(current_setting('stepdown.action', true), ''),"
            " COALESCE(current_setting('stepdown.actor', true), '')"
        )
        found: tuple[str, str] = cursor.fetchone()
    return found


@action
def look(*, by: Actor, at: datetime) -> tuple[str, str]:
    """What the database is told."""
    return told()


@pytest.mark.parametrize(
    ("why", "arguments", "keywords"),
    [
        ("nobody", (), {"at": AT}),
        ("never", (), {"by": BY}),
        ("a name is no actor", (), {"by": "test", "at": AT}),
        ("nobody at all", (), {"by": None, "at": AT}),
        ("a moment without a zone", (), {"by": BY, "at": datetime(2026, 3, 2, 15)}),  # noqa: DTZ001
        ("a day is no moment", (), {"by": BY, "at": AT.date()}),
        ("not by keyword", (BY, AT), {}),
        ("partly by keyword", (BY,), {"at": AT}),
    ],
)
def test_a_write_without_who_and_when_does_not_exist(why: str, arguments: tuple[Any, ...], keywords: Any) -> None:
    """Refused before the database is touched: this test has none."""
    with pytest.raises(TypeError, match=r"tests\.look takes keywords only"):
        look(*arguments, **keywords)


def test_the_database_is_told_and_forgets(db: None) -> None:
    assert look(by=BY, at=AT) == ("tests.look", "system:test")
    assert told() == ("", "")
    with pytest.raises(RuntimeError, match="only done inside an action"):
        current_action()


@pytest.mark.parametrize(
    "write", [lambda: note(by=BY, at=AT, subject=("site", 1)), lambda: enqueue("x", {}, at=AT), lambda: lock([])]
)
def test_what_belongs_to_an_action_refuses_to_run_outside_one(db: None, write: Any) -> None:
    with pytest.raises(RuntimeError, match="only done inside an action"):
        write()


# -- inside each other ---------------------------------------------------------------------------------------------


@action
def inner(*, by: Actor, at: datetime, fails: bool = False) -> tuple[tuple[str, str], str]:
    """Its own name, and the id of the context; fails when told to, after writing."""
    Site.objects.create(code="inner", name="x", time_zone="UTC")
    if fails:
        raise ValueError("synthetic")
    return told(), current_action()[1]


@action
def outer(*, by: Actor, at: datetime, fails: bool = False) -> list[object]:
    """What it and an action inside it see: before, within, after."""
    seen: list[object] = [told(), current_action()[1]]
    try:
        seen.append(inner(by=Actor("somebody"), at=at, fails=fails))
    except ValueError:
        seen.append("failed")
    Site.objects.create(code="outer", name="x", time_zone="UTC")
    return [*seen, told(), current_action()[1]]


def history() -> list[tuple[str, str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT code, pgh_context->>'action', pgh_context->>'actor' FROM agency_siteevent ORDER BY pgh_id"
        )
        found: list[tuple[str, str, str]] = cursor.fetchall()
    return found


def test_an_action_inside_another_has_its_own_name_and_the_same_context(db: None) -> None:
    before, number, within, after, same = outer(by=BY, at=AT)
    assert before == after == ("tests.outer", "system:test")
    assert within == (("tests.inner", "somebody"), number)
    assert number == same
    assert history() == [("inner", "tests.inner", "somebody"), ("outer", "tests.outer", "system:test")]


def test_an_action_that_fails_inside_another_takes_back_only_itself(db: None) -> None:
    before, number, within, after, same = outer(by=BY, at=AT, fails=True)
    assert (before, within, after, number == same) == (after, "failed", ("tests.outer", "system:test"), True)
    assert history() == [("outer", "tests.outer", "system:test")]


def test_an_action_that_fails_leaves_nothing_behind(db: None) -> None:
    with pytest.raises(ValueError, match="synthetic"):
        inner(by=BY, at=AT, fails=True)
    assert (Site.objects.count(), told(), history()) == (0, ("", ""), [])
    with pytest.raises(RuntimeError):
        current_action()


def test_two_actions_after_each_other_are_two_contexts(db: None) -> None:
    @action
    def number(*, by: Actor, at: datetime) -> str:
        return current_action()[1]

    assert number(by=BY, at=AT) != number(by=BY, at=AT)


def test_history_keeps_the_request_and_the_moment(db: None) -> None:
    inner(by=Actor("somebody", user=7, request="r-2"), at=AT)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pgh_context::text FROM agency_siteevent")
        (context,) = cursor.fetchone()
    kept = json.loads(context)
    assert {name: kept[name] for name in ("action", "actor", "user", "request", "at")} == {
        "action": "tests.inner",
        "actor": "somebody",
        "user": 7,
        "request": "r-2",
        "at": AT.isoformat(),
    }


def test_an_entry_says_what_the_action_did(db: None) -> None:
    @action
    def write(*, by: Actor, at: datetime) -> str:
        note(by=by, at=at, subject=("site", 3), client=9, details={"from": "2026-03-02"})
        return current_action()[1]

    number = write(by=Actor("somebody", user=7, everywhere=True, request="r-2"), at=AT)
    entry = Entry.objects.get()
    assert (entry.action, entry.actor, entry.user, entry.request, str(entry.context_id)) == (
        "tests.write",
        "somebody",
        7,
        "r-2",
        number,
    )
    assert (entry.subject_kind, entry.subject_id, entry.client_id, entry.occurred_at, entry.details) == (
        "site",
        3,
        9,
        AT,
        {"from": "2026-03-02"},
    )


# -- reading -------------------------------------------------------------------------------------------------------

CLERK = Actor("somebody", user=7, staff=5, sites=frozenset({3, 4}), lent=frozenset({4}))


def reader() -> tuple[str, ...]:
    """What the policies are told by a statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"current_setting('stepdown.{name}')" for name in TOLD))
        found: tuple[str, ...] = cursor.fetchone()
    return found


TOLD = ("sites", "staff", "account", "moment")


@action
def read_inside(*, by: Actor, at: datetime) -> tuple[str, ...]:
    return reader()


def test_who_reads_is_told_and_forgotten(db: None) -> None:
    with reading(CLERK, at=AT):
        assert reader() == ("3", "5", "7", AT.isoformat())
        assert read_inside(by=CLERK, at=AT + timedelta(days=1)) == ("3,4", "5", "7", AT.isoformat())
        assert read_inside(by=BY, at=AT)[0] == "all"
        assert reader()[0] == "3"
    assert reader()[0] == "all"
    with pytest.raises(ValueError, match="synthetic"), reading(CLERK):
        raise ValueError("synthetic")
    assert reader()[0] == "all"


def test_whom_nobody_named_is_told_as_nobody(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    with reading(CLERK, at=AT):
        reader()
    monkeypatch.setattr(wall, "_in_this_process", [])
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('stepdown.sites')")
        assert cursor.fetchone() == ("",)


def test_a_servers_cursor_is_told_too(committed: str) -> None:
    """Outside a transaction, as files are written."""
    with reading(CLERK, at=AT), connection.chunked_cursor() as cursor:
        cursor.execute("SELECT current_setting('stepdown.sites')")
        assert cursor.fetchall() == [("3",)]


def test_nothing_is_told_beyond_a_statement(committed: str) -> None:
    """On a connection that is not in a transaction, as every one is between two requests."""
    with reading(CLERK, at=AT):
        assert reader()[0] == "3"
    connection.ensure_connection()
    assert connection.connection.execute("SELECT current_setting('stepdown.sites')").fetchone() == ("",)


def test_reading_ends_quietly_in_a_broken_transaction(db: None) -> None:
    """The error that broke it is the one that is told."""
    with (
        pytest.raises(DatabaseError, match="division by zero"),
        transaction.atomic(),
        reading(Actor("somebody")),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT 1 / 0")


# -- deadlocks: real ones, between two connections -----------------------------------------------------------------


@pytest.fixture
def two(committed: str) -> Iterator[ThreadPoolExecutor]:
    """Two threads with a connection each, and two sites to fight over."""

    @action
    def open_two(*, by: Actor, at: datetime) -> None:
        Site.objects.bulk_create(Site(code=code, name="x", time_zone="UTC") for code in "AB")

    open_two(by=BY, at=AT)
    with ThreadPoolExecutor(2) as pool:
        yield pool
        barrier = Barrier(2)

        def close(_: int) -> None:
            barrier.wait(timeout=30)
            connections.close_all()

        list(pool.map(close, range(2)))


def cross(first: str, second: str, meetings: list[Barrier], tries: list[str], over: Event) -> Any:
    """An action that renames one site, meets the other thread for its n-th try, then renames the other."""

    @action
    def rename(*, by: Actor, at: datetime) -> None:
        tries.append(first)
        number = tries.count(first) - 1
        if number >= len(meetings):
            over.wait(timeout=30)  # else it may take the same lock before the other wakes up
        Site.objects.filter(code=first).update(name=by.label)
        if number < len(meetings):
            meetings[number].wait(timeout=30)
        Site.objects.filter(code=second).update(name=by.label)

    return rename


def outcome(attempt: Future[None]) -> str:
    try:
        attempt.result(timeout=30)
    except Refused as refused:
        return str(refused)
    return "done"


def test_a_deadlock_is_tried_again_once(two: ThreadPoolExecutor) -> None:
    """Each holds what the other wants; the database stops one, which then finds the way free."""
    tries: list[str] = []
    meet = [Barrier(2)]
    over = Event()
    one = two.submit(cross("A", "B", meet, tries, over), by=Actor("one"), at=AT)
    other = two.submit(cross("B", "A", meet, tries, over), by=Actor("other"), at=AT)
    for attempt in (one, other):
        attempt.add_done_callback(lambda _: over.set())
    assert [outcome(one), outcome(other)] == ["done", "done"]
    assert sorted(tries) in (["A", "A", "B"], ["A", "B", "B"])
    names = set(Site.objects.values_list("name", flat=True))
    assert len(names) == 1, "the one that was stopped came last, and left nothing half done"
    assert names <= {"one", "other"}


def test_a_second_deadlock_is_told(two: ThreadPoolExecutor) -> None:
    """A rival who begins to wait later, so that the database stops the action each time."""
    tries: list[str] = []
    meetings = [Barrier(2), Barrier(2)]

    def rival() -> None:
        """Not an action: holds B, twice, and outlasts whoever holds A."""
        for meeting in meetings:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT id FROM agency_site WHERE code = 'B' FOR UPDATE")
                meeting.wait(timeout=30)
                cursor.execute("SELECT pg_sleep(0.8)")
                cursor.execute("SELECT id FROM agency_site WHERE code = 'A' FOR UPDATE")

    outlasting = two.submit(rival)
    came_of_it = outcome(two.submit(cross("A", "B", meetings, tries, Event()), by=Actor("one"), at=AT))
    outlasting.result(timeout=30)
    assert (came_of_it, tries) == (Deadlocked.BUSY, ["A", "A"])
    assert list(Site.objects.values_list("name", flat=True)) == ["x", "x"]


def test_a_deadlock_inside_a_wider_transaction_is_not_tried_again(db: None) -> None:
    """Its locks are the wider transaction's: only who began that can begin again."""
    tries = []

    @action
    def stopped(*, by: Actor, at: datetime) -> None:
        tries.append(1)
        raise OperationalError from DeadlockDetected()

    with pytest.raises(OperationalError):
        stopped(by=BY, at=AT)
    assert tries == [1]
