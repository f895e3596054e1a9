"""The register of breaches: written down by anybody, weighed, decided, told and closed by a named person."""

from __future__ import annotations

from datetime import date, datetime

from stepdown.agency.access import demand
from stepdown.audit.actions import lock, note
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, Lockable, NotFound, refuse
from stepdown.privacy import rules
from stepdown.privacy.access import MAY_KEEP_BREACHES, MAY_REPORT_BREACHES
from stepdown.privacy.models import Breach, BreachAssessment, BreachClosing, BreachFactor, BreachTold
from stepdown.privacy.queries.breaches import breach_days, breach_facts
from stepdown.privacy.terms.breaches import BreachNotice, NewAssessment, NewBreach


@action
def report_breach(*, by: Actor, at: datetime, day: date, breach: NewBreach) -> int:
    """Write down what was found; its clocks run from the day of discovery. `day` is today at the site. Returns its id.

    Raises NotAllowed; NotFound beyond the actor's reach; Refused with everything that is missing.
    """
    demand(by, MAY_REPORT_BREACHES, [breach.site])
    refuse(rules.breach_obstacles(breach, day))
    row = Breach.objects.create(
        site_id=breach.site,
        discovered_on=breach.discovered_on,
        happened_on=breach.happened_on,
        people=breach.people,
        what=breach.what.strip(),
        parts=sorted(breach.parts),
        recorded_at=at,
        recorded_by=by.label,
    )
    note(by=by, at=at, subject=("breach", row.pk))
    return row.pk


@action
def assess_breach(*, by: Actor, at: datetime, breach: int, assessment: NewAssessment) -> int:
    """Weigh every factor and decide; what becomes known later is weighed anew. Returns the id of the assessment.

    Raises NotAllowed; NotFound; Refused with everything that is missing, and when it is closed.
    """
    row = _held(by, breach)
    refuse(rules.assessment_obstacles(breach_facts(row), assessment))
    made = BreachAssessment.objects.create(
        breach=row,
        outcome=assessment.outcome,
        people=assessment.people,
        words=assessment.words.strip(),
        decided_at=at,
        recorded_by=by.label,
    )
    BreachFactor.objects.bulk_create(
        BreachFactor(assessment=made, factor=one.factor, rating=one.rating, why=one.why.strip())
        for one in assessment.weighed
    )
    note(by=by, at=at, subject=("breach", row.pk), details={"outcome": assessment.outcome})
    return made.pk


@action
def tell_of_breach(
    *, by: Actor, at: datetime, day: date, breach: int, notice: BreachNotice, told_on: date, words: str
) -> int:
    """Write down that the people, the department or the media were told on `told_on`, and how. Returns its id.

    Raises NotAllowed; NotFound; Refused: not decided, not owed, told already, a day that can not be, no words, closed.
    """
    row = _held(by, breach)
    refuse(rules.telling_obstacles(breach_facts(row), breach_days(row, day), notice, told_on, words, today=day))
    told = BreachTold.objects.create(
        breach=row, notice=notice, told_on=told_on, words=words.strip(), recorded_at=at, recorded_by=by.label
    )
    note(by=by, at=at, subject=("breach", row.pk), details={"notice": notice})
    return told.pk


@action
def take_back_told(*, by: Actor, at: datetime, told: int, words: str) -> None:
    """Say that what was written down of somebody told was a mistake, for the reason in `words`: they are still to be told.

    The row stays, as does its history. Raises NotAllowed; NotFound; Refused: taken back already, no reason, closed.
    """
    row = BreachTold.objects.filter(pk=told).first()
    breach = _held(by, row.breach_id if row else 0)
    row = BreachTold.objects.get(pk=told)
    refuse(rules.taking_back_obstacles(breach_facts(breach), taken_back=row.taken_back_at is not None, words=words))
    row.taken_back_at, row.taken_back_by, row.taken_back_words = at, by.label, words.strip()
    row.save(update_fields=["taken_back_at", "taken_back_by", "taken_back_words"])
    note(by=by, at=at, subject=("breach", breach.pk), details={"notice": row.notice, "taken_back": True})


@action
def close_breach(*, by: Actor, at: datetime, day: date, breach: int, words: str) -> None:
    """Close it: it is decided, and everybody owed was told. `words`: what keeps it from happening again.

    Raises NotAllowed; NotFound; Refused with everything that is still missing.
    """
    row = _held(by, breach)
    refuse(rules.closing_obstacles(breach_facts(row), breach_days(row, day), words))
    BreachClosing.objects.create(breach=row, words=words.strip(), closed_at=at, recorded_by=by.label)
    note(by=by, at=at, subject=("breach", row.pk))


def _held(by: Actor, number: int) -> Breach:
    """The breach, within the actor's rights and reach, held."""
    lock([(Lockable.SETUP, 0)])
    row = Breach.objects.select_related("site").filter(pk=number).first()
    demand(by, MAY_KEEP_BREACHES, [row.site_id] if row else [])
    if row is None:
        raise NotFound
    return row
