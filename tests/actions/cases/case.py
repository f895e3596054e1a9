"""What a row of the table of actions says, and the words it is written in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from stepdown.agency.terms import Role
from stepdown.audit.terms import Actor
from tests.actions.cases.place import Place
from tests.factories.crowd import BEFORE

R = Role
CHANGE = {R.PROGRAM_DIRECTOR, R.ADMINISTRATOR}
DECIDE = {R.PROGRAM_DIRECTOR, R.MEDICAL_DIRECTOR, R.CLINICAL_SUPERVISOR, R.CLINICIAN}
GROUPS = CHANGE | {R.CLINICAL_SUPERVISOR}
REGISTER = {R.PROGRAM_DIRECTOR, R.ADMISSIONS_ADVISOR, R.CASE_MANAGER, R.FRONT_DESK}
BOOK = GROUPS | {R.CLINICIAN, R.CASE_MANAGER, R.ADMISSIONS_ADVISOR, R.FRONT_DESK}
PUBLISH = {R.PROGRAM_DIRECTOR, R.CLINICAL_SUPERVISOR}
CARE = DECIDE | {
    R.PRESCRIBER, R.NURSE, R.INTERN, R.CASE_MANAGER, R.BEHAVIORAL_TECHNICIAN, R.PEER_SPECIALIST,
}  # fmt: skip
HOLD = DECIDE | {R.CASE_MANAGER, R.UTILIZATION_REVIEWER}
DOOR = set(Role) - {R.UTILIZATION_REVIEWER, R.BILLER, R.COMPLIANCE, R.ADMINISTRATOR}
Written = dict[tuple[str, str], int]


@dataclass(frozen=True)
class Case:
    """One action. `changes` counts history rows by (table, what was done), `entries` are (kind, about which client):
    "new" is about what it made, "first" about what the first entry is about.

    `anywhere`: it concerns the whole agency, so that no site is out of reach. `through`: what crosses steps is written
    down by the actions it calls, an entry each, in this order.
    """

    do: Callable[[Place, Actor, datetime], object]
    may: set[Role]
    changes: Written
    entries: list[tuple[str, str]]
    anywhere: bool = False
    through: tuple[str, ...] = ()
    at: datetime = BEFORE


def one(table: str) -> Written:
    return {(table, "insert"): 1}


WEEK_CHANGED: Written = {("schedule_weekplan", "update"): 1}
KEPT: Written = {("schedule_enrollment", "update"): 1, ("schedule_trackenrollment", "update"): 1}


def changed(table: str) -> Written:
    return {(table, "update"): 1}
