"""What the demo agency is: sites, services, staff, tracks and the weekly groups, as plain data.

Times are minutes after local midnight. Days count from 0 = Monday. Nobody in it exists.
"""

from __future__ import annotations

from dataclasses import dataclass

from stepdown.agency.terms import Delivery, Role, ServiceCategory
from stepdown.kernel.levels import LevelOfCare

ZONE = "America/Chicago"
NORTH, LAKESIDE, VIDEO = "north", "lakeside", "video"
SITES = {
    NORTH: "Cedar Commons North (synthetic)",
    LAKESIDE: "Cedar Commons Lakeside (synthetic)",
    VIDEO: "Cedar Commons by video (synthetic)",
}
PHP, IOP, OP = LevelOfCare.PARTIAL_HOSPITALIZATION, LevelOfCare.INTENSIVE_OUTPATIENT, LevelOfCare.OUTPATIENT
PROGRAMS = {
    (NORTH, PHP): "Partial hospitalization",
    (NORTH, IOP): "Intensive outpatient",
    (NORTH, OP): "Outpatient",
    (LAKESIDE, IOP): "Intensive outpatient",
    (LAKESIDE, OP): "Outpatient",
}
ROOMS = {
    "Cedar": (NORTH, 12),
    "Birch": (NORTH, 12),
    "Maple": (NORTH, 10),
    "Heron": (LAKESIDE, 12),
    "Otter": (LAKESIDE, 10),
    "Video room 1": (VIDEO, 12),
}
WEEKDAYS, WEEKEND = (0, 1, 2, 3, 4), (5, 6)
DAYTIME = tuple((day, 8 * 60 + 30, 17 * 60) for day in WEEKDAYS)
EVENINGS = tuple((day, 13 * 60, 21 * 60) for day in WEEKDAYS)
WEEKENDS = tuple((day, 8 * 60 + 30, 19 * 60) for day in WEEKEND)


@dataclass(frozen=True, slots=True)
class Service:
    """A kind of service; anybody with one of `credentials` may lead it."""

    name: str
    minutes: int
    credentials: tuple[str, ...]
    category: ServiceCategory
    delivery: Delivery = Delivery.GROUP


THERAPIST = ("LCSW", "LMFT", "LPC")
COUNSELOR = (*THERAPIST, "CADC")
SERVICES = {
    "process": Service("Process group", 90, THERAPIST, ServiceCategory.PROCESS_GROUP),
    "relapse": Service("Relapse prevention", 90, COUNSELOR, ServiceCategory.SKILLS),
    "dbt": Service("DBT skills", 90, THERAPIST, ServiceCategory.SKILLS),
    "goals": Service("Goals group", 60, COUNSELOR, ServiceCategory.SKILLS),
    "cbt": Service("CBT skills", 60, THERAPIST, ServiceCategory.SKILLS),
    "psychoed": Service("Psychoeducation", 60, COUNSELOR, ServiceCategory.PSYCHOEDUCATION),
    "mindfulness": Service("Mindfulness", 60, COUNSELOR, ServiceCategory.MINDFULNESS),
    "coping": Service("Coping skills", 60, COUNSELOR, ServiceCategory.SKILLS),
    "family": Service("Multi-family group", 90, THERAPIST, ServiceCategory.MULTI_FAMILY),
    "continuing": Service("Continuing care group", 90, COUNSELOR, ServiceCategory.PROCESS_GROUP),
    "individual": Service("Individual counseling", 60, COUNSELOR, ServiceCategory.INDIVIDUAL, Delivery.INDIVIDUAL),
    "psychiatric": Service("Psychiatric visit", 30, ("MD", "PMHNP"), ServiceCategory.PSYCHIATRIC, Delivery.INDIVIDUAL),
}


@dataclass(frozen=True, slots=True)
class Person:
    """A member of staff; with `sign_in`, the first part of an address at demo.example."""

    role: Role
    site: str
    credential: str = ""
    languages: tuple[str, ...] = ("en",)
    hours: tuple[tuple[int, int, int], ...] = DAYTIME
    telehealth: bool = False
    sign_in: str = ""


