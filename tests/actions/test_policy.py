"""Policy rows in the database: the shipped ones, which one holds, and that no two hold on one day."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from stepdown.audit.context import action
from stepdown.audit.terms import Actor, NotAllowed, Refused, system
from stepdown.policy.actions import load_rows, record_value
from stepdown.policy.models import Parameter
from stepdown.policy.queries import all_values, book, missing, value_on
from stepdown.policy.terms import NewValue, Scope, payer_code

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


def contract(days: int = 50, since: date = TODAY) -> NewValue:
    scope = Scope(payer="acme-health")
    return NewValue("hour.minutes", Decimal(days), "minutes", scope, since, "Contract with Acme Health, page 3")


def test_what_an_agency_says_ends_what_held_before(shipped: int) -> None:
    record_value(by=system("test"), at=AT, value=contract())
    record_value(by=system("test"), at=AT, value=contract(55, date(2026, 5, 1)))
    asked = Scope("US-TX", payer="acme-health")
    held = [value_on("hour.minutes", asked, day) for day in (date(2026, 3, 1), TODAY, date(2026, 5, 1))]
    assert [value and value.value for value in held] == [Decimal(60), Decimal(50), Decimal(55)]


def test_every_reason_not_to_record_a_value(shipped: int) -> None:
    record_value(by=system("test"), at=AT, value=contract())
    wrong = NewValue("hour.minutes", Decimal(50), "minutes", Scope(payer="acme-health"), TODAY, " ", TODAY)
    with pytest.raises(Refused) as error:
        record_value(by=system("test"), at=AT, value=wrong)
    assert [(o.blocker.value, o.about) for o in error.value.obstacles] == [
        ("no_source", {}),
        ("ends_before_start", {}),
        ("later_value_exists", {"since": TODAY}),
    ]
    with pytest.raises(NotAllowed):
        record_value(by=Actor("desk", roles=frozenset({"front_desk"})), at=AT, value=contract(since=TODAY))


def test_new_shipped_rows_reach_an_old_installation_and_leave_its_own_alone(shipped: int) -> None:
    @action
    def as_it_was(*, by: Actor, at: datetime) -> None:
        Parameter.objects.filter(key__startswith="counts.").delete()
        Parameter.objects.filter(key="hour.minutes").update(value=50, effective_from=date(2024, 1, 1))

    counts = Parameter.objects.filter(key__startswith="counts.").count()
    as_it_was(by=system("test"), at=AT)
    assert len(missing()) == counts
    assert load_rows(by=system("test"), at=AT) == counts
    assert list(Parameter.objects.filter(key="hour.minutes").values_list("value", flat=True)) == [Decimal(50)]
    assert missing() == []


def test_a_book_answers_for_many_scopes(shipped: int) -> None:
    found = book(["week.starts"])
    starts = [found.on(Scope("US-TX", payer=payer), TODAY)["week.starts_on"].value for payer in ("", "medicare")]
    assert starts == [Decimal(1), Decimal(7)]


@pytest.mark.parametrize(
    ("name", "code"),
    [("Medi-Cal", "medi-cal"), (" Medicare ", "medicare"), ("Blue Shield, of X", "blue-shield-of-x"), ("", "")],
)
def test_the_name_of_a_payer_as_policy_spells_it(name: str, code: str) -> None:
    assert payer_code(name) == code
