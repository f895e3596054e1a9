"""Setting up the agency: sites, programmes, rooms, services, staff, sign-ins, days away.

Actions that make things take rows and return their ids in the same order; one thing is one row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime

from allauth.mfa.models import Authenticator
from axes.utils import reset as forget_attempts
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from stepdown.agency.access import MAY_ADD_TIME_OFF, MAY_CHANGE_AGENCY, MAY_MANAGE_SIGN_INS, demand
from stepdown.agency.models import (
    Closure,
    Credential,
    Program,
    RoleGrant,
    Room,
    ServiceKind,
    Site,
    StaffMember,
    TimeOff,
    User,
    WorkingHours,
)
from stepdown.agency.rules import setup as rules
from stepdown.agency.rules.catalogue import missing_services
from stepdown.agency.terms import Blocker, NewProgram, NewRoom, NewService, NewSite, NewStaff, Role
from stepdown.audit.actions import lock_setup, note, notes
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, Noted, NotFound, Obstacle, refuse
from stepdown.policy import queries as policy
from stepdown.policy.terms import Scope


@action
def open_sites(*, by: Actor, at: datetime, sites: Sequence[NewSite]) -> list[int]:
    """Open sites. Refused: code taken, unknown time zone."""
    demand(by, MAY_CHANGE_AGENCY)
    lock_setup()
    refuse(rules.site_obstacles(sites, Site.objects.values_list("code", flat=True)))
    made = Site.objects.bulk_create(
        Site(code=row.code, name=row.name, time_zone=row.time_zone, virtual=row.virtual, jurisdiction=row.jurisdiction)
        for row in sites
    )
    return _noted(by, at, "site", made)


@action
def open_programs(*, by: Actor, at: datetime, programs: Sequence[NewProgram]) -> list[int]:
    """Open programmes at sites. Refused: name taken at the site, no level of care."""
    _reach(by, {row.site for row in programs})
    lock_setup()
    refuse(rules.program_obstacles(programs, Program.objects.values_list("site_id", "name")))
    made = Program.objects.bulk_create(
        Program(
            site_id=row.site, name=row.name, levels=list(row.levels), edition=row.edition, population=row.population
        )
        for row in programs
    )
    return _noted(by, at, "program", made)


@action
def add_rooms(*, by: Actor, at: datetime, rooms: Sequence[NewRoom]) -> list[int]:
    """Add rooms to sites. Refused: code taken at the site, no capacity."""
    _reach(by, {row.site for row in rooms})
    lock_setup()
    refuse(rules.room_obstacles(rooms, Room.objects.values_list("site_id", "code")))
    made = Room.objects.bulk_create(
        Room(site_id=row.site, code=row.code, name=row.name, capacity=row.capacity, virtual=row.virtual)
        for row in rooms
    )
    return _noted(by, at, "room", made)


@action
def offer_services(*, by: Actor, at: datetime, services: Sequence[NewService]) -> list[int]:
    """Offer kinds of service. Refused: code taken, no minutes, nobody may lead, no client for a member of staff."""
    demand(by, MAY_CHANGE_AGENCY)
    lock_setup()
    refuse(rules.service_obstacles(services, ServiceKind.objects.values_list("code", flat=True)))
    return _offered(by, at, services)


@action
def add_standard_services(*, by: Actor, at: datetime) -> list[int]:
    """Offer the standard kinds of service (`rules.catalogue`) the agency does not have yet, by code.

    One the agency renamed or retired is had already. Returns the ids of the new ones.
    """
    demand(by, MAY_CHANGE_AGENCY)
    lock_setup()
    ratio = policy.value_on("group.members_per_clinician", Scope(), at.date())
    had = set(ServiceKind.objects.values_list("code", flat=True))
    return _offered(by, at, missing_services(had, int(ratio.value) if ratio else None))


def _offered(by: Actor, at: datetime, services: Sequence[NewService]) -> list[int]:
    made = ServiceKind.objects.bulk_create(
        ServiceKind(**{**asdict(row), "credential_types": list(row.credential_types)}) for row in services
    )
    return _noted(by, at, "service", made)


@action
def hire(*, by: Actor, at: datetime, staff: Sequence[NewStaff]) -> list[int]:
    """Add members of staff with their credentials, weekly hours and roles.

    Refused: no language, a credential that ends before it starts, hours outside a day or overlapping.
    """
    _reach(by, {row.site for row in staff})
    refuse([obstacle for row in staff for obstacle in rules.staff_obstacles(row)])
    made = StaffMember.objects.bulk_create([_member(row) for row in staff])
    pairs = list(zip(made, staff, strict=True))
    Credential.objects.bulk_create(
        Credential(
            staff=member,
            type=held.type,
            state=held.state,
            number=held.number,
            valid_from=held.valid_from,
            valid_until=held.valid_until,
            supervision_required=held.supervision_required,
        )
        for member, row in pairs
        for held in row.credentials
    )
    WorkingHours.objects.bulk_create(
        WorkingHours(staff=member, weekday=hours.weekday, starts=hours.starts, ends=hours.ends)
        for member, row in pairs
        for hours in row.hours
    )
    RoleGrant.objects.bulk_create(
        RoleGrant(staff=member, role=role) for member, row in pairs for role in dict.fromkeys(row.roles)
    )
    return _noted(by, at, "staff", made)


def _member(row: NewStaff) -> StaffMember:
    return StaffMember(
        name=row.name,
        site_id=row.site,
        telehealth=row.telehealth,
        languages=list(row.languages),
        max_groups_a_day=row.max_groups_a_day,
        max_individual_a_day=row.max_individual_a_day,
        max_minutes_a_week=row.max_minutes_a_week,
        max_run_minutes=row.max_run_minutes,
        caseload_limit=row.caseload_limit,
    )


@action
def grant_role(*, by: Actor, at: datetime, staff: int, role: Role) -> None:
    """Give a member of staff a role; one they already hold changes nothing."""
    demand(by, MAY_MANAGE_SIGN_INS)
    member = _staff(staff)
    RoleGrant.objects.get_or_create(staff=member, role=role)
    note(by=by, at=at, subject=("staff", staff), details={"role": role})


@action
def make_sign_in(
    *, by: Actor, at: datetime, email: str, password: str, name: str, staff: int | None = None, demo: bool = False
) -> int:
    """Let a person sign in, as the member of staff they are; returns the user's id.

    Refused: address taken, password too weak, the member of staff has a sign-in.
    """
    demand(by, MAY_MANAGE_SIGN_INS)
    lock_setup()
    member = _staff(staff) if staff is not None else None
    found = [Obstacle(Blocker.EMAIL_TAKEN)] if User.objects.filter(email__iexact=email).exists() else []
    if member and member.user_id:
        found.append(Obstacle(Blocker.HAS_SIGN_IN, {"name": member.name}))
    user = User(email=email.lower(), name=name, demo=demo)
    refuse(found + _password_obstacles(password, user))
    user.set_password(password)
    user.save()
    if member:
        member.user = user
        member.save(update_fields=["user"])
    note(by=by, at=at, subject=("user", user.id), details={"staff": staff})
    return user.id


@action
def set_password(*, by: Actor, at: datetime, user: int, password: str) -> None:
    """Give a sign-in a new password; whoever is signed in with the old one is signed out. Refused: too weak."""
    demand(by, MAY_MANAGE_SIGN_INS)
    account = _user(user)
    refuse(_password_obstacles(password, account))
    account.set_password(password)
    account.save(update_fields=["password"])
    note(by=by, at=at, subject=("user", user))


@action
def reset_second_factor(*, by: Actor, at: datetime, user: int) -> list[str]:
    """Take away every second factor of a sign-in and its recovery codes; returns the kinds that were there.

    The rows are django-allauth's. Where a second factor is asked for, the next one is set up at the next sign-in.
    """
    demand(by, MAY_MANAGE_SIGN_INS)
    own = Authenticator.objects.filter(user_id=_user(user).id)
    kinds = sorted(own.values_list("type", flat=True))
    own.delete()
    note(by=by, at=at, subject=("user", user), details={"removed": kinds})
    return kinds


@action
def lift_lock(*, by: Actor, at: datetime, user: int) -> bool:
    """Forget the wrong passwords and codes counted against a sign-in, at every address; False when there were none.

    The rows are django-axes'.
    """
    demand(by, MAY_MANAGE_SIGN_INS)
    counted = forget_attempts(username=_user(user).email)
    note(by=by, at=at, subject=("user", user))
    return counted > 0


@action
def add_time_off(*, by: Actor, at: datetime, staff: int, first_day: date, last_day: date, reason: str = "") -> int:
    """Record days somebody is away, both included. Sessions they lead then stay, and show as uncovered.

    Refused: the last day is before the first.
    """
    member = _staff(staff)
    demand(by, MAY_ADD_TIME_OFF, {member.site_id})
    refuse(rules.days_obstacles(first_day, last_day))
    made = TimeOff.objects.create(staff=member, first_day=first_day, last_day=last_day, reason=reason)
    note(by=by, at=at, subject=("staff", staff), details={"from": str(first_day), "to": str(last_day)})
    return made.id


@action
def close_site(*, by: Actor, at: datetime, site: int, first_day: date, last_day: date, reason: str) -> int:
    """Record days a site is closed, both included. Refused: the last day is before the first."""
    _reach(by, {site})
    refuse(rules.days_obstacles(first_day, last_day))
    made = Closure.objects.create(site_id=site, first_day=first_day, last_day=last_day, reason=reason)
    note(by=by, at=at, subject=("site", site), details={"from": str(first_day), "to": str(last_day)})
    return made.id


def _reach(by: Actor, sites: set[int]) -> None:
    demand(by, MAY_CHANGE_AGENCY, sites)
    if Site.objects.filter(id__in=sites).count() < len(sites):
        raise NotFound


def _staff(staff: int) -> StaffMember:
    member = StaffMember.objects.filter(id=staff).first()
    if member is None:
        raise NotFound
    return member


def _user(user: int) -> User:
    account = User.objects.filter(id=user).first()
    if account is None:
        raise NotFound
    return account


def _password_obstacles(password: str, user: User) -> list[Obstacle]:
    try:
        validate_password(password, user)
    except ValidationError as error:
        return [Obstacle(Blocker.WEAK_PASSWORD, {"reasons": [problem.code for problem in error.error_list]})]
    return []


def _noted(
    by: Actor,
    at: datetime,
    kind: str,
    made: Sequence[Site] | Sequence[Program] | Sequence[Room] | Sequence[ServiceKind] | Sequence[StaffMember],
) -> list[int]:
    notes(by=by, at=at, rows=[Noted((kind, row.id)) for row in made])
    return [row.id for row in made]
