"""Groups that meet by patterns: make a series, plan its sessions ahead, change it from a day on, end it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from stepdown.agency import queries as agency
from stepdown.agency.access import demand
from stepdown.audit.actions import lock, note
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, Lockable, Obstacle, Refused, refuse
from stepdown.schedule.access import MAY_SET_UP_GROUPS
from stepdown.schedule.actions import steps, steps_groups, steps_series
from stepdown.schedule.models import Enrollment, Group, GroupPattern, GroupTopic, PlannedSession
from stepdown.schedule.queries import rosters, waits
from stepdown.schedule.queries import series as queries
from stepdown.schedule.rules import series as rules
from stepdown.schedule.terms import (
    Changed,
    Meeting,
    NewGroup,
    Planned,
    SeriesChange,
    SessionState,
    Told,
)


@action
def make_series(
    *,
    by: Actor,
    at: datetime,
    group: NewGroup,
    meetings: Sequence[Meeting],
    topics: Sequence[str] = (),
    until: date | None = None,
) -> tuple[int, Planned]:
    """Make a group that meets every week, and its sessions up to, not including, `until`; returns its id and those.

    It runs from `group.starts_on`, or from today. `topics` are its curriculum in order: each session carries the next.
    Refused: what `create_groups` refuses; a meeting outside a day, without a leader, or beside another of the group.
    What stands in the way of one session (its room is taken that day) is told, not refused: see `plan_ahead`.
    """
    demand(by, MAY_SET_UP_GROUPS, [group.site])
    refuse(rules.meeting_obstacles(meetings))
    _know(meetings)
    (number,) = steps_groups.put_groups([group])
    lock([(Lockable.GROUP, number)])
    row = steps.group_within(by, number, MAY_SET_UP_GROUPS)
    _put_topics(row, topics)
    starts = group.starts_on or queries.today_at(row, at)
    for meeting in meetings:
        steps_series.begin(row, meeting, starts)
    note(by=by, at=at, subject=("group", number), details={"from": starts.isoformat(), "meetings": len(meetings)})
    return number, steps_series.plan(by=by, at=at, groups=[row], until=until) if until else Planned()


@action
def plan_ahead(
    *, by: Actor, at: datetime, until: date, groups: Collection[int] = (), sites: Collection[int] = ()
) -> Planned:
    """Make the sessions of all series (or of `groups`, or at `sites`) up to, not including, `until`. Doing it again
    makes only what is missing, and seats whoever enrolled meanwhile: it is meant for every night.

    A day on which the site is closed is skipped; its topic is not lost. A session is made even when its leader is busy
    or its room taken: without them, and told in `lacking`, as is a leader who is away. Everybody with a regular seat
    who is admitted and not on hold that day has a seat; who has none is told in `unseated`.
    """
    demand(by, MAY_SET_UP_GROUPS, sites)
    rows = queries.running(groups=groups, sites=sites)
    demand(by, MAY_SET_UP_GROUPS, {row.site_id for row in rows})
    lock([(Lockable.GROUP, row.pk) for row in rows])
    planned = steps_series.plan(by=by, at=at, groups=rows, until=until)
    made = Counter(PlannedSession.objects.filter(pk__in=planned.made).values_list("group", flat=True))
    for number, sessions in sorted(made.items()):
        details: dict[str, object] = {"sessions": sessions, "until": until.isoformat()}
        note(by=by, at=at, subject=("group", number or 0), details=details)
    return planned


@action
def change_series(*, by: Actor, at: datetime, change: SeriesChange, keep_blocked: bool = False) -> Changed:
    """Change a series from a day on: when and where it meets, who leads, how many it takes, how it meets.

    Its patterns end there and the new ones begin; sessions to come move with them. One that somebody changed or
    cancelled by hand stays as it is, is told in `kept`, and stands for that week's meeting. What can't move is refused
    with every obstacle and its day; with `keep_blocked` it stays where it is and is told. A meeting that nothing
    replaces ends: its sessions are cancelled, and counted in `dropped`.
    Refused besides: a day that is over, a series that has ended, more regular seats than the new capacity.
    """
    row = steps.group_within(by, change.group, MAY_SET_UP_GROUPS)
    lock([(Lockable.GROUP, row.pk)])
    row = steps.group_within(by, change.group, MAY_SET_UP_GROUPS)
    refuse(_against(row, change, at))
    _know(change.meetings or ())
    before = waits.before_change(row, change.starts, at)
    _resize(row, change, at)
    changed = Changed()
    if change.meetings is not None:
        changed = replace(_follow(by, at, row, change, keep_blocked=keep_blocked), gaps=waits.gaps_since(before))
    steps.renew_topics(row.pk, at)
    details: dict[str, object] = {
        "from": change.starts.isoformat(),
        "moved": len(changed.moved),
        "dropped": len(changed.dropped),
        "kept": len(changed.kept),
    }
    note(by=by, at=at, subject=("group", row.pk), details=details)
    return changed


def _against(row: Group, change: SeriesChange, at: datetime) -> list[Obstacle]:
    found = rules.from_day_obstacles(change.starts, queries.today_at(row, at), row.ends_on)
    found += rules.meeting_obstacles(change.meetings or ())
    capacity = change.capacity if change.capacity is not None else row.capacity
    minimum = change.minimum if change.minimum is not None else row.minimum
    found += rules.seat_obstacles(capacity, minimum)
    return found + rules.crowd_obstacles(rosters.seat_spans([row.pk])[row.pk], change.starts, capacity)


def _resize(row: Group, change: SeriesChange, at: datetime) -> None:
    """The group's own numbers, and those of its unchanged sessions from that day on that have room for them."""
    row.capacity = row.capacity if change.capacity is None else change.capacity
    row.minimum = row.minimum if change.minimum is None else change.minimum
    row.modality = change.modality or row.modality
    row.save(update_fields=["capacity", "minimum", "modality"])
    coming = PlannedSession.objects.filter(
        group=row, pattern_day__gte=change.starts, period__startswith__gt=at, changed=False
    )
    coming.update(capacity=row.capacity, modality=row.modality)