STAFF = {
    "director": Person(Role.PROGRAM_DIRECTOR, NORTH, "LCSW", sign_in="director"),
    "supervisor": Person(Role.CLINICAL_SUPERVISOR, NORTH, "LCSW", telehealth=True),
    "counselor": Person(Role.CLINICIAN, NORTH, "LPC", sign_in="counselor"),
    "php one": Person(Role.CLINICIAN, NORTH, "LMFT"),
    "php two": Person(Role.CLINICIAN, NORTH, "CADC"),
    "women": Person(Role.CLINICIAN, LAKESIDE, "LPC"),
    "spanish": Person(Role.CLINICIAN, LAKESIDE, "LCSW", languages=("en", "es")),
    "evening": Person(Role.CLINICIAN, LAKESIDE, "LCSW", hours=EVENINGS),
    "north evening": Person(Role.CLINICIAN, NORTH, "LPC", hours=EVENINGS),
    "weekend": Person(Role.CLINICIAN, NORTH, "LCSW", hours=WEEKENDS),
    "weekend two": Person(Role.CLINICIAN, NORTH, "CADC", hours=WEEKENDS),
    "lakeside weekend": Person(Role.CLINICIAN, LAKESIDE, "LMFT", hours=WEEKENDS),
    "prescriber": Person(Role.PRESCRIBER, NORTH, "PMHNP", telehealth=True, sign_in="prescriber"),
    "nurse": Person(Role.NURSE, NORTH, "RN", sign_in="nurse"),
    "case manager": Person(Role.CASE_MANAGER, NORTH, sign_in="casemanager"),
    "desk": Person(Role.FRONT_DESK, NORTH, sign_in="desk"),
    "lakeside desk": Person(Role.FRONT_DESK, LAKESIDE, hours=EVENINGS),
    "reviewer": Person(Role.UTILIZATION_REVIEWER, NORTH, sign_in="reviewer"),
    "compliance": Person(Role.COMPLIANCE, NORTH, sign_in="compliance"),
    "admin": Person(Role.ADMINISTRATOR, NORTH, sign_in="admin"),
}


@dataclass(frozen=True, slots=True)
class Track:
    """A track with the days and times of its block, and its groups: (start, service, leader), alike on every day.

    `clients` counts who is in it; `individual` says between which minutes their individual sessions may stand, on
    `individual_days`.
    """

    name: str
    site: str
    level: LevelOfCare
    room: str
    days: tuple[int, ...]
    block: tuple[int, int]
    pause: tuple[int, int] | None
    groups: tuple[tuple[int, str, str], ...]
    clients: int
    therapist: str
    individual: tuple[int, int]
    language: str = "en"
    any_leader: bool = True
    admits_from: str = ""
    """The site where its clients come in, when it is not `site` (a video track has no door)."""
    individual_days: tuple[int, ...] = WEEKDAYS


