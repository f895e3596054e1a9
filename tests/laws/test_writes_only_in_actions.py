"""Law 8: every write names its actor. The database refuses the others, however they are made."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from stepdown.agency.models import Site
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, system

AT = datetime(2026, 3, 2, 15, tzinfo=UTC)


@action
def open_site(*, by: Actor, at: datetime, code: str) -> Site:
    return Site.objects.create(code=code, name="Synthetic site", time_zone="America/Chicago")


@pytest.fixture
def site(db: None) -> Site:
    return open_site(by=system("test"), at=AT, code="S0")


def _raw(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


WAYS: dict[str, Callable[[Site], object]] = {
    "orm create": lambda site: Site.objects.create(code="S1", name="x", time_zone="UTC"),
    "orm save": lambda site: site.save(),
    "orm update": lambda site: Site.objects.update(name="x"),
    "orm delete": lambda site: Site.objects.all().delete(),
    "base manager": lambda site: Site._base_manager.filter(pk=site.pk).update(name="x"),
    "raw delete": lambda site: Site.objects.all()._raw_delete("default"),
    "bulk create": lambda site: Site.objects.bulk_create([Site(code="S1", name="x", time_zone="UTC")]),
    "raw insert": lambda site: _raw("INSERT INTO agency_site (code, name, time_zone) VALUES ('S1', 'x', 'UTC')"),
    "raw update": lambda site: _raw("UPDATE agency_site SET name = 'x'"),
    "raw update of nothing": lambda site: _raw("UPDATE agency_site SET name = 'x' WHERE false"),
    "raw delete statement": lambda site: _raw("DELETE FROM agency_site"),
    "truncate": lambda site: _raw("TRUNCATE agency_site"),
}


@pytest.mark.parametrize("way", WAYS)
def test_the_database_refuses_a_write_outside_an_action(site: Site, way: str) -> None:
    with (
        pytest.raises(DatabaseError, match="writes to agency_site happen in an action|permission denied"),
        transaction.atomic(),
    ):
        WAYS[way](site)
    assert list(Site.objects.values_list("code", "name")) == [("S0", "Synthetic site")]


def test_an_action_says_who_wrote(site: Site) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pgh_label, code, pgh_context->>'action', pgh_context->>'actor' FROM agency_siteevent ORDER BY pgh_id"
        )
        assert cursor.fetchall() == [("insert", "S0", "tests.open_site", "system:test")]


def test_the_name_ends_with_the_action(site: Site) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('stepdown.action', true)")
        assert cursor.fetchone() == ("",)


def test_the_name_ends_with_an_action_that_fails(site: Site) -> None:
    with pytest.raises(DatabaseError, match="agency_site_code"):
        open_site(by=system("test"), at=AT, code="S0")
    with pytest.raises(DatabaseError, match="writes to agency_site happen in an action"), transaction.atomic():
        site.save()


def test_the_outer_action_gets_its_name_back(db: None) -> None:
    @action
    def open_two(*, by: Actor, at: datetime) -> None:
        open_site(by=by, at=at, code="S1")
        Site.objects.create(code="S2", name="Synthetic site", time_zone="America/Chicago")

    open_two(by=system("test"), at=AT)
    with connection.cursor() as cursor:
        cursor.execute("SELECT code, pgh_context->>'action' FROM agency_siteevent ORDER BY pgh_id")
        assert cursor.fetchall() == [("S1", "tests.open_site"), ("S2", "tests.open_two")]
