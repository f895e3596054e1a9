"""One text for one meaning: order, spacing and what says nothing do not change the canonical form."""

import json
import random
from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stepdown.transfer.iop_week.order import in_order
from stepdown.transfer.iop_week.parse import parse
from stepdown.transfer.iop_week.terms import (
    Attendance,
    IndividualSession,
    LastWeek,
    Level,
    MustNotMeet,
    Prescribed,
    Previous,
    Slot,
    Window,
)
from stepdown.transfer.iop_week.write import canonical
from tests.transfer.iop_week.generated import small_weeks
from tests.transfer.iop_week.weeks import as_bytes, put, small_week

CANONICAL = """\
{
 "format": "iop-week/1",
 "name": "a synthetic week",
 "grid": {"days": 6, "open": 480, "close": 1260, "step": 30},
 "services": [
  {"id": "individual", "kind": "individual", "minutes": 60, "creds": ["LCSW", "LPC"]},
  {"id": "process", "kind": "group", "minutes": 60, "creds": ["LCSW", "LPC"]},
  {"id": "psych", "kind": "individual", "minutes": 30, "creds": ["MD"]},
  {"id": "skills", "kind": "group", "minutes": 90, "creds": ["LPC"]}
 ],
 "sites": [
  {"id": "S0", "virtual": false},
  {"id": "TELE", "virtual": true}
 ],
 "rooms": [
  {"id": "S0-R0", "site": "S0", "cap": 2},
  {"id": "S0-R1", "site": "S0", "cap": 12},
  {"id": "TELE-R0", "site": "TELE", "cap": 12}
 ],
 "clinicians": [
  {"id": "K0", "creds": ["LPC"], "langs": ["en", "es"], "tracks": ["women"], "site": "S0", "tele": true, \
"hours": [[0, 480, 720], [0, 720, 1020], [1, 480, 1020]], "max_groups_day": 4, "max_ind_day": 5, \
"max_week_min": 1800, "max_run_min": 240, "caseload": 10},
  {"id": "K1", "creds": ["MD"], "langs": ["en"], "tracks": [], "site": "TELE", "tele": true, \
"hours": [], "max_groups_day": 0, "max_ind_day": 14, \
"max_week_min": 1800, "max_run_min": 240, "caseload": 14}
 ],
 "sections": [
  {"id": "G0", "service": "process", "track": "general", "lang": "en", "site": "S0", "cap": 12, "min": 2, \
"locs": ["PHP", "IOP"], "members": null, "options": [[0, 540], [0, 600], [3, 780]], \
"series": null, "seq": 0, "prev": {"day": 0, "start": 540, "clinician": "K0", "room": "S0-R0"}},
  {"id": "G1", "service": "skills", "track": "women", "lang": "en", "site": "S0", "cap": 3, "min": 0, \
"locs": ["IOP", "OP"], "members": ["C1", "C2"], "options": [[0, 600]], \
"series": "women-1", "seq": 1, "prev": {"day": 0, "start": 600, "clinician": "K0", "room": "S0-R1"}},
  {"id": "G2", "service": "skills", "track": "women", "lang": "en", "site": "TELE", "cap": 12, "min": 1, \
"locs": ["IOP"], "members": [], "options": [[2, 1170]], \
"series": "women-1", "seq": 2, "prev": null}
 ],
 "clients": [
  {"id": "C0", "loc": "PHP", "site": "S0", "mode": "site", "langs": ["en"], "tracks": ["general"], \
"avail": [[0, 480, 720], [0, 780, 1260], [1, 480, 1260]], "rx": {"individual": 1, "process": 3}, \
"auth": {"days": 5, "minutes": 1200, "last_day": 5}, "min_week_min": 1200, "min_day_min": 240, \
"therapist": "K0", "new": false, "prev_loc": "PHP"},
  {"id": "C1", "loc": "IOP", "site": "S0", "mode": "hybrid", "langs": ["en", "es"], "tracks": ["general", "women"], \
"avail": [[0, 480, 1260]], "rx": {"skills": 2}, \
"auth": {"days": 3, "minutes": 540, "last_day": 2}, "min_week_min": 540, "min_day_min": 180, \
"therapist": null, "new": false, "prev_loc": "PHP"},
  {"id": "C2", "loc": "OP", "site": "S0", "mode": "tele", "langs": ["en"], "tracks": [], \
"avail": [], "rx": {}, \
"auth": {"days": 0, "minutes": 0, "last_day": 0}, "min_week_min": 0, "min_day_min": 0, \
"therapist": null, "new": true, "prev_loc": null}
 ],
 "conflicts": [
  ["C1", "C2"]
 ],
 "last_week": {
  "attend": {
   "C0": ["G0"],
   "C1": ["G0", "G1"]
  },
  "individual": [
   ["C0", "individual", "K0", 0, 690],
   ["C1", "psych", "K1", 0, 690]
  ]
 }
}
"""


def unordered(value: object) -> object:
    """Return JSON content with the order of every list forgotten, except of those whose cells have a meaning each."""
    if isinstance(value, dict):
        return {key: unordered(item) for key, item in value.items()}
    if isinstance(value, list) and not any(isinstance(item, int) for item in value):
        return sorted((unordered(item) for item in value), key=lambda item: json.dumps(item, sort_keys=True))
    return value


