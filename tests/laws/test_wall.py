"""The second wall: whatever a view forgets to filter, the database shows nothing beyond a person's sites and their clients."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import ForeignKey, Model

from stepdown.agency.queries import actor_of
from stepdown.agency.terms import Role
from stepdown.audit import wall
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, NotFound, Privacy
from stepdown.audit.wall import reading, whole_agency
from stepdown.people.actions import break_glass
from stepdown.people.models import Client, Contact, Way
from stepdown.people.terms import Sought
from stepdown.policy.actions import load_rows
from stepdown.privacy.models import Breach, BreachAssessment, BreachFactor
from stepdown.privacy.terms import Factor
from stepdown.session.actions import take_over
from tests.clock import MORNING, morning
from tests.conftest import OwnDatabase
from tests.factories.agency import BY, Agency, small_agency, user, with_circle, with_visits
from tests.factories.breaches import decided
from tests.laws.tree import SOURCE, event_models, modules, our_models

FREE = {
    "audit.OutboxMessage": "ids and kinds on their way to the worker; no page reads them, and the worker is the program",
    "transfer.StagedRow": "rows of a file on its way in, gone once written: they come by COPY, which takes no policies",
}
"""Tables about clients without a wall → why."""
LOOKS_FURTHER = {
    "people/actions/clients.py": "a record number is given once in the whole agency",
    "people/actions/charts.py": "who broke the glass is looked for in the whole agency, by number, or name and birth",
}
"""Where `whole_agency()` is entered → why."""


def about_clients() -> list[type[Model]]:
    """Every model with a field about a client, or that points to one, directly or through others that do."""
    about = {model for model in our_models() if _says(model)}
    while more := {model for model in our_models() if model not in about and _points(model) & about}:
        about |= more
    return [model for model in our_models() if model in about and model._meta.label not in FREE]


def _says(model: type[Model]) -> bool:
    levels = set(getattr(model, "privacy", {}).values())
    return model is Client or bool(levels & {Privacy.CLIENT, Privacy.PART2}) or Client in _points(model)


def _points(model: type[Model]) -> set[type[Model]]:
    return {
        field.related_model
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.remote_field.parent_link is False
    }


ABOUT = about_clients()
WALLED = sorted(
    [model._meta.db_table for model in ABOUT]
    + [event._meta.db_table for event in event_models() if event.pgh_tracked_model in ABOUT]
)


def name(model: type[Model]) -> str:
    return model._meta.label


def fetch(statement: str, *values: object) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


# -- it stands around every table ------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", WALLED)
def test_it_stands_around_every_table_about_clients(db: None, table: str) -> None:
    """Missing? One line in a migration of the app: `Wall("app.Model", "client")`, see stepdown/audit/policies.py."""
    found = fetch(
        "SELECT relrowsecurity, relforcerowsecurity, (SELECT count(*) FROM pg_policy WHERE polrelid = pg_class.oid"
        " AND polname = 'wall' AND polpermissive AND polroles = '{0}') FROM pg_class WHERE oid = %s::regclass",
        table,
    )
    assert found == [(True, False, 1)], f"{table} has no wall: add Wall(…) to a migration of its app"


def test_it_stands_around_nothing_else(db: None) -> None:
    found = {table for (table,) in fetch("SELECT relname::text FROM pg_class WHERE relrowsecurity ORDER BY 1")}
    assert found == set(WALLED)


def test_every_excuse_is_for_a_table_that_says_something_of_clients() -> None:
    assert {name(model) for model in our_models() if name(model) in FREE and _says(model)} == FREE.keys()


def test_only_what_ties_a_person_to_a_client_speaks_of_a_rows_own_number(db: None) -> None:
    rows = fetch(
        "SELECT polrelid::regclass::text, polname::text FROM pg_policy"
        r" WHERE pg_get_expr(polqual, polrelid) ~ '\(id = |\(pgh_id = ' ORDER BY 1, 2"
    )
    assert rows == [("people_client", "ties"), ("people_clientevent", "ties")]


def test_who_writes_is_asked_apart_from_who_reads(db: None) -> None:
    rows = fetch("SELECT polrelid::regclass::text FROM pg_policy WHERE polcmd = '*' AND polwithcheck IS NULL")
    assert rows == []


def test_who_looks_further_says_why() -> None:
    users = {
        str(path.relative_to(SOURCE))
        for path in modules()
        if re.search(r"\bwhole_agency\(", path.read_text(encoding="utf-8")) and path.name != "wall.py"
    }
    assert users == LOOKS_FURTHER.keys()


# -- what a person sees ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Two:
    """Two agencies in one database, and somebody at the desk of the first."""

    here: Agency
    there: Agency
    desk: Actor


@pytest.fixture(scope="module")
def settled(own_database: OwnDatabase) -> Iterator[Two]:
    with morning(), own_database("wall"):
        load_rows(by=BY, at=MORNING)
        here, there = (
            with_circle(with_visits(small_agency(MORNING, code=code, clients=3), MORNING), MORNING) for code in "RS"
        )
        yield Two(here, there, actor_of(user(here, Role.FRONT_DESK, MORNING)))


@pytest.fixture
def two(settled: Two, django_db_blocker: pytest.FixtureRequest) -> Iterator[Two]:
    with django_db_blocker.unblock(), morning(), transaction.atomic():  # type: ignore[attr-defined]
        yield settled
        transaction.set_rollback(True)


def to_client(model: type[Model]) -> str:
    """The way from a row to a client, as Django writes it; empty for a table that no row of which names one."""
    fields = [field for field in model._meta.concrete_fields if isinstance(field, ForeignKey)]
    direct = [field.name for field in fields if field.related_model is Client and field.name != "merged_into"]
    numbers = [field.name for field in model._meta.concrete_fields if field.name == "client_id"]
    if found := direct or numbers:
        return found[0]
    if model is Client:
        return "pk"
    over = [(field.name, to_client(field.related_model)) for field in fields if field.related_model in ABOUT]
    return next((f"{name}__{way}" for name, way in over if way), "")


def clients_of(model: type[Model]) -> dict[int, int]:
    """By row, the client it is about; without those about nobody."""
    way = to_client(model)
    return dict(model._base_manager.exclude(**{way: None}).values_list("pk", way))


WITH_CLIENTS = [model for model in ABOUT if to_client(model)]
HISTORIES = [event for event in event_models() if event.pgh_tracked_model in WITH_CLIENTS]


@pytest.mark.parametrize("model", [*WITH_CLIENTS, *HISTORIES], ids=name)
def test_a_forgotten_filter_shows_nothing_of_another_site(two: Two, model: type[Model]) -> None:
    """Everything in the table, and in its history, asked for without a word about sites."""
    ours = set(Client.objects.filter(site=two.here.site).values_list("pk", flat=True))
    rows = clients_of(model)
    with reading(two.desk, MORNING):
        seen = set(model._base_manager.filter(pk__in=rows).values_list("pk", flat=True))
    assert seen == {row for row, client in rows.items() if client in ours}


def test_enough_is_there_to_be_hidden(two: Two) -> None:
    """Tables with rows of the other site: what is asked above could fail."""
    theirs = set(Client.objects.filter(site=two.there.site).values_list("pk", flat=True))
    hidden = [name(model) for model in [*WITH_CLIENTS, *HISTORIES] if theirs & set(clients_of(model).values())]
    assert len(hidden) >= 30, hidden


def test_a_breach_names_nobody_and_is_seen_at_its_site(two: Two) -> None:
    number = decided(two.there.site, MORNING.date(), MORNING)
    assert BreachFactor.objects.filter(assessment__breach=number).count() == len(Factor)
    with reading(two.desk, MORNING):
        assert (Breach.objects.count(), BreachAssessment.objects.count(), BreachFactor.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize("table", WALLED)
def test_nobody_sees_nothing(two: Two, table: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wall, "_in_this_process", [])
    open_to_all = "WHERE client_id IS NOT NULL" if table == "audit_entry" else ""
    assert fetch(f"SELECT count(*) FROM {table} {open_to_all}") == [(0,)]


def test_who_reaches_every_site_sees_both(two: Two) -> None:
    everywhere = Client.objects.count()
    with reading(actor_of(user(two.here, Role.COMPLIANCE, MORNING)), MORNING):
        assert Client.objects.count() == everywhere > len(two.here.clients)


# -- what ties a person to a client of another site ------------------------------------------------------------------


def sees(by: Actor, client: int) -> bool:
    """Their chart, and what hangs on it; and nobody else's of that site."""
    with reading(by, MORNING):
        found = set(Client.objects.filter(pk=client).values_list("pk", flat=True))
        assert set(Way.objects.filter(client=client).values_list("client", flat=True)) == found
        return bool(found)


