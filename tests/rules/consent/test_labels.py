"""Codes that make a record a substance-use record, by their dates; and what their label does at the gate.

In a programme that is not Part 2 a listed code hides its record without consent and shows it with one; an ordinary code
leaves it an ordinary health record. In a Part 2 programme everything is hidden, whatever its code.
"""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path

import pytest

from stepdown.cli.import_codes import read
from stepdown.consent.rules import bundle_labels, decide, labels_of, plain_code
from stepdown.consent.terms import (
    Category,
    CodeLists,
    CodeSystem,
    Item,
    Known,
    Label,
    Listed,
    Purpose,
    RecipientKind,
)
from tests.rules.consent.test_gate import WHOLE, ask

SHARED = Path(os.environ.get("STEPDOWN_SHARED") or Path(__file__).parents[4] / "shared")
FILES = sorted((SHARED / "data" / "part2-codes").glob("codes-*.csv"))
STARTS, NEW, ENDS = date(2015, 10, 1), date(2022, 10, 1), date(2024, 10, 1)
BEFORE, DURING, LATE, AFTER = date(2015, 9, 30), date(2016, 3, 1), date(2024, 9, 30), date(2024, 10, 1)

CM, PCS, HCPCS, DRG = CodeSystem
LISTS: CodeLists = {
    (CM, "F1020"): (Listed(Label.PART2, STARTS),),
    (CM, "F1310"): (Listed(Label.PART2, STARTS, ENDS),),
    (CM, "F1691"): (Listed(Label.PART2, NEW),),
    (CM, "B20"): (Listed(Label.HIV, STARTS),),
    (CM, "Z717"): (Listed(Label.HIV, STARTS, ENDS), Listed(Label.PART2, NEW)),
    (HCPCS, "H0015"): (Listed(Label.PART2, STARTS),),
    (PCS, "HZ2ZZZZ"): (Listed(Label.PART2, STARTS),),
    (DRG, "895"): (Listed(Label.PART2, STARTS),),
}

# What a fact coded so bears, by its day: p Part 2, h HIV, b both, . nothing.
TABLE = """
system      code         2015-09-30  2016-03-01  2022-09-30  2022-10-01  2024-09-30  2024-10-01
icd-10-cm   F10.20       .           p           p           p           p           p
icd-10-cm   f1020        .           p           p           p           p           p
icd-10-cm   F10.2        .           .           .           .           .           .
icd-10-cm   F13.10       .           p           p           p           p           .
icd-10-cm   F16.91       .           .           .           p           p           p
icd-10-cm   F17.210      .           .           .           .           .           .
icd-10-cm   F32.1        .           .           .           .           .           .
icd-10-cm   I10          .           .           .           .           .           .
icd-10-cm   B20          .           h           h           h           h           h
icd-10-cm   Z71.7        .           h           h           b           b           p
icd-10-cm   H0015        .           .           .           .           .           .
hcpcs       H0015        .           p           p           p           p           p
hcpcs       h0015        .           p           p           p           p           p
hcpcs       90837        .           .           .           .           .           .
hcpcs       F10.20       .           .           .           .           .           .
icd-10-pcs  HZ2ZZZZ      .           p           p           p           p           p
icd-10-pcs  0DTJ4ZZ      .           .           .           .           .           .
ms-drg      895          .           p           p           p           p           p
ms-drg      MS-DRG895    .           p           p           p           p           p
ms-drg      470          .           .           .           .           .           .
"""
LETTERS = {"p": {Label.PART2}, "h": {Label.HIV}, "b": {Label.PART2, Label.HIV}, ".": set()}
HEAD, *ROWS = [line.split() for line in TABLE.strip().splitlines()]
CASES = [
    (CodeSystem(system), code, date.fromisoformat(day), LETTERS[mark])
    for system, code, *marks in ROWS
    for day, mark in zip(HEAD[2:], marks, strict=True)
]


@pytest.mark.parametrize(("system", "code", "day", "labels"), CASES)
def test_labels_by_code_and_day(system: CodeSystem, code: str, day: date, labels: set[Label]) -> None:
    assert labels_of(system, code, day, LISTS) == labels


