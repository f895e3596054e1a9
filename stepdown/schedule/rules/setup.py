"""What stands in the way of setting up tracks, groups and weeks, and of putting a whole week on the calendar."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from stepdown.audit.terms import Obstacle
from stepdown.kernel.week import MINUTES_A_DAY, Week, zone_of
from stepdown.schedule.rules.series import seat_obstacles, span_obstacles
from stepdown.schedule.terms import Hours, Joining, NewGroup, NewSession, NewTrack, NewWeek, SetupBlocker


def track_obstacles(rows: Sequence[NewTrack], taken: Iterable[str]) -> list[Obstacle]:
    """Why these tracks can't be created; `taken` are the codes in use."""
    found = code_obstacles([row.code for row in rows], taken)
    for row in rows:
        if row.capacity is not None and row.capacity < 1:
            found.append(Obstacle(SetupBlocker.NO_CAPACITY, {"code": row.code}))
        for block in row.blocks:
            about = {"code": row.code, "weekday": block.weekday, "starts": block.starts}
            if not _within_a_day(block.weekday, block.starts, block.ends):
                found.append(Obstacle(SetupBlocker.NOT_WITHIN_A_DAY, about))
            if block.pause and not block.starts <= block.pause[0] < block.pause[1] <= block.ends:
                found.append(Obstacle(SetupBlocker.BREAK_OUTSIDE_BLOCK, about))
    return found


def code_obstacles(codes: Sequence[str], taken: Iterable[str]) -> list[Obstacle]:
    """One obstacle for each code that is in use, or wanted twice."""
    used, found = set(taken), []
    for code in codes:
        if code in used:
            found.append(Obstacle(SetupBlocker.CODE_TAKEN, {"code": code}))
        used.add(code)
    return found


def group_obstacles(rows: Sequence[NewGroup], taken: Iterable[str]) -> list[Obstacle]:
    """Why these groups can't be created; `taken` are the codes in use."""
    found = code_obstacles([row.code for row in rows], taken)
    for row in rows:
        about: dict[str, object] = {"code": row.code}
        found += seat_obstacles(row.capacity, row.minimum, about)
        found += span_obstacles(row.starts_on, row.ends_on)
        if len(set(row.options)) < len(row.options):
            found.append(Obstacle(SetupBlocker.OPTION_TWICE, about))
        if not all(_within_a_day(weekday, starts, starts + 1) for weekday, starts in row.options):
            found.append(Obstacle(SetupBlocker.NOT_WITHIN_A_DAY, about))
    return found


def availability_obstacles(client: int, hours: Sequence[Hours]) -> list[Obstacle]:
    """Why these weekly windows can't stand for a client; windows may touch, not overlap."""
    found = [
        Obstacle(SetupBlocker.NOT_WITHIN_A_DAY, {"client": client, "weekday": row.weekday, "starts": row.starts})
        for row in hours
        if not _within_a_day(row.weekday, row.starts, row.ends)
    ]
    in_order = sorted(hours, key=lambda row: (row.weekday, row.starts))
    return found + [
        Obstacle(SetupBlocker.HOURS_OVERLAP, {"client": client, "weekday": later.weekday, "starts": later.starts})
        for earlier, later in pairwise(in_order)
        if earlier.weekday == later.weekday and later.starts < earlier.ends
    ]


def joining_obstacles(rows: Sequence[Joining], joined: Iterable[tuple[int, int]]) -> list[Obstacle]:
    """One obstacle for each client who is in already, or named twice, or who would leave before they come;
    `joined` are (client, track or group).
    """
    inside: set[tuple[int, int]] = set(joined)
    found = []
    for row in rows:
        found += span_obstacles(row.starts, row.ends)
        if (row.client, row.to) in inside:
            found.append(Obstacle(SetupBlocker.ALREADY_ENROLLED, {"client": row.client, "to": row.to}))
        inside.add((row.client, row.to))
    return found


def week_obstacles(row: NewWeek, exists: bool) -> list[Obstacle]:
    """Why this week can't be opened."""
    found = [Obstacle(SetupBlocker.WEEK_EXISTS, {"monday": row.monday})] if exists else []
    if row.monday.weekday() != 0:
        found.append(Obstacle(SetupBlocker.NOT_A_MONDAY, {"monday": row.monday}))
    if not 1 <= row.days <= 7 or not 0 <= row.opens < row.closes <= MINUTES_A_DAY or row.step_minutes < 1:
        found.append(Obstacle(SetupBlocker.WEEK_HOURS, {"days": row.days, "opens": row.opens, "closes": row.closes}))
    try:
        zone_of(row.time_zone)
    except ValueError:
        found.append(Obstacle(SetupBlocker.UNKNOWN_TIME_ZONE, {"time_zone": row.time_zone}))
    return found


def calendar_obstacles(week: Week, published: bool, sessions: Sequence[NewSession]) -> list[Obstacle]:
    """Why these sessions can't become the published week. Who is in two places at once, the database says."""
    found = [Obstacle(SetupBlocker.ALREADY_PUBLISHED)] if published else []
    return found + [obstacle for session in sessions for obstacle in _session_obstacles(week, session)]


def _session_obstacles(week: Week, session: NewSession) -> Iterator[Obstacle]:
    about: dict[str, object] = {"group": session.group, "period": session.period}
    if len(session.clients) > session.capacity:
        yield Obstacle(SetupBlocker.MORE_CLIENTS_THAN_SEATS, {**about, "capacity": session.capacity})
    if not week.period.contains(session.period):
        yield Obstacle(SetupBlocker.OUTSIDE_THE_WEEK, about)


def _within_a_day(weekday: int, starts: int, ends: int) -> bool:
    return 0 <= weekday <= 6 and 0 <= starts < ends <= MINUTES_A_DAY
