"""Every kind of fault: one thing broken in a sound week, and the one fault that is told."""

from typing import Any

import pytest

from stepdown.transfer.iop_week.faults import BrokenWeekFile
from stepdown.transfer.iop_week.parse import parse
from tests.transfer.iop_week.weeks import DROP, as_bytes, faults_of, put, small_week

COUNT = "write a whole number from 0 to 32767"
ONE_OR_MORE = "write a whole number from 1 to 32767"
DAY = "write a whole number from 0 to 5"
OPEN = "write a whole number from 480 to 1260"
TWICE = "stands twice in this list"
DELETE_ONE = "delete one of the two"
ID = "write 1 to 100 printable characters, no blank at either end"
TWO_PLACES = "move or delete one of the two"

# what is broken, what is written there, where the fault is told ("" = same place), the problem, how to mend it
VALUES: list[tuple[str, Any, str, str, str]] = [
    ("format", "iop-week/2", "", "is another format", 'write "iop-week/1", or use a program that knows the other format'),
    ("format", 1, "", "is a number", 'write "iop-week/1"'),
    ("format", DROP, "", "is missing", 'add "iop-week/1"'),
    ("name", None, "", "is null", "write text"),
    ("name", "x" * 1001, "", "is longer than 1000 characters", "shorten it"),
    ("name", "\ud800", "", "holds a character that is no text", "delete NUL characters and half surrogate pairs"),
    ("name", "a\x00b", "", "holds a character that is no text", "delete NUL characters and half surrogate pairs"),
    ("grid.days", 7, "", "is 7", "write a whole number from 1 to 6"),
    ("grid.step", 15, "", "is 15", "write 30"),
    ("grid.open", 490, "", "is 490, not on the 30-minute grid", "write a multiple of 30"),
    ("grid.close", 450, "", "is 450, not after the opening at 480", "write a later time"),
    ("grid.close", 1470, "", "is 1470", "write a whole number from 0 to 1440"),
    ("grid", [], "", "is a list", "write an object with the keys days, open, close, step"),
    ("services[0].kind", "crowd", "", "is not one of group, individual", "write one of group, individual"),
    ("services[0].minutes", 0, "", "is 0", "write a whole number from 30 to 780"),
    ("services[3].minutes", 810, "", "is 810", "write a whole number from 30 to 780"),
    ("services[3].minutes", 45, "", "is 45, not on the 30-minute grid", "write a multiple of 30"),
    ("services[0].creds", [], "", "is empty", "list at least 1"),
    ("services[0].creds[1]", "LPC", "", TWICE, DELETE_ONE),
    ("sites[0].virtual", True, "", "does not fit the id S0", "write false: TELE is the virtual site, and only it"),
    ("sites[1].virtual", False, "", "does not fit the id TELE", "write true: TELE is the virtual site, and only it"),
    ("sites[0].virtual", "no", "", "is text", "write true or false"),
    ("rooms[1].cap", 0, "", "is 0", ONE_OR_MORE),
    ("rooms[1].cap", True, "", "is true", ONE_OR_MORE),
    ("rooms[1].cap", 12.0, "", "is a number that is not whole", ONE_OR_MORE),
    ("rooms[1].cap", float("nan"), "", "is not a number", ONE_OR_MORE),
    ("rooms[1].cap", float("inf"), "", "is not a number", ONE_OR_MORE),
    ("rooms[1].cap", 32_768, "", "is 32768", ONE_OR_MORE),
    ("rooms[1].cap", 10**30, "", "is far out of range", ONE_OR_MORE),
    ("rooms[1].cap", "12", "", "is text", ONE_OR_MORE),
    ("rooms[1].cap", None, "", "is null", ONE_OR_MORE),
    ("rooms[1].cap", DROP, "", "is missing", "add a whole number from 1 to 32767"),
    ("rooms[0].cap", "2", "", "is text", ONE_OR_MORE),
    ("rooms[1].floor", 2, "", "is not a key of the format", "delete it; the keys here are id, site, cap"),
    ("rooms[1].site", "S9", "", "there is no site S9", "name a site of this file, or add this one"),
    ("rooms[3]", "S0-R3", "", "is text", "write an object with the keys id, site, cap"),
    ("rooms", {}, "", "is an object", "write a list"),
    ("clinicians[1].creds[0]", "", "", "is not usable as an id", ID),
    ("clinicians[1].creds[0]", "K1 ", "", "is not usable as an id", ID),
    ("clinicians[1].creds[0]", "K\n1", "", "is not usable as an id", ID),
    ("clinicians[1].creds[0]", "K" * 101, "", "is not usable as an id", ID),
    ("clinicians[1].creds[0]", 1, "", "is a number", "write an id as text"),
    ("clinicians[1].site", "S9", "", "there is no site S9", "name a site of this file, or add this one"),
    ("clinicians[1].tele", 1, "", "is a number", "write true or false"),
    ("clinicians[1].langs", [], "", "is empty", "list at least 1"),
    ("clinicians[0].tracks[1]", "women", "", TWICE, DELETE_ONE),
    ("clinicians[0].caseload", -1, "", "is -1", COUNT),
    ("clinicians[0].max_run_min", -30, "", "is -30", COUNT),
    ("clinicians[0].hours[0]", [6, 480, 1020], "clinicians[0].hours[0][0]", "is 6", DAY),
    ("clinicians[0].hours[0]", [1, 450, 1020], "clinicians[0].hours[0][1]", "is 450", OPEN),
    ("clinicians[0].hours[0]", [1, 480, 1290], "clinicians[0].hours[0][2]", "is 1290", OPEN),
    ("clinicians[0].hours[0]", [1, 480], "", "has 2 cells", "write the list [day, from, to]"),
    ("clinicians[0].hours[0]", "Monday", "", "is text", "write the list [day, from, to]"),
    (
        "clinicians[0].hours[0]", [1, 485, 1020], "clinicians[0].hours[0][1]",
        "is 485, not on the 30-minute grid", "write a multiple of 30",
    ),
    (
        "clinicians[0].hours[0]", [1, 600, 600], "clinicians[0].hours[0][2]",
        "is 600, not after the beginning at 600", "write a later end, or delete the window",
    ),
    ("clinicians[0].hours[2]", [0, 690, 900], "", "overlaps a window before it", "join the two into one"),
    ("sections[0].service", "yoga", "", "there is no service yoga", "name a service of this file, or add this one"),
    ("sections[2].service", "psych", "", "service psych is not of kind group", "name a service of kind group"),
    ("sections[0].site", "S9", "", "there is no site S9", "name a site of this file, or add this one"),
    ("sections[0].cap", "12", "", "is text", ONE_OR_MORE),
    ("sections[1].min", 4, "", "is 4, more than the cap 3", "lower min or raise cap"),
    ("sections[0].locs", [], "", "is empty", "list at least 1"),
    ("sections[0].locs[0]", "Detox", "", "is not one of PHP, IOP, OP", "write one of PHP, IOP, OP"),
    ("sections[0].locs[1]", "PHP", "", TWICE, DELETE_ONE),
    ("sections[1].members[0]", "C9", "", "there is no client C9", "name a client of this file, or add this one"),
    ("sections[1].members[0]", "C1", "sections[1].members[1]", TWICE, DELETE_ONE),
    ("sections[0].members", "all", "", "is text", "write a list"),
    ("sections[0].options", [], "", "is empty", "list at least 1"),
    ("sections[0].options[1]", [0, 540], "", TWICE, DELETE_ONE),
    ("sections[0].options[1]", [0, 555], "sections[0].options[1][1]", "is 555, not on the 30-minute grid", "write a multiple of 30"),
    (
        "sections[2].options[0]", [2, 1200], "sections[2].options[0][1]",
        "90 minutes from 1200 end after the closing at 1260", "start at 1170 or before",
    ),
    ("sections[1].series", "", "", "is not usable as an id", ID),
    ("sections[1].seq", None, "", "is null", COUNT),
    ("sections[1].prev.day", -1, "", "is -1", DAY),
    ("sections[1].prev.start", 450, "", "is 450", OPEN),
    (
        "sections[1].prev.start", 1200, "",
        "90 minutes from 1200 end after the closing at 1260", "start at 1170 or before",
    ),
    ("sections[1].prev.clinician", "K9", "", "there is no clinician K9", "name a clinician of this file, or add this one"),
    ("sections[1].prev.room", "R9", "", "there is no room R9", "name a room of this file, or add this one"),
    ("sections[1].prev.room", "TELE-R0", "", "room TELE-R0 is not of site S0", "name a room of the section's site"),
    ("clients[0].loc", "RTC", "", "is not one of PHP, IOP, OP", "write one of PHP, IOP, OP"),
    ("clients[0].loc", 2, "", "is a number", "write one of PHP, IOP, OP"),
    ("clients[0].prev_loc", "RTC", "", "is not one of PHP, IOP, OP", "write one of PHP, IOP, OP"),
    ("clients[0].mode", "phone", "", "is not one of site, tele, hybrid", "write one of site, tele, hybrid"),
    ("clients[0].site", "S9", "", "there is no site S9", "name a site of this file, or add this one"),
    ("clients[0].therapist", "K9", "", "there is no clinician K9", "name a clinician of this file, or add this one"),
    ("clients[0].new", None, "", "is null", "write true or false"),
    ("clients[0].langs", [], "", "is empty", "list at least 1"),
    ("clients[0].avail[1]", [1, 480, 1260], "", "overlaps a window before it", "join the two into one"),
    ("clients[0].rx.yoga", 1, "", "there is no service yoga", "name a service of this file, or add this one"),
    ("clients[0].rx.process", -1, "", "is -1", COUNT),
    ("clients[0].rx", [], "", "is a list", "write an object with ids as keys"),
    ("clients[0].auth", None, "", "is null", "write an object with the keys days, minutes, last_day"),
    ("clients[0].auth.minutes", -60, "", "is -60", COUNT),
    ("clients[0].auth.last_day", 6, "", "is 6", DAY),
    ("conflicts[0]", ["C1", "C1"], "", "pairs client C1 with themselves", "name two clients, or delete the pair"),
    ("conflicts[0]", ["C1", "C9"], "conflicts[0][1]", "there is no client C9", "name a client of this file, or add this one"),
    ("conflicts[0]", ["C1"], "", "has 1 cells", "write the list [client, client]"),
    ("conflicts[1]", ["C1", "C2"], "", TWICE, DELETE_ONE),
    ("last_week", None, "", "is null", "write an object with the keys attend, individual"),
    ("last_week.attend", [], "", "is a list", "write an object with ids as keys"),
    ("last_week.attend.C9", [], "", "there is no client C9", "name a client of this file, or add this one"),
    ("last_week.attend.C0[1]", "G9", "", "there is no section G9", "name a section of this file, or add this one"),
    ("last_week.attend.C0[1]", "G0", "", TWICE, DELETE_ONE),
    (
        "last_week.attend.C0[1]", "G2", "", "section G2 did not run last week: its prev is null",
        "delete it here, or write when it ran as its prev",
    ),
    (
        "last_week.individual[1]", ["C0", "process", "K0", 0, 690], "last_week.individual[1][1]",
        "service process is not of kind individual", "name a service of kind individual",
    ),
    (
        "last_week.individual[1]", ["C0", "individual", "K0", 0, 1230], "last_week.individual[1][4]",
        "60 minutes from 1230 end after the closing at 1260", "start at 1200 or before",
    ),
    (
        "last_week.individual[1]", ["C0", "individual", "K0"], "",
        "has 3 cells", "write the list [client, service, clinician, day, start]",
    ),
    ("last_week.individual[2]", ["C0", "individual", "K0", 0, 690], "", TWICE, DELETE_ONE),
]  # fmt: skip

