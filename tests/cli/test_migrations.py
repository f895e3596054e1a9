"""Migrating in the short way makes the database that Django's own way makes: columns, constraints, indexes, triggers."""

from __future__ import annotations

import os

import psycopg
from django.core.management import call_command
from django.db import connection

from stepdown.embedded import prepare_database
from tests.conftest import TEMPLATE, OwnDatabase, administer, point_django_at, url

NAME = "test_migrated_as_django_does"
OURS = "IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace)"
SHAPE = (
    f"SELECT attrelid::regclass::text, attname, atttypid::regtype::text, attnotnull FROM pg_attribute WHERE attrelid {OURS}",
    f"SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid {OURS}",
    "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "SELECT proname, prosrc FROM pg_proc WHERE proname LIKE 'pgtrigger%'",
)


def test_the_short_way_makes_the_same(own_database: OwnDatabase) -> None:
    with own_database("shape"):  # which points Django back at its database afterwards
        prepare_database(os.environ["STEPDOWN_TEST_SERVER"], NAME)
        point_django_at(NAME, "owner")
        call_command("migrate", verbosity=0, interactive=False)
        connection.close()
        try:
            assert [_shape(NAME, what) for what in SHAPE] == [_shape(TEMPLATE, what) for what in SHAPE]
        finally:
            administer(f"DROP DATABASE {NAME} WITH (FORCE)")


def _shape(database: str, what: str) -> list[str]:
    with psycopg.connect(url(database, "superuser")) as asked:
        return sorted(str(row) for row in asked.execute(what).fetchall())  # type: ignore[call-overload]
