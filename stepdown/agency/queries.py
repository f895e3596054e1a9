"""Reading the agency: who acts, who works here, what is offered."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Q

from stepdown.agency.access import EVERYWHERE
from stepdown.agency.models import Closure, Program, Room, Site, StaffMember, User
from stepdown.agency.terms import Leader, RoomRow
from stepdown.audit.terms import Actor, NotFound
from stepdown.kernel.levels import LevelOfCare


def actor_of(user: int, *, request: str = "") -> Actor:
    """The actor behind a sign-in: their roles and the sites within their reach. One query.

    An inactive or role-less sign-in gets an actor that reaches nothing.
    """
    rows = list(
        User.objects.filter(id=user, is_active=True).values_list(
            "email", "staff_member", "staff_member__site", "staff_member__role_grants__role"
        )
    )
    if not rows:
        return Actor(label="visitor", request=request)
    roles = frozenset(role for *_, role in rows if role)
    return Actor(
        label=rows[0][0],
        user=user,
        staff=rows[0][1],
        roles=roles,
        sites=frozenset(site for _, _, site, _ in rows if site),
        everywhere=bool(roles & EVERYWHERE),
        request=request,
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


def levels_offered(programs: Collection[int]) -> dict[int, frozenset[LevelOfCare]]:
    """The levels each of `programs` offers; raises NotFound when one does not exist. One query."""
    found = Program.objects.filter(pk__in=programs).values_list("pk", "levels")
    offered = {program: frozenset(map(LevelOfCare, levels)) for program, levels in found}
    if len(offered) != len(set(programs)):
        raise NotFound
    return offered
