"""Who works here, with what they may lead, when they work, and when they are away."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Prefetch, Q

from stepdown.agency.models import Credential, StaffMember, TimeOff, User, WorkingHours
from stepdown.agency.terms import Away, CredentialRow, Leader, Role, StaffRow, WorkingTime
from stepdown.audit.terms import NotFound


def leader(staff: int, day: date) -> Leader | None:
    """What the schedule must know of a member of staff on `day`: credentials valid then, hours, limits. Four queries.

    None when there is no such active person.
    """
    person = StaffMember.objects.filter(_on(day), pk=staff).first()
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


def _on(day: date) -> Q:
    """Who works here on a day: up to and with their last."""
    return Q(active=True) & (Q(last_day=None) | Q(last_day__gte=day))


def staff_rows(
    sites: Collection[int], *, search: str = "", role: str = "", staff: int | None = None, active: bool = True
) -> tuple[StaffRow, ...]:
    """Members of staff of `sites`, by name; `search` looks in names, `role` is a Role's value, `active` tells who works
    here from who left. `staff` asks for one person, whether or not they left. Three queries.
    """
    rows = StaffMember.objects.filter(site__in=sites)
    rows = rows.filter(active=active) if staff is None else rows
    if search:
        rows = rows.filter(name__icontains=search)
    if role:
        rows = rows.filter(pk__in=StaffMember.objects.filter(role_grants__role=role))
    if staff is not None:
        rows = rows.filter(pk=staff)
    rows = rows.select_related("site", "user").prefetch_related("role_grants", "credentials")
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
            CredentialRow(c.type, c.state, c.number, c.valid_from, c.valid_until, c.supervision_required, c.pk)
            for c in row.credentials.all()
        ),
        max_groups_a_day=row.max_groups_a_day,
        max_individual_a_day=row.max_individual_a_day,
        max_minutes_a_week=row.max_minutes_a_week,
        max_run_minutes=row.max_run_minutes,
        caseload_limit=row.caseload_limit,
        user=row.user_id,
        email=row.user.email if row.user else "",
        active=row.active,
        last_day=row.last_day,
    )


def staff_names(sites: Collection[int], *, telehealth: bool = False) -> tuple[tuple[int, str], ...]:
    """(id, name) of the active staff who may lead at `sites`: those who work there, and with `telehealth` whoever
    works by video. One query.
    """
    able = Q(site__in=sites) | Q(telehealth=True) if telehealth else Q(site__in=sites)
    return tuple(StaffMember.objects.filter(able, active=True).values_list("id", "name"))


def names_of_sign_ins(labels: Collection[str] | None = None) -> dict[str, str]:
    """What the people behind sign-ins are called, by the address that history keeps of them; of all, or of `labels`. One query.

    Of the staff member where there is one; addresses that nobody signs in with any more are left out.
    """
    users = User.objects.all() if labels is None else User.objects.filter(email__in=set(labels))
    rows = users.values_list("email", "staff_member__name", "name")
    return {email: staff or own or email for email, staff, own in rows}


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


def on_duty(site: int, day: date, minute: int) -> tuple[tuple[int, str], ...]:
    """(id, name) of who works at a site on the local day `day` at `minute` after midnight, by their ordinary hours and
    days away. One query.
    """
    rows = StaffMember.objects.filter(
        _on(day),
        site=site,
        working_hours__weekday=day.weekday(),
        working_hours__starts__lte=minute,
        working_hours__ends__gt=minute,
    ).exclude(pk__in=TimeOff.objects.filter(first_day__lte=day, last_day__gte=day).values("staff"))
    return tuple(rows.order_by("name", "pk").values_list("pk", "name").distinct())


def time_off(staff: int, since: date) -> tuple[Away, ...]:
    """Days somebody is away that end on or after `since`. One query."""
    rows = TimeOff.objects.filter(staff=staff, last_day__gte=since)
    return tuple(Away(*row) for row in rows.values_list("id", "first_day", "last_day", "reason"))


def away_between(staff: Collection[int], first: date, last: date) -> dict[int, tuple[tuple[date, date], ...]]:
    """When each of `staff` is away on any day from `first` to `last`, as (first day, last day) both included, without
    why. One query.
    """
    found: dict[int, tuple[tuple[date, date], ...]] = {}
    rows = TimeOff.objects.filter(staff__in=staff, first_day__lte=last, last_day__gte=first).order_by("first_day")
    for person, begins, ends in rows.values_list("staff", "first_day", "last_day"):
        found[person] = (*found.get(person, ()), (begins, ends))
    return found


def leaders_at(sites: Collection[int], day: date) -> list[Leader]:
    """Everybody active whose site is one of `sites`, as the schedule sees them on `day`. Four queries."""
    valid = Q(valid_from__lte=day) & (Q(valid_until=None) | Q(valid_until__gte=day))
    people = StaffMember.objects.filter(_on(day), site__in=sites).prefetch_related(
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


def holders(roles: Collection[str], staff: Collection[int]) -> frozenset[int]:
    """Those of `staff` who hold one of `roles`. One query."""
    rows = StaffMember.objects.filter(pk__in=staff, role_grants__role__in=roles)
    return frozenset(rows.values_list("pk", flat=True))


def staff_holding(roles: Collection[str]) -> tuple[tuple[int, str], ...]:
    """(id, name) of active members of staff with one of `roles`, by name. One query."""
    rows = StaffMember.objects.filter(active=True, role_grants__role__in=roles).distinct()
    return tuple(rows.values_list("pk", "name"))