def test_the_care_team_of_that_day(two: Two) -> None:
    first, second, *_ = two.there.clients
    lead = Actor("lead", staff=two.there.staff[0], sites=frozenset({two.here.site}))
    assert (sees(lead, first), sees(two.desk, first)) == (True, False)
    with reading(lead, at=MORNING - timedelta(days=60)):
        assert not Client.objects.filter(pk=first).exists(), "before they were on the team, and before the session"
    nobody = Actor("nobody", staff=None, sites=frozenset({two.here.site}))
    assert not sees(nobody, second)


def test_whoever_takes_over_a_group_sees_who_is_in_it_that_day(two: Two) -> None:
    stand_in = actor_of(user(two.here, Role.CLINICIAN, MORNING))
    client = two.there.clients[0]
    assert not sees(stand_in, client)
    take_over(by=BY, at=MORNING, session=two.there.sessions[0], staff=stand_in.staff)
    assert sees(stand_in, client)
    with reading(stand_in, at=MORNING + timedelta(days=3)):
        assert not Client.objects.filter(pk=client).exists()


def test_broken_glass_opens_one_chart_for_its_hours(two: Two) -> None:
    nurse = actor_of(user(two.here, Role.NURSE, MORNING))
    client, other = two.there.clients[:2]
    number = Client.objects.get(pk=client).record_number
    assert break_glass(by=nurse, at=MORNING, who=Sought(number, "", None), words="Found unconscious at home") == client
    assert (sees(nurse, client), sees(nurse, other)) == (True, False)
    with reading(nurse, at=MORNING + timedelta(days=2)):
        assert not Client.objects.filter(pk=client).exists()


