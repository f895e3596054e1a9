"""Agreements of an admission: what keeps them from being signed, which hold, and taking one back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from stepdown.consent.rules import papers_standing, sitting_obstacles, withdrawal_obstacles
from stepdown.consent.terms import NOTICES, Blocker, Capacity, PaperKind, PaperRow, Signer
from stepdown.kernel.dates import EN, ES
from tests.factories.papers import sitting

NOON = datetime(2026, 3, 4, 17, tzinfo=UTC)
DAY = timedelta(days=1)
T = PaperKind.TREATMENT
P2 = PaperKind.NOTICE_PART2
FIRST = dict.fromkeys(PaperKind, 1)
GUARDIAN = {"signer": Signer.REPRESENTATIVE, "signer_name": "Synthetic Mother"}


@pytest.mark.parametrize(
    ("speaks", "more", "blockers"),
    [
        ({"en"}, {}, set()),
        ({"es", "en"}, {}, set()),
        ({"es"}, {"language": ES}, set()),
        ({"es"}, {}, {Blocker.NEEDS_INTERPRETER}),
        ({"uk"}, {"language": ES}, {Blocker.NEEDS_INTERPRETER}),
        ({"uk"}, {"interpreter": "Synthetic interpreter"}, set()),
        ({"uk"}, {"interpreter": "  "}, {Blocker.NEEDS_INTERPRETER}),
        ({"en"}, {"taken_in": Capacity.WITH_HELP}, set()),
        ({"en"}, {"taken_in": Capacity.IN_DOUBT}, {Blocker.CAPACITY_IN_DOUBT}),
        ({"en"}, {"signer_name": " "}, {Blocker.NOT_SIGNED}),
        ({"en"}, {"kinds": frozenset()}, {Blocker.NO_PAPER}),
        # a notice is given: who does not acknowledge it says why, and signs nothing; what is agreed to is signed still
        ({"en"}, {"kinds": NOTICES, "signer_name": "", "declined": "Wants to ask a lawyer"}, set()),
        ({"en"}, {"kinds": NOTICES, "signer_name": ""}, {Blocker.NOT_SIGNED}),
        ({"en"}, {"kinds": {P2, T}, "signer_name": "", "declined": "x"}, {Blocker.NOT_SIGNED}),
        ({"en"}, {"kinds": {T}, "declined": "x"}, {Blocker.NOTHING_DECLINED}),
        # not while it is in doubt whether they take it in: as soon as they can (42 CFR 2.22(a))
        ({"en"}, {"kinds": {P2}, "taken_in": Capacity.IN_DOUBT}, {Blocker.CAPACITY_IN_DOUBT}),
        ({"en"}, GUARDIAN, {Blocker.NO_RELATION}),
        ({"en"}, GUARDIAN | {"relation": "Mother"}, set()),
        # whoever represents the client reads it: what the client speaks says nothing of them
        ({"uk"}, GUARDIAN | {"relation": "Mother"}, set()),
        (
            {"es"},
            {"kinds": frozenset(), "signer_name": "", "taken_in": Capacity.IN_DOUBT},
            {Blocker.NO_PAPER, Blocker.NOT_SIGNED, Blocker.CAPACITY_IN_DOUBT, Blocker.NEEDS_INTERPRETER},
        ),
    ],
)
def test_what_keeps_papers_from_being_signed(speaks: set[str], more: dict[str, object], blockers: set[Blocker]) -> None:
    new = replace(sitting(1, 1, T), **more)  # type: ignore[arg-type]
    assert {one.blocker for one in sitting_obstacles(new, speaks=speaks, on=NOON.date())} == blockers


def row(number: int, kind: PaperKind = T, *, days: int = 0, back: bool = False, version: int = 1) -> PaperRow:
    """A paper signed so many days after NOON; taken back, or not."""
    at = NOON + days * DAY
    return PaperRow(
        number, kind, version, "Days", at, Signer.CLIENT, "x", "", "", "", Capacity.SAID_BACK, EN, "x", "", "x",
        at + DAY if back else None, "x" if back else "",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "since", "holds", "earlier"),
    [
        ([], None, [], []),
        ([row(1)], None, [1], []),
        ([row(1, back=True)], None, [], [1]),
        ([row(1)], NOON, [1], []),
        ([row(1)], NOON + DAY, [], [1]),
        # signed again after it was taken back, and after a discharge
        ([row(2, days=2), row(1, back=True)], None, [2], [1]),
        ([row(2, days=2), row(1)], NOON + DAY, [2], [1]),
        # the latest of one kind counts; when that is taken back, the one before holds no less
        ([row(2, days=1), row(1)], None, [2], [1]),
        ([row(2, days=1, back=True), row(1)], None, [1], [2]),
        # in the order in which they are gone through, whatever was signed first
        ([row(2, PaperKind.TESTING, days=1), row(1, PaperKind.FINANCIAL), row(3)], None, [3, 2, 1], []),
    ],
)
def test_which_papers_hold(rows: list[PaperRow], since: datetime | None, holds: list[int], earlier: list[int]) -> None:
    found = papers_standing(rows, since, FIRST)
    assert [one.id for one in found.holding] == holds
    assert [one.id for one in found.earlier] == earlier
    assert [line.kind for line in found.lines] == list(PaperKind)
    assert found.treated is any(one.kind == T for one in found.holding)


def test_all_are_on_record_once_each_is_in_words_that_have_not_changed_materially() -> None:
    rows = [row(number, kind) for number, kind in enumerate(PaperKind)]
    assert papers_standing(rows, None, FIRST).complete
    assert not papers_standing(rows[1:], None, FIRST).complete
    changed = FIRST | {T: 2, P2: 2}
    assert papers_standing(rows, None, changed).treated, "what was signed holds, whatever the words are now"
    assert papers_standing(rows, None, changed).open == (T, P2)
    again = [row(20, T, days=1, version=2), row(21, P2, days=1, version=3), *rows]
    assert papers_standing(again, None, changed).complete


@pytest.mark.parametrize(
    ("kind", "withdrawn", "name", "blockers"),
    [
        (T, False, "x", []),
        (T, True, "x", [Blocker.REVOKED_ALREADY]),
        (T, False, " ", [Blocker.NOT_SIGNED]),
        (PaperKind.FINANCIAL, False, "x", []),
        *((kind, False, "x", [Blocker.ONLY_TOLD]) for kind in sorted({PaperKind.GRIEVANCE_RIGHTS, *NOTICES})),
    ],
)
def test_taking_one_back(kind: PaperKind, withdrawn: bool, name: str, blockers: list[Blocker]) -> None:
    found = withdrawal_obstacles(kind, withdrawn=withdrawn, signer_name=name)
    assert [one.blocker for one in found] == blockers
