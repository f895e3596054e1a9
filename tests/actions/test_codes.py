"""Lists of sensitive codes, edition by edition: dated rows, and the same edition twice changes nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from stepdown.audit.terms import Refused
from stepdown.cli.errors import CannotRun
from stepdown.cli.import_codes import read
from stepdown.consent.actions import load_codes
from stepdown.consent.queries import code_lists
from stepdown.consent.rules import labels_of
from stepdown.consent.terms import CodeSystem, Label, Listed, NewCodeList
from tests.actions.world import AT, BY

FIRST, SECOND = date(2015, 10, 1), date(2022, 10, 1)
CM = CodeSystem.ICD_10_CM


def edition(starts: date, *codes: str, bears: Label = Label.PART2) -> NewCodeList:
    return NewCodeList(CM, bears, starts, codes, "a synthetic list")


def load(new: NewCodeList) -> tuple[int, int]:
    return load_codes(by=BY, at=AT, edition=new)


@pytest.mark.django_db
def test_editions_make_dated_rows() -> None:
    assert load(edition(FIRST, "F10.20", "F13.10")) == (2, 0)
    assert load(edition(FIRST, "F10.20", "F13.10")) == (0, 0)
    assert load(edition(SECOND, "f1020", "F16.91", "")) == (1, 1)
    assert load(edition(SECOND, "F10.20", bears=Label.HIV)) == (1, 0)
    lists = code_lists(["F10.20", "F13.10", "F16.91", "I10"])
    assert lists == {
        (CM, "F1020"): (Listed(Label.PART2, FIRST), Listed(Label.HIV, SECOND)),
        (CM, "F1310"): (Listed(Label.PART2, FIRST, SECOND),),
        (CM, "F1691"): (Listed(Label.PART2, SECOND),),
    }
    assert labels_of(CM, "F13.10", date(2022, 9, 30), lists) == {Label.PART2}
    assert labels_of(CM, "F13.10", SECOND, lists) == frozenset()


@pytest.mark.django_db
def test_editions_come_in_their_order_and_with_codes() -> None:
    load(edition(SECOND, "F10.20"))
    with pytest.raises(Refused, match="later_edition"):
        load(edition(FIRST, "F10.20"))
    with pytest.raises(Refused, match="no_codes"):
        load(edition(SECOND, " - "))


@pytest.mark.parametrize(
    ("head", "system"),
    [
        ('"ICD-10-CM Diagnosis Code","Description"', "icd-10-cm"),
        ("ICD-10-PCS Code,Description", "icd-10-pcs"),
        ("CPT Code,Description", "hcpcs"),
        ('"MS-DRGs","Description"', "ms-drg"),
    ],
)
def test_a_file_says_whose_codes_it_holds(head: str, system: str, tmp_path: Path) -> None:
    path = tmp_path / "codes.csv"
    path.write_text(f'\ufeff{head}\n"A1","Words, more words"\n\n B2 ,\n', encoding="utf-8")
    assert read(path) == (system, ("A1", "B2"))


@pytest.mark.parametrize("text", ["", "Name,Value\nx,1\n", None])
def test_what_is_no_list_of_codes(text: str | None, tmp_path: Path) -> None:
    path = tmp_path / "codes.csv"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(CannotRun):
        read(path)
