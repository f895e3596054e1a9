"""Plan, coverage, safety and policy: each action once."""

from __future__ import annotations

from decimal import Decimal

from stepdown.coverage.actions import authorize, end_authorization, log_call
from stepdown.coverage.terms import NewAuthorization, NewCall, Outcome, UnitKind, UnitPeriod, Units
from stepdown.plan.actions import end_prescription, prescribe
from stepdown.plan.terms import Modality, NewPrescription, PrescribedLine
from stepdown.policy.actions import load_rows, record_value
from stepdown.policy.terms import NewValue, Scope
from stepdown.safety.actions import end_restriction, restrict_contact
from stepdown.safety.terms import NewRestriction
from tests.actions.cases.case import CHANGE, DECIDE, Case, R, one
from tests.actions.cases.place import DAY, IOP, LATER, Place
from tests.factories.crowd import BEFORE, MONDAY


def _order(p: Place) -> NewPrescription:
    lines = (PrescribedLine(p.service, 3, 60),)
    return NewPrescription(p.crowd.clients[2], LATER, Modality.VIDEO, 540, 180, lines)


def _authorization(p: Place) -> NewAuthorization:
    units = (Units(UnitKind.DAY, UnitPeriod.WEEK, 3),)
    return NewAuthorization(p.newcomer, IOP, MONDAY, LATER, units)


def _value() -> NewValue:
    return NewValue("hour.minutes", Decimal(50), "minutes", Scope(payer="acme-health"), MONDAY, "Contract of 2026")


def _call() -> NewCall:
    return NewCall(BEFORE, "Somebody in utilization review", Outcome.AUTHORIZED, "R-1", next_review=LATER)


PLAN_AND_COVER: dict[str, Case] = {
    "plan.prescribe": Case(
        lambda p, by, at: prescribe(by=by, at=at, prescriptions=[_order(p)]),
        DECIDE | {R.PRESCRIBER},
        one("plan_prescription") | one("plan_prescribedservice") | {("plan_prescription", "update"): 1},
        [("prescription", "2")],
    ),
    "plan.end_prescription": Case(
        lambda p, by, at: end_prescription(by=by, at=at, prescription=p.order, on=LATER, reason="Moved away"),
        DECIDE | {R.PRESCRIBER}, {("plan_prescription", "update"): 1}, [("prescription", "newcomer")],
    ),
    "coverage.log_call": Case(
        lambda p, by, at: log_call(by=by, at=at, authorization=p.authorization, call=_call()),
        {R.PROGRAM_DIRECTOR, R.UTILIZATION_REVIEWER, R.BILLER, R.CASE_MANAGER},
        one("coverage_reviewcontact") | {("coverage_authorization", "update"): 1}, [("review_contact", "0")],
    ),
    "coverage.end_authorization": Case(
        lambda p, by, at: end_authorization(by=by, at=at, authorization=p.authorization, on=MONDAY + DAY),
        {R.PROGRAM_DIRECTOR, R.UTILIZATION_REVIEWER, R.BILLER, R.CASE_MANAGER},
        {("coverage_authorization", "update"): 1}, [("authorization", "0")],
    ),
    "coverage.authorize": Case(
        lambda p, by, at: authorize(by=by, at=at, authorizations=[_authorization(p)]),
        {R.PROGRAM_DIRECTOR, R.UTILIZATION_REVIEWER, R.BILLER, R.CASE_MANAGER},
        one("coverage_authorization") | one("coverage_authorizedunits"), [("authorization", "newcomer")],
    ),
    "safety.end_restriction": Case(
        lambda p, by, at: end_restriction(by=by, at=at, restriction=p.apart, on=LATER, reason="Both asked"),
        DECIDE | {R.CASE_MANAGER, R.ADMISSIONS_ADVISOR}, {("safety_contactrestriction", "update"): 1},
        [("contact_restriction", "0"), ("contact_restriction", "newcomer")],
    ),
    "safety.restrict_contact": Case(
        lambda p, by, at: restrict_contact(
            by=by, at=at, restrictions=[NewRestriction(p.crowd.clients[1], p.crowd.clients[2], MONDAY)]
        ),
        DECIDE | {R.CASE_MANAGER, R.ADMISSIONS_ADVISOR}, one("safety_contactrestriction"),
        [("contact_restriction", "1"), ("contact_restriction", "2")],
    ),
    "policy.load_rows": Case(
        lambda p, by, at: load_rows(by=by, at=at),
        CHANGE, {("policy_parameter", "insert"): -1}, [("policy", "")], anywhere=True,
    ),
    "policy.record_value": Case(
        lambda p, by, at: record_value(by=by, at=at, value=_value()),
        CHANGE, one("policy_parameter"), [("policy", "")], anywhere=True,
    ),
}  # fmt: skip
