"""Reading a week file: the whole week, or every fault in it at once.

A fault is what no independent reader could make sense of, or what cannot have happened: another shape, an id that nothing
has, a time off the grid or outside the opening hours, windows that overlap, something listed twice, a group session of
an individual service, a room of another site, and last week anybody in two places or a group over its seats.

No fault is what only makes a week hard or odd: last week's schedule against this week's facts, windows that touch, a
roster larger or smaller than its group, a clinician without hours, a client without availability, one `seq` twice in a
series, a byte order mark. What says nothing is read and dropped (see `in_order`).
"""

from stepdown.transfer.iop_week.faults import BrokenWeekFile, Fault
from stepdown.transfer.iop_week.fields import Field
from stepdown.transfer.iop_week.json_text import loads
from stepdown.transfer.iop_week.last_week import read_last_week
from stepdown.transfer.iop_week.order import in_order
from stepdown.transfer.iop_week.rows import (
    Known,
    by_id,
    ids_of,
    read_client,
    read_clinician,
    read_must_not_meet,
    read_room,
    read_rows,
    read_section,
    read_service,
    read_site,
)
from stepdown.transfer.iop_week.terms import FORMAT, WeekFile
from stepdown.transfer.iop_week.times import read_grid

KEYS = (
    "format", "name", "grid", "services", "sites", "rooms", "clinicians", "sections", "clients",
    "conflicts", "last_week",
)  # fmt: skip


def parse(data: bytes) -> WeekFile:
    """Return the week in `data` (UTF-8 JSON, `iop-week/1`), its rows and sets in canonical order.

    Raises BrokenWeekFile with every fault of the file; where the text is not JSON, with the first place that is not.
    """
    faults: list[Fault] = []
    week = _week(Field(loads(data), "", faults))
    if faults:
        raise BrokenWeekFile(tuple(faults))
    return in_order(week)


def _week(root: Field) -> WeekFile:
    part = root.keys(*KEYS)
    _format(part["format"])
    name, grid = part["name"].text(), read_grid(part["grid"])
    services = read_rows(part["services"], "service", lambda row: read_service(row, grid))
    known = Known(
        grid=grid,
        services={placed.row.id: placed.row for placed in reversed(services) if placed.sound},
        service_ids=ids_of(part["services"]),
        sites=ids_of(part["sites"]),
        rooms=ids_of(part["rooms"]),
        clinicians=ids_of(part["clinicians"]),
        sections=ids_of(part["sections"]),
        clients=ids_of(part["clients"]),
    )
    sites = read_rows(part["sites"], "site", read_site)
    rooms = read_rows(part["rooms"], "room", lambda row: read_room(row, known))
    clinicians = read_rows(part["clinicians"], "clinician", lambda row: read_clinician(row, known))
    room_by_id = by_id(rooms)
    sections = read_rows(part["sections"], "section", lambda row: read_section(row, known, room_by_id))
    clients = read_rows(part["clients"], "client", lambda row: read_client(row, known))
    return WeekFile(
        name=name,
        grid=grid,
        services=tuple(placed.row for placed in services),
        sites=tuple(placed.row for placed in sites),
        rooms=tuple(placed.row for placed in rooms),
        clinicians=tuple(placed.row for placed in clinicians),
        sections=tuple(placed.row for placed in sections),
        clients=tuple(placed.row for placed in clients),
        must_not_meet=read_must_not_meet(part["conflicts"], known),
        last_week=read_last_week(part["last_week"], known, by_id(sections), room_by_id),
    )


def _format(field: Field) -> None:
    if not isinstance(field.value, str):
        field.wrong(f'"{FORMAT}"')
    elif field.value != FORMAT:
        field.fault("is another format", f'write "{FORMAT}", or use a program that knows the other format')
