"""Words of papers: which version holds on a day, who goes through them again, what makes new ones whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from stepdown.consent.rules import coming, least, present, wording_obstacles, written
from stepdown.consent.terms import NOTICES, PAPER_LANGUAGES, Blocker, NewWording, PaperKind, Wording, places
from stepdown.consent.terms.paper_text import OURS
from stepdown.kernel.dates import ES

T, P2 = PaperKind.TREATMENT, PaperKind.NOTICE_PART2
MARCH, APRIL, MAY = (date(2026, month, 1) for month in (3, 4, 5))
SAYS = "{client} at {program}"


def version(number: int, starts: date, *, material: bool = True) -> Wording:
    return Wording(T, number, starts, SAYS, SAYS, material=material)


@pytest.mark.parametrize(
    ("later", "day", "holds", "next_one", "asked_again_below"),
    [
        ([], MARCH, 1, None, 1),
        ([], date(2000, 1, 1), 1, None, 1),  # ours hold until the agency's own do, whatever the day
        ([version(2, APRIL)], MARCH, 1, 2, 1),
        ([version(2, APRIL)], APRIL, 2, None, 2),
        ([version(2, APRIL, material=False)], APRIL, 2, None, 1),
        ([version(2, APRIL), version(3, MAY)], APRIL, 2, 3, 2),
        # corrected before it held: the later version of the day counts, and what changed materially is asked again
        ([version(2, APRIL), version(3, APRIL, material=False)], APRIL, 3, None, 2),
    ],
)
def test_which_words_hold(
    later: list[Wording], day: date, holds: int, next_one: int | None, asked_again_below: int
) -> None:
    versions = (*OURS[T], *later)
    assert present(versions, day).version == holds
    found = coming(versions, day)
    assert (found.version if found else None) == next_one
    assert least({T: versions}, day) == {T: asked_again_below}


NEW = NewWording(T, APRIL, SAYS, SAYS, material=True, change="Shorter")


@pytest.mark.parametrize(
    ("kind", "more", "blockers"),
    [
        (T, {}, []),
        (T, {"english": " "}, [Blocker.WORDING_MISSING, Blocker.PLACE_MISSING]),
        (T, {"spanish": "{client}"}, [Blocker.PLACE_MISSING]),
        (T, {"english": SAYS + " {since}"}, [Blocker.PLACE_UNKNOWN]),
        (T, {"english": SAYS + " {client.id}"}, [Blocker.PLACE_UNKNOWN]),
        (T, {"spanish": SAYS + " }"}, [Blocker.PLACE_UNKNOWN]),
        (T, {"starts": date(2026, 2, 28)}, [Blocker.WORDING_STARTS_EARLIER]),
        (T, {"change": ""}, [Blocker.CHANGE_NOT_SAID]),
        # a notice is for everybody, and says since when it holds
        (P2, {}, [Blocker.PLACE_MISSING, Blocker.PLACE_UNKNOWN]),
        (P2, {"english": "{program} {since}", "spanish": "{program} {since}"}, []),
    ],
)
def test_what_makes_new_words_whole(kind: PaperKind, more: dict[str, object], blockers: list[Blocker]) -> None:
    new = replace(NEW, kind=kind, **more)  # type: ignore[arg-type]
    assert [one.blocker for one in wording_obstacles(new, OURS[kind], MARCH)] == blockers


def test_words_follow_those_written_already() -> None:
    versions = (*OURS[T], version(2, MAY))
    (before,) = wording_obstacles(NEW, versions, MARCH)
    assert (before.blocker, before.about["since"]) == (Blocker.WORDING_STARTS_EARLIER, MAY)
    (same,) = wording_obstacles(replace(NEW, starts=MAY), versions, MARCH)
    assert same.blocker == Blocker.NOTHING_CHANGED


@pytest.mark.parametrize("kind", PaperKind)
@pytest.mark.parametrize("language", PAPER_LANGUAGES)
def test_ours_name_what_they_must(kind: PaperKind, language: str) -> None:
    (ours,) = OURS[kind]
    new = NewWording(kind, APRIL, ours.english, ours.spanish, material=True, change="x")
    assert wording_obstacles(new, OURS[kind], MARCH) == []
    paper = written(ours, language, client="Heath Fen", program="Day program")
    assert (paper.kind, paper.version, paper.language) == (kind, 1, language)
    since = "16 de febrero de 2026" if language == ES else "February 16, 2026"
    said = [paper.text.count(word) for word in ("Heath Fen", "Day program", since)]
    assert said == ([0, 1, 1] if kind in NOTICES else [1, 1, 0])
    assert len(places(kind)) == 2


def test_a_name_with_braces_stays_a_name() -> None:
    odd = written(replace(OURS[T][0], english="{client} {program}"), "en", client="{program}", program="Days")
    assert odd.text == "{program} Days"
