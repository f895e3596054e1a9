"""The policy rows that ship with Stepdown: their shape, and the numbers themselves, as a table to check by eye.

`effective_to` is the first day on which a row no longer holds.
"""

import json
import re
from collections import defaultdict
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from stepdown.agency.terms import ServiceCategory

ROWS_FILE = Path(__file__).parents[2] / "stepdown" / "policy" / "rows.json"
ROWS: list[dict[str, Any]] = json.loads(ROWS_FILE.read_text(encoding="utf-8"))

SCOPE = ("key", "jurisdiction", "payer", "edition", "level_of_care", "population")
FIELDS = {*SCOPE, "value", "unit", "effective_from", "effective_to", "source", "verified", "note"}

UNITS = {
    "ISO weekday",
    "attempts",
    "business days",
    "claims/day",
    "days",
    "days/week",
    "edition",
    "hours",
    "minutes",
    "minutes/day",
    "minutes/week",
    "people",
    "services/day",
    "sessions/week",
    "share",
    "times/hour",
    "visits",
    "weeks",
    "years",
    "yes or no",
}
EDITIONS = {"asam-3", "asam-4", None}
POPULATIONS = {"adult", "adolescent", None}
LEVELS: dict[str | None, set[str | None]] = {
    "asam-3": {"0.5", "1", "2.1", "2.5", "3.1", "3.3", "3.5", "3.7", "4"},
    "asam-4": {"1.0", "1.5", "1.7", "2.1", "2.5", "2.7", "3.1", "3.5", "3.7", "4"},
    None: {"2.1", "2.5", None},
}
NAME = re.compile(r"[a-z_]+(\.[a-z_]+)+")
JURISDICTION = re.compile(r"US(-[A-Z]{2})?")
PAYER = re.compile(r"[a-z]+(-[a-z]+)*")

HOUR = 60

COUNTS = {
    # category: towards weekly hours, towards a paid day, one of Medicare's services of a day
    "process_group": (1, 1, 1),
    "psychoeducation": (1, 1, 1),
    "individual": (1, 1, 1),
    "case_management": (1, 0, 0),
    "skills": (1, 1, 1),
    "family": (1, 1, 1),
    "multi_family": (1, 1, 1),
    "psychiatric": (1, 0, 1),
    "nursing": (0, 0, 0),
    "peer_support": (0, 0, 1),
    "vocational": (0, 0, 0),
    "educational": (0, 0, 0),
    "orientation": (0, 0, 0),
    "community_meeting": (0, 0, 0),
    "mutual_help_introduction": (0, 0, 0),
    "nutrition": (1, 1, 0),
    "supported_meal": (0, 0, 0),
    "movement": (1, 1, 1),
    "mindfulness": (1, 1, 0),
    "specimen_collection": (0, 0, 0),
    "other": (1, 1, 0),
}
"""What counts, as a table to check by eye: 1 counts, 0 does not."""
CHECKED = {"process_group", "psychoeducation", "individual", "case_management"}
"""The core services of the SAMHSA advisory: these were read at their source."""