def _follow(by: Actor, at: datetime, row: Group, change: SeriesChange, *, keep_blocked: bool) -> Changed:
    """Let new patterns take over from those in force, and the sessions to come follow them."""
    meetings = change.meetings or ()
    old = [one for one in queries.patterns_of([row]) if one.ends_on is None or one.ends_on > change.starts]
    sessions = queries.following(old, change.starts, at)
    steps.lock_sessions(
        sessions,
        staff=[staff for meeting in meetings for staff, _ in meeting.staff],
        rooms=[meeting.room for meeting in meetings],
    )
    sessions = queries.following(old, change.starts, at)  # as they are now that nobody else can change them
    begins = rules.latest(change.starts, row.starts_on)
    heirs: dict[int | None, GroupPattern] = {
        meeting.replaces: steps_series.begin(row, meeting, begins) for meeting in meetings if meeting.replaces
    }
    for meeting in meetings:
        if not meeting.replaces:
            steps_series.begin(row, meeting, begins)
    until = queries.planned_until(row)
    steps_series.end_patterns(old, change.starts)
    changed = _move_all(by, at, _in_moving_order(sessions, heirs), heirs, begins, keep_blocked=keep_blocked)
    if until is None:
        return changed
    planned = steps_series.plan(by=by, at=at, groups=[row], until=until + timedelta(days=1))
    return replace(changed, planned=planned)


def _in_moving_order(
    sessions: Sequence[PlannedSession], heirs: Mapping[int | None, GroupPattern]
) -> list[PlannedSession]:
    """Those that move later in the week from the last on, the others from the first on: nobody stands in the way of
    their own next session.
    """

    def later(session: PlannedSession) -> bool:
        one, heir = session.pattern, heirs.get(session.pattern_id)
        return one is not None and heir is not None and (heir.weekday, heir.starts) > (one.weekday, one.starts)

    down = [session for session in reversed(sessions) if later(session)]
    return [*(session for session in sessions if not later(session)), *down]


