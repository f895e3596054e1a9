"""A record that was merged into another takes nothing new: nobody who reads the kept one would ever see it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections, transaction

from stepdown.audit.terms import Refused
from stepdown.journey.actions import merge_clients
from stepdown.people.actions import add_contact, join_records
from stepdown.people.models import Contact
from stepdown.people.terms import NewContact
from tests.actions.cases import EVERY
from tests.actions.cases.case import Case
from tests.actions.cases.place import Place, client, place
from tests.actions.test_every_action import floors, since, undone
from tests.actions.world import AT, world
from tests.conftest import OwnDatabase
from tests.factories.crowd import BY

NOT_ASKED = {
    "people.break_glass": "opens the record that was kept",
    "people.review_opening": "is about the opening, which moves with a merge",
    "people.join_records": "merges",
    "people.part_records": "takes a merge back",
    "people.undo_call": "takes away what stands on the record",
    "journey.undo_call": "takes away what stands on the record",
    "schedule.cancel_appointments": "takes away what stands on the record",
    "schedule.plan_ahead": "seats who is enrolled; enrollments move with a merge",
}
WAITING = """SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database
    WHERE datname = current_database() AND locktype = 'advisory' AND NOT granted"""


def about(case: Case) -> set[str]:
    """The clients of `place` an action is about, before anything new is made."""
    return {who for _, who in case.entries} - {"", "new", "first"}


CASES = {name: case for name, case in EVERY.items() if about(case) and name not in NOT_ASKED}


@pytest.fixture(scope="module")
def here(own_database: OwnDatabase) -> Iterator[Place]:
    with own_database("merged"):
        yield place()


@pytest.mark.parametrize(("name", "case"), CASES.items(), ids=CASES)
def test_nothing_is_written(here: Place, name: str, case: Case) -> None:
    """The mark alone is set, and no row moves: so every action still finds what it would change."""
    with undone():
        for who in about(case):
            join_records(by=BY, at=case.at, kept=here.known.twin, duplicate=client(here, who), moved={})
        before, told = floors(), ""
        try:
            with transaction.atomic():
                case.do(here, BY, case.at)
        except Refused as refused:
            told = str(refused)
        changes, _ = since(before)
    assert (told, changes) == ("merged_away", Counter())


def test_what_waited_for_a_merge_is_refused(committed: str) -> None:
    """Somebody writes on a record just as another person merges it away: it is told, not lost."""
    here = world()
    kept, duplicate, _ = here.clients
    mother = NewContact("Fern Hollow", "Mother")

    def write() -> None:
        try:
            add_contact(by=BY, at=AT, client=duplicate, contact=mother)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            merge_clients(by=BY, at=AT, kept=kept, duplicate=duplicate)
            writing = pool.submit(write)
            with connection.cursor() as cursor:
                while not writing.done():
                    cursor.execute(WAITING)
                    if cursor.fetchone() != (0,):
                        break
        with pytest.raises(Refused, match="merged_away"):
            writing.result()
    assert Contact.objects.count() == 0
