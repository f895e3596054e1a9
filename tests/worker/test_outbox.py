"""What waits in the outbox is handed over once, and nothing is lost on the way."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime

import psycopg
import pytest
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException

from stepdown.audit import queries
from stepdown.audit.actions import enqueue
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, system
from stepdown.audit.wall import current
from stepdown.worker.outbox import CHANNELS, RETRY, channel, drain
from stepdown.worker.run import run_jobs
from stepdown.worker.timed import take_up_again
from tests.conftest import url

AT = datetime(2026, 3, 2, 15, tzinfo=UTC)
KIND = "synthetic_reminder"


@action
def ask_for(*, by: Actor, at: datetime, kind: str, number: int) -> None:
    enqueue(kind, {"number": number}, at=at)


@pytest.fixture
def sent(committed: str) -> Iterator[list[tuple[str, int]]]:
    """A channel that keeps what it was given."""
    given: list[tuple[str, int]] = []

    @channel(KIND)
    def send(*, by: Actor, at: datetime, number: int) -> None:
        reader = current()
        given.append((reader.by.label if reader else "", number))

    yield given
    del CHANNELS[KIND], app.tasks[f"outbox.{KIND}"]


def work_off() -> None:
    asyncio.run(run_jobs(wait=False, listen_notify=False))


def test_messages_become_jobs_and_run_as_their_channel(sent: list[tuple[str, int]]) -> None:
    for number in (1, 2, 3):
        ask_for(by=system("test"), at=AT, kind=KIND, number=number)
    assert drain() == 3
    work_off()
    assert sorted(sent) == [(f"system:{KIND}", 1), (f"system:{KIND}", 2), (f"system:{KIND}", 3)]


def test_a_message_is_handed_over_once(sent: list[tuple[str, int]]) -> None:
    ask_for(by=system("test"), at=AT, kind=KIND, number=1)
    assert (drain(), drain(), list(queries.waiting())) == (1, 0, [])


def test_what_a_killed_worker_had_in_hand_is_done_by_the_next(sent: list[tuple[str, int]], committed: str) -> None:
    """Killed after it took a job from the queue and before it did anything: nobody else knew of it."""
    ask_for(by=system("test"), at=AT, kind=KIND, number=1)
    drain()
    with psycopg.connect(url(committed, "owner"), autocommit=True) as owner:
        in_hand = "UPDATE procrastinate_jobs SET status = 'doing', attempts = %s WHERE task_name LIKE 'outbox%%'"
        owner.execute(in_hand, [0])
        take_up_again.defer(timestamp=0)
        work_off()
        assert sent == [(f"system:{KIND}", 1)]
        ask_for(by=system("test"), at=AT, kind=KIND, number=2)
        drain()
        owner.execute(in_hand, [RETRY.max_attempts])
        take_up_again.defer(timestamp=0)
        work_off()
        left = owner.execute("SELECT status FROM procrastinate_jobs WHERE task_name LIKE 'outbox%'").fetchall()
    assert (len(sent), left) == (1, [("failed",)]), "it ended every worker that took it"


def test_a_kind_nobody_takes_stays_and_holds_nothing_up(
    sent: list[tuple[str, int]], caplog: pytest.LogCaptureFixture
) -> None:
    ask_for(by=system("test"), at=AT, kind="unheard_of", number=1)
    ask_for(by=system("test"), at=AT, kind=KIND, number=2)
    assert (drain(), drain()) == (1, 0)
    (left,) = queries.waiting()
    assert (left.kind, left.payload, left.attempts) == ("unheard_of", {"number": 1}, 2)
    assert [line.getMessage() for line in caplog.records] == [
        "an outbox message has a kind no channel takes: unheard_of"
    ] * 2


def test_a_message_whose_job_cannot_be_queued_stays(sent: list[tuple[str, int]], committed: str) -> None:
    """Both in one transaction: what the queue can't take is not taken from the outbox."""
    ask_for(by=system("test"), at=AT, kind=KIND, number=1)
    with psycopg.connect(url(committed, "owner")) as owner:
        owner.execute("ALTER TABLE procrastinate_jobs RENAME TO procrastinate_away")
    with pytest.raises(ConnectorException):
        drain()
    assert [message.attempts for message in queries.waiting()] == [0]
