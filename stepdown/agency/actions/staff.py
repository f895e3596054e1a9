"""The people who work here: hiring, roles, credentials, hours, days away, and the end of their employment."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta

from stepdown.agency.access import (
    EVERYWHERE,
    MAY_ADD_TIME_OFF,
    MAY_CHANGE_AGENCY,
    MAY_KEEP_CREDENTIALS,
    MAY_MANAGE_SIGN_INS,
    demand,
)
from stepdown.agency.actions.steps_access import is_last_administrator, tell_second
from stepdown.agency.models import (
    Credential,
    RoleGrant,
    Site,
    StaffMember,
    TimeOff,
    WorkingHours,
)
from stepdown.agency.queries.found import found, within
from stepdown.agency.rules import setup as rules
from stepdown.agency.rules.days import not_over_obstacles
from stepdown.agency.rules.employment import roles_obstacles
from stepdown.agency.terms import AccessKind, NewCredential, NewStaff, Role, StaffDetails, WorkingTime
from stepdown.audit.actions import lock, lock_setup, note, notes
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, Lockable, Noted, NotFound, refuse
from stepdown.kernel.week import zone_of

ONE_DAY = timedelta(days=1)


@action
def hire(*, by: Actor, at: datetime, staff: Sequence[NewStaff]) -> list[int]:
    """Add members of staff with their credentials, weekly hours and roles; who administers, an administrator says.

    Refused: no language, a credential that ends before it starts, hours outside a day or overlapping.
    """
    sites = {row.site for row in staff}
    demand(by, MAY_CHANGE_AGENCY, sites)
    if any(Role.ADMINISTRATOR in row.roles for row in staff):
        demand(by, MAY_MANAGE_SIGN_INS)
    if Site.objects.filter(pk__in=sites).count() < len(sites):
        raise NotFound
    refuse([obstacle for row in staff for obstacle in rules.staff_obstacles(row)])
    made = StaffMember.objects.bulk_create(StaffMember(**_details(row)) for row in staff)
    pairs = list(zip(made, staff, strict=True))
    Credential.objects.bulk_create(
        Credential(staff=member, **asdict(held)) for member, row in pairs for held in row.credentials
    )
    WorkingHours.objects.bulk_create(
        WorkingHours(staff=member, **asdict(time)) for member, row in pairs for time in row.hours
    )
    RoleGrant.objects.bulk_create(
        RoleGrant(staff=member, role=role) for member, row in pairs for role in dict.fromkeys(row.roles)
    )
    notes(by=by, at=at, rows=[Noted(("staff", member.pk)) for member in made])
    return [member.pk for member in made]


@action
def change_staff(*, by: Actor, at: datetime, staff: int, to: StaffDetails) -> None:
    """Make what is known of a member of staff what `to` says. Refused: no language. Sessions they lead stay."""
    member = within(by, MAY_CHANGE_AGENCY, StaffMember, staff)
    demand(by, MAY_CHANGE_AGENCY, {to.site})
    found(Site, to.site)
    refuse(rules.staff_obstacles(to))
    before = member.site_id
    changed = [name for name, value in _details(to).items() if getattr(member, name) != value]
    for name in changed:
        setattr(member, name, _details(to)[name])
    if changed:
        member.save(update_fields=changed)
        note(by=by, at=at, subject=("staff", staff), details={"changed": sorted(changed)})
    if before != member.site_id and member.user_id and not set(_roles_of(member)) & EVERYWHERE:
        tell_second(by, at, AccessKind.REACH, member, site_id=member.site_id, site_before_id=before)


def _details(row: NewStaff | StaffDetails) -> dict[str, object]:
    return {
        "name": row.name,
        "site_id": row.site,
        "telehealth": row.telehealth,
        "languages": list(row.languages),
        "max_groups_a_day": row.max_groups_a_day,
        "max_individual_a_day": row.max_individual_a_day,
        "max_minutes_a_week": row.max_minutes_a_week,
        "max_run_minutes": row.max_run_minutes,
        "caseload_limit": row.caseload_limit,
    }


@action
def grant_role(*, by: Actor, at: datetime, staff: int, role: Role) -> None:
    """Give a member of staff a role; one they already hold changes nothing."""
    demand(by, MAY_MANAGE_SIGN_INS)
    member = found(StaffMember, staff)
    _, given = RoleGrant.objects.get_or_create(staff=member, role=role)
    if given and member.user_id:
        tell_second(by, at, AccessKind.ROLES, member, given=[role])
    note(by=by, at=at, subject=("staff", staff), details={"role": role})


@action
def set_roles(*, by: Actor, at: datetime, staff: int, roles: Collection[Role]) -> None:
    """Give a member of staff exactly these roles: others are taken back. They hold from their next page on; of somebody
    who can sign in, a second person is told.

    Refused: nobody would be left who manages sign-ins.
    """
    demand(by, MAY_MANAGE_SIGN_INS)
    member = found(StaffMember, staff)
    lock_setup()
    held = set(_roles_of(member))
    given, taken = set(roles) - held, held - set(roles)
    refuse(roles_obstacles(taken, last_administrator=is_last_administrator(member)))
    RoleGrant.objects.filter(staff=member, role__in=taken).delete()
    RoleGrant.objects.bulk_create(RoleGrant(staff=member, role=role) for role in sorted(given))
    if (given or taken) and member.user_id:
        tell_second(by, at, AccessKind.ROLES, member, given=given, taken=taken)
    if given or taken:
        note(by=by, at=at, subject=("staff", staff), details={"given": sorted(given), "taken": sorted(taken)})


@action
def set_working_hours(*, by: Actor, at: datetime, staff: int, hours: Sequence[WorkingTime]) -> None:
    """Say when somebody works in an ordinary week, in place of what was said before.

    Sessions they lead stay. Refused: hours outside a day, or overlapping.
    """
    member = within(by, MAY_ADD_TIME_OFF, StaffMember, staff)
    lock([(Lockable.STAFF, staff)])
    refuse(rules.hours_obstacles(hours))
    member.working_hours.all().delete()
    WorkingHours.objects.bulk_create(WorkingHours(staff=member, **asdict(time)) for time in hours)
    note(by=by, at=at, subject=("staff", staff))


@action
def add_credential(*, by: Actor, at: datetime, staff: int, credential: NewCredential) -> int:
    """Record a licence or certificate of somebody; a renewal is a new one. Refused: it ends before it starts."""
    member = within(by, MAY_KEEP_CREDENTIALS, StaffMember, staff)
    refuse(rules.credential_obstacles(member.name, credential))
    made = Credential.objects.create(staff=member, **asdict(credential))
    note(by=by, at=at, subject=("staff", staff), details={"credential": made.pk})
    return made.pk


@action
def correct_credential(*, by: Actor, at: datetime, credential: int, to: NewCredential) -> None:
    """Put a credential right that was written down wrongly, or end it early. Refused: it ends before it starts."""
    demand(by, MAY_KEEP_CREDENTIALS)
    row = found(Credential, credential)
    member = within(by, MAY_KEEP_CREDENTIALS, StaffMember, row.staff_id)
    refuse(rules.credential_obstacles(member.name, to))
    changed = [name for name, value in asdict(to).items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, getattr(to, name))
    if changed:
        row.save(update_fields=changed)
        details: dict[str, object] = {"credential": credential, "changed": sorted(changed)}
        note(by=by, at=at, subject=("staff", row.staff_id), details=details)


@action
def add_time_off(*, by: Actor, at: datetime, staff: int, first_day: date, last_day: date, reason: str = "") -> int:
    """Record days somebody is away, both included. Sessions they lead then stay, and show as uncovered.

    Refused: the last day is before the first.
    """
    member = within(by, MAY_ADD_TIME_OFF, StaffMember, staff)
    refuse(rules.days_obstacles(first_day, last_day))
    made = TimeOff.objects.create(staff=member, first_day=first_day, last_day=last_day, reason=reason)
    note(by=by, at=at, subject=("staff", staff), details={"from": str(first_day), "to": str(last_day)})
    return made.id


@action
def back_from(*, by: Actor, at: datetime, time_off: int, day: date) -> None:
    """Somebody works again from `day` on: days away that have not begun by then are taken off, others end before it.

    Refused: the days away are over.
    """
    demand(by, MAY_ADD_TIME_OFF)
    row = found(TimeOff, time_off)
    member = within(by, MAY_ADD_TIME_OFF, StaffMember, row.staff_id)
    refuse(not_over_obstacles(row.last_day, min(day, _today(member, at))))
    if day <= row.first_day:
        row.delete()
    elif day <= row.last_day:
        row.last_day = day - ONE_DAY
        row.save(update_fields=["last_day"])
    note(by=by, at=at, subject=("staff", row.staff_id), details={"back": str(day)})


def _roles_of(member: StaffMember) -> list[Role]:
    return list(map(Role, member.role_grants.values_list("role", flat=True)))


def _today(member: StaffMember, at: datetime) -> date:
    return at.astimezone(zone_of(member.site.time_zone)).date()
