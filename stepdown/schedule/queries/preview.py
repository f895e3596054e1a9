"""One session before it is moved: what it is, who is expected, and what would stand in the way elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from stepdown.agency import queries as agency
from stepdown.agency.access import demand
from stepdown.audit import queries as audit
from stepdown.audit.terms import Actor, NotFound, Obstacle
from stepdown.kernel.week import Week
from stepdown.people.access import MAY_SEE_CLIENTS
from stepdown.schedule import rules
from stepdown.schedule.access import MAY_BOOK, MAY_SEE_WEEK
from stepdown.schedule.models import PlannedSession
from stepdown.schedule.queries import facts, stands
from stepdown.schedule.queries.week import BoardSession, board
from stepdown.schedule.terms import Placement, SessionState


@dataclass(frozen=True, slots=True)
class SessionDetails:
    """A session with the week it stands in; `clients` are (seat, client's id), empty for who may not see clients.

    `days`, `opens`, `closes`, `step` say where it may be moved to; minutes after local midnight. `placement` is None
    once nobody leads it.
    """

    row: BoardSession
    week: Week
    virtual: bool
    placement: Placement | None
    clients: tuple[tuple[int, int], ...]
    days: int
    opens: int
    closes: int
    step: int


def details(by: Actor, session: int) -> SessionDetails:
    """What a dialog shows of one session. Four queries. Raises NotAllowed, NotFound."""
    demand(by, MAY_SEE_WEEK)
    found = _found(by, session)
    week = stands.week_of(found)
    row = board(week, session=session)[0]
    seats = found.participants.filter(active=True).order_by("seat").values_list("seat", "client")
    lead = None if row.cancelled else row.leader
    return SessionDetails(
        row=row,
        week=week,
        virtual=found.site.virtual,
        placement=None if row.cancelled else Placement(row.day, row.starts, lead, row.room, row.ends - row.starts),
        clients=tuple(seats) if by.has_any(MAY_SEE_CLIENTS) else (),
        days=found.week.days,
        opens=found.week.opens,
        closes=found.week.closes,
        step=found.week.step_minutes,
    )


def may_move(by: Actor, session: int, to: Placement, *, now: datetime) -> tuple[Obstacle, ...]:
    """Everything that stands in the way of `session` standing at `to`; writes nothing, and promises nothing.

    The action asks again, under locks. Raises NotAllowed, NotFound (also for a leader or room that does not exist).
    A constant number of queries.
    """
    demand(by, MAY_BOOK)
    row = _found(by, session)
    standing = facts.standing(row, now)
    if row.state == SessionState.CANCELLED:
        return standing
    return standing + rules.moving(facts.booking(row, to, now=now))


def may_change(by: Actor, session: int, *, now: datetime) -> tuple[Obstacle, ...]:
    """Why `session` can't be moved or cancelled at all at `now`. One query. Raises NotAllowed, NotFound."""
    demand(by, MAY_BOOK)
    return facts.standing(_found(by, session), now)


def stood_before(session: int) -> Placement | None:
    """Where `session` stood before its latest move; None for one that was never moved. One query."""
    moved = audit.last_details("schedule.move_session", ("planned_session", session))
    return Placement(**moved["from"]) if moved else None  # type: ignore[arg-type]


def leaders(by: Actor, site: int, *, virtual: bool) -> tuple[tuple[int, str], ...]:
    """(id, name) of those who may be asked to lead at a site, by name; by video whoever works by video. One query."""
    demand(by, MAY_BOOK)
    return agency.staff_names([] if virtual else [site], telehealth=virtual)


def _found(by: Actor, session: int) -> PlannedSession:
    rows = PlannedSession.objects.select_related("group__track", "site", "service", "week")
    row = rows.filter(pk=session).first()
    if row is None or not by.works_at(row.site_id):
        raise NotFound
    return row
