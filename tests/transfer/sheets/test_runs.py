"""A run from upload to written: who may, cancelled, killed in the middle, resumed, raced; and how much memory it takes."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.db import connection, connections

from stepdown.agency.actions import hire, make_sign_in
from stepdown.agency.models import Site
from stepdown.agency.queries import actor_of
from stepdown.agency.terms import NewStaff, Role
from stepdown.audit.models import Entry
from stepdown.audit.terms import Actor, NotAllowed, NotFound, Refused
from stepdown.people.models import Client
from stepdown.transfer.imports import orders, work
from stepdown.transfer.imports.queries import left_lying, run_of, runs_of
from stepdown.transfer.imports.reading import receive
from stepdown.transfer.imports.work import see_to
from stepdown.transfer.models import ImportFault, ImportRun, StagedRow
from stepdown.transfer.table_csv import table_text
from stepdown.transfer.terms import RunState
from tests.conftest import url
from tests.transfer.sheets.files import AT, BY, FILES, brought_in, taken_out

HEAD = "record_number,site,legal_name,used_name,languages,synthetic\n"


def clients(rows: int) -> bytes:
    """A file of so many synthetic clients."""
    return (HEAD + "".join(f"SYN-{n:06},north,Synthetic {n},Synthetic {n},en,yes\n" for n in range(rows))).encode()


@pytest.fixture
def agency(committed: str) -> str:
    """An agency with a site."""
    brought_in("sites", FILES["sites"])
    return committed


def received(data: bytes, by: Actor = BY) -> int:
    return receive(by=by, at=AT, table="clients", file=io.BytesIO(data), file_name="synthetic.csv", beside=False)


def state(run: int) -> RunState:
    return run_of(BY, run).state


def test_the_way_of_a_file(agency: str) -> None:
    run = received(clients(2500))
    assert (state(run), run_of(BY, run).rows) == (RunState.WAITING, 2500)
    seen: list[tuple[int, int]] = []
    see_to(at=AT, run=run, watch=lambda done, rows: seen.append((done, run_of(BY, run).done)))
    assert seen == [(1000, 1000), (2000, 2000), (2500, 2500)]
    assert (state(run), Client.objects.count(), run_of(BY, run).added) == (RunState.CHECKED, 0, 2500)
    orders.order_writing(by=BY, at=AT, run=run, beside=False)
    assert state(run) == RunState.WAITING
    see_to(at=AT, run=run)
    assert (state(run), Client.objects.count(), StagedRow.objects.count()) == (RunState.WRITTEN, 2500, 0)
    see_to(at=AT, run=run)
    assert Client.objects.count() == 2500


def test_a_dry_run_leaves_nothing_but_what_it_found(agency: str) -> None:
    before = Entry.objects.exclude(subject_kind="import_run").count()
    see_to(at=AT, run=received(clients(10)))
    assert (Client.objects.count(), Entry.objects.exclude(subject_kind="import_run").count()) == (0, before)


def test_while_it_runs_it_is_seen_to_run_and_nobody_else_takes_it(agency: str) -> None:
    run = received(clients(2))
    seen = []

    def watch(done: int, rows: int) -> None:
        seen.append(state(run))
        with pytest.raises(Refused):
            orders.resume(by=BY, at=AT, run=run, beside=False)

    see_to(at=AT, run=run, watch=watch)
    assert (seen, state(run)) == ([RunState.CHECKING], RunState.CHECKED)


def a_director() -> Actor:
    """Somebody who signs in at the agency."""
    director = NewStaff("Synthetic director", Site.objects.get(code="north").pk, ("en",), (Role.PROGRAM_DIRECTOR,))
    (member,) = hire(by=BY, at=AT, staff=[director])
    user = make_sign_in(
        by=BY, at=AT, email="director@example.org", password="synthetic-lantern-47", name="Synthetic", staff=member
    )
    return actor_of(user)


def wait_until_stuck(holder: int, done: Future[None]) -> None:
    """Until somebody waits for what the connection of this backend holds."""
    for _ in range(1200):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE %s = ANY(pg_blocking_pids(pid))", [holder])
            if done.done() or cursor.fetchone() != (0,):
                return
        time.sleep(0.05)
    raise AssertionError("nobody waits")


@pytest.mark.parametrize("at_the_end", [False, True], ids=["before its first row", "after its last row"])
def test_a_slow_worker_is_never_taken_for_a_dead_one(agency: str, at_the_end: bool) -> None:
    """It is held up just before it begins, or when all is done but told: it has the run in hand, and is seen to."""
    person = a_director()
    run = received(clients(2), person)

    def see_to_it() -> None:
        see_to(at=AT, run=run, watch=lambda done, rows: hold("transfer_importrun") if at_the_end else None)
        connections.close_all()

    with ThreadPoolExecutor(1) as worker, psycopg.connect(url(agency, "owner")) as other:

        def hold(table: str) -> None:
            other.execute(f"LOCK TABLE {table} IN {'EXCLUSIVE' if at_the_end else 'ACCESS EXCLUSIVE'} MODE")

        if not at_the_end:
            hold("agency_user")
        done = worker.submit(see_to_it)
        wait_until_stuck(other.info.backend_pid, done)
        row = ImportRun.objects.get(pk=run)
        assert (row.taken_at, row.ended_at, row.done) == (AT, None, 2 if at_the_end else 0)
        assert (run_of(person, run).state, runs_of(person)[0].state) == (RunState.CHECKING, RunState.CHECKING)
        assert left_lying() == []
        see_to(at=AT + timedelta(hours=1), run=run)  # a second worker leaves it alone
        assert ImportRun.objects.get(pk=run).taken_at == AT
        other.rollback()
        done.result()
    assert (run_of(person, run).state, run_of(person, run).added) == (RunState.CHECKED, 2)


@pytest.mark.parametrize("writing", [False, True], ids=["checking", "writing"])
def test_cancelled_and_resumed(agency: str, writing: bool) -> None:
    """Nothing of a cancelled run is written; going on needs no second upload and ends the same."""
    run = received(clients(3000))
    if writing:
        see_to(at=AT, run=run)
        orders.order_writing(by=BY, at=AT, run=run, beside=False)
    # another connection, as a browser's would be: the action runs beside the open transaction
    from stepdown.transfer.imports.beside import Beside

    with Beside() as browser:
        see_to(at=AT, run=run, watch=lambda done, rows: browser.do(orders.cancel, by=BY, at=AT, run=run))
    # the cancellation was seen after the second thousand at the latest
    assert (state(run), run_of(BY, run).done, Client.objects.count()) == (RunState.CANCELLED, 2000, 0)
    orders.resume(by=BY, at=AT, run=run, beside=False)
    see_to(at=AT, run=run)
    if not writing:
        orders.order_writing(by=BY, at=AT, run=run, beside=False)
        see_to(at=AT, run=run)
    assert (state(run), Client.objects.count()) == (RunState.WRITTEN, 3000)


def test_what_is_cancelled_before_it_begins_never_begins(agency: str) -> None:
    run = received(clients(2))
    orders.cancel(by=BY, at=AT, run=run)
    see_to(at=AT, run=run)
    assert (state(run), run_of(BY, run).taken) == (RunState.CANCELLED, False)


def test_a_cancellation_after_the_end_changes_nothing(agency: str) -> None:
    run = brought_in("clients", clients(2))
    orders.cancel(by=BY, at=AT, run=run.id)
    assert state(run.id) == RunState.WRITTEN


KILLED = """
import os, signal, sys, django
django.setup()
from datetime import UTC, datetime
from stepdown.transfer.imports.work import see_to

