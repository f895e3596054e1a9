"""What stands in the way of writing a calendar down as it stood elsewhere.

What was decided there is not asked again; that some must not meet holds for every session still to come.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from stepdown.audit.terms import Obstacle
from stepdown.plan.terms import Modality
from stepdown.schedule.rules.series import meeting_obstacles, overlap, span_obstacles
from stepdown.schedule.terms import Blocker, BroughtSession, DatedMeeting, MadeFor, SetupBlocker


def dated_meeting_obstacles(rows: Sequence[DatedMeeting], standing: Sequence[DatedMeeting]) -> list[Obstacle]:
    """Why these weekly meetings can't stand, beside those that do: no span, or two of a group at once."""
    found: list[Obstacle] = []
    known = list(standing)
    for row in rows:
        found += span_obstacles(row.starts_on, row.ends_on)
        found += meeting_obstacles([row.meeting])
        beside = (one.meeting for one in known if one.group == row.group and _share_a_day(one, row))
        if any(overlap(row.meeting, one) for one in beside):
            found.append(
                Obstacle(SetupBlocker.MEETINGS_OVERLAP, {"weekday": row.meeting.weekday, "starts": row.meeting.starts})
            )
        known.append(row)
    return found


def brought_obstacles(
    rows: Sequence[BroughtSession],
    meetings: Collection[tuple[int, MadeFor]],
    topics: Collection[tuple[int, int]],
    apart: Mapping[int, Mapping[int, frozenset[int]]],
) -> list[Obstacle]:
    """Why these sessions can't be written down. `meetings` are (group, the day one of its meetings is on) and `topics`
    (group, place) that there are; `apart` says, by the place of a session that is still to come, whom each of its
    clients must not meet that day. Who is in two places at once, the database says.
    """
    return [
        obstacle
        for number, row in enumerate(rows)
        for obstacle in (*_session(row, meetings, topics), *_apart(row, apart.get(number, {})))
    ]


def _session(
    row: BroughtSession, meetings: Collection[tuple[int, MadeFor]], topics: Collection[tuple[int, int]]
) -> Iterator[Obstacle]:
    about: dict[str, object] = {"group": row.group, "period": row.period}
    clients = [seat.client for seat in row.seats]
    if row.capacity < 1:
        yield Obstacle(SetupBlocker.NO_CAPACITY, about)
    elif len(clients) > row.capacity:
        yield Obstacle(SetupBlocker.MORE_CLIENTS_THAN_SEATS, {**about, "capacity": row.capacity})
    if len(set(clients)) < len(clients):
        yield Obstacle(Blocker.ALREADY_IN_GROUP, about)
    for staff in (row.team, row.led_by):
        if len({member for member, _ in staff}) < len(staff):
            yield Obstacle(SetupBlocker.STAFF_TWICE, about)
    ways = [*(seat.modality for seat in row.seats), *(guest.modality for guest in row.guests)]
    if Modality.HYBRID in ways:
        yield Obstacle(SetupBlocker.NOT_A_MODALITY, about)
    if row.made_for is not None and (row.group, row.made_for) not in meetings:
        yield Obstacle(SetupBlocker.NO_SUCH_MEETING, {**about, "day": row.made_for.day})
    if row.topic is not None and (row.group, row.topic) not in topics:
        yield Obstacle(SetupBlocker.NO_SUCH_TOPIC, {**about, "topic": row.topic})


def _apart(row: BroughtSession, whom: Mapping[int, frozenset[int]]) -> Iterator[Obstacle]:
    """Says that it is so, never who or why."""
    present = {seat.client for seat in row.seats if seat.present}
    if any(whom.get(client, frozenset()) & present for client in present):
        yield Obstacle(Blocker.MUST_NOT_MEET)


def _share_a_day(one: DatedMeeting, two: DatedMeeting) -> bool:
    return (two.ends_on is None or one.starts_on < two.ends_on) and (one.ends_on is None or two.starts_on < one.ends_on)
