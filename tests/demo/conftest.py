"""The demo of one noon, made once for all workers; each module and each test that changes it has a copy."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime

import psycopg
import pytest
from django.db import connections

from stepdown.demo.make import make_demo
from tests.conftest import OwnDatabase, administer

NOON = datetime(2026, 3, 4, 18, 30, tzinfo=UTC)
"""Wednesday, half past twelve in Chicago: the morning groups are over, the evening is to come."""
_DEMO = "test_demo"


@pytest.fixture(scope="session")
def demo(own_database: OwnDatabase) -> str:
    """The name of a database with the demo of noon, to be copied."""
    with psycopg.connect(os.environ["STEPDOWN_TEST_SERVER"], autocommit=True) as lock:
        lock.execute("SELECT pg_advisory_lock(2)")
        if not lock.execute("SELECT 1 FROM pg_database WHERE datname = %s", [_DEMO]).fetchone():
            with own_database("demo") as name:
                make_demo(at=NOON)
                connections.close_all()
                administer(f"CREATE DATABASE {_DEMO} TEMPLATE {name} OWNER stepdown_owner")
    return _DEMO


@pytest.fixture(scope="module")
def made(demo: str, own_database: OwnDatabase) -> Iterator[None]:
    """The demo of noon, which no test of the module changes."""
    with own_database("made", demo):
        yield


@pytest.fixture
def noon(demo: str, own_database: OwnDatabase) -> Iterator[None]:
    """A demo of noon of the test's own."""
    with own_database("noon", demo):
        yield
