"""A tiny programme week, synthetic: nobody in it exists. Small enough to check by eye, rich enough to break."""

import json
import re
from copy import deepcopy
from typing import Any

from stepdown.transfer.iop_week.faults import BrokenWeekFile
from stepdown.transfer.iop_week.parse import parse

DROP = object()

_WEEK: dict[str, Any] = {
    "format": "iop-week/1",
    "name": "a synthetic week",
    "grid": {"days": 6, "open": 480, "close": 1260, "step": 30},
    "services": [
        {"id": "process", "kind": "group", "minutes": 60, "creds": ["LPC", "LCSW"]},
        {"id": "skills", "kind": "group", "minutes": 90, "creds": ["LPC"]},
        {"id": "individual", "kind": "individual", "minutes": 60, "creds": ["LPC", "LCSW"]},
        {"id": "psych", "kind": "individual", "minutes": 30, "creds": ["MD"]},
    ],
    "sites": [{"id": "S0", "virtual": False}, {"id": "TELE", "virtual": True}],
    "rooms": [
        {"id": "S0-R0", "site": "S0", "cap": 2},
        {"id": "S0-R1", "site": "S0", "cap": 12},
        {"id": "TELE-R0", "site": "TELE", "cap": 12},
    ],
    "clinicians": [
        {
            "id": "K0", "creds": ["LPC"], "langs": ["es", "en"], "tracks": ["women"], "site": "S0", "tele": True,
            "hours": [[1, 480, 1020], [0, 480, 720], [0, 720, 1020]],
            "max_groups_day": 4, "max_ind_day": 5, "max_week_min": 1800, "max_run_min": 240, "caseload": 10,
        },
        {
            "id": "K1", "creds": ["MD"], "langs": ["en"], "tracks": [], "site": "TELE", "tele": True, "hours": [],
            "max_groups_day": 0, "max_ind_day": 14, "max_week_min": 1800, "max_run_min": 240, "caseload": 14,
        },
    ],
    "sections": [
        {
            "id": "G0", "service": "process", "track": "general", "lang": "en", "site": "S0", "cap": 12, "min": 2,
            "locs": ["PHP", "IOP"], "members": None, "options": [[0, 540], [3, 780], [0, 600]],
            "series": None, "seq": 0, "prev": {"day": 0, "start": 540, "clinician": "K0", "room": "S0-R0"},
        },
        {
            "id": "G1", "service": "skills", "track": "women", "lang": "en", "site": "S0", "cap": 3, "min": 0,
            "locs": ["OP", "IOP"], "members": ["C2", "C1"], "options": [[0, 600]],
            "series": "women-1", "seq": 1, "prev": {"day": 0, "start": 600, "clinician": "K0", "room": "S0-R1"},
        },
        {
            "id": "G2", "service": "skills", "track": "women", "lang": "en", "site": "TELE", "cap": 12, "min": 1,
            "locs": ["IOP"], "members": [], "options": [[2, 1170]], "series": "women-1", "seq": 2, "prev": None,
        },
    ],
    "clients": [
        {
            "id": "C0", "loc": "PHP", "site": "S0", "mode": "site", "langs": ["en"], "tracks": ["general"],
            "avail": [[1, 480, 1260], [0, 480, 720], [0, 780, 1260]], "rx": {"process": 3, "individual": 1},
            "auth": {"days": 5, "minutes": 1200, "last_day": 5}, "min_week_min": 1200, "min_day_min": 240,
            "therapist": "K0", "new": False, "prev_loc": "PHP",
        },
        {
            "id": "C1", "loc": "IOP", "site": "S0", "mode": "hybrid", "langs": ["es", "en"],
            "tracks": ["women", "general"], "avail": [[0, 480, 1260]], "rx": {"skills": 2},
            "auth": {"days": 3, "minutes": 540, "last_day": 2}, "min_week_min": 540, "min_day_min": 180,
            "therapist": None, "new": False, "prev_loc": "PHP",
        },
        {
            "id": "C2", "loc": "OP", "site": "S0", "mode": "tele", "langs": ["en"], "tracks": [], "avail": [],
            "rx": {}, "auth": {"days": 0, "minutes": 0, "last_day": 0}, "min_week_min": 0, "min_day_min": 0,
            "therapist": None, "new": True, "prev_loc": None,
        },
    ],
    "conflicts": [["C2", "C1"]],
    "last_week": {
        "attend": {"C1": ["G1", "G0"], "C0": ["G0"]},
        "individual": [["C1", "psych", "K1", 0, 690], ["C0", "individual", "K0", 0, 690]],
    },
}  # fmt: skip


def small_week() -> dict[str, Any]:
    """Return a fresh copy of the tiny week, without fault and in no particular order."""
    return deepcopy(_WEEK)


def put(week: dict[str, Any], path: str, value: object) -> None:
    """Set what stands at `path` (`sections[0].prev.room`); DROP takes the key away."""
    *way, last = [int(n) if n else key for key, n in re.findall(r"([^.\[\]]+)|\[(\d+)\]", path)]
    target: Any = week
    for step in way:
        target = target[step]
    if value is DROP:
        del target[last]
    elif isinstance(target, list) and last == len(target):
        target.append(value)
    else:
        target[last] = value


def as_bytes(week: object) -> bytes:
    """Return the week as a program would save it."""
    return json.dumps(week).encode()


def faults_of(data: bytes) -> list[tuple[str, str, str]]:
    """Return the faults found in a file as (place, problem, mend); none if it is sound."""
    try:
        parse(data)
    except BrokenWeekFile as broken:
        return [(fault.place, fault.problem, fault.mend) for fault in broken.faults]
    return []
