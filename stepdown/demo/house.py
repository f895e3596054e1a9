"""What keeps the demo's house open: when programmes run, who answers at night, and the papers on the wall."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from stepdown.agency.actions import add_license, plan_on_call
from stepdown.agency.terms import LicenseKind, NewDuty, NewLicense, WorkingTime
from stepdown.audit.terms import Actor
from stepdown.demo.plan import TRACKS
from stepdown.kernel.levels import LevelOfCare
from stepdown.kernel.week import Week

WEEKS_ON_CALL = 8
ON_CALL = ("counselor", "women", "supervisor", "evening", "php")
"""Who takes the nights, one week after the other; the director answers when they do not."""
OFFICE = tuple(WorkingTime(day, 9 * 60, 17 * 60) for day in range(5))


def hours(site: str, level: LevelOfCare) -> tuple[WorkingTime, ...]:
    """When a programme runs in an ordinary week: from its first block to its last; without a track in office hours."""
    spans: dict[int, list[int]] = {}
    for track in TRACKS.values():
        if (track.site, track.level) == (site, level):
            for day in track.days:
                spans.setdefault(day, []).extend(track.block)
    return tuple(WorkingTime(day, min(times), max(times)) for day, times in sorted(spans.items())) or OFFICE


def on_call(*, by: Actor, at: datetime, week: Week, sites: dict[str, int], staff: dict[str, int]) -> None:
    """Somebody for every night from the present week on, by phone; behind them the director."""
    duties = []
    for ahead in range(WEEKS_ON_CALL):
        monday = week.monday + timedelta(weeks=ahead)
        first = staff[ON_CALL[monday.toordinal() // 7 % len(ON_CALL)]]
        now = Week(monday, week.zone)
        for place, site in enumerate(sites.values()):
            for day in range(7):
                night = now.at(day, 18 * 60), (now.at(day + 1, 8 * 60) if day < 6 else now.next.at(0, 8 * 60))
                for rank, who in ((1, first), (2, staff["director"])):
                    duties.append(NewDuty(site, who, *night, f"312-555-01{90 + 2 * place + rank}", rank))
    plan_on_call(by=by, at=at, duties=duties)


def papers(*, by: Actor, at: datetime, week: Week, sites: dict[str, int]) -> None:
    """A state licence for each site, and an accreditation that is to be renewed soon."""
    year = week.monday.year
    for number, site in enumerate(sites.values(), 1):
        held = NewLicense(
            LicenseKind.LICENSE, "Outpatient program license", "State (synthetic)",
            date(year - 1, 1, 1), date(year + 1, 12, 31), f"SYN-{number:04}", site,
        )  # fmt: skip
        add_license(by=by, at=at, held=held)
    soon = week.monday + timedelta(days=60)
    accredited = NewLicense(
        LicenseKind.ACCREDITATION, "Behavioral health accreditation", "Accreditor (synthetic)",
        soon - timedelta(days=3 * 365), soon,
    )  # fmt: skip
    add_license(by=by, at=at, held=accredited)
