"""What was imported comes back; importing it twice changes nothing; every table has its template and its rows here."""

from __future__ import annotations

import csv
import io

import pytest
from django.apps import apps

from stepdown.audit.record import HistoryEvent
from stepdown.session.models import Segment
from stepdown.transfer.sheets.catalogue import SHEETS
from stepdown.transfer.sheets.text import template, written
from stepdown.transfer.terms import RunState
from tests.transfer.sheets.files import FILES, brought_in, taken_out, told

HISTORY = [model for model in apps.get_models() if issubclass(model, HistoryEvent)]


def history() -> int:
    """How many rows were ever added, changed or deleted in any table with a history."""
    return sum(model._default_manager.count() for model in HISTORY)


def test_every_table_has_a_file_here() -> None:
    assert list(FILES) == list(SHEETS)


@pytest.mark.parametrize("table", SHEETS)
def test_what_was_imported_comes_back(agency: None, table: str) -> None:
    assert taken_out(table) == FILES[table]


@pytest.mark.parametrize("table", SHEETS)
def test_the_same_file_again_changes_nothing(agency: None, table: str) -> None:
    before = history()
    run = brought_in(table, FILES[table])
    assert (run.state, run.added, run.same, history()) == (RunState.WRITTEN, 0, run.rows, before)


FOLLOWS = [
    (table, column.name, place)
    for table, sheet in SHEETS.items()
    for place, column in enumerate(sheet.columns)
    if column.follows
]


def test_which_columns_may_be_left_to_other_rows() -> None:
    assert [f"{table}.{column}" for table, column, _ in FOLLOWS] == [
        "care_team.ends",
        "orders.ends",
        "authorizations.next_review",
        "sessions.week",
        "missed.told_at",
    ]


@pytest.mark.parametrize(("table", "column", "place"), FOLLOWS)
def test_what_was_left_to_other_rows_and_stands_now_is_no_change(
    agency: None, table: str, column: str, place: int
) -> None:
    """As a file has it that came in first: the order that followed gave the first its end. One ended early says why."""
    header, *rows = csv.reader(io.StringIO(FILES[table]))
    assert any(row[place] for row in rows)
    early = header.index("ended_reason") if "ended_reason" in header else 0
    emptied = [row if early and row[early] else [*row[:place], "", *row[place + 1 :]] for row in rows]
    before = history()
    run = brought_in(table, "".join(written([header, *emptied])))
    assert (run.state, run.added, run.same, history()) == (RunState.WRITTEN, 0, len(rows), before), told(run)


@pytest.mark.parametrize("table", ["clients", "groups", "sessions"])
def test_what_comes_out_goes_in_with_semicolons_and_a_byte_order_mark(agency: None, table: str) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(csv.reader(io.StringIO(FILES[table])))
    run = brought_in(table, b"\xef\xbb\xbf" + text.getvalue().encode())
    assert (run.state, run.added, run.same) == (RunState.WRITTEN, 0, run.rows), told(run)


def test_visits_become_minutes_of_their_sessions(agency: None) -> None:
    """What was attended follows from the sheets: the pause between two visits is nobody's, nor is the time they were asked
    out; the leader's close and what was settled end it.
    """
    rows = Segment.objects.filter(undone_at=None).order_by("period").values_list("client__record_number", "period")
    told = [(number, (period.upper - period.lower).total_seconds() / 60) for number, period in rows]
    assert told == [("SYN-0001", 10), ("SYN-0001", 10), ("SYN-0001", 45), ("SYN-0002", 75)]


@pytest.mark.parametrize("table", SHEETS)
def test_the_template_has_the_header_and_a_row_that_can_be_read(table: str) -> None:
    sheet = SHEETS[table]
    header, example = csv.reader(io.StringIO(template(sheet)))
    assert header == [column.name for column in sheet.columns]
    for column in sheet.columns:
        column.read(column.example)
        assert column.help.endswith(".")
    assert len(example) == len(header)
