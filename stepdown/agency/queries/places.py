"""Sites, programmes, rooms, and what is offered there."""

from __future__ import annotations

from collections.abc import Callable, Collection

from stepdown.agency.models import Program, ProgramHours, Room, ServiceKind, Site, StaffMember
from stepdown.agency.rules.catalogue import missing_services
from stepdown.agency.terms import (
    Concern,
    CriteriaEdition,
    Delivery,
    NewService,
    Population,
    ProgramRow,
    RoomRow,
    ServiceCategory,
    ServiceRecord,
    ServiceRow,
    SiteRecord,
    SiteRow,
    WorkingTime,
)
from stepdown.audit.terms import Actor, NotFound
from stepdown.kernel.levels import LevelOfCare

_SITE = ("id", "name", "time_zone", "virtual", "jurisdiction", "code", "address", "phone")
_ROOM = ("id", "name", "site", "capacity", "virtual", "code", "active")


def room(number: int) -> RoomRow | None:
    """The room with this id, a retired one too, or None. One query."""
    row = Room.objects.filter(pk=number).values_list(*_ROOM).first()
    return None if row is None else RoomRow(*row)


def time_zone(site: int) -> str:
    """The IANA time zone of a site. One query."""
    return Site.objects.values_list("time_zone", flat=True).get(pk=site)


def site_row(site: int) -> SiteRow:
    """A site as pages and rules see it. One query."""
    return SiteRow(*Site.objects.values_list(*_SITE).get(pk=site))


def number_to_call(site: int) -> str:
    """The phone number of a site; where it has none, the agency's: of the first site that has one. Empty: nobody has."""
    numbers = dict(Site.objects.exclude(phone="").order_by("pk").values_list("pk", "phone"))
    return numbers.get(site) or next(iter(numbers.values()), "")


def levels_offered(programs: Collection[int]) -> dict[int, frozenset[LevelOfCare]]:
    """The levels each of `programs` offers; raises NotFound when one does not exist. One query."""
    found = Program.objects.filter(pk__in=programs).values_list("pk", "levels")
    offered = {program: frozenset(map(LevelOfCare, levels)) for program, levels in found}
    if len(offered) != len(set(programs)):
        raise NotFound
    return offered


def know(
    *,
    services: Collection[int] = (),
    sites: Collection[int] = (),
    rooms: Collection[int] = (),
    staff: Collection[int] = (),
) -> None:
    """Raise NotFound unless all of these exist. One query for each kind that is named."""
    for model, wanted in ((ServiceKind, services), (Site, sites), (Room, rooms), (StaffMember, staff)):
        ids = set(wanted)
        if ids and model.objects.filter(pk__in=ids).count() < len(ids):
            raise NotFound


def meets_by_video(*, sites: Collection[int], rooms: Collection[int]) -> Callable[[int, int | None], bool]:
    """Whether a session at one of `sites`, in one of `rooms` or none, meets by video. Two queries."""
    video_sites = set(Site.objects.filter(pk__in=sites, virtual=True).values_list("pk", flat=True))
    video_rooms = set(Room.objects.filter(pk__in=rooms, virtual=True).values_list("pk", flat=True))
    return lambda site, room: site in video_sites or room in video_rooms


def populations_of(programs: Collection[int]) -> dict[int, Population]:
    """Whom each of `programs` treats. One query."""
    rows = Program.objects.filter(pk__in=programs).values_list("pk", "population")
    return {program: Population(population) for program, population in rows}


def sites_within(by: Actor) -> tuple[SiteRow, ...]:
    """The sites within the actor's reach, buildings first. One query."""
    rows = Site.objects.all() if by.everywhere else Site.objects.filter(pk__in=by.sites)
    return tuple(SiteRow(*row) for row in rows.values_list(*_SITE))


def programs_at(sites: Collection[int]) -> tuple[ProgramRow, ...]:
    """The programmes of `sites`. One query."""
    return tuple(
        ProgramRow(
            id=row.pk,
            site=row.site_id,
            name=row.name,
            levels=tuple(map(LevelOfCare, row.levels)),
            edition=CriteriaEdition(row.edition),
            population=Population(row.population),
            treats=tuple(map(Concern, row.treats)),
            part2=row.part2,
        )
        for row in Program.objects.filter(site__in=sites)
    )


def is_part2(program: int) -> bool:
    """Whether a programme is a Part 2 programme; one that is not on record is taken for one. One query."""
    return Program.objects.filter(pk=program).values_list("part2", flat=True).first() is not False


def part2_programs() -> dict[int, bool]:
    """Whether each programme is a Part 2 programme, by id. One query."""
    return dict(Program.objects.values_list("pk", "part2"))


def program_hours(programs: Collection[int]) -> dict[int, tuple[WorkingTime, ...]]:
    """When each of `programs` runs in an ordinary week; one without hours is left out. One query."""
    found: dict[int, list[WorkingTime]] = {}
    for program, *times in ProgramHours.objects.filter(program__in=programs).values_list(
        "program", "weekday", "starts", "ends"
    ):
        found.setdefault(program, []).append(WorkingTime(*times))
    return {program: tuple(rows) for program, rows in found.items()}


def service_categories() -> dict[int, str]:
    """The category of every kind of service, by id. One query."""
    return dict(ServiceKind.objects.values_list("pk", "category"))


def rooms_at(site: int) -> tuple[RoomRow, ...]:
    """The rooms of a site in use, by name. One query."""
    rows = Room.objects.filter(site=site, active=True).values_list(*_ROOM)
    return tuple(sorted((RoomRow(*row) for row in rows), key=lambda room: (len(room.name), room.name)))


def rooms_of(sites: Collection[int]) -> list[RoomRow]:
    """The rooms of `sites`, retired ones too. One query."""
    return [RoomRow(*row) for row in Room.objects.filter(site__in=sites).values_list(*_ROOM)]


def services(*, retired: bool = False) -> tuple[ServiceRow, ...]:
    """Every kind of service offered now, groups first; with `retired` the ones no longer offered too. One query."""
    rows = ServiceKind.objects.order_by("delivery", "name")
    return tuple(_service_row(row) for row in (rows if retired else rows.filter(active=True)))


def _service_row(row: ServiceKind) -> ServiceRow:
    return ServiceRow(
        id=row.pk,
        name=row.name,
        delivery=Delivery(row.delivery),
        minutes=row.minutes,
        hue=row.hue,
        category=ServiceCategory(row.category),
        discreet=row.discreet,
        room_needed=row.room_needed,
        clients_per_staff=row.clients_per_staff,
        code=row.code,
        credential_types=tuple(row.credential_types),
        active=row.active,
    )


def standard_services_left() -> list[NewService]:
    """The standard kinds of service the agency does not have yet. One query."""
    return missing_services(set(ServiceKind.objects.values_list("code", flat=True)), None)


def site_records() -> list[SiteRecord]:
    """Every site, the virtual ones last. One query."""
    return [SiteRecord(*row) for row in Site.objects.values_list("pk", "code", "virtual")]


def service_records() -> list[ServiceRecord]:
    """Every kind of service, retired ones too. One query."""
    return [
        ServiceRecord(
            row.pk,
            row.code,
            Delivery(row.delivery),
            row.minutes,
            frozenset(row.credential_types),
            ServiceCategory(row.category),
        )
        for row in ServiceKind.objects.all()
    ]
