"""A breach that was written down, and one that was decided."""

from __future__ import annotations

from datetime import date, datetime

from stepdown.audit.terms import Category
from stepdown.privacy import actions
from stepdown.privacy.terms import BreachNotice, BreachOutcome, Factor, NewAssessment, NewBreach, Rating, Weighed
from tests.factories.crowd import BY


def letter(site: int, day: date, people: int = 1) -> NewBreach:
    """A letter to the wrong house, discovered on `day`."""
    return NewBreach(site, day, "A letter went to the wrong house", frozenset({Category.SCHEDULE}), people)


def weighed(
    outcome: BreachOutcome = BreachOutcome.NOTIFY, rating: Rating = Rating.LOW, people: int = 1
) -> NewAssessment:
    """Every factor rated alike, with a reason."""
    return NewAssessment(tuple(Weighed(one, rating, "Synthetic") for one in Factor), outcome, people, "Synthetic")


def reported(site: int, day: date, at: datetime, people: int = 1) -> int:
    """Written down; its id."""
    return actions.report_breach(by=BY, at=at, day=max(day, at.date()), breach=letter(site, day, people))


def decided(site: int, day: date, at: datetime, outcome: BreachOutcome = BreachOutcome.NOTIFY) -> int:
    """Written down and decided; its id."""
    number = reported(site, day, at)
    actions.assess_breach(by=BY, at=at, breach=number, assessment=weighed(outcome))
    return number


def told(number: int, day: date, at: datetime, notice: BreachNotice) -> int:
    return actions.tell_of_breach(
        by=BY, at=at, day=day, breach=number, notice=notice, told_on=day, words="By first-class mail"
    )
