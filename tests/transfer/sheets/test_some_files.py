"""What an agency brings in that has some of the files only, or mends one."""

from __future__ import annotations

from stepdown.transfer.terms import RunState
from tests.transfer.sheets.files import FILES, brought_in, taken_out


def test_stays_and_holds_alone_say_what_the_steps_say(committed: str) -> None:
    """Who keeps no steps brings in what they came to; what happened before an admission is then not known."""
    for table in ("sites", "programs", "clients", "stays", "holds"):
        assert brought_in(table, FILES[table]).state == RunState.WRITTEN, table
    assert (taken_out("stays"), taken_out("holds")) == (FILES["stays"], FILES["holds"])
    events = [line.split(",")[:4] for line in taken_out("steps").splitlines()[1:]]
    assert events == [
        ["SYN-0001", "2025-03-03", "1", "admit"],
        ["SYN-0001", "2025-04-07", "1", "transfer"],
        ["SYN-0001", "2025-06-02", "1", "discharge"],
        ["SYN-0001", "2026-01-05", "1", "admit"],
        ["SYN-0001", "2026-01-19", "1", "hold"],
        ["SYN-0001", "2026-01-26", "1", "return"],
        ["SYN-0002", "2026-02-02", "1", "admit"],
        ["SYN-0002", "2026-02-23", "1", "hold"],
    ]


def test_orders_that_end_one_another_come_twice_as_they_were_written(committed: str) -> None:
    """Nobody writes the end of an order that another followed; it stands here afterwards."""
    for table in ("sites", "services", "staff", "clients"):
        assert brought_in(table, FILES[table]).state == RunState.WRITTEN, table
    head = "client,starts,modality,minimum_week_minutes,minimum_day_minutes,ends\n"
    orders = head + "SYN-0001,2026-01-05,video,540,180,\nSYN-0001,2026-02-02,video,600,180,\n"
    seen = [brought_in("orders", orders) for _ in range(2)]
    assert [(run.state, run.added, run.same) for run in seen] == [(RunState.WRITTEN, 2, 0), (RunState.WRITTEN, 0, 2)]
    assert [line.split(",")[9] for line in taken_out("orders").splitlines()[1:]] == ["2026-02-02", ""]


def test_a_file_that_is_mended_is_written(committed: str) -> None:
    head = "site,first_day,last_day,reason\n"
    assert brought_in("sites", FILES["sites"]).state == RunState.WRITTEN
    assert brought_in("closures", head + "north,2026-12-24,2026-12-24,\n").state == RunState.FAULTY
    mended = brought_in("closures", head + "north,2026-12-24,2026-12-24,Eve\n")
    assert (mended.state, mended.added) == (RunState.WRITTEN, 1)
    assert taken_out("closures") == head + "north,2026-12-24,2026-12-24,Eve\n"
