"""Days a site is closed; who is on call."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from stepdown.agency.access import MAY_KEEP_CLOSURES, MAY_PLAN_ON_CALL, SYSTEM, demand
from stepdown.agency.models import Closure, OnCallDuty, Site, StaffMember
from stepdown.agency.queries.days import holidays
from stepdown.agency.queries.found import found, within
from stepdown.agency.rules import days as rules
from stepdown.agency.rules.employment import works_here
from stepdown.agency.terms import Blocker, NewDuty
from stepdown.audit.actions import last_word, lock_setup, note, notes
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, Noted, NotFound, Obstacle, refuse
from stepdown.kernel.week import zone_of


@action
def close_site(*, by: Actor, at: datetime, site: int, first_day: date, last_day: date, reason: str) -> int:
    """Record days a site is closed, both included. Sessions planned then stay until somebody moves or cancels them.

    Refused: the last day is before the first, closed already on one of the days.
    """
    demand(by, MAY_KEEP_CLOSURES, {site})
    place = found(Site, site)
    lock_setup()
    refuse(rules.closure_obstacles(first_day, last_day, place.closures.values_list("first_day", "last_day")))
    made = Closure.objects.create(site=place, first_day=first_day, last_day=last_day, reason=reason)
    note(by=by, at=at, subject=("site", site), details={"from": str(first_day), "to": str(last_day)})
    return made.pk


@action
def close_on_holidays(*, by: Actor, at: datetime, site: int, days: Sequence[date]) -> list[int]:
    """Close a site on those of `days` that are public holidays where it is; returns the ids in order of the days.

    One on which it is closed already is left out. Raises NotFound for a day that is no public holiday there.
    """
    demand(by, MAY_KEEP_CLOSURES, {site})
    found(Site, site)
    lock_setup()
    known = {row.day: row for year in {day.year for day in days} for row in holidays(site, year)}
    if not set(days) <= known.keys():
        raise NotFound
    made = Closure.objects.bulk_create(
        Closure(site_id=site, first_day=day, last_day=day, reason=known[day].name)
        for day in sorted(set(days))
        if not known[day].closed
    )
    rows = [Noted(("site", site), details={"from": str(row.first_day), "to": str(row.last_day)}) for row in made]
    notes(by=by, at=at, rows=rows)
    return [row.pk for row in made]


@action
def take_back_closure(*, by: Actor, at: datetime, closure: int) -> None:
    """Take a closure off the calendar. Refused: it has begun."""
    row = within(by, MAY_KEEP_CLOSURES, Closure, closure)
    refuse(rules.not_begun_obstacles(row.first_day, at.astimezone(zone_of(row.site.time_zone)).date()))
    details: dict[str, object] = {"from": str(row.first_day), "to": str(row.last_day)}
    row.delete()
    note(by=by, at=at, subject=("site", row.site_id), details=details)


@action
def plan_on_call(*, by: Actor, at: datetime, duties: Sequence[NewDuty]) -> list[int]:
    """Put members of staff on call for sites; returns the ids in the same order.

    Refused: ends before it begins, over already, no number, works here no longer, somebody else has that time and rank.
    An import writes down who was on call before, too.
    """
    demand(by, MAY_PLAN_ON_CALL, {row.site for row in duties})
    sites = {row.site for row in duties}
    known = StaffMember.objects.filter(pk__in={row.staff for row in duties}).select_related("site")
    people = {member.pk: member for member in known}
    if Site.objects.filter(pk__in=sites).count() < len(sites) or any(row.staff not in people for row in duties):
        raise NotFound
    lock_setup()
    since = datetime.min.replace(tzinfo=UTC) if by.has_any(SYSTEM) else at
    refuse(
        [
            o
            for row in duties
            for o in rules.duty_obstacles(row, since, employed=_works_until(people[row.staff], row.ends))
        ]
    )
    with last_word(Obstacle(Blocker.ON_CALL_TAKEN)):
        made = OnCallDuty.objects.bulk_create(
            OnCallDuty(
                site_id=row.site,
                staff_id=row.staff,
                period=DateTimeTZRange(row.starts, row.ends),
                reach=row.reach.strip(),
                rank=row.rank,
            )
            for row in duties
        )
    notes(by=by, at=at, rows=[Noted(("on_call", row.pk), details={"staff": row.staff_id}) for row in made])
    return [row.pk for row in made]


@action
def take_off_call(*, by: Actor, at: datetime, duty: int) -> None:
    """Take a duty off the rota: one still to come goes, one that has begun ends now. Refused: it is over."""
    row = within(by, MAY_PLAN_ON_CALL, OnCallDuty, duty)
    refuse([Obstacle(Blocker.ALREADY_OVER)] if row.period.upper <= at else [])
    if row.period.lower >= at:
        row.delete()
    else:
        row.period = DateTimeTZRange(row.period.lower, at)
        row.save(update_fields=["period"])
    note(by=by, at=at, subject=("on_call", duty), details={"staff": row.staff_id})


def _works_until(member: StaffMember, end: datetime) -> bool:
    """Whether somebody works here until a moment: their last day, where one is announced, is not over before."""
    last = (end - timedelta(microseconds=1)).astimezone(zone_of(member.site.time_zone)).date()
    return works_here(member.active, member.last_day, last)
