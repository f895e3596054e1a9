"""The ledger against a slow obvious one: every minute of the week looked at on its own, for every client.

Weeks are made by the real actions: sessions published, visits recorded, some undone, some never ended, holds, orders.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stepdown.agency.actions import hire, offer_services, open_programs, open_sites
from stepdown.agency.terms import Delivery, NewProgram, NewService, NewSite, NewStaff
from stepdown.audit.terms import Actor
from stepdown.coverage.actions import authorize
from stepdown.coverage.terms import AuthorizedWeek, NewAuthorization, UnitKind, UnitPeriod, Units
from stepdown.episode.actions import admit, hold
from stepdown.episode.terms import HoldReason, NewHold, NewStay
from stepdown.kernel.levels import LevelOfCare
from stepdown.kernel.week import Week
from stepdown.ledger.queries import board, weeks_of
from stepdown.ledger.terms import WeekMinutes
from stepdown.people.actions import register_clients
from stepdown.people.terms import NewClient
from stepdown.plan.actions import prescribe
from stepdown.plan.terms import Modality, NewPrescription, PrescribedLine
from stepdown.schedule.actions.weeks import open_week, publish_week
from stepdown.schedule.terms import NewSession, NewWeek
from stepdown.session.actions import check_in, check_out, record_visit, undo_check_in
from tests.conftest import OwnDatabase
from tests.factories.crowd import BY

DIRECTOR = Actor("director", roles=frozenset({"program_director"}), everywhere=True)

OP, IOP, PHP = LevelOfCare
ZONE = "America/Chicago"
WEEK = Week(date(2026, 3, 2), ZONE)
"""Its Sunday is the short one: the clock goes forward at two in the morning."""
BEFORE = WEEK.at(0, 0) - timedelta(days=3)
AFTER = WEEK.period.end + timedelta(days=7)
HOUR = 60
CLIENTS = 3
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Place:
    site: int
    program: int
    service: int
    staff: list[int]
    clients: list[int]


@dataclass(frozen=True)
class Slot:
    """A session on a day, from a wall-clock hour on, for so many minutes; `who` are numbers of clients."""

    day: int
    hour: int
    minutes: int
    who: tuple[int, ...]


@dataclass(frozen=True)
class Came:
    """Somebody came so many minutes after a session began, and left so many later (None: never written down)."""

    session: int
    late: int
    stayed: int | None
    undone: bool


@pytest.fixture(scope="module")
def place(own_database: OwnDatabase) -> Iterator[Place]:
    with own_database("ledger"):
        yield _place()


def _place() -> Place:
    (site,) = open_sites(by=BY, at=BEFORE, sites=[NewSite("S0", "Synthetic site", ZONE)])
    (program,) = open_programs(by=BY, at=BEFORE, programs=[NewProgram(site, "Days", (PHP, IOP))])
    services = [NewService("process", "Process group", Delivery.GROUP, 60, ("LPC",))]
    (service,) = offer_services(by=BY, at=BEFORE, services=services)
    staff = hire(by=BY, at=BEFORE, staff=[NewStaff(f"Leader {n}", site, ("en",), ()) for n in range(5)])
    rows = [NewClient(site, f"C-{n}", f"Synthetic {n}", f"Synthetic {n}", ("en",)) for n in range(CLIENTS)]
    clients = register_clients(by=BY, at=BEFORE, clients=rows)
    admit(by=BY, at=BEFORE, stays=[NewStay(client, program, IOP, WEEK.monday) for client in clients])
    return Place(site, program, service, staff, clients)


# -- one generated week, made and looked at ------------------------------------------------------------------------

SLOTS = st.lists(
    st.builds(
        Slot,
        day=st.sampled_from([0, 1, 6]),
        hour=st.sampled_from([0, 1, 9, 10, 13, 22]),
        minutes=st.sampled_from([30, 60, 90]),
        who=st.lists(st.integers(0, CLIENTS - 1), unique=True, max_size=CLIENTS).map(tuple),
    ),
    max_size=5,
)
CAME = st.lists(
    st.builds(
        Came,
        session=st.integers(0, 4),
        late=st.integers(-90, 60),
        stayed=st.one_of(st.none(), st.integers(1, 200)),
        undone=st.booleans(),
    ),
    max_size=4,
)
NOW = st.tuples(st.integers(-1, 8), st.integers(0, 23 * HOUR))


@dataclass(frozen=True)
class Story:
    """What was made, as plain numbers: the reference reads this, never the database."""

    scheduled: dict[int, list[tuple[datetime, datetime]]]
    visits: dict[int, list[tuple[datetime, datetime | None]]]


def tell(place: Place, slots: list[Slot], came: list[Came]) -> Story:
    """Make the week by actions. Sessions that would put somebody in two places are left out, as are such visits."""
    scheduled: dict[int, list[tuple[datetime, datetime]]] = {n: [] for n in range(CLIENTS)}
    visits: dict[int, list[tuple[datetime, datetime | None]]] = {n: [] for n in range(CLIENTS)}
    sessions = []
    for number, slot in enumerate(slots):
        period = WEEK.span(slot.day, slot.hour * HOUR, slot.minutes)
        busy = {n for n in slot.who if any(a < period.end and period.start < b for a, b in scheduled[n])}
        who = tuple(n for n in slot.who if n not in busy)
        clients = tuple(place.clients[n] for n in who)
        sessions.append(NewSession(None, place.service, place.site, None, period, 9, place.staff[number], clients))
        for n in who:
            scheduled[n].append((period.start, period.end))
    week = open_week(by=BY, at=BEFORE, week=NewWeek("Days", WEEK.monday, ZONE, 7, 0, 1440, 15))
    publish_week(by=BY, at=BEFORE, week=week, sessions=sessions)
    for row in came:
        if row.session >= len(slots):
            continue
        start = sessions[row.session].period.start + row.late * MINUTE
        left = None if row.stayed is None else start + row.stayed * MINUTE
        for n in slots[row.session].who:
            _come(place, n, start, left, row.undone, scheduled[n], visits[n])
    return Story(scheduled, visits)


def _come(
    place: Place,
    n: int,
    start: datetime,
    left: datetime | None,
    undone: bool,
    scheduled: list[tuple[datetime, datetime]],
    visits: list[tuple[datetime, datetime | None]],
) -> None:
    """One visit, when the door would take it: something planned that local day, left on it, no other visit then."""
    day = WEEK.place(start)[0]
    planned = any(WEEK.place(a)[0] <= day <= WEEK.place(b - MINUTE)[0] for a, b in scheduled)
    apart = all((b is not None and b <= start) or (left is not None and left <= a) for a, b in visits)
    same_day = left is None or WEEK.place(left)[0] == day
    if not planned or not apart or not same_day or (left is None and visits):
        return
    client = place.clients[n]
    if left is None:
        visit = check_in(by=BY, at=AFTER, client=client, arrived_at=start)
    else:
        visit = record_visit(by=BY, at=AFTER, client=client, arrived_at=start, departed_at=left)
    if undone:
        undo_check_in(by=DIRECTOR, at=AFTER, visit=visit, override="Synthetic reason")
    else:
        visits.append((start, left))


def obvious(story: Story, n: int, now: datetime, prescribed: int, minimum: int, on_hold: bool) -> dict[str, object]:
    """The line of client n, minute by minute. A closed visit counts where it meets a session of the day it began.

    Somebody who is in the building today is not missing: what was scheduled since they came is still ahead.
    """
    today = WEEK.place(now)[0]
    open_today = [a for a, b in story.visits[n] if b is None and WEEK.place(a)[0] == today]
    ahead_from = min([now, *open_today])
    scheduled = attended = ahead = 0
    for start, end in story.scheduled[n]:
        minute = start
        while minute < end:
            scheduled += 1
            ahead += minute >= ahead_from
            attended += any(
                b is not None
                and a <= minute < b
                and WEEK.place(a)[0] in (WEEK.place(start)[0], WEEK.place(end - MINUTE)[0])
                for a, b in story.visits[n]
            )
            minute += MINUTE
    missing = 0 if on_hold else max(0, prescribed - attended - ahead)
    short = 0 if on_hold else max(0, minimum - attended - ahead)
    return {"scheduled": scheduled, "attended": attended, "ahead": ahead, "open": missing, "short": short}


def line(week: WeekMinutes) -> dict[str, object]:
    return {name: getattr(week, name) for name in ("scheduled", "attended", "ahead", "open", "short")}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(slots=SLOTS, came=CAME, when=NOW)
def test_the_ledger_is_the_obvious_one(
    place: Place, slots: list[Slot], came: list[Came], when: tuple[int, int]
) -> None:
    now = WEEK.at(0, 0) + timedelta(days=when[0], minutes=when[1])
    with transaction.atomic():
        story = tell(place, slots, came)
        found = weeks_of(place.clients, WEEK, now=now)
        assert [line(found[client]) for client in place.clients] == [
            obvious(story, n, now, 0, 0, on_hold=False) for n in range(CLIENTS)
        ]
        transaction.set_rollback(True)


# -- the board -----------------------------------------------------------------------------------------------------


def test_the_board_is_everybody_in_care_with_all_they_are_promised(place: Place) -> None:
    """Client 0 came for half of it, client 1 is on hold from Tuesday, client 2 has no order."""
    now = WEEK.at(1, 8 * HOUR)
    units = (Units(UnitKind.MINUTE, UnitPeriod.WEEK, 100),)
    with transaction.atomic():
        lines = (PrescribedLine(place.service, 3, 60),)
        orders = [NewPrescription(c, WEEK.monday, Modality.IN_PERSON, 120, 60, lines) for c in place.clients[:2]]
        prescribe(by=BY, at=BEFORE, prescriptions=orders)
        authorize(
            by=BY,
            at=BEFORE,
            authorizations=[NewAuthorization(place.clients[0], IOP, WEEK.monday, WEEK.days[6], units)],
        )
        hold(by=BY, at=BEFORE, holds=[NewHold(place.clients[1], HoldReason.TRAVEL, WEEK.days[1])])
        story = tell(place, [Slot(0, 9, 60, (0, 1, 2)), Slot(2, 9, 60, (0, 1, 2))], [])
        visit = check_in(by=BY, at=WEEK.at(0, 9 * HOUR), client=place.clients[0])
        check_out(by=BY, at=WEEK.at(0, 9 * HOUR + 30), visit=visit)
        story.visits[0].append((WEEK.at(0, 9 * HOUR), WEEK.at(0, 9 * HOUR + 30)))
        found = board(BY, site=place.site, week=WEEK, now=now)
        expected = [
            (place.clients[0], "Synthetic 0", obvious(story, 0, now, 180, 120, False), 70, WEEK.days[5]),
            (place.clients[1], "Synthetic 1", obvious(story, 1, now, 180, 120, True), None, None),
            (place.clients[2], "Synthetic 2", obvious(story, 2, now, 0, 0, False), None, None),
        ]
        assert [
            (row.client, row.name, line(row.week), row.authorized_left, row.authorized_until) for row in found
        ] == expected
        assert [row["open"] for _, _, row, _, _ in expected] == [90, 0, 0]
        assert found[0].authorized == AuthorizedWeek(WEEK.days[6], None, 100)
        assert board(BY, site=place.site, week=WEEK, now=now, program=place.program) == found
        assert board(BY, site=place.site, week=WEEK.previous, now=now) == ()
        transaction.set_rollback(True)
