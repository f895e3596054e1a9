"""What was imported comes back; importing it twice changes nothing; every table has its template and its rows here."""

from __future__ import annotations

import pytest
from django.apps import apps

from stepdown.audit.record import HistoryEvent
from stepdown.session.models import Segment
from stepdown.transfer.sheets.catalogue import SHEETS
from stepdown.transfer.sheets.text import template
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


@pytest.mark.parametrize("table", ["clients", "groups", "sessions"])
def test_what_comes_out_goes_in_with_semicolons_and_a_byte_order_mark(agency: None, table: str) -> None:
    import csv
    import io

    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(csv.reader(io.StringIO(FILES[table])))
    run = brought_in(table, b"\xef\xbb\xbf" + text.getvalue().encode())
    assert (run.state, run.added, run.same) == (RunState.WRITTEN, 0, run.rows), told(run)


def test_visits_become_minutes_of_their_sessions(agency: None) -> None:
    """What was attended follows from the sheets: the pause between two visits is nobody's."""
    rows = Segment.objects.filter(undone_at=None).order_by("period").values_list("client__record_number", "period")
    told = [(number, (period.upper - period.lower).total_seconds() / 60) for number, period in rows]
    assert told == [("SYN-0001", 30), ("SYN-0001", 50), ("SYN-0002", 90)]


@pytest.mark.parametrize("table", SHEETS)
def test_the_template_has_the_header_and_a_row_that_can_be_read(table: str) -> None:
    import csv
    import io

    sheet = SHEETS[table]
    header, example = csv.reader(io.StringIO(template(sheet)))
    assert header == [column.name for column in sheet.columns]
    for column in sheet.columns:
        column.read(column.example)
        assert column.help.endswith(".")
    assert len(example) == len(header)
