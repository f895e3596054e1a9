"""Agreements of an admission: what keeps them from being signed, which hold, and taking one back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from string import Formatter

import pytest

from stepdown.consent.rules import papers_standing, sitting_obstacles, withdrawal_obstacles, written
from stepdown.consent.terms import EN, ES, PAPER_LANGUAGES, Blocker, Capacity, PaperKind, PaperRow, Signer
from stepdown.consent.terms.paper_text import TEXTS, VERSIONS
from tests.factories.papers import sitting

NOON = datetime(2026, 3, 4, 17, tzinfo=UTC)
DAY = timedelta(days=1)
T = PaperKind.TREATMENT
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
    found = papers_standing(rows, since)
    assert [one.id for one in found.holding] == holds
    assert [one.id for one in found.earlier] == earlier
    assert [line.kind for line in found.lines] == list(PaperKind)
    assert found.treated is any(one.kind == T for one in found.holding)


def test_all_are_signed_once_each_is_in_its_present_words() -> None:
    rows = [row(number, kind) for number, kind in enumerate(PaperKind)]
    assert papers_standing(rows, None).complete
    assert not papers_standing(rows[1:], None).complete
    old = [replace(rows[0], version=VERSIONS[T] - 1), *rows[1:]]
    assert papers_standing(old, None).treated, "what was signed holds, whatever the words are now"
    assert [line.kind for line in papers_standing(old, None).lines if line.open] == [T]


@pytest.mark.parametrize("kind", PaperKind)
@pytest.mark.parametrize("language", PAPER_LANGUAGES)
def test_every_paper_names_the_client_and_the_program(kind: PaperKind, language: str) -> None:
    assert {name for _, name, _, _ in Formatter().parse(TEXTS[language][kind]) if name} == {"client", "program"}
    paper = written(kind, language, client="Heath Fen", program="Day program")
    assert (paper.kind, paper.version, paper.language) == (kind, VERSIONS[kind], language)
    assert [paper.text.count(name) for name in ("Heath Fen", "Day program")] == [1, 1]


@pytest.mark.parametrize(
    ("kind", "withdrawn", "name", "blockers"),
    [
        (T, False, "x", []),
        (T, True, "x", [Blocker.REVOKED_ALREADY]),
        (T, False, " ", [Blocker.NOT_SIGNED]),
        (PaperKind.FINANCIAL, False, "x", []),
        (PaperKind.GRIEVANCE_RIGHTS, False, "x", [Blocker.ONLY_TOLD]),
    ],
)
def test_taking_one_back(kind: PaperKind, withdrawn: bool, name: str, blockers: list[Blocker]) -> None:
    found = withdrawal_obstacles(kind, withdrawn=withdrawn, signer_name=name)
    assert [one.blocker for one in found] == blockers
