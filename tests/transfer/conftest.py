"""A small database with sealed history, and a folder with an attachment, to be backed up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from stepdown.audit.actions import note
from stepdown.audit.context import action
from stepdown.audit.seals.sealing import seal
from stepdown.audit.terms import Actor, system
from tests.audit.settle import settle
from tests.conftest import administer

AT = datetime(2026, 3, 2, 15, tzinfo=UTC)
BY = system("test")
KEPT = "_before_20260302_150000"


@action
def remember(*, by: Actor, at: datetime, number: int) -> None:
    note(by=by, at=at, subject=("synthetic", number))


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder with one attachment in a sub-folder."""
    folder = tmp_path / "files"
    (folder / "a b").mkdir(parents=True)
    (folder / "a b" / "synthetic.txt").write_text("plainly synthetic")
    return folder


@pytest.fixture
def database(committed: str) -> Iterator[str]:
    """A database with two sealed entries and one that is not sealed yet."""
    for number in (1, 2):
        remember(by=BY, at=AT, number=number)
    settle()
    seal(by=BY, at=AT)
    remember(by=BY, at=AT, number=3)
    yield committed
    for name in (f"{committed}_restoring", committed + KEPT):
        administer(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
