"""Reading the rows of a week file, one function per kind of row, each value checked against the rest of the file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Generic, Protocol, TypeVar

from stepdown.transfer.iop_week.fields import Field, shown
from stepdown.transfer.iop_week.json_text import Object
from stepdown.transfer.iop_week.terms import (
    VIRTUAL_SITE,
    Authorization,
    ClientRow,
    ClinicianRow,
    Grid,
    Level,
    Mode,
    MustNotMeet,
    Prescribed,
    Previous,
    RoomRow,
    SectionRow,
    Service,
    ServiceKind,
    SiteRow,
)
from stepdown.transfer.iop_week.times import (
    STEP_MINUTES,
    on_step,
    read_slot,
    read_start,
    read_windows,
)

NOWHERE = Previous(0, 0, "", "")  # stands in for a `prev` that could not be read
CLINICIAN_KEYS = (
    "id", "creds", "langs", "tracks", "site", "tele", "hours",
    "max_groups_day", "max_ind_day", "max_week_min", "max_run_min", "caseload",
)  # fmt: skip
SECTION_KEYS = (
    "id", "service", "track", "lang", "site", "cap", "min", "locs", "members", "options", "series", "seq", "prev",
)  # fmt: skip
CLIENT_KEYS = (
    "id", "loc", "site", "mode", "langs", "tracks", "avail", "rx", "auth",
    "min_week_min", "min_day_min", "therapist", "new", "prev_loc",
)  # fmt: skip


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


Row = TypeVar("Row", bound=_HasId)


@dataclass(frozen=True)
class Placed(Generic[Row]):
    """A row, its place in the file, and whether it was read without fault (else it holds stand-ins)."""

    place: str
    row: Row
    sound: bool


@dataclass(frozen=True)
class Known:
    """What rows may refer to. A set of ids is None where its list could not be read: then every reference passes."""

    grid: Grid
    services: dict[str, Service]  # those without fault
    service_ids: frozenset[str] | None
    sites: frozenset[str] | None
    rooms: frozenset[str] | None
    clinicians: frozenset[str] | None
    sections: frozenset[str] | None
    clients: frozenset[str] | None


def ids_of(rows: Field) -> frozenset[str] | None:
    """Return the ids of a list of rows, those of faulty rows too, so that one fault is not told again elsewhere."""
    if not isinstance(rows.value, list):
        return None
    ids = [row.get("id") for row in rows.value if isinstance(row, Object)]
    return frozenset(name for name in ids if isinstance(name, str))


def read_rows(rows: Field, one: str, read: Callable[[Field], Row]) -> list[Placed[Row]]:
    """Read a list of rows. Two rows of one id are a fault of the second."""
    placed: list[Placed[Row]] = []
    places: dict[str, str] = {}
    for item in rows.items():
        before = len(item.faults)
        row = read(item)
        if row.id and row.id in places:
            problem = f"{one} {shown(row.id)} is already at {places[row.id]}"
            item.within("id").fault(problem, "give each its own id, or delete one")
        places.setdefault(row.id, item.place)
        placed.append(Placed(item.place, row, len(item.faults) == before))
    return placed


def by_id(rows: list[Placed[Row]]) -> dict[str, Placed[Row]]:
    """Return the rows by id; of two with one id, the first."""
    return {placed.row.id: placed for placed in reversed(rows)}


def read_service(field: Field, grid: Grid) -> Service:
    """Read a row of `services`; a session fits into the opening hours of `grid`."""
    longest = grid.close_minute - grid.open_minute
    row = field.keys("id", "kind", "minutes", "creds")
    return Service(
        id=row["id"].identifier(),
        kind=row["kind"].choice(ServiceKind),
        minutes=on_step(row["minutes"], row["minutes"].whole(STEP_MINUTES, longest)),
        credentials=row["creds"].set_of(Field.identifier, least=1),
    )


def read_site(field: Field) -> SiteRow:
    """Read a row of `sites`; the virtual site is the one with the id TELE."""
    row = field.keys("id", "virtual")
    before = len(field.faults)
    site = SiteRow(row["id"].identifier(), row["virtual"].flag())
    if len(field.faults) == before and site.virtual != (site.id == VIRTUAL_SITE):
        expected = "true" if site.id == VIRTUAL_SITE else "false"
        problem = f"does not fit the id {shown(site.id)}"
        row["virtual"].fault(problem, f"write {expected}: {VIRTUAL_SITE} is the virtual site, and only it")
    return site


def read_room(field: Field, known: Known) -> RoomRow:
    """Read a row of `rooms`."""
    row = field.keys("id", "site", "cap")
    return RoomRow(row["id"].identifier(), row["site"].reference(known.sites, "site"), row["cap"].whole(1))


def read_clinician(field: Field, known: Known) -> ClinicianRow:
    """Read a row of `clinicians`."""
    row = field.keys(*CLINICIAN_KEYS)
    return ClinicianRow(
        id=row["id"].identifier(),
        credentials=row["creds"].set_of(Field.identifier),
        languages=row["langs"].set_of(Field.identifier, least=1),
        tracks=row["tracks"].set_of(Field.identifier),
        site=row["site"].reference(known.sites, "site"),
        telehealth=row["tele"].flag(),
        hours=read_windows(row["hours"], known.grid),
        max_groups_per_day=row["max_groups_day"].whole(),
        max_individual_per_day=row["max_ind_day"].whole(),
        max_week_minutes=row["max_week_min"].whole(),
        max_run_minutes=row["max_run_min"].whole(),
        caseload=row["caseload"].whole(),
    )


def read_section(field: Field, known: Known, rooms: Mapping[str, Placed[RoomRow]]) -> SectionRow:
    """Read a row of `sections`; `rooms` are those of the file, by id."""
    row = field.keys(*SECTION_KEYS)
    name, service = row["id"].identifier(), read_service_id(row["service"], known, ServiceKind.GROUP)
    minutes = known.services[service].minutes if service in known.services else known.grid.step_minutes
    before = len(field.faults)
    capacity, minimum = row["cap"].whole(1), row["min"].whole()
    if minimum > capacity and len(field.faults) == before:
        row["min"].fault(f"is {minimum}, more than the cap {capacity}", "lower min or raise cap")
    section = SectionRow(
        id=name,
        service=service,
        track=row["track"].identifier(),
        language=row["lang"].identifier(),
        site=row["site"].reference(known.sites, "site"),
        capacity=capacity,
        minimum=minimum,
        levels=row["locs"].set_of(lambda item: item.choice(Level), least=1),
        members=row["members"].optional(
            lambda roster: roster.set_of(lambda item: item.reference(known.clients, "client"))
        ),
        options=row["options"].set_of(lambda item: read_slot(item, known.grid, minutes), least=1),
        series=row["series"].optional(Field.identifier),
        sequence=row["seq"].whole(),
        previous=row["prev"].optional(lambda item: _previous(item, known, minutes)),
    )
    room = rooms.get(section.previous.room) if section.previous else None
    if room and room.row.site and section.site and room.row.site != section.site:
        problem = f"room {shown(room.row.id)} is not of site {shown(section.site)}"
        field.within("prev.room").fault(problem, "name a room of the section's site")
    return section


def read_client(field: Field, known: Known) -> ClientRow:
    """Read a row of `clients`."""
    row = field.keys(*CLIENT_KEYS)
    return ClientRow(
        id=row["id"].identifier(),
        level=row["loc"].choice(Level),
        site=row["site"].reference(known.sites, "site"),
        mode=row["mode"].choice(Mode),
        languages=row["langs"].set_of(Field.identifier, least=1),
        tracks=row["tracks"].set_of(Field.identifier),
        availability=read_windows(row["avail"], known.grid),
        prescription=tuple(
            Prescribed(service.reference(known.service_ids, "service"), sessions.whole())
            for service, sessions in row["rx"].entries()
        ),
        authorization=_authorization(row["auth"], known.grid),
        min_week_minutes=row["min_week_min"].whole(),
        min_day_minutes=row["min_day_min"].whole(),
        therapist=row["therapist"].optional(lambda item: item.reference(known.clinicians, "clinician")),
        new=row["new"].flag(),
        previous_level=row["prev_loc"].optional(lambda item: item.choice(Level)),
    )


def read_must_not_meet(field: Field, known: Known) -> tuple[MustNotMeet, ...]:
    """Read `conflicts`: pairs of two different clients, each pair once and in either order."""
    return field.set_of(partial(_pair, known=known))


def _pair(field: Field, known: Known) -> MustNotMeet:
    one, other = (cell.reference(known.clients, "client") for cell in field.cells("client", "client"))
    if one and one == other:
        field.fault(f"pairs client {shown(one)} with themselves", "name two clients, or delete the pair")
    return MustNotMeet(*sorted((one, other)))


def read_service_id(field: Field, known: Known, kind: ServiceKind) -> str:
    """Read the id of a service of this kind."""
    name = field.reference(known.service_ids, "service")
    if name in known.services and known.services[name].kind is not kind:
        field.fault(f"service {shown(name)} is not of kind {kind.value}", f"name a service of kind {kind.value}")
    return name


def _previous(field: Field, known: Known, minutes: int) -> Previous:
    before = len(field.faults)
    row = field.keys("day", "start", "clinician", "room")
    slot = read_start(row["day"], row["start"], known.grid, minutes)
    clinician = row["clinician"].reference(known.clinicians, "clinician")
    room = row["room"].reference(known.rooms, "room")
    unread = len(field.faults) > before
    return NOWHERE if unread else Previous(slot.day, slot.start_minute, clinician, room)


def _authorization(field: Field, grid: Grid) -> Authorization:
    row = field.keys("days", "minutes", "last_day")
    return Authorization(row["days"].whole(), row["minutes"].whole(), row["last_day"].whole(0, grid.days - 1))