# key, jurisdiction, edition, level, population, value, unit, checked at its source
EXPECTED = [
    # weekly hours, The ASAM Criteria, 3rd edition
    ("hours.weekly_below", "US", "asam-3", "1", "adult", 9 * HOUR, "minutes/week", True),
    ("hours.weekly_below", "US", "asam-3", "1", "adolescent", 6 * HOUR, "minutes/week", True),
    ("hours.weekly_minimum", "US", "asam-3", "2.1", "adult", 9 * HOUR, "minutes/week", True),
    ("hours.weekly_minimum", "US", "asam-3", "2.1", "adolescent", 6 * HOUR, "minutes/week", True),
    ("hours.weekly_maximum", "US", "asam-3", "2.1", "adult", 19 * HOUR, "minutes/week", True),
    ("hours.weekly_maximum", "US", "asam-3", "2.1", "adolescent", 19 * HOUR, "minutes/week", True),
    ("hours.weekly_minimum", "US", "asam-3", "2.5", None, 20 * HOUR, "minutes/week", True),
    ("hours.weekly_minimum", "US", "asam-3", "3.1", None, 5 * HOUR, "minutes/week", True),
    # weekly hours, 4th edition (adults)
    ("hours.weekly_below", "US", "asam-4", "1.5", "adult", 9 * HOUR, "minutes/week", False),
    ("hours.weekly_below", "US", "asam-4", "1.7", "adult", 9 * HOUR, "minutes/week", False),
    ("hours.weekly_minimum", "US", "asam-4", "2.1", "adult", 9 * HOUR, "minutes/week", False),
    ("hours.weekly_maximum", "US", "asam-4", "2.1", "adult", 19 * HOUR, "minutes/week", False),
    ("hours.weekly_minimum", "US", "asam-4", "2.5", "adult", 20 * HOUR, "minutes/week", False),
    ("hours.weekly_minimum", "US", "asam-4", "2.7", "adult", 20 * HOUR, "minutes/week", False),
    ("hours.weekly_minimum", "US", "asam-4", "3.1", "adult", 9 * HOUR, "minutes/week", False),
    ("hours.weekly_maximum", "US", "asam-4", "3.1", "adult", 19 * HOUR, "minutes/week", False),
    ("hours.weekly_minimum", "US", "asam-4", "3.5", "adult", 20 * HOUR, "minutes/week", False),
    ("hours.weekly_minimum", "US", "asam-4", "3.7", "adult", 20 * HOUR, "minutes/week", False),
    # which edition a state uses
    ("criteria.edition", "US", None, None, None, 3, "edition", False),
    ("criteria.edition", "US-IL", None, None, "adult", 4, "edition", True),
    # federal advice: SAMHSA advisory 2021, TIP 47
    ("hours.weekly_minimum", "US", None, "2.1", "adult", 9 * HOUR, "minutes/week", True),
    ("hours.weekly_minimum", "US", None, "2.1", "adolescent", 6 * HOUR, "minutes/week", True),
    ("hours.weekly_usual_minimum", "US", None, "2.1", None, 6 * HOUR, "minutes/week", False),
    ("hours.weekly_usual_maximum", "US", None, "2.1", None, 30 * HOUR, "minutes/week", False),
    ("downtime.days_ahead", "US", None, None, None, 2, "days", False),
    ("downtime.kept_days", "US", None, None, None, 7, "days", False),
    ("episode.usual_minimum", "US", None, "2.1", None, 90, "days", False),
    # how long a chart stays open to somebody outside the care team: our own measure
    ("access.emergency_hours", "US", None, None, None, 4, "hours", False),
    ("access.newly_admitted", "US", None, None, None, 14, "days", False),
    ("access.reason_hours", "US", None, None, None, 12, "hours", False),
    ("access.service_account_days", "US", None, None, None, 365, "days", False),
    ("access.service_account_uses_an_hour", "US", None, None, None, 60, "times/hour", False),
    # from first contact to first group: our own measure
    ("admission.clearance_for_group", "US", None, None, None, 1, "yes or no", False),
    ("admission.first_service_within", "US", None, None, None, 7, "days", False),
    ("individual.weekly_usual_minimum", "US", None, "2.1", None, 1, "sessions/week", False),
    ("group.usual_minimum", "US", None, None, None, 8, "people", False),
    ("group.capacity.counseling", "US", None, None, None, 15, "people", False),
    # the program day
    ("day.billable_minimum", "US", None, "2.1", None, 3 * HOUR, "minutes/day", False),
    ("day.billable_minimum", "US", None, "2.5", None, 4 * HOUR, "minutes/day", False),
    ("attendance.desk_and_leader_apart", "US", None, None, None, 5, "minutes", False),
    ("day.countable_grace", "US", None, None, None, 0, "minutes", False),
    ("day.per_diem_maximum", "US", None, None, None, 1, "claims/day", False),
    ("days.weekly_minimum", "US", None, "2.1", None, 3, "days/week", False),
    ("block.minutes", "US", None, "2.1", None, 3 * HOUR, "minutes", False),
    ("block.minutes", "US", None, "2.5", None, 6 * HOUR, "minutes", False),
    ("group.process_minutes", "US", None, None, None, 60, "minutes", False),
    ("group.education_minutes", "US", None, None, None, 60, "minutes", False),
    # plans and notes
    ("plan.initial_due", "US", None, "2.1", None, 7, "days", False),
    ("plan.initial_due", "US", None, "2.5", None, 3, "days", False),
    ("plan.initial_due_visit", "US", None, "2.1", None, 3, "visits", False),
    ("plan.comprehensive_target", "US", None, None, None, 14, "days", False),
    ("plan.comprehensive_due", "US", None, None, None, 30, "days", False),
    ("plan.review_interval", "US", None, "2.1", None, 30, "days", False),
    ("plan.review_interval", "US", None, "2.5", None, 14, "days", False),
    ("note.sign_target", "US", None, None, None, 0, "days", False),
    ("note.sign_within", "US", None, None, None, 72, "hours", False),
    ("note.sign_within", "US-CA", None, None, None, 3, "business days", False),
    ("note.crisis_sign_within", "US-CA", None, None, None, 1, "days", False),
    # accounting of disclosures
    ("accounting.years_back", "US", None, None, None, 6, "years", False),
    # consents
    ("consent.ends_soon", "US", None, None, None, 30, "days", False),
    # legal requests
    ("legal.due_soon", "US", None, None, None, 3, "business days", False),
    ("legal.first_look_within", "US", None, None, None, 1, "business days", False),
    ("legal.objection_within", "US", None, None, None, 14, "days", False),
    # minors: when they may consent alone, and who decides what is told
    ("minors.alone_mental_health", "US-CA", None, None, None, 12, "years", False),
    ("minors.alone_mental_health", "US-FL", None, None, None, 18, "years", False),
    ("minors.alone_mental_health", "US-IL", None, None, None, 12, "years", False),
    ("minors.alone_mental_health", "US-NY", None, None, None, 0, "years", False),
    ("minors.alone_mental_health", "US-TX", None, None, None, 18, "years", False),
    ("minors.alone_substance_use", "US-CA", None, None, None, 12, "years", False),
    ("minors.alone_substance_use", "US-FL", None, None, None, 0, "years", False),
    ("minors.alone_substance_use", "US-IL", None, None, None, 12, "years", False),
    ("minors.alone_substance_use", "US-NY", None, None, None, 0, "years", False),
    ("minors.alone_substance_use", "US-TX", None, None, None, 0, "years", False),
    ("minors.of_age", "US", None, None, None, 18, "years", False),
    ("minors.of_age", "US-AL", None, None, None, 19, "years", False),
    ("minors.of_age", "US-MS", None, None, None, 21, "years", False),
    ("minors.of_age", "US-NE", None, None, None, 19, "years", False),
    ("minors.parents_told", "US-CA", None, None, None, 1, "yes or no", False),
    ("minors.parents_told", "US-FL", None, None, None, 0, "yes or no", False),
    ("minors.parents_told", "US-IL", None, None, None, 0, "yes or no", False),
    ("minors.parents_told", "US-NY", None, None, None, 1, "yes or no", False),
    ("minors.parents_told", "US-TX", None, None, None, 0, "yes or no", False),
    ("minors.releases", "US-CA", None, None, None, 1, "yes or no", False),
    ("minors.releases", "US-FL", None, None, None, 1, "yes or no", False),
    ("minors.releases", "US-IL", None, None, None, 1, "yes or no", False),
    ("minors.releases", "US-NY", None, None, None, 1, "yes or no", False),
    ("minors.releases", "US-TX", None, None, None, 1, "yes or no", False),
    # breaches
    ("breach.due_soon", "US", None, None, None, 14, "days", False),
    ("breach.many", "US", None, None, None, 500, "people", False),
    ("breach.notice_within", "US", None, None, None, 60, "days", False),
    ("breach.report_after_year", "US", None, None, None, 60, "days", False),
    # what people ask about their records
    ("privacy.access_within", "US", None, None, None, 30, "days", False),
    ("privacy.access_extension", "US", None, None, None, 30, "days", False),
    ("privacy.amendment_within", "US", None, None, None, 60, "days", False),
    ("privacy.amendment_extension", "US", None, None, None, 30, "days", False),
    ("privacy.accounting_within", "US", None, None, None, 60, "days", False),
    ("privacy.accounting_extension", "US", None, None, None, 30, "days", False),
    ("privacy.due_soon", "US", None, None, None, 7, "days", False),
    # how long records are kept
    ("retention.accounting", "US", None, None, None, 6, "years", False),
    ("retention.chart", "US", None, None, None, 10, "years", False),
    ("retention.chart", "US", None, None, None, 10, "years", False),  # Medicare Advantage
    ("retention.chart", "US", None, None, None, 7, "years", False),  # Medicare
    ("retention.documents", "US", None, None, None, 6, "years", False),
    ("retention.history", "US", None, None, None, 6, "years", False),
    ("retention.minor", "US", None, None, None, 10, "years", False),
    ("retention.reads", "US", None, None, None, 6, "years", False),
    # staffing
    ("caseload.primary_clinician", "US", None, "2.1", None, 15, "people", False),
    ("caseload.primary_clinician", "US", None, "2.5", None, 10, "people", False),
    ("group.members_per_clinician", "US", None, None, None, 12, "people", False),
    # states
    ("group.capacity.counseling", "US-TX", None, None, None, 16, "people", True),
    ("group.capacity.education", "US-TX", None, None, None, 35, "people", True),
    ("caseload.primary_clinician.residential", "US-TX", None, None, None, 10, "people", True),
    ("staffing.clients_per_awake_staff.residential", "US-TX", None, None, None, 16, "people", True),
    ("hours.daily_minimum.day_or_night_treatment", "US-FL", None, None, None, 3 * HOUR, "minutes/day", True),
    ("hours.weekly_minimum.day_or_night_treatment", "US-FL", None, None, None, 12 * HOUR, "minutes/week", True),
    ("hours.weekly_minimum", "US-FL", None, "2.1", "adult", 9 * HOUR, "minutes/week", False),
    ("group.capacity.counseling", "US-FL", None, None, None, 15, "people", False),
    ("hours.weekly_minimum", "US-KS", None, "2.1", "adult", 9 * HOUR, "minutes/week", True),
    ("hours.weekly_minimum", "US-KS", None, "2.1", "adolescent", 6 * HOUR, "minutes/week", True),
    ("hours.weekly_minimum", "US-NY", None, "2.1", None, 9 * HOUR, "minutes/week", False),
    ("group.capacity.counseling", "US-NY", None, None, None, 15, "people", False),
    ("waitlist.contact_attempts", "US-NY", None, None, None, 1, "attempts", True),
    ("hours.weekly_minimum", "US-CA", None, "2.1", "adult", 9 * HOUR, "minutes/week", False),
    ("hours.weekly_minimum", "US-CA", None, "2.1", "adolescent", 6 * HOUR, "minutes/week", False),
    ("hours.weekly_maximum", "US-CA", None, "2.1", "adult", 19 * HOUR, "minutes/week", False),
    ("hours.weekly_maximum", "US-CA", None, "2.1", "adolescent", 19 * HOUR, "minutes/week", False),
    ("group.minimum", "US-CA", None, None, None, 2, "people", False),
    ("group.capacity.counseling", "US-CA", None, None, None, 12, "people", False),
    # orders, weeks, hours and clocks
    ("schedule.longest_wait", "US", None, None, None, 30, "minutes", False),
    ("schedule.plan_ahead", "US", None, None, None, 12, "weeks", False),
    ("services.daily_minimum", "US", None, "2.1", None, 3, "services/day", False),
    ("order.physician_required", "US", None, "2.1", None, 1, "yes or no", False),
    ("services.daily_minimum", "US", None, "2.5", None, 3, "services/day", False),
    ("order.physician_required", "US", None, "2.5", None, 1, "yes or no", False),
    ("order.physician_required", "US", None, None, None, 0, "yes or no", False),
    ("order.recertify_within", "US", None, "2.1", None, 60, "days", True),
    ("order.recertify_within", "US", None, "2.5", None, 30, "days", False),
    ("hours.weekly_minimum", "US", None, "2.1", None, 540, "minutes/week", True),
    ("hours.weekly_minimum", "US", None, "2.5", None, 1200, "minutes/week", False),
    ("hour.minutes", "US", None, None, None, 60, "minutes", False),
    ("session.rounding", "US", None, None, None, 1, "minutes", False),
    ("week.starts_on", "US", None, None, None, 1, "ISO weekday", False),
    ("week.starts_on", "US", None, None, None, 7, "ISO weekday", False),
    ("week.first_share", "US", None, None, None, 1, "share", False),
    ("week.last_share", "US", None, None, None, 1, "share", False),
    ("week.holiday_share", "US", None, None, None, 1, "share", False),
    ("contact.earliest", "US", None, None, None, 8 * HOUR, "minutes", False),
    ("contact.latest", "US", None, None, None, 21 * HOUR, "minutes", False),
    ("contact.no_contact_after", "US", None, None, None, 7, "days", False),
    ("hold.no_contact_after", "US", None, None, None, 3, "days", False),
    ("authorization.review_ahead", "US", None, None, None, 7, "days", False),
    ("group.members_per_staff_off_site", "US", None, None, None, 8, "people", False),
]
EXPECTED += [
    (f"counts.{what}.{category}", "US", None, None, None, value, "yes or no", what == "week" and category in CHECKED)
    for category, values in COUNTS.items()
    for what, value in zip(("week", "day", "service"), values, strict=True)
]


