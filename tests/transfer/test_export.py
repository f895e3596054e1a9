"""Exporting a week gives back what was imported, and what was changed since."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from stepdown.agency.actions import hire
from stepdown.agency.models import Room, Site
from stepdown.agency.terms import NewStaff, Role
from stepdown.audit.context import action
from stepdown.audit.models import Entry
from stepdown.audit.terms import Actor, NotAllowed, Refused, system
from stepdown.kernel.week import Week
from stepdown.schedule.actions.booking import move_session
from stepdown.schedule.models import PlannedSession
from stepdown.schedule.terms import Placement
from stepdown.transfer.exporter import export_week
from stepdown.transfer.importer import import_week
from stepdown.transfer.iop_week.parse import parse
from stepdown.transfer.iop_week.write import canonical
from tests.transfer.iop_week.test_example_weeks import NAMES, WEEKS
from tests.transfer.iop_week.weeks import as_bytes, put, small_week

AT = datetime(2026, 3, 2, 15, tzinfo=UTC)
MONDAY = date(2026, 3, 2)
CHICAGO = "America/Chicago"
BY = system("test")


def there_and_back(data: bytes, monday: date = MONDAY, zone: str = CHICAGO) -> str:
    import_week(by=BY, at=AT, data=data, monday=monday, zone=zone)
    return export_week(by=BY, at=AT, monday=monday)


@pytest.mark.skipif(not WEEKS.is_dir(), reason="the example weeks are not here")
@pytest.mark.parametrize("name", NAMES)
def test_an_example_week_comes_back(db: None, name: str) -> None:
    data = Path(WEEKS / f"week-{name}.json").read_bytes()
    assert there_and_back(data) == canonical(parse(data))


CHANGES: dict[str, list[tuple[str, object]]] = {
    "nothing": [],
    "an open group with an empty roster": [("sections[0].members", [])],
    "new, with a level last week": [("clients[2].prev_loc", "IOP")],
    "not new, without a level last week": [("clients[0].prev_loc", None)],
    "new in name only": [("clients[0].new", True)],
    "nobody in care": [
        ("clients", []),
        ("conflicts", []),
        ("last_week", {"attend": {}, "individual": []}),
        ("sections[1].members", []),
    ],
    "no video site": [
        ("sites[1]", {"id": "S1", "virtual": False}),
        ("rooms[2].site", "S1"),
        ("clinicians[1].site", "S1"),
        ("sections[2].site", "S1"),
    ],
    "no last week": [
        ("sections[0].prev", None),
        ("sections[1].prev", None),
        ("last_week", {"attend": {}, "individual": []}),
    ],
    "ids like fresh ones": [("clients[2].id", "client-1"), ("conflicts", []), ("sections[1].members", [])],
    "a service that nobody uses": [("services[4]", {"id": "art", "kind": "group", "minutes": 30, "creds": ["ATR"]})],
    "special leaders only": [("sections[0].track", "women"), ("clients[0].tracks", [])],
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_a_file_says_comes_back(db: None, change: str) -> None:
    week = small_week()
    for path, value in CHANGES[change]:
        put(week, path, value)
    data = as_bytes(week)
    assert there_and_back(data) == canonical(parse(data))


@pytest.mark.parametrize("monday", [date(2026, 3, 2), date(2026, 3, 9), date(2026, 10, 26), date(2026, 11, 2)])
@pytest.mark.parametrize("zone", [CHICAGO, "Europe/Berlin", "Pacific/Auckland", "UTC"])
def test_wall_clock_times_survive_a_change_of_clocks(db: None, monday: date, zone: str) -> None:
    data = as_bytes(small_week())
    assert there_and_back(data, monday, zone) == canonical(parse(data))
    first = PlannedSession.objects.order_by("period").first()
    assert first is not None
    assert Week(monday, zone).place(first.period.lower) == (0, 540)


def test_two_agencies_come_back_apart(db: None) -> None:
    one, other = small_week(), small_week()
    put(other, "name", "another synthetic week")
    put(other, "services[3].creds", ["PMHNP"])
    for week in (one, other):
        import_week(by=BY, at=AT, data=as_bytes(week), monday=MONDAY, zone=CHICAGO)
    for week in (one, other):
        text = export_week(by=BY, at=AT, monday=MONDAY, name=week["name"])
        assert text == canonical(parse(as_bytes(week)))


def test_a_moved_session_is_exported_where_it_stands(db: None) -> None:
    """Moved at the desk, with another room; that a client is not free then is overridden."""
    import_week(by=BY, at=AT, data=as_bytes(small_week()), monday=MONDAY, zone=CHICAGO)
    session = PlannedSession.objects.get(group__code="G0")
    to = Placement(weekday=1, starts=600, staff=session.staff.get().staff_id, room=Room.objects.get(code="S0-R1").pk)
    director = Actor("director@example.test", roles=frozenset({Role.PROGRAM_DIRECTOR}), everywhere=True)
    move_session(by=director, at=AT - timedelta(days=3), session=session.pk, to=to, override="asked for")
    week = small_week()
    put(week, "sections[0].prev", {"day": 1, "start": 600, "clinician": "K0", "room": "S0-R1"})
    assert export_week(by=BY, at=AT, monday=MONDAY) == canonical(parse(as_bytes(week)))


def test_what_was_made_here_gets_a_fresh_id(db: None) -> None:
    import_week(by=BY, at=AT, data=as_bytes(small_week()), monday=MONDAY, zone=CHICAGO)
    site = Site.objects.get(code="S0").pk
    hired = NewStaff(name="Birch Inlet", site=site, languages=("en",), roles=(Role.CLINICIAN,))
    [number] = hire(by=BY, at=AT, staff=[hired])
    content = json.loads(export_week(by=BY, at=AT, monday=MONDAY))
    assert [row["id"] for row in content["clinicians"]] == ["K0", "K1", f"staff-{number}"]
    assert content["clinicians"][2]["max_week_min"] == 10_080


def test_no_week_and_several_weeks_are_refused(db: None) -> None:
    with pytest.raises(Refused) as error:
        export_week(by=BY, at=AT, monday=MONDAY)
    assert [obstacle.blocker.value for obstacle in error.value.obstacles] == ["no_such_week"]
    other = small_week()
    put(other, "name", "another synthetic week")
    for week in (small_week(), other):
        import_week(by=BY, at=AT, data=as_bytes(week), monday=MONDAY, zone=CHICAGO)
    with pytest.raises(Refused) as error:
        export_week(by=BY, at=AT, monday=MONDAY)
    assert [(o.blocker.value, o.about) for o in error.value.obstacles] == [
        ("several_weeks", {"names": ["a synthetic week", "another synthetic week"]})
    ]


@action
def move(*, by: Actor, at: datetime, session: PlannedSession, later: timedelta) -> None:
    """Move a session to where no booking would: the database allows it."""
    span = session.period
    session.period = DateTimeTZRange(span.lower + later, span.upper + later)
    session.save(update_fields=["period"])


def test_a_session_off_the_grid_cannot_be_told(db: None) -> None:
    import_week(by=BY, at=AT, data=as_bytes(small_week()), monday=MONDAY, zone=CHICAGO)
    move(by=BY, at=AT, session=PlannedSession.objects.get(group__code="G1"), later=timedelta(days=2, minutes=15))
    with pytest.raises(Refused) as error:
        export_week(by=BY, at=AT, monday=MONDAY)
    assert [(o.blocker.value, o.about) for o in error.value.obstacles] == [
        ("not_in_the_format", {"faults": [("sections[1].prev.start", "is 615, not on the 30-minute grid")]})
    ]


def test_an_export_is_noted(db: None) -> None:
    there_and_back(as_bytes(small_week()))
    last = Entry.objects.latest("pk")
    assert (last.action, last.actor, last.details) == (
        "transfer.export_week",
        "system:test",
        {"format": "iop-week/1", "clients": 3},
    )


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.PROGRAM_DIRECTOR, Role.COMPLIANCE)])
def test_others_may_not_export(db: None, role: Role) -> None:
    with pytest.raises(NotAllowed):
        export_week(by=Actor(label="somebody", roles=frozenset({role}), everywhere=True), at=AT, monday=MONDAY)
