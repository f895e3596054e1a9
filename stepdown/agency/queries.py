"""Reading the agency: who acts, who works here, what is offered."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date

from allauth.mfa.models import Authenticator
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Prefetch, Q

from stepdown.agency.access import EVERYWHERE
from stepdown.agency.models import (
    Closure,
    Credential,
    Program,
    Room,
    ServiceKind,
    Site,
    StaffMember,
    TimeOff,
    User,
    WorkingHours,
)
from stepdown.agency.terms import (
    Away,
    CredentialRow,
    CriteriaEdition,
    Delivery,
    Leader,
    Population,
    ProgramRow,
    Role,
    RoomRow,
    ServiceCategory,
    ServiceRecord,
    ServiceRow,
    SignIn,
    SiteRecord,
    SiteRow,
    StaffRow,
    WorkingTime,
)
from stepdown.audit.terms import Actor, NotFound
from stepdown.kernel.levels import LevelOfCare


def actor_of(user: int, *, request: str = "") -> Actor:
    """The actor behind a sign-in: their roles and the sites within their reach. One query.

    People reach the site they work at and the virtual ones, where its clients meet by video. An inactive or role-less
    sign-in gets an actor that reaches nothing.
    """
    rows = list(
        User.objects.filter(id=user, is_active=True).values_list(
            "email",
            "staff_member",
            "staff_member__site",
            "staff_member__role_grants__role",
            ArraySubquery(Site.objects.filter(virtual=True).values("pk")),
        )
    )
    if not rows:
        return Actor(label="visitor", request=request)
    roles = frozenset(role for _, _, _, role, _ in rows if role)
    own = {site for _, _, site, _, _ in rows if site}
    video = set(rows[0][4]) if own else set()
    return Actor(
        label=rows[0][0],
        user=user,
        staff=rows[0][1],
        roles=roles,
        sites=frozenset(own | video),
        everywhere=bool(roles & EVERYWHERE),
        request=request,
    )


def sign_ins(*, email: str = "") -> tuple[SignIn, ...]:
    """Every active sign-in by address, or the one with `email` (capitals do not matter). Two queries."""
    factors = Authenticator.objects.filter(user=OuterRef("pk")).exclude(type=Authenticator.Type.RECOVERY_CODES)
    rows = User.objects.filter(is_active=True).annotate(protected=Exists(factors)).order_by("email")
    if email:
        rows = rows.filter(email__iexact=email)
    held: dict[int, set[str]] = {}
    for user, role in rows.values_list("pk", "staff_member__role_grants__role"):
        held.setdefault(user, set()).add(role)
    return tuple(
        SignIn(user, address, name, tuple(role for role in Role if role in held[user]), site or "", protected)
        for user, address, name, site, protected in rows.values_list(
            "pk", "email", "name", "staff_member__site__code", "protected"
        )
    )


def leader(staff: int, day: date) -> Leader | None:
    """What the schedule must know of a member of staff on `day`: credentials valid then, hours, limits. Four queries.

    None when there is no such active person.
    """
    person = StaffMember.objects.filter(pk=staff, active=True).first()
    if person is None:
        return None
    valid = Q(valid_from__lte=day) & (Q(valid_until=None) | Q(valid_until__gte=day))
    return Leader(
        id=person.pk,
        name=person.name,
        site=person.site_id,
        telehealth=person.telehealth,
        languages=frozenset(person.languages),
        credentials=frozenset(person.credentials.filter(valid).values_list("type", flat=True)),
        hours=tuple(person.working_hours.values_list("weekday", "starts", "ends")),
        away=person.time_off.filter(first_day__lte=day, last_day__gte=day).exists(),
        max_groups_a_day=person.max_groups_a_day,
        max_individual_a_day=person.max_individual_a_day,
        max_minutes_a_week=person.max_minutes_a_week,
        max_run_minutes=person.max_run_minutes,
    )


def service_categories() -> dict[int, str]:
    """The category of every kind of service, by id. One query."""
    return dict(ServiceKind.objects.values_list("pk", "category"))


def holders(roles: Collection[str], staff: Collection[int]) -> frozenset[int]:
    """Those of `staff` who hold one of `roles`. One query."""
    rows = StaffMember.objects.filter(pk__in=staff, role_grants__role__in=roles)
    return frozenset(rows.values_list("pk", flat=True))


def staff_holding(roles: Collection[str]) -> tuple[tuple[int, str], ...]:
    """(id, name) of active members of staff with one of `roles`, by name. One query."""
    rows = StaffMember.objects.filter(active=True, role_grants__role__in=roles).distinct()
    return tuple(rows.values_list("pk", "name"))


def closed_on(site: int, day: date) -> bool:
    """Whether the site is closed on that local day."""
    return Closure.objects.filter(site=site, first_day__lte=day, last_day__gte=day).exists()


def room(number: int) -> RoomRow | None:
    """The room with this id, or None. One query."""
    row = Room.objects.filter(pk=number).values_list("id", "name", "site", "capacity", "virtual").first()
    return None if row is None else RoomRow(*row)


def time_zone(site: int) -> str:
    """The IANA time zone of a site. One query."""
    return Site.objects.values_list("time_zone", flat=True).get(pk=site)


def site_row(site: int) -> SiteRow:
    """A site as pages and rules see it. One query."""
    return SiteRow(*Site.objects.values_list("id", "name", "time_zone", "virtual", "jurisdiction").get(pk=site))


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
    return tuple(SiteRow(*row) for row in rows.values_list("id", "name", "time_zone", "virtual", "jurisdiction"))


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
        )
        for row in Program.objects.filter(site__in=sites)
    )


def rooms_at(site: int) -> tuple[RoomRow, ...]:
    """The rooms of a site, by name. One query."""
    rows = Room.objects.filter(site=site).values_list("id", "name", "site", "capacity", "virtual")
    return tuple(sorted((RoomRow(*row) for row in rows), key=lambda room: (len(room.name), room.name)))


def services() -> tuple[ServiceRow, ...]:
    """Every kind of service offered now, groups first. One query."""
    return tuple(
        ServiceRow(
            row.pk,
            row.name,
            Delivery(row.delivery),
            row.minutes,
            row.hue,
            ServiceCategory(row.category),
            row.discreet,
            row.room_needed,
            row.clients_per_staff,
        )
        for row in ServiceKind.objects.filter(active=True).order_by("delivery", "name")
    )


def staff_rows(
    sites: Collection[int], *, search: str = "", role: str = "", staff: int | None = None
) -> tuple[StaffRow, ...]:
    """Active members of staff of `sites`, by name; `search` looks in names, `role` is a Role's value, `staff` asks
    for one person. Three queries.
    """
    rows = StaffMember.objects.filter(site__in=sites, active=True)
    if search:
        rows = rows.filter(name__icontains=search)
    if role:
        rows = rows.filter(pk__in=StaffMember.objects.filter(role_grants__role=role))
    if staff is not None:
        rows = rows.filter(pk=staff)
    rows = rows.select_related("site").prefetch_related("role_grants", "credentials")
    return tuple(_staff_row(row) for row in rows)


def _staff_row(row: StaffMember) -> StaffRow:
    held = {grant.role for grant in row.role_grants.all()}
    return StaffRow(
        id=row.pk,
        name=row.name,
        site=row.site_id,
        site_name=row.site.name,
        telehealth=row.telehealth,
        languages=tuple(row.languages),
        roles=tuple(role for role in Role if role in held),
        credentials=tuple(
            CredentialRow(c.type, c.state, c.number, c.valid_from, c.valid_until, c.supervision_required)
            for c in row.credentials.all()
        ),
        max_groups_a_day=row.max_groups_a_day,
        max_individual_a_day=row.max_individual_a_day,
        max_minutes_a_week=row.max_minutes_a_week,
        max_run_minutes=row.max_run_minutes,
        caseload_limit=row.caseload_limit,
    )


def staff_names(sites: Collection[int], *, telehealth: bool = False) -> tuple[tuple[int, str], ...]:
    """(id, name) of the active staff who may lead at `sites`: those who work there, and with `telehealth` whoever
    works by video. One query.
    """
    able = Q(site__in=sites) | Q(telehealth=True) if telehealth else Q(site__in=sites)
    return tuple(StaffMember.objects.filter(able, active=True).values_list("id", "name"))


def sites_of_staff(staff: Collection[int]) -> dict[int, int]:
    """The site of each of `staff`, by staff id; raises NotFound when one does not exist. One query."""
    found = dict(StaffMember.objects.filter(pk__in=set(staff)).values_list("pk", "site"))
    if len(found) != len(set(staff)):
        raise NotFound
    return found


def working_hours(staff: int) -> tuple[WorkingTime, ...]:
    """When somebody works in an ordinary week. One query."""
    rows = WorkingHours.objects.filter(staff=staff)
    return tuple(WorkingTime(*row) for row in rows.values_list("weekday", "starts", "ends"))


def time_off(staff: int, since: date) -> tuple[Away, ...]:
    """Days somebody is away that end on or after `since`. One query."""
    rows = TimeOff.objects.filter(staff=staff, last_day__gte=since)
    return tuple(Away(*row) for row in rows.values_list("first_day", "last_day", "reason"))


def site_records() -> list[SiteRecord]:
    """Every site, the virtual ones last. One query."""
    return [SiteRecord(*row) for row in Site.objects.values_list("pk", "code", "virtual")]


def rooms_of(sites: Collection[int]) -> list[RoomRow]:
    """The rooms of `sites`. One query."""
    found = Room.objects.filter(site__in=sites).values_list("pk", "name", "site", "capacity", "virtual")
    return [RoomRow(*row) for row in found]


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


def leaders_at(sites: Collection[int], day: date) -> list[Leader]:
    """Everybody active whose site is one of `sites`, as the schedule sees them on `day`. Four queries."""
    valid = Q(valid_from__lte=day) & (Q(valid_until=None) | Q(valid_until__gte=day))
    people = StaffMember.objects.filter(site__in=sites, active=True).prefetch_related(
        Prefetch("credentials", Credential.objects.filter(valid)),
        "working_hours",
        Prefetch("time_off", TimeOff.objects.filter(first_day__lte=day, last_day__gte=day)),
    )
    return [_leader(person) for person in people]


def caseload_limits(staff: Collection[int]) -> dict[int, int | None]:
    """How many clients each of `staff` may be primary clinician of; None means no limit. One query."""
    return dict(StaffMember.objects.filter(pk__in=staff).values_list("pk", "caseload_limit"))


def _leader(person: StaffMember) -> Leader:
    """A member of staff whose credentials and time off were fetched for one day."""
    return Leader(
        id=person.pk,
        name=person.name,
        site=person.site_id,
        telehealth=person.telehealth,
        languages=frozenset(person.languages),
        credentials=frozenset(held.type for held in person.credentials.all()),
        hours=tuple((row.weekday, row.starts, row.ends) for row in person.working_hours.all()),
        away=bool(person.time_off.all()),
        max_groups_a_day=person.max_groups_a_day,
        max_individual_a_day=person.max_individual_a_day,
        max_minutes_a_week=person.max_minutes_a_week,
        max_run_minutes=person.max_run_minutes,
    )
