"""What the demo agency is: sites, services, staff, tracks and the groups that meet, as plain data.

Times are minutes after local midnight. Days count from 0 = Monday. Nobody in it exists.
"""

from __future__ import annotations

from dataclasses import dataclass

from stepdown.agency.terms import Delivery, Role, ServiceCategory
from stepdown.kernel.levels import LevelOfCare

ZONE = "America/Chicago"
NORTH, LAKESIDE = "north", "lakeside"
SITES = {
    NORTH: "Cedar Commons North (synthetic)",
    LAKESIDE: "Cedar Commons Lakeside (synthetic)",
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
    "Birch": (NORTH, 14),
    "Video room": (NORTH, 12),
    "Heron": (LAKESIDE, 12),
    "Otter": (LAKESIDE, 10),
}
"""(site, seats); the video room is a link, not a place."""
VIDEO_ROOM = "Video room"

WEEKDAYS, WEEKEND = (0, 1, 2, 3, 4), (5, 6)
DAYTIME = tuple((day, 8 * 60 + 30, 17 * 60) for day in WEEKDAYS)
EVENINGS = tuple((day, 13 * 60, 21 * 60) for day in WEEKDAYS)
WEEKENDS = (*((day, 8 * 60 + 30, 17 * 60) for day in WEEKEND), *((day, 12 * 60, 18 * 60) for day in (1, 2, 3)))


@dataclass(frozen=True, slots=True)
class Service:
    """A kind of service; anybody with one of `credentials` may lead it."""

    name: str
    minutes: int
    credentials: tuple[str, ...]
    category: ServiceCategory
    delivery: Delivery = Delivery.GROUP
    topics: tuple[str, ...] = ()
    """What its groups go through, in order."""