# several changes at once, and every fault they make, in the order of the file
TOGETHER: list[tuple[str, dict[str, Any], list[tuple[str, str, str]]]] = [
    (
        "a client and a clinician in two sections at once",
        {"sections[1].prev.start": 570},
        [
            (
                "sections[1].prev.clinician",
                "clinician K0 is in two places on day 0 at 570: here and at sections[0].prev.clinician", TWO_PLACES,
            ),
            (
                "last_week.attend.C1[0]",
                "client C1 is in two places on day 0 at 570: here and at last_week.attend.C1[1]", TWO_PLACES,
            ),
        ],
    ),
    (
        "two sections in one room at once",
        {"sections[1].prev": {"day": 0, "start": 570, "clinician": "K1", "room": "S0-R0"}, "last_week.attend.C1": []},
        [
            (
                "sections[1].prev.room",
                "room S0-R0 is in two places on day 0 at 570: here and at sections[0].prev.room", TWO_PLACES,
            ),
        ],
    ),
    (
        "a clinician leads a section and an individual session at once",
        {"last_week.individual[1]": ["C0", "individual", "K0", 0, 660]},
        [
            (
                "last_week.individual[1][2]",
                "clinician K0 is in two places on day 0 at 660: here and at sections[1].prev.clinician", TWO_PLACES,
            ),
        ],
    ),
    (
        "a client is in a section and an individual session at once",
        {"last_week.individual[0]": ["C1", "psych", "K1", 0, 660]},
        [
            (
                "last_week.individual[0][0]",
                "client C1 is in two places on day 0 at 660: here and at last_week.attend.C1[0]", TWO_PLACES,
            ),
        ],
    ),
    (
        "a long session overlaps two short ones, which follow each other",
        {
            "services[3].minutes": 30,
            "last_week.individual": [
                ["C0", "individual", "K1", 1, 600], ["C0", "psych", "K1", 1, 600], ["C0", "psych", "K1", 1, 630],
            ],
        },
        [
            (
                f"last_week.individual[{n}][{cell}]",
                f"{whose} is in two places on day 1 at {at}: here and at last_week.individual[0][{cell}]", TWO_PLACES,
            )
            for n, at in ((1, 600), (2, 630))
            for cell, whose in ((0, "client C0"), (2, "clinician K1"))
        ],
    ),
    (
        "more clients than the room holds",
        {"last_week.attend.C2": ["G0"]},
        [
            (
                "sections[0].prev.room", "3 clients attended section G0 last week, room for 2 in S0-R0",
                "name a larger room or correct last_week.attend",
            ),
        ],
    ),
    (
        "more clients than the section takes",
        {"sections[1].cap": 1, "last_week.attend.C2": ["G1"]},
        [
            (
                "sections[1].cap", "2 clients attended section G1 last week, room for 1",
                "raise cap or correct last_week.attend",
            ),
        ],
    ),
    (
        "an id given twice",
        {"clients[2].id": "C1"},
        [
            ("clients[2].id", "client C1 is already at clients[1]", "give each its own id, or delete one"),
            ("sections[1].members[0]", "there is no client C2", "name a client of this file, or add this one"),
            ("conflicts[0][0]", "there is no client C2", "name a client of this file, or add this one"),
        ],
    ),
    (
        "a list that cannot be read makes no fault of those who refer to it",
        {"clinicians": None},
        [("clinicians", "is null", "write a list")],
    ),
    (
        "a faulty row makes no fault of those who refer to it",
        {"sections[0].prev": {}, "rooms[1].cap": "12", "services[0].minutes": "an hour"},
        [
            ("services[0].minutes", "is text", "write a whole number from 30 to 780"),
            ("rooms[1].cap", "is text", ONE_OR_MORE),
            ("sections[0].prev.day", "is missing", "add a whole number from 0 to 5"),
            ("sections[0].prev.start", "is missing", "add a whole number from 480 to 1260"),
            ("sections[0].prev.clinician", "is missing", "add an id as text"),
            ("sections[0].prev.room", "is missing", "add an id as text"),
        ],
    ),
    (
        "a grid with a fault still leaves the day and the 30 minutes to check",
        {"grid.open": "early", "sections[0].options[0][1]": 545, "clients[1].avail[0]": [0, 0, 1440]},
        [
            ("grid.open", "is text", "write a whole number from 0 to 1440"),
            ("sections[0].options[0][1]", "is 545, not on the 30-minute grid", "write a multiple of 30"),
        ],
    ),
    (
        "every cell of a row is read",
        {"sections[0].options[1]": [9, 555], "clients[0].avail[1]": [9, 720, 600]},
        [
            ("sections[0].options[1][0]", "is 9", DAY),
            ("sections[0].options[1][1]", "is 555, not on the 30-minute grid", "write a multiple of 30"),
            ("clients[0].avail[1][0]", "is 9", DAY),
            (
                "clients[0].avail[1][2]", "is 600, not after the beginning at 720",
                "write a later end, or delete the window",
            ),
        ],
    ),
    (
        "what was typed where an id belongs is not repeated",
        {"clients[0].therapist": "ask Dr. Example", "clients[0].my own note": 1, "last_week.attend.Ann Example": []},
        [
            ("clients[0].therapist", "there is no clinician (unnamed)", "name a clinician of this file, or add this one"),
            (
                "clients[0].(unnamed)", "is not a key of the format",
                f"delete it; the keys here are {', '.join(small_week()['clients'][0])}",
            ),
            ("last_week.attend.(unnamed)", "there is no client (unnamed)", "name a client of this file, or add this one"),
        ],
    ),
    (
        "one fault in every part of the file",
        {
            "format": None, "name": 1, "grid.step": 60, "services[0].kind": 1, "sites[2]": {"id": None, "virtual": False}, "rooms[2].cap": -1,
            "clinicians[0].tele": None, "sections[2].lang": "", "clients[2].new": "no", "conflicts[0]": None,
            "last_week.individual[0]": {},
        },
        [
            ("format", "is null", 'write "iop-week/1"'),
            ("name", "is a number", "write text"),
            ("grid.step", "is 60", "write 30"),
            ("services[0].kind", "is a number", "write one of group, individual"),
            ("sites[2].id", "is null", "write an id as text"),
            ("rooms[2].cap", "is -1", ONE_OR_MORE),
            ("clinicians[0].tele", "is null", "write true or false"),
            ("sections[2].lang", "is not usable as an id", ID),
            ("clients[2].new", "is text", "write true or false"),
            ("conflicts[0]", "is null", "write the list [client, client]"),
            ("last_week.individual[0]", "is an object", "write the list [client, service, clinician, day, start]"),
        ],
    ),
]  # fmt: skip