def _move_all(
    by: Actor,
    at: datetime,
    sessions: Sequence[PlannedSession],
    heirs: Mapping[int | None, GroupPattern],
    begins: date,
    *,
    keep_blocked: bool,
) -> Changed:
    moved, dropped, kept, blocked = [], [], [], []
    for session in sessions:
        made_for = session.pattern_day or begins
        heir = heirs.get(session.pattern_id)
        day = None if heir is None else rules.monday_of(made_for) + timedelta(days=heir.weekday)
        follows = heir is not None and day is not None and day >= begins
        if session.changed or session.state == SessionState.CANCELLED:
            if heir and day and follows:
                steps_series.link(session, heir, day, changed=False)
            kept.append(Told(session.pk, made_for))
        elif heir is None or day is None or not follows or agency.closed_on(session.site_id, day):
            steps_series.drop(by=by, at=at, row=session)
            dropped.append(session.pk)
        elif found := steps_series.take_over(by=by, at=at, row=session, to=heir, day=day):
            blocked += [replace(one, about={**one.about, "day": day}) for one in found]
            kept.append(Told(session.pk, made_for, found))
            steps_series.link(session, heir, day, changed=True)
        else:
            moved.append(session.pk)
    if blocked and not keep_blocked:
        raise Refused(*blocked)
    return Changed(tuple(sorted(moved)), tuple(sorted(dropped)), tuple(sorted(kept, key=lambda one: one.day)))


@action
def end_series(*, by: Actor, at: datetime, group: int, on: date) -> Changed:
    """End a series; `on` is the first day without it. Regular seats end, and sessions to come are cancelled, but for
    those somebody changed by hand: they stay, and are told in `kept`. Refused: a day that is over, ended already.
    """
    row = steps.group_within(by, group, MAY_SET_UP_GROUPS)
    lock([(Lockable.GROUP, row.pk)])
    row = steps.group_within(by, group, MAY_SET_UP_GROUPS)
    ended = rules.from_day_obstacles(on, queries.today_at(row, at), row.ends_on)
    refuse([*ended, *rules.span_obstacles(row.starts_on, on)])
    old = [one for one in queries.patterns_of([row]) if one.ends_on is None or one.ends_on > on]
    sessions = queries.following(old, on, at)
    steps.lock_sessions(sessions)
    sessions = queries.following(old, on, at)  # as they are now that nobody else can change them
    before = waits.before_change(row, on, at)
    steps_series.end_patterns(old, on)
    changed = replace(_move_all(by, at, sessions, {}, on, keep_blocked=False), gaps=waits.gaps_since(before))
    row.ends_on = on
    row.save(update_fields=["ends_on"])
    for seat in Enrollment.objects.filter(group=row).exclude(ends__lte=on):
        steps.end_dated(seat, on)
    steps.renew_topics(row.pk, at)
    details: dict[str, object] = {"on": on.isoformat(), "dropped": len(changed.dropped), "kept": len(changed.kept)}
    note(by=by, at=at, subject=("group", row.pk), details=details)
    return changed


@action
def set_topics(*, by: Actor, at: datetime, group: int, topics: Sequence[str]) -> None:
    """Give a group its curriculum, in order. Sessions that were held keep the topics they carried.

    Sessions to come carry on after the topic carried last, where it is still there; else from the first.
    """
    row = steps.group_within(by, group, MAY_SET_UP_GROUPS)
    lock([(Lockable.GROUP, row.pk)])
    _put_topics(row, topics)
    steps.renew_topics(row.pk, at)
    note(by=by, at=at, subject=("group", row.pk), details={"topics": len(topics)})


def _put_topics(row: Group, topics: Sequence[str]) -> None:
    """Write titles in their places; the database numbers those that stay by place, so that sessions keep theirs."""
    for place, title in enumerate(topics, 1):
        GroupTopic.objects.update_or_create(group=row, place=place, defaults={"title": title})
    beyond = row.topics.filter(place__gt=len(topics))
    PlannedSession.objects.filter(topic__in=beyond).update(topic=None)
    beyond.delete()


def _know(meetings: Sequence[Meeting]) -> None:
    """Raise NotFound unless every room and everybody of the staff exists."""
    agency.know(
        rooms={meeting.room for meeting in meetings if meeting.room is not None},
        staff={staff for meeting in meetings for staff, _ in meeting.staff},
    )
