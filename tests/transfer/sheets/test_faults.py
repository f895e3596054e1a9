"""Every kind of fault a row can have: the line, the column, the value, the problem and the mend; and nothing is written."""

from __future__ import annotations

import pytest

from stepdown.transfer.imports import trying
from stepdown.transfer.terms import RunState
from tests.transfer.sheets.fault_cases import OF_SHEETS, Case
from tests.transfer.sheets.fault_cases_happened import OF_WHAT_HAPPENED
from tests.transfer.sheets.files import FILES, brought_in, taken_out, told

CLOSURE = "site,first_day,last_day,reason\n"
CLIENT = "record_number,site,legal_name,used_name,languages\n"
STAY = "client,starts,site,program,level,discharged_on,discharge_reason\n"
RESTRICTION = "client,other_client,starts,ends\n"
HERE = "This is here already, with another value."
CASES: dict[str, Case] = {
    "a required cell is empty": (
        "closures",
        CLOSURE + "north,2026-12-24,2026-12-24,\n",
        [(2, "reason", "", "This cell is empty.", "Give text of up to 200 characters.")],
    ),
    "no day": (
        "closures",
        CLOSURE + "north,12/24/2026,2026-12-24,Eve\n",
        [(2, "first_day", "12/24/2026", "This is no day of the calendar.", "Write year-month-day, as 2026-03-31.")],
    ),
    "two cells of a row": (
        "rooms",
        "site,code,name,capacity,virtual\nnorth,R2,Room,none,perhaps\n",
        [
            (2, "capacity", "none", "This is no whole number.", "Write a whole number from 1 to 1000."),
            (2, "virtual", "perhaps", "This is neither yes nor no.", "Write yes or no."),
        ],
    ),
    "columns that contradict": (
        "closures",
        CLOSURE + "north,2026-12-24,2026-12-23,Eve\n",
        [(2, "last_day", "2026-12-23", "The last day comes before the first.", "Give a later day.")],
    ),
    "a name that names nothing": (
        "closures",
        CLOSURE + "nowhere,2026-12-24,2026-12-24,Eve\n",
        [
            (
                2,
                "site",
                "nowhere",
                "Nothing here has this name.",
                "Name one that is there, or import it first (table sites).",
            )
        ],
    ),
    "two columns that name nothing together": (
        "stays",
        STAY + "SYN-0003,2026-02-02,video,Day PHP,2.5,,\n",
        [
            (
                2,
                "program",
                "video, Day PHP",
                "Nothing here has this name.",
                "Name one that is there, or import it first (table programs).",
            )
        ],
    ),
    "the same thing twice in the file": (
        "clients",
        CLIENT + "SYN-9,north,A,A,en\nSYN-8,north,B,B,en\nSYN-9,north,A,A,en\n",
        [(4, "record_number", "SYN-9", "Line 2 names the same (record_number).", "Keep one of the two rows.")],
    ),
    "something that is here with other values": (
        "sites",
        "code,name,time_zone\nnorth,South House,America/Denver\n",
        [
            (
                2,
                "name",
                "South House",
                HERE,
                "Write “North House”, or change it on its page: a file adds, it never changes.",
            ),
            (
                2,
                "time_zone",
                "America/Denver",
                HERE,
                "Write “America/Chicago”, or change it on its page: a file adds, it never changes.",
            ),
        ],
    ),
    "refused by the app": (
        "sites",
        "code,name,time_zone\neast,East,Mars/Olympus\n",
        [(2, "code", "east", "There is no time zone of that name.", "Write a name such as America/Chicago.")],
    ),
    "refused among good rows": (
        "stays",
        STAY + "SYN-0003,2026-02-25,north,Day PHP,2.1,,\nSYN-0001,2026-02-02,north,Evening IOP,1,,\n",
        [
            (
                2,
                "client",
                "SYN-0003",
                "The program does not offer that level.",
                "Choose another, or add the level to it.",
            )
        ],
    ),
    "half a discharge": (
        "stays",
        STAY + "SYN-0003,2026-02-02,north,Day PHP,2.5,2026-03-01,\n",
        [(2, "discharge_reason", "", "A discharge has a day and a reason.", "Give both, or leave both empty.")],
    ),
    "a pair in the other order": (
        "contact_restrictions",
        RESTRICTION + "SYN-0003,SYN-0001,2026-02-02,\n",
        [
            (
                2,
                "other_client",
                "SYN-0001",
                "The two record numbers are in the other order.",
                "Write the smaller one as client.",
            )
        ],
    ),
    "the database has the last word": (
        "time_off",
        "staff,first_day,last_day\nNobody,2026-07-06,2026-07-07\n",
        [
            (
                2,
                "staff",
                "Nobody",
                "Nothing here has this name.",
                "Name one that is there, or import it first (table staff).",
            )
        ],
    ),
}


EVERY = CASES | OF_SHEETS | OF_WHAT_HAPPENED


@pytest.mark.parametrize("name", EVERY)
def test_a_fault_is_told_and_nothing_is_written(agency: None, name: str) -> None:
    table, text, faults = EVERY[name]
    run = brought_in(table, text)
    assert [(f.line, f.column, f.value, f.problem, f.mend) for f in told(run)] == faults
    assert (run.state, run.faults) == (RunState.FAULTY, len(faults))
    assert taken_out(table) == FILES[table]


def test_faults_of_form_and_of_content_come_together_in_order(agency: None) -> None:
    run = brought_in("closures", CLOSURE + "north,never,2026-12-24,Eve\nnorth\nnorth,2026-12-25,x,Day\n")
    assert [(fault.line, fault.column) for fault in told(run)] == [(2, "first_day"), (3, ""), (4, "last_day")]


def test_all_bad_rows_of_many_are_told(agency: None) -> None:
    """Halving finds each refused row among good ones, across batches."""
    bad = {3, 999, 1000, 1001, 1002, 2500}
    rows = [f"S{n},Synthetic,{'Mars' if n + 1 in bad else 'UTC'}\n" for n in range(1, 2600)]
    run = brought_in("sites", "code,name,time_zone\n" + "".join(rows))
    assert {fault.line for fault in told(run)} == bad
    assert run.state == RunState.FAULTY
    assert taken_out("sites") == FILES["sites"]


def test_more_refusals_than_anybody_reads_end_in_one_line(agency: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trying, "MOST_REFUSED", 3)
    run = brought_in("sites", "code,name,time_zone\n" + "".join(f"S{n},Synthetic,Mars\n" for n in range(40)))
    *each, last = told(run)
    assert [fault.problem for fault in each[:3]] == ["There is no time zone of that name."] * 3
    assert last.problem == "Among the rows up to line 41 are more that the program refuses."
    assert run.state == RunState.FAULTY