THERAPIST = ("LCSW", "LMFT", "LPC")
COUNSELOR = (*THERAPIST, "CADC")
ONE_TO_ONE = Delivery.INDIVIDUAL
C = ServiceCategory
SERVICES = {
    "process": Service("Process group", 90, THERAPIST, C.PROCESS_GROUP),
    "relapse": Service(
        "Relapse prevention", 90, COUNSELOR, C.SKILLS,
        topics=(
            "What sets cravings off", "The first ten minutes of a craving", "People, places and evenings",
            "Sleep and rest", "Saying no, and leaving", "Anger and its early signs", "Money and payday",
            "When return to use happens", "A plan for a hard day", "What I want instead",
        ),
    ),
    "dbt": Service(
        "DBT skills", 90, THERAPIST, C.SKILLS,
        topics=(
            "Noticing without judging", "Riding out distress", "Opposite action", "Asking for what I need",
            "Keeping self-respect", "Cope ahead", "The middle path", "Building a life worth living",
        ),
    ),
    "goals": Service("Goals group", 60, COUNSELOR, C.COMMUNITY_MEETING),
    "cbt": Service("CBT skills", 60, THERAPIST, C.SKILLS),
    "psychoed": Service(
        "Psychoeducation", 60, COUNSELOR, C.PSYCHOEDUCATION,
        topics=("The brain and reward", "Medication that helps", "Stress and the body", "Families and change"),
    ),
    "mindfulness": Service("Mindfulness", 60, COUNSELOR, C.MINDFULNESS),
    "coping": Service("Coping skills", 60, COUNSELOR, C.SKILLS),
    "continuing": Service("Continuing care group", 90, COUNSELOR, C.PROCESS_GROUP),
    "individual": Service("Individual counseling", 60, COUNSELOR, C.INDIVIDUAL, ONE_TO_ONE),
    "family": Service("Family session", 60, THERAPIST, C.FAMILY, ONE_TO_ONE),
    "psychiatric": Service("Psychiatric visit", 30, ("MD", "PMHNP"), C.PSYCHIATRIC, ONE_TO_ONE),
    "nursing": Service("Nurse visit", 30, ("RN",), C.NURSING, ONE_TO_ONE),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Person:
    """A member of staff; with `sign_in`, the first part of an address at demo.example."""

    roles: tuple[Role, ...]
    site: str
    credential: str = ""
    languages: tuple[str, ...] = ("en",)
    hours: tuple[tuple[int, int, int], ...] = DAYTIME
    telehealth: bool = False
    sign_in: str = ""


CLINICIAN = (Role.CLINICIAN,)
STAFF = {
    "director": Person((Role.PROGRAM_DIRECTOR,), NORTH, "LCSW", sign_in="director"),
    "supervisor": Person((Role.CLINICAL_SUPERVISOR,), NORTH, "LCSW", hours=EVENINGS, sign_in="supervisor"),
    "counselor": Person(CLINICIAN, NORTH, "LPC", sign_in="counselor"),
    "php": Person(CLINICIAN, NORTH, "LMFT"),
    "women": Person(CLINICIAN, LAKESIDE, "LPC"),
    "spanish": Person(CLINICIAN, LAKESIDE, "LCSW", languages=("en", "es")),
    "evening": Person(CLINICIAN, LAKESIDE, "LCSW", hours=EVENINGS),
    "weekend": Person(CLINICIAN, NORTH, "LCSW", hours=WEEKENDS, telehealth=True),
    "prescriber": Person((Role.PRESCRIBER,), NORTH, "PMHNP", telehealth=True, sign_in="prescriber"),
    "nurse": Person((Role.NURSE,), NORTH, "RN", sign_in="nurse"),
    "case manager": Person((Role.CASE_MANAGER, Role.ADMISSIONS_ADVISOR), NORTH, "CADC", sign_in="casemanager"),
    "desk": Person((Role.FRONT_DESK,), NORTH, sign_in="desk"),
    "reviewer": Person((Role.UTILIZATION_REVIEWER, Role.BILLER), NORTH, sign_in="reviewer"),
    "office": Person((Role.ADMINISTRATOR, Role.COMPLIANCE), NORTH, sign_in="admin"),
}


@dataclass(frozen=True, slots=True)
class Track:
    """A track with the days and times of its block, and its groups: (start, service, leader), alike on every day.

    `clients` counts who is in it now; individual sessions stand between the minutes of `individual`, on
    `individual_days`. `by_video` of its clients come by video, the others in the room.
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
    by_video: int = 0
    individual_days: tuple[int, ...] = WEEKDAYS


MORNING, AFTER_BREAK, NOON = 9 * 60, 10 * 60 + 45, 12 * 60 + 15
BREAK, EVENING_BREAK = (10 * 60 + 30, AFTER_BREAK), (19 * 60, 19 * 60 + 15)
AFTERNOON, EVENING = (13 * 60, 17 * 60), (17 * 60 + 30, 20 * 60 + 45)
LATE = 19 * 60 + 15
TRACKS = {
    "php": Track(
        "Partial hospitalization, days", NORTH, PHP, "Cedar", WEEKDAYS, (MORNING, 15 * 60), (11 * 60, 11 * 60 + 15),
        (
            (MORNING, "goals", "php"),
            (10 * 60, "cbt", "php"),
            (11 * 60 + 15, "psychoed", "case manager"),
            (13 * 60, "mindfulness", "case manager"),
            (14 * 60, "coping", "php"),
        ),
        6, "php", (15 * 60, 17 * 60),
    ),
    "morning-iop": Track(
        "Morning IOP", NORTH, IOP, "Birch", (0, 2, 3), (MORNING, NOON), BREAK,
        ((MORNING, "relapse", "counselor"), (AFTER_BREAK, "process", "counselor")),
        12, "counselor", AFTERNOON,
    ),
    "women": Track(
        "Women's IOP", LAKESIDE, IOP, "Heron", (0, 2, 4), (MORNING, NOON), BREAK,
        ((MORNING, "dbt", "women"), (AFTER_BREAK, "process", "women")),
        5, "women", AFTERNOON, any_leader=False,
    ),
    "spanish": Track(
        "Spanish IOP", LAKESIDE, IOP, "Otter", (1, 3, 4), (MORNING, NOON), BREAK,
        ((MORNING, "relapse", "spanish"), (AFTER_BREAK, "process", "spanish")),
        4, "spanish", AFTERNOON, language="es",
    ),
    "evening-iop": Track(
        "Evening IOP, Lakeside", LAKESIDE, IOP, "Heron", (0, 1, 3), EVENING, EVENING_BREAK,
        ((17 * 60 + 30, "dbt", "evening"), (LATE, "process", "evening")),
        6, "evening", (15 * 60, 17 * 60),
    ),
    "evening-north": Track(
        "Evening IOP, North", NORTH, IOP, "Birch", (0, 2, 4), EVENING, EVENING_BREAK,
        ((17 * 60 + 30, "relapse", "supervisor"), (LATE, "process", "supervisor")),
        7, "supervisor", (14 * 60, 17 * 60), by_video=3,
    ),
    "weekend-iop": Track(
        "Weekend IOP", NORTH, IOP, "Birch", WEEKEND, (MORNING, 14 * 60 + 45), (NOON, 13 * 60 + 15),
        (
            (MORNING, "relapse", "weekend"),
            (AFTER_BREAK, "process", "weekend"),
            (13 * 60 + 15, "dbt", "weekend"),
        ),
        4, "weekend", (13 * 60, 17 * 60), individual_days=(1, 2, 3),
    ),
    "continuing": Track(
        "Continuing care by video", NORTH, OP, VIDEO_ROOM, (1,), (16 * 60, 17 * 60 + 30), None,
        ((16 * 60, "continuing", "weekend"),),
        4, "weekend", AFTERNOON, by_video=4,
    ),
    "skills": Track(
        "Skills, evenings", LAKESIDE, OP, "Otter", (2, 4), (17 * 60 + 30, 19 * 60), None,
        ((17 * 60 + 30, "dbt", "evening"),),
        3, "evening", AFTERNOON,
    ),
}  # fmt: skip
MINIMUMS = {PHP: (1200, 240), IOP: (540, 180), OP: (0, 0)}
"""Minutes a week, and minutes that make a day count, as ordered in this agency."""
CLOSED = (LAKESIDE, 5, 3, "Water damage")
"""A day Lakeside was closed: so many weeks ago, on this weekday."""