def scope(row: dict[str, Any]) -> tuple[Any, ...]:
    """What a row is about; two rows of one scope must not hold on the same day."""
    return tuple(row[field] for field in SCOPE)


def overlapping(rows: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """Scopes in which two rows hold on the same day."""
    by_scope: dict[tuple[Any, ...], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        by_scope[scope(row)].append(row)
    found = []
    for key, group in by_scope.items():
        ordered = sorted(group, key=lambda row: row["effective_from"])
        for earlier, later in pairwise(ordered):
            if earlier["effective_to"] is None or earlier["effective_to"] > later["effective_from"]:
                found.append(key)
    return found


def row_id(row: dict[str, Any]) -> str:
    return "-".join(str(part) for part in scope(row) if part is not None)


def test_the_numbers_are_these() -> None:
    """Every row, and no other: a changed, added or dropped number must be changed here too, by hand."""
    stored = [
        (
            row["key"],
            row["jurisdiction"],
            row["edition"],
            row["level_of_care"],
            row["population"],
            int(row["value"]),
            row["unit"],
            row["verified"],
        )
        for row in ROWS
    ]
    assert sorted(stored, key=repr) == sorted(EXPECTED, key=repr)


def test_every_category_of_service_says_whether_it_counts() -> None:
    assert COUNTS.keys() == set(ServiceCategory)


def test_the_rows_start_on_these_days() -> None:
    """2013-01-01 stands for "no start date is known": the year of the oldest edition held. Each note says so."""
    starts = {(row["jurisdiction"], row["edition"], row["effective_from"]) for row in ROWS}
    assert starts == {
        ("US", None, "2006-01-01"),  # TIP 47
        ("US", None, "2013-01-01"),
        ("US", None, "2013-12-01"),  # Rule 45 as it stands
        ("US", None, "2021-01-01"),  # SAMHSA advisory
        ("US", None, "2024-01-01"),  # Medicare's intensive outpatient benefit
        ("US", "asam-3", "2013-01-01"),
        ("US", "asam-4", "2023-10-01"),
        ("US-AL", None, "2013-01-01"),
        ("US-CA", None, "2013-01-01"),
        ("US-FL", None, "2013-01-01"),
        ("US-FL", None, "2019-08-29"),
        ("US-IL", None, "2013-01-01"),
        ("US-IL", None, "2025-07-01"),
        ("US-KS", None, "2013-01-01"),
        ("US-MS", None, "2013-01-01"),
        ("US-NE", None, "2013-01-01"),
        ("US-NY", None, "2013-01-01"),
        ("US-TX", None, "2004-09-01"),
        ("US-TX", None, "2013-01-01"),
    }


def test_only_these_rows_belong_to_one_payer() -> None:
    of_one_payer = {(row["key"], row["jurisdiction"], row["payer"]) for row in ROWS if row["payer"]}
    assert of_one_payer == {
        ("note.crisis_sign_within", "US-CA", "medi-cal"),
        ("note.sign_within", "US-CA", "medi-cal"),
        ("hours.weekly_minimum", "US", "medicare"),
        ("order.physician_required", "US", "medicare"),
        ("order.recertify_within", "US", "medicare"),
        ("retention.chart", "US", "medicare"),
        ("retention.chart", "US", "medicare-advantage"),
        ("services.daily_minimum", "US", "medicare"),
        ("week.starts_on", "US", "medicare"),
        *((f"counts.service.{category}", "US", "medicare") for category in COUNTS),
    }


@pytest.mark.parametrize("row", ROWS, ids=row_id)
def test_a_row_has_the_agreed_shape(row: dict[str, Any]) -> None:
    assert set(row) == FIELDS
    assert NAME.fullmatch(row["key"])
    assert JURISDICTION.fullmatch(row["jurisdiction"])
    assert row["payer"] is None or PAYER.fullmatch(row["payer"])
    assert row["edition"] in EDITIONS
    assert row["level_of_care"] in LEVELS[row["edition"]]
    assert row["population"] in POPULATIONS
    assert row["unit"] in UNITS
    assert isinstance(row["verified"], bool)


@pytest.mark.parametrize("row", ROWS, ids=row_id)
def test_a_value_is_a_number_written_as_text(row: dict[str, Any]) -> None:
    assert isinstance(row["value"], str)
    assert Decimal(row["value"]) >= 0
    assert str(Decimal(row["value"])) == row["value"]


@pytest.mark.parametrize("row", ROWS, ids=row_id)
def test_the_dates_are_real_and_in_order(row: dict[str, Any]) -> None:
    starts = date.fromisoformat(row["effective_from"])
    assert starts.isoformat() == row["effective_from"]
    if row["effective_to"] is not None:
        assert starts < date.fromisoformat(row["effective_to"])


@pytest.mark.parametrize("row", ROWS, ids=row_id)
def test_every_row_says_where_it_comes_from_and_what_it_means(row: dict[str, Any]) -> None:
    assert len(row["source"]) >= 20
    assert row["note"].endswith(".")
    assert not re.search(r"\[S\d+\]", row["source"] + row["note"])


@pytest.mark.parametrize("row", [row for row in ROWS if row["verified"]], ids=row_id)
def test_a_verified_row_names_the_page_that_was_read(row: dict[str, Any]) -> None:
    assert re.search(r" - https?://\S+", row["source"])


def test_no_two_rows_of_one_scope_hold_on_the_same_day() -> None:
    assert overlapping(ROWS) == []


@pytest.mark.parametrize(
    ("first_ends", "second_starts", "clash"),
    [
        ("2025-07-01", "2025-07-01", False),  # the end is the first day it no longer holds
        ("2025-07-02", "2025-07-01", True),
        (None, "2025-07-01", True),
    ],
)
def test_an_overlap_would_be_found(first_ends: str | None, second_starts: str, clash: bool) -> None:
    first = {**ROWS[0], "effective_from": "2020-01-01", "effective_to": first_ends}
    second = {**ROWS[0], "effective_from": second_starts, "effective_to": None}
    assert overlapping([second, first]) == ([scope(first)] if clash else [])


def test_each_weekly_minimum_is_below_the_maximum_of_the_same_scope() -> None:
    maxima = {scope(row)[1:]: int(row["value"]) for row in ROWS if row["key"] == "hours.weekly_maximum"}
    minima = {scope(row)[1:]: int(row["value"]) for row in ROWS if row["key"] == "hours.weekly_minimum"}
    assert {at: minima[at] < most for at, most in maxima.items()} == dict.fromkeys(maxima, True)