# -- at the gate ---------------------------------------------------------------------------------------------------------
GENERAL = Known((replace(WHOLE, id=1),))
NAMES_HIV = Known((replace(WHOLE, id=1, labels=frozenset({Label.HIV})),))
NOTHING = Known()
DOCTOR, TREATMENT = RecipientKind.TREATING_PROVIDER, Purpose.TREATMENT


def shows(labels: frozenset[Label] | set[Label], known: Known, *, part2: bool, category: Category) -> bool:
    return decide(ask(DOCTOR, TREATMENT, category, labels=frozenset(labels), part2=part2), known).allowed


# For treatment, to the next doctor. y shows, . hidden; each under: no consent, a general one, one that names HIV.
LABEL_TABLE = """
programme   label    none  general  hiv
ordinary    .        y     y        y
ordinary    p        .     y        y
ordinary    h        .     .        y
ordinary    b        .     .        y
part2       .        .     y        y
part2       p        .     y        y
part2       h        .     .        y
part2       b        .     .        y
"""
GATE = [
    (programme == "part2", LETTERS[label], known, mark == "y", category)
    for programme, label, *marks in (line.split() for line in LABEL_TABLE.strip().splitlines()[1:])
    for (known, mark), category in product(
        zip((NOTHING, GENERAL, NAMES_HIV), marks, strict=True),
        (Category.DIAGNOSIS, Category.ASSESSMENT, Category.ATTENDANCE, Category.MEDICATION, Category.TEST_RESULTS),
    )
]


@pytest.mark.parametrize(("part2", "labels", "known", "allowed", "category"), GATE)
def test_what_a_label_does(part2: bool, labels: set[Label], known: Known, allowed: bool, category: Category) -> None:
    assert shows(labels, known, part2=part2, category=category) is allowed


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_code_of_cms_hides_its_record_within_its_dates_and_shows_it_with_consent(path: Path) -> None:
    """In a programme that is not Part 2."""
    whose, codes = read(path)
    system = CodeSystem(whose)
    lists = {(system, plain_code(code)): (Listed(Label.PART2, STARTS, ENDS),) for code in codes}
    assert len(lists) == len(set(codes)) > 0
    found = {
        (
            day,
            shows(labels_of(system, code, day, lists), known, part2=False, category=Category.DIAGNOSIS),
            known is GENERAL,
        )
        for code in codes
        for day in (BEFORE, DURING, LATE, AFTER)
        for known in (NOTHING, GENERAL)
    }
    assert found == {
        *((day, True, with_consent) for day in (BEFORE, AFTER) for with_consent in (True, False)),
        *((day, with_consent, with_consent) for day in (DURING, LATE) for with_consent in (True, False)),
    }


@pytest.mark.skipif(not FILES, reason="needs CMS's lists of codes (STEPDOWN_SHARED)")
def test_tobacco_and_ordinary_codes_are_on_no_list_of_cms() -> None:
    listed = {plain_code(code) for path in FILES for code in read(path)[1]}
    ordinary = {"F17.200", "F17.210", "F17.220", "F17.290", "F32.1", "F41.1", "I10", "E11.9", "90837", "99213", "470"}
    assert len(listed) > 550
    assert listed & {plain_code(code) for code in ordinary} == set()
    assert {code for code in listed if code.startswith("F17")} == set()


@pytest.mark.parametrize("category", [Category.DIAGNOSIS, Category.ASSESSMENT, Category.ATTENDANCE])
def test_in_a_part_2_programme_tobacco_a_phq_9_and_an_attendance_row_are_hidden(category: Category) -> None:
    tobacco = labels_of(CM, "F17.210", DURING, LISTS)
    assert tobacco == frozenset()
    assert not shows(tobacco, NOTHING, part2=True, category=category)
    assert shows(tobacco, GENERAL, part2=True, category=category)
    assert shows(tobacco, NOTHING, part2=False, category=category)


def test_a_bundle_bears_what_each_thing_in_it_bears() -> None:
    ordinary, hiv = Item(Category.PROGRESS), Item(Category.DIAGNOSIS, frozenset({Label.HIV}))
    assert bundle_labels([ordinary], part2=False) == frozenset()
    assert bundle_labels([ordinary, hiv], part2=False) == {Label.HIV}
    assert bundle_labels([ordinary, hiv], part2=True) == {Label.HIV, Label.PART2}
    assert bundle_labels([], part2=True) == {Label.PART2}
