"""The week as a board shows it: one row per session, with who leads it, where, and how full it is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from stepdown.agency.terms import public_name
from stepdown.kernel.levels import LevelOfCare
from stepdown.kernel.period import Period
from stepdown.kernel.week import Week
from stepdown.schedule.models import PlannedSession, SessionStaff, Track, WeekPlan
from stepdown.schedule.queries.stands import period_of, title_of
from stepdown.schedule.terms import SessionRole, SessionState, WeekState


@dataclass(frozen=True, slots=True)
class WeekHours:
    """The hours a week's board runs over; minutes after local midnight. `published` is false for a draft."""

    days: int
    opens: int
    closes: int
    step: int
    published: bool


@dataclass(frozen=True, slots=True)
class BoardSession:
    """One session on the board: day 0 = Monday, minutes after local midnight.

    `room` and `leader` are None where there is none (any longer); `expected` counts the seats taken. `title` and
    `service_name` are fit for a screen that clients may see: a discreet service has its public name.
    """

    id: int
    title: str
    group: bool
    day: int
    starts: int
    ends: int
    period: Period
    site: int
    service: int
    service_name: str
    hue: int
    track: int | None
    track_name: str
    room: int | None
    room_name: str
    leader: int | None
    leader_name: str
    leader_site: int | None
    expected: int
    capacity: int
    cancelled: bool
    levels: frozenset[LevelOfCare]
    """The levels of care a group serves; none for an individual session."""


def uncovered(
    sessions: Iterable[BoardSession], closed: Collection[int], away: Mapping[int, Collection[int]], now: datetime
) -> tuple[BoardSession, ...]:
    """The sessions to come that need somebody to see to them: nobody leads them, their leader is away that day, or the
    site is closed. `closed` are days (0 = Monday), `away` those of each member of staff.
    """
    return tuple(
        row
        for row in sessions
        if not row.cancelled
        and row.period.start > now
        and (row.leader is None or row.day in away.get(row.leader, ()) or row.day in closed)
    )


@dataclass(frozen=True, slots=True)
class StaffWeek:
    """What one member of staff leads in a week: minutes, groups, individual sessions."""

    minutes: int
    groups: int
    individual: int


def hours_of(site: int, monday: date) -> WeekHours | None:
    """The hours of the week at a site, over all plans of that Monday with a session there; None when there is none.

    One query.
    """
    plans = list(WeekPlan.objects.filter(monday=monday, sessions__site=site).distinct())
    if not plans:
        return None
    return WeekHours(
        days=max(plan.days for plan in plans),
        opens=min(plan.opens for plan in plans),
        closes=max(plan.closes for plan in plans),
        step=min(plan.step_minutes for plan in plans),
        published=all(plan.state == WeekState.PUBLISHED for plan in plans),
    )


def published_at(site: int, monday: date) -> datetime | None:
    """When the week at a site was published first, over all plans of that Monday; None for a draft. One query."""
    rows = WeekPlan.objects.filter(monday=monday, sessions__site=site, published_at__isnull=False)
    return rows.order_by("published_at").values_list("published_at", flat=True).first()


def board(
    week: Week, *, site: int | None = None, staff: Collection[int] = (), session: int | None = None
) -> tuple[BoardSession, ...]:
    """Every session of the week at `site` or led by one of `staff`, or the one `session`, cancelled ones included.

    In the order of time. Two queries.
    """
    asked = Q(pk=session) if session is not None else Q(site=site) | Q(staff__staff__in=staff)
    rows = (
        PlannedSession.objects.filter(asked, period__overlap=(week.period.start, week.period.end))
        .select_related("group__track", "service", "room")
        .annotate(
            seats=Count(
                "participants", filter=Q(participants__active=True, participants__client_present=True), distinct=True
            )
        )
        .order_by("period", "id")
    )
    sessions = list(rows)
    leaders = {
        row.session_id: row
        for row in SessionStaff.objects.filter(
            Q(active=True) | Q(session__state=SessionState.CANCELLED),  # of a cancelled one, who led it last
            session__in=[s.pk for s in sessions],
            role=SessionRole.LEAD,
        )
        .select_related("staff")
        .order_by("id")
    }
    return tuple(_on_board(row, leaders.get(row.pk), week) for row in sessions)


def _on_board(row: PlannedSession, lead: SessionStaff | None, week: Week) -> BoardSession:
    day, starts = week.place(row.period.lower)
    period = period_of(row)
    track = row.group.track if row.group else None
    service = public_name(row.service.name, discreet=row.service.discreet)
    return BoardSession(
        id=row.pk,
        title=title_of(row),
        group=row.group is not None,
        day=day,
        starts=starts,
        ends=starts + period.minutes,
        period=period,
        site=row.site_id,
        service=row.service_id,
        service_name=service,
        hue=row.service.hue,
        track=track.pk if track else None,
        track_name=track.name if track else "",
        room=row.room_id,
        room_name=row.room.name if row.room else "",
        leader=lead.staff_id if lead else None,
        leader_name=lead.staff.name if lead else "",
        leader_site=lead.staff.site_id if lead else None,
        expected=row.seats,  # type: ignore[attr-defined]  # annotated
        capacity=row.capacity,
        cancelled=row.state == SessionState.CANCELLED,
        levels=frozenset(map(LevelOfCare, row.group.levels)) if row.group else frozenset(),
    )


def tracks_of_staff(staff: int) -> tuple[str, ...]:
    """Names of the tracks somebody may lead, by name. One query."""
    return tuple(Track.objects.filter(staff__staff=staff).values_list("name", flat=True))


def staff_weeks(staff: Collection[int], period: Period) -> dict[int, StaffWeek]:
    """What each of `staff` leads during `period`, by id; those who lead nothing are left out. One query."""
    found: dict[int, StaffWeek] = {}
    rows = SessionStaff.objects.filter(staff__in=staff, active=True, period__overlap=(period.start, period.end))
    for person, span, group in rows.values_list("staff", "period", "session__group"):
        sofar = found.get(person, StaffWeek(0, 0, 0))
        found[person] = StaffWeek(
            minutes=sofar.minutes + Period(span.lower, span.upper).minutes,
            groups=sofar.groups + (group is not None),
            individual=sofar.individual + (group is None),
        )
    return found
