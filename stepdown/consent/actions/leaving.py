"""Letting a file or a message about many people leave: each is asked about, and each answer is kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from stepdown.agency.access import EVERYONE, SYSTEM, demand
from stepdown.audit.actions import charts_read, note
from stepdown.audit.context import action
from stepdown.audit.terms import Actor
from stepdown.consent import rules
from stepdown.consent.access import MAY_ASK
from stepdown.consent.actions.steps_answers import Asked, answered
from stepdown.consent.models import Disclosure
from stepdown.consent.queries import leaving as queries
from stepdown.consent.terms import Category, Decision, Leaving, Passed
from stepdown.people.actions.steps import hold_records
from stepdown.people.queries import sites_of


@action
def release(*, by: Actor, at: datetime, day: date, leaving: Leaving) -> Passed:
    """Ask the gate about everybody a file speaks of, and keep each answer; `day` is today. Write only what `may_leave` says.

    For ourselves it is the work inside the programme: kept once, with who, what for and of how many people. For
    somebody else each person's answer stands in the accounting, yes and no. Thirteen statements, however many people.
    Raises NotAllowed; NotFound beyond the actor's reach, and for a recipient whose address nobody made sure of.
    """
    outside = leaving.whom.recipient
    demand(by, EVERYONE if outside is None else MAY_ASK, sites_of(leaving.people).values())
    passed = _inside(leaving, at, day) if outside is None else _outside(by, leaving, outside, at, day)
    if not by.has_any(SYSTEM):
        charts_read(by=by, clients=passed.may_leave, page=leaving.door)
    details: dict[str, object] = {
        "door": leaving.door,
        "purpose": leaving.whom.purpose,
        "people": len(passed.may_leave),
        "withheld": passed.withheld,
    }
    note(by=by, at=at, subject=("recipient", outside or 0), details=details)
    return passed


def _inside(leaving: Leaving, at: datetime, day: date) -> Passed:
    decision = queries.for_ourselves(leaving, at)
    told = rules.told_of(decision)
    return Passed(
        to="",
        purpose=leaving.whom.purpose,
        may_leave=dict.fromkeys(leaving.people, told) if told else {},
        notice=rules.notice_on(day),
        withheld=0 if told else len(leaving.people),
        reasons=decision.reasons,
        not_needed=queries.not_needed(leaving),
    )


def _outside(by: Actor, leaving: Leaving, recipient: int, at: datetime, day: date) -> Passed:
    to, name = queries.addressee(recipient)
    if leaving.exception is None:
        hold_records(leaving.people)  # a consent taken back meanwhile waits, or was first
    answers = queries.answers(leaving, to, at=at, day=day)
    told = {client: found for client, decision in answers.items() if (found := rules.told_of(decision))}
    passed = Passed(
        to=name,
        purpose=leaving.whom.purpose,
        may_leave=told,
        notice=rules.notice_on(day),
        withheld=len(answers) - len(told),
        partly=sum(bool(answers[client].withheld) for client in told),
        reasons=frozenset(reason for one in answers.values() for reason in one.reasons),
        not_needed=queries.not_needed(leaving),
    )
    asked = Asked(by, at, day, leaving.door, to.kind, name, leaving.whom.purpose, leaving.exception)
    wanted = leaving.categories - passed.not_needed
    rows = [row for client, decision in answers.items() for row in _kept(asked, wanted, passed, client, decision)]
    Disclosure.objects.bulk_create(rows, batch_size=1000)
    return passed


def _kept(
    asked: Asked, wanted: frozenset[Category], passed: Passed, client: int, decision: Decision
) -> Iterator[Disclosure]:
    """The answer about one person as the accounting keeps it: what is told in a row, and what is not in another."""
    told = passed.may_leave.get(client, frozenset())
    for allowed, categories in ((True, told), (False, wanted - told)):
        if categories:
            yield answered(asked, client, categories, decision, allowed=allowed)
