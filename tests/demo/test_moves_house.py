"""The demo agency moves house: taken out table by table, brought into an empty program, it is the same agency."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import pytest

from stepdown.session.models import Segment
from stepdown.transfer.sheets.catalogue import SHEETS
from stepdown.transfer.terms import RunState
from tests.conftest import OwnDatabase
from tests.demo.conftest import NOON
from tests.transfer.sheets.files import brought_in, taken_out, told

Attended = list[tuple[str, datetime, datetime]]


@dataclass(frozen=True)
class Left:
    """What was taken out of the old house, and what everybody had attended there."""

    files: dict[str, str]
    attended: Attended


@pytest.fixture
def left(demo: str, own_database: OwnDatabase) -> Iterator[Left]:
    with own_database("left", demo):
        yield Left({table: taken_out(table) for table in SHEETS}, attended())


def attended() -> Attended:
    """Who attended which minutes, of any session."""
    rows = Segment.objects.filter(undone_at=None).values_list("client__record_number", "period")
    return sorted((number, period.lower, period.upper) for number, period in rows)


def test_an_agency_that_moves_house_is_the_same_agency(left: Left, committed: str) -> None:
    for table, text in left.files.items():
        run = brought_in(table, text, at=NOON)
        assert run.state == RunState.WRITTEN, (table, told(run)[:5])
    assert {table for table, text in left.files.items() if taken_out(table) != text} == set()
    assert len(left.attended) > 1000
    assert attended() == left.attended
