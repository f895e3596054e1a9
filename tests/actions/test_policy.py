"""Policy rows in the database: the shipped ones, which one holds, and that no two hold on one day."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from stepdown.audit.context import action
from stepdown.audit.terms import Actor, NotAllowed, system
from stepdown.policy.actions import load_rows
from stepdown.policy.models import Parameter
from stepdown.policy.queries import all_values, value_on
from stepdown.policy.terms import Scope

AT = datetime(2026, 3, 2, 15, tzinfo=UTC)
TODAY = date(2026, 3, 2)


@pytest.fixture
def shipped(db: None) -> int:
    return load_rows(by=system("test"), at=AT)


def test_loading_twice_adds_nothing(shipped: int) -> None:
    assert shipped == Parameter.objects.count() > 0
    assert load_rows(by=system("test"), at=AT) == 0
    assert Parameter.objects.count() == shipped


def test_not_everybody_may(db: None) -> None:
    with pytest.raises(NotAllowed):
        load_rows(by=Actor("desk", roles=frozenset({"front_desk"})), at=AT)
    assert Parameter.objects.count() == 0


@pytest.mark.parametrize(
    ("key", "level", "edition", "population", "value"),
    [
        ("hours.weekly_minimum", "2.1", "asam-3", "adult", 540),
        ("hours.weekly_minimum", "2.1", "asam-3", "adolescent", 360),
        ("hours.weekly_minimum", "2.1", "asam-4", "adult", 540),
        ("hours.weekly_minimum", "2.5", "asam-3", "adult", 1200),
        ("hours.weekly_minimum", "2.5", "asam-4", "adult", 1200),
        ("day.billable_minimum", "2.1", "", "", 180),
        ("note.sign_within", "", "", "", 72),
    ],
)
def test_which_value_holds(shipped: int, key: str, level: str, edition: str, population: str, value: int) -> None:
    scope = Scope("US-IL", level_of_care=level, edition=edition, population=population)
    found = value_on(key, scope, TODAY)
    assert found is not None
    assert (found.value, bool(found.source)) == (Decimal(value), True)


def test_a_key_that_is_not_there(shipped: int) -> None:
    assert value_on("hours.nonsense", Scope(), TODAY) is None


def test_search_looks_in_keys_sources_and_notes(shipped: int) -> None:
    assert {value.key for value in all_values("caseload")} == {
        value.key for value in all_values() if "caseload" in (value.key + value.source + value.note).lower()
    }


def test_two_rows_never_hold_on_one_day(shipped: int) -> None:
    @action
    def add(*, by: Actor, at: datetime) -> None:
        row = Parameter.objects.filter(key="hours.weekly_minimum", effective_to=None).first()
        assert row is not None
        row.pk = None
        row.effective_from = date(2026, 1, 1)
        row.save()

    with pytest.raises(IntegrityError, match="policy_one_value_a_day"), transaction.atomic():
        add(by=system("test"), at=AT)