def watch(done, rows):
    if done >= 2000:
        os.kill(os.getpid(), signal.SIGKILL)

see_to(at=datetime(2026, 3, 2, 15, tzinfo=UTC), run=int(sys.argv[1]), watch=watch)
"""


@pytest.mark.parametrize("writing", [False, True], ids=["checking", "writing"])
def test_killed_in_the_middle_and_resumed(agency: str, tmp_path: Path, writing: bool) -> None:
    """`kill -9` leaves nothing half done; whoever comes next goes on, and it ends as if nothing had happened."""
    run = received(clients(3000))
    if writing:
        see_to(at=AT, run=run)
        orders.order_writing(by=BY, at=AT, run=run, beside=False)
    environment = {
        **os.environ,
        "DATABASE_URL": url(agency, "app"),
        "DJANGO_SETTINGS_MODULE": "stepdown.config.settings",
        "STEPDOWN_DATA": str(tmp_path),
    }
    killed = subprocess.run([sys.executable, "-c", KILLED, str(run)], env=environment, check=False)
    assert killed.returncode == -signal.SIGKILL
    wait_until_nobody_works_on(run)
    assert (Client.objects.count(), state(run), left_lying()) == (0, RunState.INTERRUPTED, [run])
    see_to(at=AT, run=run)
    if not writing:
        orders.order_writing(by=BY, at=AT, run=run, beside=False)
        see_to(at=AT, run=run)
    assert (state(run), Client.objects.count(), run_of(BY, run).added) == (RunState.WRITTEN, 3000, 3000)
    assert taken_out("clients").count("\n") == 3001


def wait_until_nobody_works_on(run: int) -> None:
    """The server notices that a client has died when it next looks at its socket."""
    for _ in range(200):
        if not run_of(BY, run).working:
            return
        time.sleep(0.05)
    raise AssertionError("the killed process still holds the run")


def test_an_upload_that_breaks_off_leaves_nothing(agency: str) -> None:
    class Broken(io.BytesIO):
        def readline(self, most: int | None = -1, /) -> bytes:
            if self.tell() > 50_000:
                raise OSError("the connection was closed")
            return super().readline(most)

    with pytest.raises(OSError, match="closed"):
        receive(by=BY, at=AT, table="clients", file=Broken(clients(5000)), beside=False)
    assert (ImportRun.objects.filter(sheet="clients").count(), StagedRow.objects.count()) == (0, 0)


def test_a_long_file_takes_no_more_memory_than_a_short_one(agency: str) -> None:
    """Read, tried and taken out again; Python's own memory, so the size of the machine does not matter.

    STEPDOWN_IMPORT_ROWS says how long, for the 100,000 rows of `make bench`, say.
    """

    class Rows(io.RawIOBase):
        """A file that is never whole in memory."""

        def __init__(self, rows: int) -> None:
            self.lines = iter([HEAD.encode()])
            self.rest = (f"SYN-{n:06},north,Synthetic {n},Synthetic {n},en,yes\n".encode() for n in range(rows))

        def readline(self, most: int | None = -1, /) -> bytes:
            return next(self.lines, b"") or next(self.rest, b"")

    def peak(rows: int) -> int:
        tracemalloc.start()
        run = receive(by=BY, at=AT, table="clients", file=Rows(rows), beside=False)
        see_to(at=AT, run=run)
        assert (state(run), run_of(BY, run).added) == (RunState.CHECKED, rows)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(10)  # what is loaded once
    assert peak(int(os.environ.get("STEPDOWN_IMPORT_ROWS", "12000"))) < 1.5 * peak(2000)


def test_taking_out_streams(agency: str) -> None:
    brought_in("clients", clients(3000))
    tracemalloc.start()
    lines = sum(1 for _ in table_text("clients"))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert lines == 3001
    assert most < 3_000_000


def test_two_files_alike_at_once_are_written_once(agency: str) -> None:
    runs = [received(clients(1500)) for _ in range(2)]
    for run in runs:
        see_to(at=AT, run=run)
        orders.order_writing(by=BY, at=AT, run=run, beside=False)

    def write(run: int) -> None:
        see_to(at=AT, run=run)
        connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(write, runs))
    ended = [run_of(BY, run) for run in runs]
    assert sorted((run.state, run.added, run.same) for run in ended) == [
        (RunState.WRITTEN, 0, 1500),
        (RunState.WRITTEN, 1500, 0),
    ]


def person(*roles: Role) -> Actor:
    return Actor("synthetic@example.org", user=77, roles=frozenset(roles), everywhere=True)


@pytest.mark.parametrize("role", Role)
def test_who_may_bring_clients_in(db: None, role: Role) -> None:
    if role == Role.PROGRAM_DIRECTOR:
        assert received(clients(0), person(role))
    else:
        with pytest.raises(NotAllowed):
            received(clients(0), person(role))


def test_an_administrator_brings_the_agency_in_but_no_clients(db: None) -> None:
    by = person(Role.ADMINISTRATOR)
    assert receive(by=by, at=AT, table="sites", file=io.BytesIO(FILES["sites"].encode()))
    with pytest.raises(NotAllowed):
        received(clients(1), by)


def test_a_run_is_seen_by_whoever_brought_it_in(db: None) -> None:
    run = received(clients(1), person(Role.PROGRAM_DIRECTOR))
    assert [seen.id for seen in runs_of(person(Role.PROGRAM_DIRECTOR))] == [run]
    assert runs_of(BY) == []
    for order in (orders.cancel, orders.resume, orders.order_writing, orders.check_again, orders.discard):
        with pytest.raises(NotFound):
            order(by=BY, at=AT, run=run)


def test_who_lost_the_role_meanwhile_writes_nothing(agency: str) -> None:
    """The worker acts as the person, with the roles they have then."""
    run = received(clients(1), person(Role.PROGRAM_DIRECTOR))
    see_to(at=AT, run=run)
    assert (run_of(person(), run).state, Client.objects.count()) == (RunState.STOPPED, 0)


def test_an_unknown_table_is_refused(db: None) -> None:
    with pytest.raises(Refused, match="no_such_table"):
        receive(by=BY, at=AT, table="nothing", file=io.BytesIO(b""))


def test_only_what_was_found_good_is_written(agency: str) -> None:
    run = received(HEAD.encode() + b"SYN-1,nowhere,A,A,en,yes\n")
    for expected in ("import_under_way", "not_checked"):
        with pytest.raises(Refused, match=expected):
            orders.order_writing(by=BY, at=AT, run=run, beside=False)
        see_to(at=AT, run=run)
    written = brought_in("clients", clients(1))
    with pytest.raises(Refused, match="already_written"):
        orders.order_writing(by=BY, at=AT, run=written.id, beside=False)


def test_checked_again_after_what_it_names_was_brought_in(committed: str) -> None:
    run = received(clients(1))
    see_to(at=AT, run=run)
    assert (state(run), run_of(BY, run).faults) == (RunState.FAULTY, 1)
    brought_in("sites", FILES["sites"])
    orders.check_again(by=BY, at=AT, run=run, beside=False)
    see_to(at=AT, run=run)
    assert (state(run), run_of(BY, run).faults) == (RunState.CHECKED, 0)


def test_a_run_thrown_away_leaves_no_row_and_no_fault(agency: str) -> None:
    run = received(HEAD.encode() + b"SYN-1,nowhere,A,A,en,yes\nbroken\n")
    see_to(at=AT, run=run)
    orders.discard(by=BY, at=AT, run=run)
    assert (ImportRun.objects.filter(pk=run).count(), StagedRow.objects.count(), ImportFault.objects.count()) == (
        0,
        0,
        0,
    )


def test_a_fault_of_the_program_is_kept_and_raised(agency: str, monkeypatch: pytest.MonkeyPatch) -> None:
    run = received(clients(1))

    class Broken:
        def __init__(self, *args: object) -> None:
            raise RuntimeError("broken")

    monkeypatch.setattr(work, "Trial", Broken)
    with pytest.raises(RuntimeError, match="broken"):
        see_to(at=AT, run=run)
    assert (state(run), run_of(BY, run).problem) == (RunState.STOPPED, "broke")


def test_history_says_who_and_no_entry_repeats_the_file(agency: str) -> None:
    brought_in("clients", clients(1))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pgh_context->>'action', pgh_context->>'actor' FROM people_clientevent")
        assert cursor.fetchall() == [("people.register_clients", "system:test")]
    assert "Synthetic 0" not in str(list(Entry.objects.values()))


@pytest.fixture(autouse=True)
def nobody_else_is_connected() -> Iterator[None]:
    yield
    connection.close()
