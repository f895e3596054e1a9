"""Writing a week file in its one canonical form: the same text for any two files that mean the same."""

import json
from collections.abc import Iterable

from stepdown.transfer.iop_week.order import in_order
from stepdown.transfer.iop_week.terms import (
    FORMAT,
    ClientRow,
    ClinicianRow,
    LastWeek,
    Previous,
    SectionRow,
    Service,
    Slot,
    WeekFile,
    Window,
)


def canonical(week: WeekFile) -> str:
    """Return the week as JSON text: keys in the order of the format's description, rows by id, one row a line.

    `week` may be in any order. A file that parses gives back its own content, save what `in_order` drops as empty.
    """
    week = in_order(week)
    grid = {
        "days": week.grid.days,
        "open": week.grid.open_minute,
        "close": week.grid.close_minute,
        "step": week.grid.step_minutes,
    }
    parts = {
        "format": _compact(FORMAT),
        "name": _compact(week.name),
        "grid": _compact(grid),
        "services": _lines(map(_service, week.services)),
        "sites": _lines({"id": row.id, "virtual": row.virtual} for row in week.sites),
        "rooms": _lines({"id": row.id, "site": row.site, "cap": row.capacity} for row in week.rooms),
        "clinicians": _lines(map(_clinician, week.clinicians)),
        "sections": _lines(map(_section, week.sections)),
        "clients": _lines(map(_client, week.clients)),
        "conflicts": _lines([pair.one, pair.other] for pair in week.must_not_meet),
        "last_week": _last_week(week.last_week),
    }
    return _block("{", [f"{_compact(key)}: {text}" for key, text in parts.items()], "}", "") + "\n"


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _lines(rows: Iterable[object], indent: str = " ") -> str:
    return _block("[", [_compact(row) for row in rows], "]", indent)


def _block(opening: str, lines: list[str], closing: str, indent: str) -> str:
    if not lines:
        return opening + closing
    return f"{opening}\n{indent} " + f",\n{indent} ".join(lines) + f"\n{indent}{closing}"


def _service(row: Service) -> dict[str, object]:
    return {"id": row.id, "kind": row.kind, "minutes": row.minutes, "creds": row.credentials}


def _clinician(row: ClinicianRow) -> dict[str, object]:
    return {
        "id": row.id,
        "creds": row.credentials,
        "langs": row.languages,
        "tracks": row.tracks,
        "site": row.site,
        "tele": row.telehealth,
        "hours": _windows(row.hours),
        "max_groups_day": row.max_groups_per_day,
        "max_ind_day": row.max_individual_per_day,
        "max_week_min": row.max_week_minutes,
        "max_run_min": row.max_run_minutes,
        "caseload": row.caseload,
    }


def _section(row: SectionRow) -> dict[str, object]:
    return {
        "id": row.id,
        "service": row.service,
        "track": row.track,
        "lang": row.language,
        "site": row.site,
        "cap": row.capacity,
        "min": row.minimum,
        "locs": row.levels,
        "members": row.members,
        "options": [_slot(slot) for slot in row.options],
        "series": row.series,
        "seq": row.sequence,
        "prev": _previous(row.previous),
    }


def _previous(previous: Previous | None) -> dict[str, object] | None:
    if previous is None:
        return None
    return {
        "day": previous.day,
        "start": previous.start_minute,
        "clinician": previous.clinician,
        "room": previous.room,
    }


def _client(row: ClientRow) -> dict[str, object]:
    authorization = row.authorization
    return {
        "id": row.id,
        "loc": row.level,
        "site": row.site,
        "mode": row.mode,
        "langs": row.languages,
        "tracks": row.tracks,
        "avail": _windows(row.availability),
        "rx": {line.service: line.sessions for line in row.prescription},
        "auth": {
            "days": authorization.days,
            "minutes": authorization.minutes,
            "last_day": authorization.last_day,
        },
        "min_week_min": row.min_week_minutes,
        "min_day_min": row.min_day_minutes,
        "therapist": row.therapist,
        "new": row.new,
        "prev_loc": row.previous_level,
    }


def _last_week(last_week: LastWeek) -> str:
    attend = [f"{_compact(line.client)}: {_compact(line.sections)}" for line in last_week.attendance]
    individual = [[row.client, row.service, row.clinician, row.day, row.start_minute] for row in last_week.individual]
    parts = [
        f'"attend": {_block("{", attend, "}", "  ")}',
        f'"individual": {_lines(individual, "  ")}',
    ]
    return _block("{", parts, "}", " ")


def _windows(windows: Iterable[Window]) -> list[list[int]]:
    return [[window.day, window.from_minute, window.to_minute] for window in windows]


def _slot(slot: Slot) -> list[int]:
    return [slot.day, slot.start_minute]
