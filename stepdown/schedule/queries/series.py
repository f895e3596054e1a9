"""Rows → facts about series: their patterns, their sessions to come, who has a regular seat."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from stepdown.agency.terms import SiteRow
from stepdown.kernel.week import Week
from stepdown.policy.queries import value_on
from stepdown.policy.terms import Scope
from stepdown.schedule.models import Enrollment, Group, GroupPattern, PlannedSession
from stepdown.schedule.queries import stands
from stepdown.schedule.terms import SessionState

PLAN_AHEAD_KEY = "schedule.plan_ahead"
"""Policy key: for how many weeks after the present one sessions are made each night."""


def today_at(group: Group, at: datetime) -> date:
    """The local day at a group's site. No query for a group with its site."""
    return Week.of(at, group.site.time_zone).day_near(at)


def running(*, groups: Collection[int] = (), sites: Collection[int] = ()) -> list[Group]:
    """The groups with patterns: all, or those named, or at these sites. In the order of ids. One query."""
    asked = Q()
    if groups:
        asked &= Q(pk__in=groups)
    if sites:
        asked &= Q(site__in=sites)
    patterns = GroupPattern.objects.filter(group=OuterRef("pk"))
    rows = Group.objects.filter(asked, Exists(patterns)).select_related("site", "service", "track")
    return list(rows.order_by("pk"))


def patterns_of(groups: Collection[Group]) -> list[GroupPattern]:
    """The patterns of `groups` with their staff, by group, weekday and time. Two queries."""
    rows = GroupPattern.objects.filter(group__in=[row.pk for row in groups]).prefetch_related("staff__staff")
    rows = rows.select_related("group__site", "group__service", "group__track")
    return list(rows.order_by("group", "weekday", "starts", "pk"))


def pattern_ids(group: int) -> tuple[int, ...]:
    """The patterns of a group that have not ended, by weekday and time. One query."""
    rows = GroupPattern.objects.filter(group=group, ends_on=None)
    return tuple(rows.order_by("weekday", "starts", "pk").values_list("pk", flat=True))


def seats_of(groups: Collection[Group]) -> list[Enrollment]:
    """The regular seats in `groups`, past ones included, by group and client. One query."""
    return list(Enrollment.objects.filter(group__in=[row.pk for row in groups]).order_by("group", "client", "starts"))


def without_regulars(group: Group, at: datetime, until: date) -> list[PlannedSession]:
    """The sessions of a group made from patterns that are still to come, before `until`, with who has, or had, a seat.

    Two queries.
    """
    rows = PlannedSession.objects.filter(
        group=group, pattern__isnull=False, state=SessionState.PLANNED, period__startswith__gt=at, pattern_day__lt=until
    )
    return list(stands.with_all(rows).prefetch_related("participants").order_by("period"))


def following(patterns: Collection[GroupPattern], starts: date, at: datetime) -> list[PlannedSession]:
    """The sessions of `patterns` made for `starts` or a later day that have not begun, in the order of time. One query."""
    rows = PlannedSession.objects.filter(
        pattern__in=[one.pk for one in patterns], pattern_day__gte=starts, period__startswith__gt=at
    )
    return list(stands.with_all(rows).order_by("period"))


def planned_to(site: SiteRow, at: datetime) -> date | None:
    """The first day for which no session is made ahead at a site, as policy says; None where it says nothing. One query."""
    week = Week.of(at, site.time_zone)
    weeks = value_on(PLAN_AHEAD_KEY, Scope(site.jurisdiction), week.day_near(at))
    return None if weeks is None else week.monday + timedelta(weeks=1 + int(weeks.value))


def planned_until(group: Group) -> date | None:
    """The last day for which a session of a group was made from a pattern. One query."""
    days = PlannedSession.objects.filter(group=group, pattern__isnull=False).order_by("-pattern_day")
    return days.values_list("pattern_day", flat=True).first()