def test_when_nobody_reads_any_more_no_tie_holds(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the same transaction: what was told before is taken back."""
    lead = Actor("lead", staff=two.there.staff[0], sites=frozenset({two.here.site}))
    assert sees(lead, two.there.clients[0])
    monkeypatch.setattr(wall, "_in_this_process", [])
    assert not Client.objects.exists()


def test_looking_further_ends_with_its_block(two: Two) -> None:
    client = two.there.clients[0]
    with reading(two.desk, MORNING):
        with whole_agency():
            assert Client.objects.filter(pk=client).exists()
        assert not Client.objects.filter(pk=client).exists()


# -- what a person writes --------------------------------------------------------------------------------------------


@action
def plant(*, by: Actor, at: object, client: int) -> None:
    Contact.objects.create(client_id=client, name="Planted", relationship="Friend")


@action
def move_away(*, by: Actor, at: object, client: int, site: int) -> int:
    return Client.objects.filter(pk=client).update(site=site)


def test_a_row_about_somebody_elsewhere_is_refused(two: Two) -> None:
    plant(by=two.desk, at=MORNING, client=two.here.clients[0])
    with pytest.raises(DatabaseError, match="violates row-level security"), transaction.atomic():
        plant(by=two.desk, at=MORNING, client=two.there.clients[0])


def test_nobody_is_moved_to_where_one_does_not_reach(two: Two) -> None:
    with pytest.raises(DatabaseError, match="violates row-level security"), transaction.atomic():
        move_away(by=two.desk, at=MORNING, client=two.here.clients[2], site=two.there.site)
    assert move_away(by=two.desk, at=MORNING, client=two.there.clients[2], site=two.here.site) == 0


def test_a_chart_elsewhere_that_does_not_open_is_not_there(two: Two) -> None:
    from stepdown.journey.queries import chart_entry

    with reading(two.desk, MORNING), pytest.raises(NotFound):
        chart_entry(two.desk, two.there.clients[1], now=MORNING, zone=two.here.zone)
