"""Every enum value has a label, every blocker a sentence; times are those of the site."""

# ruff: noqa: RUF001 — spans of time are written with an en dash
from __future__ import annotations

import importlib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

import stepdown
from stepdown.agency.terms import Blocker as Agency
from stepdown.agency.terms import CriteriaEdition, Role
from stepdown.audit.terms import Obstacle
from stepdown.kernel.levels import LevelOfCare
from stepdown.kernel.period import Period
from stepdown.schedule.terms import Blocker
from stepdown.web.desk.labels import LABELS
from stepdown.web.desk.sentences import SENTENCES
from stepdown.web.desk.templatetags.wording import clock, clock_span, language, level_words, obstacle_sentence, words

NOT_ON_PAGES = {
    "audit.Privacy": "classes of fields, for the law test and the reference",
    "audit.Kept": "retention classes, for the law test and the reference",
    "audit.Lockable": "what a booking locks; never shown",
    "audit.Fault": "doctor words it",
    "audit.HeadFault": "doctor words it",
    "audit.Odd": "doctor words it",
    "kernel.Clock": "each kind of work says in its own word what its last day says",
    "journey.Answer": "what a page does, not what it says",
}


def enums() -> Iterator[tuple[str, type[StrEnum]]]:
    """(app.Name, enum) of every StrEnum in a terms module, and of the kernel."""
    root = Path(stepdown.__file__).parent
    for file in sorted([*root.rglob("terms.py"), *root.rglob("terms/[!_]*.py"), *(root / "kernel").glob("*.py")]):
        name = ".".join(("stepdown", *file.relative_to(root).with_suffix("").parts))
        module = importlib.import_module(name)
        for thing in vars(module).values():
            if name.startswith("stepdown.transfer"):
                continue  # files are brought in at the command line, which words them
            if isinstance(thing, type) and issubclass(thing, StrEnum) and thing.__module__ == name:
                yield f"{name.split('.')[1]}.{thing.__name__}", thing


ON_PAGES = [(name, enum) for name, enum in enums() if name not in NOT_ON_PAGES]


@pytest.mark.parametrize(("name", "enum"), ON_PAGES, ids=[name for name, _ in ON_PAGES])
def test_every_value_is_worded(name: str, enum: type[StrEnum]) -> None:
    worded = SENTENCES.get(enum) or LABELS.get(enum) or {}
    assert {member.name for member in worded} == {member.name for member in enum}


def test_the_list_of_what_is_not_shown_names_only_what_exists() -> None:
    assert set(NOT_ON_PAGES) - {name for name, _ in enums()} == set()


ALL = [member for sentences in SENTENCES.values() for member in sentences]


@pytest.mark.parametrize("blocker", ALL, ids=[f"{type(b).__module__.split('.')[1]}.{b.name}" for b in ALL])
def test_a_sentence_stands_without_facts_and_hides_the_value(blocker: StrEnum) -> None:
    sentence = obstacle_sentence(Obstacle(blocker))
    assert (sentence[-1], "_" in sentence, "{" in sentence) == (".", False, False)


NINE = Period(datetime(2026, 11, 23, 15, tzinfo=UTC), datetime(2026, 11, 23, 16, 30, tzinfo=UTC))

TABLE = [
    (
        Blocker.STAFF_BUSY,
        {"staff": "Ana Ruiz", "session": "CBT", "period": NINE},
        "Ana Ruiz leads CBT then, 9:00 – 10:30 am.",
    ),
    (
        Blocker.ROOM_BUSY,
        {"room": "Room 2", "session": "DBT", "period": NINE},
        "Room 2 is taken by DBT then, 9:00 – 10:30 am.",
    ),
    (Blocker.OUTSIDE_OPENING_HOURS, {"opens": 480, "closes": 1260}, "The program runs from 8:00 am to 9:00 pm."),
    (
        Blocker.STAFF_LACKS_CREDENTIAL,
        {"staff": "Ana Ruiz", "needed": ["LCSW", "LMFT", "LPC"]},
        "Ana Ruiz holds no valid credential for this service. It needs LCSW, LMFT or LPC.",
    ),
    (
        Blocker.STAFF_LACKS_LANGUAGE,
        {"staff": "Ana Ruiz", "language": "ko"},
        "Ana Ruiz does not lead in Korean. Choose somebody who does.",
    ),
    (
        Blocker.STAFF_LACKS_LANGUAGE,
        {"staff": "Ana Ruiz", "language": ""},
        "Ana Ruiz and the client share no language. Choose another leader, or ask for an interpreter.",
    ),
    (
        Blocker.STAFF_MINUTES_A_WEEK,
        {"staff": "Ana Ruiz", "most": 1500, "would_be": 1545},
        "Ana Ruiz would have 25 h 45 min of sessions that week; 25 h are agreed.",
    ),
    (
        Blocker.STAFF_RUN_TOO_LONG,
        {"staff": "Ana Ruiz", "most": 180, "would_be": 210},
        "Ana Ruiz would lead 3 h 30 min without a break; 3 h are agreed. Leave 30 minutes in between.",
    ),
    (Blocker.CLIENT_BUSY, {"clients": [7]}, "One client is expected elsewhere at that time."),
    (Blocker.CLIENT_BUSY, {"clients": [7, 9]}, "2 clients are expected elsewhere at that time."),
    (Blocker.GROUP_FULL, {"capacity": 12}, "All 12 seats are taken. Free a seat, or choose another group."),
    (
        Agency.HOURS_OVERLAP,
        {"weekday": 2, "starts": 13 * 60},
        "Wednesday: the hours from 1:00 pm overlap those before. Join them into one.",
    ),
    (
        Agency.ENDS_BEFORE_START,
        {"first_day": date(2026, 1, 2), "last_day": date(2026, 1, 1)},
        "The last day is before the first. Check the two dates.",
    ),
]


@pytest.mark.parametrize(("blocker", "about", "sentence"), TABLE)
def test_sentences_with_facts(blocker: StrEnum, about: dict[str, object], sentence: str) -> None:
    with timezone.override(ZoneInfo("America/Chicago")):
        assert obstacle_sentence(Obstacle(blocker, about)) == sentence


def test_a_sentence_never_names_a_client() -> None:
    said = obstacle_sentence(Obstacle(Blocker.CLIENT_NOT_AVAILABLE, {"clients": [4711]}))
    assert said == "One client said they can't come at that time."


CLOCKS = [(0, "12:00 am"), (536, "8:56 am"), (720, "12:00 pm"), (1439, "11:59 pm"), (None, "")]


@pytest.mark.parametrize(("moment", "said"), CLOCKS)
def test_clock(moment: int | None, said: str) -> None:
    assert clock(moment) == said


def test_times_are_those_of_the_site() -> None:
    with timezone.override(ZoneInfo("America/New_York")):
        assert (clock(NINE.start), clock_span(NINE)) == ("10:00 am", "10:00 – 11:30 am")
        noon = Period(NINE.end, datetime(2026, 11, 23, 18, tzinfo=UTC))
        assert clock_span(noon) == "11:30 am – 1:00 pm"


def test_labels() -> None:
    php = LevelOfCare.PARTIAL_HOSPITALIZATION
    said = (
        words(Role.FRONT_DESK),
        level_words(php, CriteriaEdition.THIRD),
        level_words(php, CriteriaEdition.FOURTH),
        language("es"),
        language("xx"),
        words(None),
    )
    assert said == (
        "Front desk",
        "Partial hospitalization (2.5)",
        "High-intensity outpatient (2.5)",
        "Spanish",
        "XX",
        "",
    )