def shuffled(value: object, chance: random.Random) -> object:
    """Return the same week with keys and rows in another order; a list that holds a number is one row of cells."""
    if isinstance(value, dict):
        return {key: shuffled(value[key], chance) for key in chance.sample(list(value), len(value))}
    if isinstance(value, list):
        items = [shuffled(item, chance) for item in value]
        return items if any(isinstance(item, int) for item in value) else chance.sample(items, len(items))
    return value


def test_the_canonical_text_of_the_tiny_week() -> None:
    assert canonical(parse(as_bytes(small_week()))) == CANONICAL


def test_the_canonical_text_is_its_own_canonical_text() -> None:
    assert canonical(parse(CANONICAL.encode())) == CANONICAL


def test_the_canonical_text_says_what_the_file_said() -> None:
    assert unordered(json.loads(CANONICAL)) == unordered(small_week())


def test_rows_made_in_any_order_are_written_in_one() -> None:
    week = parse(as_bytes(small_week()))
    last_week = week.last_week
    backwards = replace(
        week,
        services=week.services[::-1],
        sites=week.sites[::-1],
        rooms=week.rooms[::-1],
        clinicians=week.clinicians[::-1],
        sections=week.sections[::-1],
        clients=week.clients[::-1],
        must_not_meet=(MustNotMeet("C2", "C1"),),
        last_week=LastWeek(last_week.attendance[::-1], last_week.individual[::-1]),
    )
    assert canonical(backwards) == CANONICAL


def test_text_in_another_script_stays_readable() -> None:
    week = small_week()
    put(week, "name", "тиждень")
    assert canonical(parse(as_bytes(week))) == CANONICAL.replace("a synthetic week", "тиждень")


def test_nothing_is_there_in_an_empty_week() -> None:
    week: dict[str, Any] = {
        key: [] if isinstance(value, list) else value for key, value in small_week().items() if key != "last_week"
    }
    week["last_week"] = {"attend": {}, "individual": []}
    assert canonical(parse(as_bytes(week))) == (
        '{\n "format": "iop-week/1",\n "name": "a synthetic week",\n'
        ' "grid": {"days": 6, "open": 480, "close": 1260, "step": 30},\n'
        ' "services": [],\n "sites": [],\n "rooms": [],\n "clinicians": [],\n "sections": [],\n "clients": [],\n'
        ' "conflicts": [],\n "last_week": {\n  "attend": {},\n  "individual": []\n }\n}\n'
    )


def test_what_says_nothing_is_dropped() -> None:
    week = small_week()
    put(week, "sections[0].seq", 7)
    put(week, "clients[0].rx.psych", 0)
    put(week, "last_week.attend.C2", [])
    assert canonical(parse(as_bytes(week))) == CANONICAL


def test_what_says_something_is_kept() -> None:
    changes = {
        "name": 'Ünïcode \u2028 "quoted" and \\ slashed', "grid.open": 450, "rooms[2].cap": 9, "sections[2].seq": 3,
        "sections[0].members": [], "clients[0].new": True, "clients[0].avail": [[0, 480, 720], [0, 720, 1260]],
    }  # fmt: skip
    for path, value in changes.items():
        week = small_week()
        put(week, path, value)
        text = canonical(parse(as_bytes(week)))
        assert text != CANONICAL, path
        assert unordered(json.loads(text)) == unordered(week)


def test_rows_carry_what_the_file_says() -> None:
    week = parse(as_bytes(small_week()))
    assert (week.grid.days, week.grid.open_minute, week.grid.close_minute, week.grid.step_minutes) == (6, 480, 1260, 30)
    assert week.clinicians[0].hours == (Window(0, 480, 720), Window(0, 720, 1020), Window(1, 480, 1020))
    assert week.sections[0].previous == Previous(0, 540, "K0", "S0-R0")
    assert (week.sections[0].members, week.sections[1].members, week.sections[2].members) == (None, ("C1", "C2"), ())
    assert week.sections[0].options == (Slot(0, 540), Slot(0, 600), Slot(3, 780))
    assert week.sections[1].levels == (Level.IOP, Level.OP)
    assert week.clients[0].prescription == (Prescribed("individual", 1), Prescribed("process", 3))
    assert (week.clients[1].previous_level, week.clients[2].previous_level) == (Level.PHP, None)
    assert week.must_not_meet == (MustNotMeet("C1", "C2"),)
    assert week.last_week.attendance == (Attendance("C0", ("G0",)), Attendance("C1", ("G0", "G1")))
    assert week.last_week.individual == (
        IndividualSession("C0", "individual", "K0", 0, 690),
        IndividualSession("C1", "psych", "K1", 0, 690),
    )


@settings(max_examples=50, deadline=None)
@given(st.randoms(use_true_random=False), st.sampled_from([None, 0, 3]))
def test_order_and_spacing_never_change_the_canonical_text(chance: random.Random, indent: int | None) -> None:
    data = json.dumps(shuffled(small_week(), chance), indent=indent).encode()
    assert canonical(parse(data)) == CANONICAL


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(small_weeks(), st.randoms(use_true_random=False))
def test_any_week_comes_back(week: dict[str, Any], chance: random.Random) -> None:
    rows = parse(as_bytes(week))
    text = canonical(rows)
    assert in_order(rows) == rows
    assert parse(text.encode()) == rows
    assert unordered(json.loads(text)) == unordered(week)
    assert canonical(parse(as_bytes(shuffled(week, chance)))) == text
