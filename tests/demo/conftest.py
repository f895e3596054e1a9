"""The demo of one noon, made once for all workers; each module and each test that changes it has a copy."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime

import psycopg
import pytest
from django.test import override_settings

from stepdown.demo.make import make_demo
from tests.conftest import administer, cloned, point_django_at

NOON = datetime(2026, 3, 4, 18, 30, tzinfo=UTC)
"""Wednesday, half past twelve in Chicago: the morning groups are over, the evening is to come."""
_DEMO = "test_demo"


QUICK = {"PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"]}
"""Nobody signs in here: hashing as slowly as for real would take most of the time."""


@pytest.fixture(scope="module", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Ends with each module: journeys run later in the same process, and sign in for real."""
    with override_settings(**QUICK):
        yield


@pytest.fixture(scope="session")
def demo(django_db_setup: None, django_db_blocker: pytest.FixtureRequest, worker_id: str) -> str:
    """The name of a database with the demo of noon, to be copied."""
    with django_db_blocker.unblock(), psycopg.connect(os.environ["STEPDOWN_TEST_SERVER"], autocommit=True) as lock:  # type: ignore[attr-defined]
        lock.execute("SELECT pg_advisory_lock(2)")
        if not lock.execute("SELECT 1 FROM pg_database WHERE datname = %s", [_DEMO]).fetchone():
            with cloned(f"{_DEMO}_new") as name:
                point_django_at(name)
                with override_settings(**QUICK):
                    make_demo(at=NOON)
                point_django_at(f"test_{worker_id}")
                administer(f"CREATE DATABASE {_DEMO} TEMPLATE {name} OWNER stepdown_owner")
    return _DEMO


def _copy(demo: str, name: str, worker_id: str) -> Iterator[None]:
    with cloned(name, demo):
        point_django_at(name)
        try:
            yield
        finally:
            point_django_at(f"test_{worker_id}")


@pytest.fixture(scope="module")
def made(demo: str, django_db_blocker: pytest.FixtureRequest, worker_id: str) -> Iterator[None]:
    """The demo of noon, which no test of the module changes."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        yield from _copy(demo, f"test_{worker_id}_made", worker_id)


@pytest.fixture
def noon(demo: str, django_db_blocker: pytest.FixtureRequest, worker_id: str) -> Iterator[None]:
    """A demo of noon of the test's own."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        yield from _copy(demo, f"test_{worker_id}_noon", worker_id)
