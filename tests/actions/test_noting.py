"""What actions share: notes of many things at once, refusing with every obstacle, and the database's last word."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum

import pytest
from django.db import IntegrityError

from stepdown.audit.actions import last_word, note, notes
from stepdown.audit.context import action
from stepdown.audit.models import Entry
from stepdown.audit.terms import Actor, Noted, Obstacle, Refused, refuse, system

AT = datetime(2026, 3, 2, 15, tzinfo=UTC)
BY = system("test")
COLUMNS = ("action", "actor", "occurred_at", "subject_kind", "subject_id", "client_id", "details")


class Reason(StrEnum):
    ONE = "one"
    OTHER = "other"


@action
def many(*, by: Actor, at: datetime, rows: list[Noted]) -> None:
    notes(by=by, at=at, rows=rows)


@action
def single(*, by: Actor, at: datetime) -> None:
    note(by=by, at=at, subject=("room", 3), client=5, details={"seat": 2})


def test_many_notes_keep_their_order_and_say_what_one_says(db: None) -> None:
    many(by=BY, at=AT, rows=[Noted(("room", 1)), Noted(("room", 3), 5, {"seat": 2})])
    single(by=BY, at=AT)
    name = __name__.removeprefix("stepdown.").partition(".")[0]
    assert list(Entry.objects.order_by("pk").values_list(*COLUMNS)) == [
        (f"{name}.many", "system:test", AT, "room", 1, None, {}),
        (f"{name}.many", "system:test", AT, "room", 3, 5, {"seat": 2}),
        (f"{name}.single", "system:test", AT, "room", 3, 5, {"seat": 2}),
    ]


def test_nothing_done_is_nothing_noted(db: None) -> None:
    many(by=BY, at=AT, rows=[])
    assert Entry.objects.count() == 0


def test_noting_outside_an_action_is_a_mistake(db: None) -> None:
    with pytest.raises(RuntimeError):
        notes(by=BY, at=AT, rows=[Noted(("room", 1))])


def test_every_obstacle_is_told_and_none_lets_pass() -> None:
    refuse([])
    with pytest.raises(Refused) as error:
        refuse(Obstacle(reason) for reason in Reason)
    assert [obstacle.blocker for obstacle in error.value.obstacles] == [Reason.ONE, Reason.OTHER]


def test_what_a_constraint_refuses_is_told_as_an_obstacle_without_its_row(db: None) -> None:
    """The database's message quotes the row; it is not passed on."""
    with pytest.raises(Refused) as error, last_word(Obstacle(Reason.ONE)):
        raise IntegrityError("Key (record_number)=(X) already exists")
    assert [obstacle.blocker for obstacle in error.value.obstacles] == [Reason.ONE]
    assert error.value.__suppress_context__ is True
    assert Entry.objects.count() == 0