def test_the_week_that_is_broken_below_has_no_fault_itself() -> None:
    assert faults_of(as_bytes(small_week())) == []


@pytest.mark.parametrize(("path", "value", "place", "problem", "mend"), VALUES)
def test_one_fault_is_told_once(path: str, value: object, place: str, problem: str, mend: str) -> None:
    week = small_week()
    put(week, path, value)
    assert faults_of(as_bytes(week)) == [(place or path, problem, mend)]


@pytest.mark.parametrize(("changes", "faults"), [case[1:] for case in TOGETHER], ids=[case[0] for case in TOGETHER])
def test_all_faults_are_told_at_once(changes: dict[str, Any], faults: list[tuple[str, str, str]]) -> None:
    week = small_week()
    for path, value in changes.items():
        put(week, path, value)
    assert sorted(faults_of(as_bytes(week))) == sorted(faults)


def test_faults_come_in_the_order_of_the_format() -> None:
    week = dict(reversed(small_week().items()))
    for path in ("clients", "format", "last_week", "grid"):
        put(week, path, None)
    assert [place for place, _, _ in faults_of(as_bytes(week))] == ["format", "grid", "clients", "last_week"]


@pytest.mark.parametrize("value", [None, 7, "week", [], True])
def test_a_file_that_is_no_object(value: object) -> None:
    keys = "format, name, grid, services, sites, rooms, clinicians, sections, clients, conflicts, last_week"
    ((place, _, mend),) = faults_of(as_bytes(value))
    assert (place, mend) == ("the file", f"write an object with the keys {keys}")


