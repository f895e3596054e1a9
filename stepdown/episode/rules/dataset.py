"""The admission data set: what is still to be asked, and which answers can't both be right."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields

from stepdown.audit.terms import Obstacle
from stepdown.episode.terms import Admission, DataFault, Use
from stepdown.kernel.teds import Employment, Sex, Source, Substance, YesNo

WHEN: Mapping[str, Callable[[Admission], bool]] = {
    "pregnant": lambda given: given.sex is Sex.FEMALE,
    "not_working": lambda given: given.employment is Employment.NOT_IN_LABOR_FORCE,
    "justice": lambda given: given.source is Source.COURT,
}
"""Questions that are asked only after a certain answer to another."""


def missing(given: Admission) -> tuple[str, ...]:
    """The names of the questions still to be asked, in order; `use_1` to `use_3` for the substances.

    A second and third substance are asked only once the one before is named.
    """
    plain = [
        field.name
        for field in fields(given)
        if field.name != "uses" and getattr(given, field.name) is None and WHEN.get(field.name, _always)(given)
    ]
    return (*plain, *_missing_uses(given.uses))


def _always(given: Admission) -> bool:
    return True


def _missing_uses(uses: tuple[Use, ...]) -> Iterator[str]:
    for number, use in enumerate(uses, 1):
        if use.substance is None:
            yield f"use_{number}"
            return
        if use.substance is Substance.NONE:
            return
        if None in (use.route, use.frequency, use.first_use_age):
            yield f"use_{number}"


def faults(given: Admission, age: int | None) -> list[Obstacle]:
    """Every pair of answers that can't both be right; `age` in years, where the birth date is known."""
    found = list(_about_the_person(given))
    named: set[Substance] = set()
    skipped = False
    for number, use in enumerate(given.uses, 1):
        if use.substance in (None, Substance.NONE):
            skipped = True
            if (use.route, use.frequency, use.first_use_age) != (None, None, None):
                found.append(Obstacle(DataFault.USE_WITHOUT_SUBSTANCE, {"place": number}))
            continue
        if skipped:
            found.append(Obstacle(DataFault.SUBSTANCE_SKIPPED, {"place": number}))
        if use.substance in named and use.substance not in (Substance.OTHER, Substance.NOT_KNOWN):
            found.append(Obstacle(DataFault.SUBSTANCE_TWICE, {"place": number}))
        named.add(use.substance)
        if age is not None and use.first_use_age is not None and use.first_use_age > age:
            found.append(Obstacle(DataFault.FIRST_USE_AFTER_TODAY, {"place": number, "age": age}))
    return found


def _about_the_person(given: Admission) -> Iterator[Obstacle]:
    if given.pregnant is YesNo.YES and given.sex is Sex.MALE:
        yield Obstacle(DataFault.PREGNANT_MAN)
    if given.not_working is not None and given.employment is not Employment.NOT_IN_LABOR_FORCE:
        yield Obstacle(DataFault.NOT_WORKING_BUT_EMPLOYED)
    if given.justice is not None and given.source is not Source.COURT:
        yield Obstacle(DataFault.JUSTICE_WITHOUT_COURT)
    if any(number is not None and number < 0 for number in (given.arrests, given.prior_episodes)):
        yield Obstacle(DataFault.BELOW_NOTHING)
