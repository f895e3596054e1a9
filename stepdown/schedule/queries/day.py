"""One day at one site: what meets, where, led by whom, and who is expected in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from stepdown.kernel.period import Period
from stepdown.schedule.models import Participant, PlannedSession, SessionStaff
from stepdown.schedule.queries.facts import period_of
from stepdown.schedule.terms import SessionRole, SessionState


@dataclass(frozen=True, slots=True)
class SessionOnDay:
    """One session of the day; `expected` are ids of clients in the order of their seats."""

    id: int
    title: str
    group: bool
    service: str
    hue: int
    period: Period
    room: str
    virtual: bool
    leader: str
    capacity: int
    expected: tuple[int, ...]


def sessions_on(site: int, day: Period) -> tuple[SessionOnDay, ...]:
    """The sessions that stand at `site` and touch `day`, in the order of time, and the video sessions elsewhere that
    somebody of this site is expected in. Three queries.
    """
    from_here = Participant.objects.filter(session=OuterRef("pk"), active=True, client__site=site)
    rows = (
        PlannedSession.objects.filter(
            Q(site=site) | (Q(site__virtual=True) & Exists(from_here)),
            state=SessionState.PLANNED,
            period__overlap=(day.start, day.end),
        )
        .select_related("group", "service", "room", "site")
        .order_by("period", "group__name", "pk")
    )
    found = list(rows)
    ids = [row.pk for row in found]
    leads, expected = _leads(ids), _expected(ids)
    return tuple(
        SessionOnDay(
            id=row.pk,
            title=row.group.name if row.group else row.service.name,
            group=row.group is not None,
            service=row.service.name,
            hue=row.service.hue,
            period=period_of(row),
            room=row.room.name if row.room else "",
            virtual=row.site.virtual or (row.room is not None and row.room.virtual),
            leader=leads.get(row.pk, ""),
            capacity=row.capacity,
            expected=tuple(expected[row.pk]),
        )
        for row in found
    )


def _leads(sessions: Collection[int]) -> dict[int, str]:
    rows = SessionStaff.objects.filter(session__in=sessions, active=True, role=SessionRole.LEAD)
    return dict(rows.values_list("session", "staff__name"))


def _expected(sessions: Collection[int]) -> defaultdict[int, list[int]]:
    found: defaultdict[int, list[int]] = defaultdict(list)
    rows = Participant.objects.filter(session__in=sessions, active=True).order_by("seat")
    for session, client in rows.values_list("session", "client"):
        found[session].append(client)
    return found