def test_the_exception_counts_its_faults_and_repeats_nothing() -> None:
    week = small_week()
    put(week, "name", 5)
    with pytest.raises(BrokenWeekFile) as one:
        parse(as_bytes(week))
    put(week, "rooms", None)
    with pytest.raises(BrokenWeekFile) as two:
        parse(as_bytes(week))
    assert [str(one.value), str(two.value)] == ["1 fault in the week file", "2 faults in the week file"]


# facts of this week that last week did not know: no fault
CHANGED_SINCE: list[tuple[str, str, Any]] = [
    ("the client no longer has that availability", "clients[0].avail", []),
    ("the clinician no longer works then", "clinicians[0].hours", []),
    ("the client stepped down", "clients[0].loc", "OP"),
    ("the service is no longer prescribed", "clients[0].rx", {}),
    ("the authorization is used up", "clients[0].auth", {"days": 0, "minutes": 0, "last_day": 0}),
    ("the client left the roster", "sections[1].members", []),
    ("the section is offered at other times", "sections[0].options", [[4, 540]]),
    ("the section needs more clients than came", "sections[0].min", 10),
    ("the section has another language", "sections[0].lang", "es"),
    ("two who met must not meet any more", "conflicts[0]", ["C0", "C1"]),
    ("the clinician has no credential for it any more", "clinicians[0].creds", []),
    ("nobody is on record as therapist", "clients[0].therapist", None),
]


