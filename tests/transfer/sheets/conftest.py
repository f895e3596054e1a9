"""The synthetic agency of `files`, imported once for all tests that only look at it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import cloned, point_django_at
from tests.transfer.sheets.files import whole_agency


@pytest.fixture(scope="session")
def imported(django_db_setup: None, django_db_blocker: pytest.FixtureRequest, worker_id: str) -> Iterator[str]:
    """The database into which every file was imported."""
    with django_db_blocker.unblock(), cloned(f"test_{worker_id}_sheets") as name:  # type: ignore[attr-defined]
        point_django_at(name)
        try:
            whole_agency()
        finally:
            point_django_at(f"test_{worker_id}")
        yield name


@pytest.fixture(scope="module")
def agency(imported: str, django_db_blocker: pytest.FixtureRequest, worker_id: str) -> Iterator[None]:
    """Every file imported. Leave it as it was: others look at it, too."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        point_django_at(imported)
        try:
            yield
        finally:
            point_django_at(f"test_{worker_id}")