MORNING, LATE_MORNING, AFTER_BREAK, NOON = 9 * 60, 10 * 60 + 30, 10 * 60 + 45, 12 * 60 + 15
AFTERNOON, EVENING = (13 * 60, 17 * 60), (17 * 60 + 30, 20 * 60 + 45)
TRACKS = {
    "php": Track(
        "Partial hospitalization, days", NORTH, PHP, "Cedar", (0, 1, 2, 3, 4), (MORNING, 15 * 60), (11 * 60, 11 * 60 + 15),
        (
            (MORNING, "goals", "php two"),
            (10 * 60, "cbt", "php one"),
            (11 * 60 + 15, "psychoed", "php two"),
            (13 * 60, "mindfulness", "php one"),
            (14 * 60, "coping", "php two"),
        ),
        6, "php one", (15 * 60, 17 * 60),
    ),
    "morning-iop": Track(
        "Morning IOP", NORTH, IOP, "Birch", (0, 2, 3), (MORNING, NOON), (10 * 60 + 30, AFTER_BREAK),
        ((MORNING, "relapse", "counselor"), (AFTER_BREAK, "process", "supervisor")),
        7, "counselor", AFTERNOON,
    ),
    "women": Track(
        "Women's IOP", LAKESIDE, IOP, "Heron", (0, 2, 4), (MORNING, NOON), (10 * 60 + 30, AFTER_BREAK),
        ((MORNING, "dbt", "women"), (AFTER_BREAK, "process", "women")),
        5, "women", AFTERNOON, any_leader=False,
    ),
    "spanish": Track(
        "Spanish IOP", LAKESIDE, IOP, "Otter", (1, 3, 4), (MORNING, NOON), (10 * 60 + 30, AFTER_BREAK),
        ((MORNING, "relapse", "spanish"), (AFTER_BREAK, "process", "spanish")),
        3, "spanish", AFTERNOON, language="es",
    ),
    "evening-iop": Track(
        "Evening IOP", LAKESIDE, IOP, "Heron", (0, 1, 3), EVENING, (19 * 60, 19 * 60 + 15),
        ((17 * 60 + 30, "dbt", "evening"), (19 * 60 + 15, "process", "evening")),
        6, "evening", (15 * 60, 17 * 60),
    ),
    "continuing": Track(
        "Continuing care by video", VIDEO, OP, "Video room 1", (1,), (15 * 60, 16 * 60 + 30), None,
        ((15 * 60, "continuing", "supervisor"),),
        2, "supervisor", AFTERNOON, admits_from=NORTH,
    ),
    "evening-north": Track(
        "Evening IOP, North", NORTH, IOP, "Birch", (0, 2, 4), EVENING, (19 * 60, 19 * 60 + 15),
        ((17 * 60 + 30, "relapse", "north evening"), (19 * 60 + 15, "process", "north evening")),
        4, "north evening", (15 * 60, 17 * 60),
    ),
    "continuing-north": Track(
        "Continuing care, evenings", NORTH, OP, "Maple", (1, 3), (17 * 60 + 30, 19 * 60), None,
        ((17 * 60 + 30, "continuing", "north evening"),),
        3, "north evening", AFTERNOON,
    ),
    "skills": Track(
        "Skills, evenings", LAKESIDE, OP, "Otter", (2, 4), (17 * 60 + 30, 19 * 60), None,
        ((17 * 60 + 30, "dbt", "evening"),),
        3, "evening", AFTERNOON,
    ),
    "weekend-iop": Track(
        "Weekend IOP", NORTH, IOP, "Birch", WEEKEND, (MORNING, 17 * 60), (NOON, 13 * 60),
        (
            (MORNING, "relapse", "weekend two"),
            (AFTER_BREAK, "process", "weekend"),
            (13 * 60, "dbt", "weekend"),
            (14 * 60 + 45, "coping", "weekend two"),
            (16 * 60, "mindfulness", "weekend two"),
        ),
        4, "weekend", (17 * 60, 19 * 60), individual_days=WEEKEND,
    ),
    "women-saturday": Track(
        "Women's Saturday", LAKESIDE, OP, "Heron", (5,), (LATE_MORNING, 17 * 60), (12 * 60, 13 * 60),
        (
            (LATE_MORNING, "process", "lakeside weekend"),
            (13 * 60, "dbt", "lakeside weekend"),
            (16 * 60, "mindfulness", "lakeside weekend"),
        ),
        4, "lakeside weekend", AFTERNOON, individual_days=WEEKEND,
    ),
    "family-sunday": Track(
        "Family Sunday", LAKESIDE, OP, "Heron", (6,), (LATE_MORNING, 17 * 60), (12 * 60, 13 * 60),
        (
            (LATE_MORNING, "family", "lakeside weekend"),
            (13 * 60, "psychoed", "lakeside weekend"),
            (16 * 60, "coping", "lakeside weekend"),
        ),
        4, "lakeside weekend", AFTERNOON, individual_days=WEEKEND,
    ),
}  # fmt: skip
MINIMUMS = {PHP: (1200, 240), IOP: (540, 180), OP: (0, 0)}
"""Minutes a week, and minutes that make a day count, as ordered in this agency."""