@pytest.mark.parametrize(
    ("path", "value"), [case[1:] for case in CHANGED_SINCE], ids=[case[0] for case in CHANGED_SINCE]
)
def test_what_changed_since_last_week_is_no_fault(path: str, value: object) -> None:
    week = small_week()
    put(week, path, value)
    assert faults_of(as_bytes(week)) == []


# odd, but the format allows it
ALLOWED: list[tuple[str, str, Any]] = [
    ("no name", "name", ""),
    ("a section exactly full", "sections[0].cap", 2),
    ("a roster larger than its group", "sections[1].cap", 1),
    ("windows that touch", "clients[1].avail", [[0, 480, 720], [0, 720, 1260]]),
    ("two sections of a series with one seq", "sections[2].seq", 1),
    ("a seq outside a series", "sections[0].seq", 7),
    ("prescribed 0 times", "clients[0].rx.psych", 0),
    ("attended nothing", "last_week.attend.C2", []),
    ("an id in another script", "clients[2].tracks", ["жінки"]),
]


@pytest.mark.parametrize(("path", "value"), [case[1:] for case in ALLOWED], ids=[case[0] for case in ALLOWED])
def test_what_the_format_allows_is_no_fault(path: str, value: object) -> None:
    week = small_week()
    put(week, path, value)
    assert faults_of(as_bytes(week)) == []
