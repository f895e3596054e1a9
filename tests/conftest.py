"""Real PostgreSQL for every test: one embedded server, one migrated template, one cloned database per worker.

Tests connect as the app role, which owns nothing: what the database refuses here it refuses in production.
"""

from __future__ import annotations

import gc
import hashlib
import os
import shutil
import tempfile
from collections.abc import Generator, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit, urlunsplit

import environ
import psycopg
import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from hypothesis import HealthCheck, settings

from stepdown.embedded import Cluster

TEMPLATE = "test_template"
MEMORY, ROOM = Path("/dev/shm"), 3 * 2**30
"""Where Linux keeps files in memory, and how many bytes have to be free there; containers often have less."""
_SERVER = "STEPDOWN_TEST_SERVER"
_stack = ExitStack()

settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
settings.load_profile("any machine")  # no test fails because the machine has other things to do
PBKDF2PasswordHasher.iterations = 1  # a million of them are for whoever steals the table, and a third of a second here


def pytest_configure(config: pytest.Config) -> None:
    """Start the server once, in the process that hands out the work."""
    if _SERVER in os.environ:
        return
    folder = Path(tempfile.mkdtemp(prefix="stepdown-tests-", dir=memory()))
    _stack.callback(shutil.rmtree, folder, ignore_errors=True)
    server = _stack.enter_context(Cluster(folder / "data", fast=True).running())
    os.environ[_SERVER] = server.url("postgres", role="superuser")


def memory() -> Path | None:
    """A database is a thousand files, made and deleted in a sixth of the time where they are in memory."""
    return MEMORY if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM else None


def pytest_collection_finish() -> None:
    """What was collected stays to the end: the garbage collector need not look through it again and again."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        _stack.close()


def url(database: str, role: str) -> str:
    """The address of a database on the test server for the role `app`, `owner` or `superuser`."""
    parts = urlsplit(os.environ[_SERVER])
    user = "postgres" if role == "superuser" else f"stepdown_{role}"
    return urlunsplit((parts.scheme, f"{user}@", f"/{database}", parts.query, ""))


def administer(statement: str) -> None:
    with psycopg.connect(os.environ[_SERVER], autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[call-overload]


def point_django_at(database: str, role: str = "app") -> None:
    """Close Django's connection and give it another database."""
    from django.db import connections

    connection = connections["default"]
    connection.close()
    for key, value in environ.Env.db_url_config(url(database, role)).items():
        connection.settings_dict[key] = value
    connection.settings_dict["CONN_HEALTH_CHECKS"] = False


def _make_template() -> None:
    """Migrate the template as its owner, unless another worker already has."""
    from django.db import connection

    from stepdown.cli.migrations import migrate_connected
    from stepdown.embedded import prepare_database

    with psycopg.connect(os.environ[_SERVER], autocommit=True) as lock:
        lock.execute("SELECT pg_advisory_lock(1)")
        if lock.execute("SELECT 1 FROM pg_database WHERE datname = %s", [TEMPLATE]).fetchone():
            return
        prepare_database(os.environ[_SERVER], f"{TEMPLATE}_new")
        point_django_at(f"{TEMPLATE}_new", "owner")
        migrate_connected("stepdown_app", verbosity=0)
        connection.close()
        lock.execute(f"ALTER DATABASE {TEMPLATE}_new RENAME TO {TEMPLATE}")


@contextmanager
def cloned(name: str, template: str = TEMPLATE) -> Iterator[str]:
    """A copy of a database, as a rule of the migrated and empty one; dropped afterwards. Yields its name.

    Its files are copied: half the time of writing each of its pages to the log, for databases nobody keeps.
    """
    administer(f"CREATE DATABASE {name} TEMPLATE {template} OWNER stepdown_owner STRATEGY FILE_COPY")
    try:
        yield name
    finally:
        administer(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: pytest.FixtureRequest, worker_id: str) -> Iterator[None]:
    """pytest-django's place to make the database: ours is a clone of the template."""
    from stepdown.audit.terms import system
    from stepdown.audit.wall import this_process_reads_as

    this_process_reads_as(system("test"))
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        _make_template()
        name = f"test_{worker_id}"
        with cloned(name):
            point_django_at(name)
            yield
            from django.db import connections

            connections.close_all()


class OwnDatabase(Protocol):
    """`with own_database("ledger") as name:` Django looks at a copy of `template` meanwhile, where things commit for real."""

    def __call__(self, what: str, template: str = TEMPLATE) -> AbstractContextManager[str]: ...


@pytest.fixture(scope="session")
def own_database(django_db_setup: None, django_db_blocker: pytest.FixtureRequest, worker_id: str) -> OwnDatabase:
    """For what is made once and looked at by many tests."""

    from django.db import connections

    @contextmanager
    def own(what: str, template: str = TEMPLATE) -> Iterator[str]:
        before = connections["default"].settings_dict["NAME"]  # a module's own, where one test has another
        with django_db_blocker.unblock(), cloned(f"test_{worker_id}_{what}", template) as name:  # type: ignore[attr-defined]
            point_django_at(name)
            try:
                yield name
            finally:
                point_django_at(before)

    return own


@pytest.fixture
def committed(own_database: OwnDatabase, request: pytest.FixtureRequest) -> Iterator[str]:
    """A database of this test's own, where things commit for real; for races, crashes and servers. Yields its name."""
    with own_database(hashlib.sha256(request.node.nodeid.encode()).hexdigest()[:12]) as name:
        yield name


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """On the build server a skipped browser test is a failure: there, Chromium is installed."""
    report = yield
    if report.skipped and "browser" in item.keywords and os.environ.get("CI"):
        report.outcome = "failed"
        report.longrepr = f"a browser test is never skipped where CI is set: {report.longrepr}"
    return report
