"""A programme week: seven local days from a Monday, in one time zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from stepdown.kernel.period import Period

MINUTES_A_DAY = 24 * 60
YEARS = range(1901, 2200)
"""Years of the days a person may ask for. Weeks may lie one year further, so that all have neighbours; far from the
calendar's own ends, where adding a day fails."""


@dataclass(frozen=True, slots=True)
class Week:
    """The week that begins on `monday` (local midnight) in the IANA zone `zone`.

    Raises ValueError when the date is no Monday or too far from YEARS, or the zone is unknown.
    """

    monday: date
    zone: str

    def __post_init__(self) -> None:
        if self.monday.weekday() != 0:
            raise ValueError(f"{self.monday.isoformat()} is not a Monday")
        if not YEARS.start - 1 <= self.monday.year <= YEARS.stop:
            raise ValueError(f"{self.monday.isoformat()} is not a day between 1900 and 2200")
        zone_of(self.zone)

    @classmethod
    def of(cls, moment: datetime, zone: str) -> Week:
        """The week that holds `moment`, as the wall clock in `zone` sees it."""
        day = moment.astimezone(zone_of(zone)).date()
        return cls(day - timedelta(days=day.weekday()), zone)

    @property
    def days(self) -> tuple[date, ...]:
        return tuple(self.monday + timedelta(days=n) for n in range(7))

    @property
    def period(self) -> Period:
        """Monday 00:00 to the next Monday 00:00; 167 or 169 hours long when the clock changes."""
        return Period(self.at(0, 0), self.next.at(0, 0))

    @property
    def next(self) -> Week:
        return Week(self.monday + timedelta(days=7), self.zone)

    @property
    def previous(self) -> Week:
        return Week(self.monday - timedelta(days=7), self.zone)

    def day_period(self, day: int) -> Period:
        """The whole local day (0 = Monday): 23 or 25 hours when the clock changes."""
        following = self.next.at(0, 0) if day == 6 else self.at(day + 1, 0)
        return Period(self.at(day, 0), following)

    def at(self, day: int, minute: int) -> datetime:
        """The moment, in UTC, when the wall clock of `day` (0 = Monday) shows `minute` minutes after midnight.

        A time the clock skips in spring is read as if the clock had not yet changed; one it shows twice in
        autumn is the first of the two.
        """
        wall = datetime.combine(self.monday + timedelta(days=day), time(minute // 60, minute % 60))
        return wall.replace(tzinfo=zone_of(self.zone), fold=0).astimezone(UTC)

    def span(self, day: int, minute: int, minutes: int) -> Period:
        """`minutes` elapsed minutes from the wall-clock `minute` of `day`."""
        start = self.at(day, minute)
        return Period(start, start + timedelta(minutes=minutes))

    def place(self, moment: datetime) -> tuple[int, int]:
        """(day, minutes after midnight) on the wall clock; day is below 0 or above 6 outside this week."""
        wall = moment.astimezone(zone_of(self.zone))
        return (wall.date() - self.monday).days, wall.hour * 60 + wall.minute

    def day_near(self, moment: datetime) -> date:
        """The local day of `moment`, or this week's first or last day when the moment lies before or after it."""
        return self.days[min(6, max(0, self.place(moment)[0]))]


def day_of(moment: datetime, zone: str) -> Period:
    """The whole local day that holds `moment`, as the wall clock in `zone` sees it."""
    week = Week.of(moment, zone)
    return week.day_period(week.place(moment)[0])


def local_days(first: date, zone: str) -> tuple[Period, ...]:
    """Seven whole local days from `first`, whatever weekday that is; 23 or 25 hours when the clock changes."""
    week = Week(first - timedelta(days=first.weekday()), zone)
    both = [*(week.day_period(n) for n in range(7)), *(week.next.day_period(n) for n in range(7))]
    return tuple(both[first.weekday() : first.weekday() + 7])


def zone_of(name: str) -> ZoneInfo:
    """The time zone called `name`; raises ValueError, not KeyError, when there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"there is no time zone called {name!r}; use a name such as America/Chicago") from None
