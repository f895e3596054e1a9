"""A visit that is written down afterwards, among those already there. Sessions on Monday and on Tuesday, at nine."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stepdown.agency.actions import open_sites
from stepdown.agency.terms import NewSite, Role
from stepdown.audit.models import Entry
from stepdown.audit.terms import NotFound, Refused
from stepdown.people.actions import register_clients
from stepdown.people.terms import NewClient
from stepdown.schedule.actions.booking import add_participant, move_session
from stepdown.schedule.terms import Placement
from stepdown.session.actions import check_in, record_day, record_visit
from stepdown.session.queries import attended_in
from stepdown.session.terms import PaperVisit
from tests.actions.world import somebody
from tests.factories.crowd import BEFORE, BY, NINE, WEEK, Crowd, crowd


def at(day: int, minutes: int) -> datetime:
    """`minutes` after nine on `day` (0 = Monday)."""
    return WEEK.at(day, NINE) + timedelta(minutes=minutes)


@pytest.fixture
def people(db: None) -> Crowd:
    """The first client is expected on both days."""
    made = crowd(2, seats=3)
    to = Placement(1, NINE, made.staff[1], made.rooms[1])
    move_session(by=BY, at=BEFORE, session=made.sessions[1], to=to)
    for session in made.sessions:
        add_participant(by=BY, at=BEFORE, session=session, client=made.clients[0])
    return made


LATER = at(2, 0)
"""Wednesday, when somebody notices."""


@pytest.mark.parametrize(
    ("why", "there", "came", "left", "expected"),
    [
        ("nothing else is there", [], 0, 60, []),
        ("Tuesday is there already", [(1, 0, 60)], 0, 60, []),
        ("they are in the building on Tuesday, still", [(1, 0, None)], 0, 60, []),
        ("one ends as it begins", [(0, 0, 30)], 30, 60, []),
        ("one begins as it ends", [(0, 30, 60)], 0, 30, []),
        ("it lies inside another", [(0, 0, 60)], 10, 20, ["already_in"]),
        ("they share a minute", [(0, 0, 31)], 30, 60, ["already_in"]),
        ("one since then was never ended", [(0, 10, None)], 0, 60, ["already_in"]),
        ("left as they came", [], 30, 30, ["left_before_arriving"]),
        ("left before they came", [], 30, 20, ["left_before_arriving"]),
        (
            "a day without a session, yet to come",
            [],
            5 * 1440,
            5 * 1440 + 60,
            ["in_the_future", "nothing_planned_today"],
        ),
        ("everything at once", [(0, 10, None)], 20, 9 * 1440, ["already_in", "in_the_future", "left_on_another_day"]),
    ],
)
def test_among_other_visits(
    people: Crowd, why: str, there: list[tuple[int, int, int | None]], came: int, left: int, expected: list[str]
) -> None:
    client = people.clients[0]
    for day, arrived, departed in there:
        if departed is None:
            check_in(by=BY, at=at(day, arrived), client=client)
        else:
            arrived_at, departed_at = at(day, arrived), at(day, departed)
            record_visit(by=BY, at=LATER, client=client, arrived_at=arrived_at, departed_at=departed_at)
    before = attended_in([client], WEEK.period).get(client, ())
    try:
        record_visit(by=BY, at=LATER, client=client, arrived_at=at(0, came), departed_at=at(0, left))
    except Refused as refused:
        assert [o.blocker.value for o in refused.obstacles] == expected, why
        assert attended_in([client], WEEK.period).get(client, ()) == before
    else:
        assert expected == [], why
        new = set(attended_in([client], WEEK.period)[client]) - set(before)
        assert [(part.period.start, part.period.end) for part in new] == [(at(0, came), at(0, left))]


def test_a_sheet_of_many_days_says_what_its_lines_say_and_asks_no_more_than_one(people: Crowd) -> None:
    """In any order; each line is noted at the time it happened."""
    one, other = people.clients
    for session in people.sessions:
        add_participant(by=BY, at=BEFORE, session=session, client=other)
    lines = [(one, 1, 5, 50), (other, 0, 0, 60), (one, 0, 40, 90), (one, 0, -10, 20), (other, 1, 30, 55)]
    rows = [PaperVisit(client, at(day, came), at(day, left)) for client, day, came, left in lines]
    counts = []
    for sheet in ([rows[0]], rows[1:]):
        with CaptureQueriesContext(connection) as found:
            record_day(by=BY, at=LATER, visits=sheet)
        counts.append(len(found))
    assert counts[0] == counts[1]
    attended = attended_in(people.clients, WEEK.period)
    assert [(part.period.start, part.period.end) for part in attended[one]] == [
        (at(0, 0), at(0, 20)),
        (at(0, 40), at(0, 60)),
        (at(1, 5), at(1, 50)),
    ]
    assert [(part.period.start, part.period.end) for part in attended[other]] == [
        (at(0, 0), at(0, 60)),
        (at(1, 30), at(1, 55)),
    ]
    noted = Entry.objects.filter(action="session.record_day").order_by("pk")
    assert list(noted.values_list("client_id", "occurred_at")) == [(row.client, row.arrived_at) for row in rows]


def test_nobody_is_seated_from_beyond_ones_reach(people: Crowd) -> None:
    """Neither a client who does not exist nor one of another site; both are answered alike."""
    desk = somebody(Role.FRONT_DESK, people.site)
    for client in (10**9, 0):
        with pytest.raises(NotFound):
            add_participant(by=BY, at=BEFORE, session=people.sessions[0], client=client)
    other = somebody_elsewhere()
    with pytest.raises(NotFound):
        add_participant(by=desk, at=BEFORE, session=people.sessions[0], client=other)


def somebody_elsewhere() -> int:
    """A client of another site."""
    (site,) = open_sites(by=BY, at=BEFORE, sites=[NewSite("S1", "Elsewhere", "UTC")])
    (client,) = register_clients(by=BY, at=BEFORE, clients=[NewClient(site, "E-1", "x", "x", ("en",))])
    return client
