"""Two sites in one database: first the strangers, whose every word about a client is marked; then ours, full of script.

What came first has the small numbers: in each table the rows up to `marks[table]` are the strangers'.
"""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from django.db.models import CharField, TextField
from django.test import override_settings
from django.utils import timezone
from psycopg import sql

from stepdown.agency.terms import Role
from stepdown.audit.terms import Privacy
from tests.conftest import cloned, point_django_at, url
from tests.factories.agency import Agency, all_on_call, small_agency, user, with_circle, with_visits
from tests.laws.tree import our_models
from tests.pages.conftest import FAST, Town, _signed_in, clock, signed_in, town
from tests.security.malice import SCRIPT, STRANGER, Marks

__all__ = ["clock", "signed_in", "town"]
CODED = frozenset({"plain_legal", "plain_used", "key", "state"})
"""Text about a client that a program made, and reads."""


@pytest.fixture(scope="module")
def marks() -> Marks:
    """The last number of a stranger's row, by table."""
    return {}


@pytest.fixture(scope="module")
def settled(
    clock: None, django_db_setup: None, django_db_blocker: pytest.FixtureRequest, worker_id: str, marks: Marks
) -> Iterator[Town]:
    """Made once a module. Use `town`."""
    name = f"test_{worker_id}_security"
    with django_db_blocker.unblock(), cloned(name), override_settings(**FAST):  # type: ignore[attr-defined]
        point_django_at(name)
        try:
            now = timezone.now()
            there = _agency("S")
            marks |= _last_numbers()
            here = _agency("R")
            users = {role: user(here, role, now) for role in Role}
            all_on_call(here, users.values(), now)
            _spoil(name, marks)
            yield Town(here, there, now, users, {role: _signed_in(number) for role, number in users.items()})
        finally:
            point_django_at(f"test_{worker_id}")


def _agency(code: str) -> Agency:
    now = timezone.now()
    return with_circle(with_visits(small_agency(now, code=code, clients=3, groups=2), now), now)


def _last_numbers() -> Marks:
    return {
        model._meta.db_table: model._default_manager.order_by("pk").values_list("pk", flat=True).last() or 0
        for model in our_models()
    }


def _spoil(name: str, marks: Marks) -> None:
    """As nobody can but the database's administrator: a mark before each stranger's word, script before each of ours."""
    words = [
        (model._meta.db_table, field.column)
        for model in our_models()
        for field in model._meta.fields
        if isinstance(field, CharField | TextField)
        and not field.choices
        and field.name not in CODED
        and model.privacy[field.name] in {Privacy.CLIENT, Privacy.PART2}
    ]
    with psycopg.connect(url(name, "superuser")) as administrator:
        administrator.execute("SET session_replication_role = replica")
        for table, column in words:
            administrator.execute(
                sql.SQL("UPDATE {t} SET {c} = CASE WHEN id <= %s THEN %s ELSE %s END || {c} WHERE {c} <> ''").format(
                    t=sql.Identifier(table), c=sql.Identifier(column)
                ),
                [marks[table], STRANGER, SCRIPT],
            )
