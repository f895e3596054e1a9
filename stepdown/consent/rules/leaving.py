"""How much a purpose needs, and the statement that goes along with what leaves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from stepdown.consent.terms import Category, Decision, NoticeVersion, Purpose

C = Category
RECORD = frozenset(Category) - {C.COUNSELING_NOTES}

NEEDED: Mapping[Purpose, frozenset[Category]] = {
    Purpose.TREATMENT: frozenset(Category),
    Purpose.PAYMENT: RECORD - {C.SAFETY},
    Purpose.OPERATIONS: RECORD,
    Purpose.SUPPORT: RECORD - {C.ASSESSMENT, C.TEST_RESULTS, C.COVERAGE},
    Purpose.HOUSING: frozenset(
        {C.IDENTITY, C.CONTACT, C.SCHEDULE, C.ATTENDANCE, C.PROGRESS, C.TEST_RESULTS, C.DISCHARGE}
    ),
    Purpose.WORK_OR_SCHOOL: frozenset({C.IDENTITY, C.SCHEDULE, C.ATTENDANCE, C.DISCHARGE}),
    Purpose.BENEFITS: RECORD - {C.SAFETY, C.TEST_RESULTS},
    Purpose.JUSTICE_SUPERVISION: frozenset(
        {C.IDENTITY, C.SCHEDULE, C.ATTENDANCE, C.PLAN, C.PROGRESS, C.TEST_RESULTS, C.DISCHARGE}
    ),
    Purpose.PROCEEDINGS: frozenset(Category),
    Purpose.RESEARCH: RECORD - {C.CONTACT, C.SAFETY},
    Purpose.AUDIT: RECORD,
    Purpose.PUBLIC_HEALTH: frozenset({C.IDENTITY, C.DIAGNOSIS, C.TEST_RESULTS}),
    Purpose.FUNDRAISING: frozenset({C.IDENTITY, C.CONTACT}),
    Purpose.REPORT_REQUIRED_BY_LAW: frozenset({C.IDENTITY, C.CONTACT, C.DIAGNOSIS, C.MEDICATION, C.TEST_RESULTS}),
    Purpose.OWN_REQUEST: RECORD,
}
"""The most that a file about many people says for a purpose (42 CFR 2.13(a); 45 CFR 164.502(b), which spares treatment).

It bounds what is asked of the gate; a consent for less bounds it further.
"""

NOTICES = (
    NoticeVersion(
        "2024", date(2024, 4, 16), "42 CFR part 2 prohibits unauthorized use or disclosure of these records."
    ),
)
"""42 CFR 2.32(a)(2), by the day from which it is worded so (89 FR 12472), the latest last."""


def notice_on(day: date) -> NoticeVersion:
    """The statement as it is worded on a day; before the first, the first."""
    return max((one for one in NOTICES if one.starts <= day), key=lambda one: one.starts, default=NOTICES[0])


def told_of(decision: Decision) -> frozenset[Category]:
    """What a file may say of somebody. Every line says that they are a client here: without that, nothing."""
    told = frozenset(one.item.category for one in decision.granted)
    return told if Category.IDENTITY in told else frozenset()
