"""The worker sees to CSV files: what was ordered, and what a killed worker left."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import psycopg

from stepdown.transfer.imports.queries import left_lying, run_of
from stepdown.transfer.imports.reading import receive
from stepdown.transfer.terms import RunState
from stepdown.worker import timed
from stepdown.worker.outbox import drain
from tests.conftest import url
from tests.transfer.sheets.files import BY, FILES
from tests.worker.test_outbox import work_off

AT = datetime(2026, 3, 2, 15, tzinfo=UTC)


def received() -> int:
    return receive(by=BY, at=AT, table="sites", file=io.BytesIO(FILES["sites"].encode()))


def test_a_file_is_checked_without_anybody_watching(committed: str) -> None:
    run = received()
    assert run_of(BY, run).state == RunState.WAITING
    assert drain() == 1
    work_off()
    assert (run_of(BY, run).state, run_of(BY, run).added) == (RunState.CHECKED, 2)


def test_what_a_killed_worker_left_is_taken_up(committed: str) -> None:
    run = received()
    with psycopg.connect(url(committed, "owner")) as owner:
        owner.execute("UPDATE transfer_importrun SET taken_at = %s WHERE id = %s", [AT, run])
    assert (run_of(BY, run).state, left_lying()) == (RunState.INTERRUPTED, [run])
    timed.go_on_importing.func(0)
    assert (run_of(BY, run).state, left_lying()) == (RunState.CHECKED, [])
