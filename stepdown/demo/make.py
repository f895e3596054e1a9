"""Makes the demo agency, through actions only: the same for the same seed and moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from stepdown.agency import queries as agency
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, system
from stepdown.demo.agency import make_agency
from stepdown.demo.asking import ask_about_records
from stepdown.demo.days import live
from stepdown.demo.lives import WEEKS, make_lives
from stepdown.demo.openings import open_charts
from stepdown.demo.people import Making, make_clients, renew
from stepdown.demo.plan import STAFF, ZONE
from stepdown.demo.weeks import NAME, book_individual, plan_from, planned_until, publish_history, repeat_individual
from stepdown.kernel.week import Week
from stepdown.schedule.queries import setup as schedule

PASSWORD = "cedar-commons-47"  # noqa: S105, printed at every start; the demo holds nobody's data
DEMO = system("demo")


@dataclass(frozen=True, slots=True)
class SignIn:
    """Somebody who may sign in to the demo, and as what."""

    email: str
    password: str
    role: str


class SignIns(list[SignIn]):
    """Who may sign in; as text, a table to print."""

    def __str__(self) -> str:
        rows = [f"  {one.email:<28} {one.password:<20} {one.role}" for one in self]
        return "\n".join(["Sign in as (synthetic people, one password):", *rows])


def make_demo(*, at: datetime, by: Actor = DEMO, seed: int = 1) -> SignIns:
    """Make Cedar Commons (synthetic) unless a site of that name is there, and bring it up to `at`; who may sign in.

    All or nothing.
    """
    if not any(site.code == "north" for site in agency.site_records()):
        _make(by=by, at=at, seed=seed)
    else:
        keep_current(by=by, at=at, seed=seed)
    return SignIns(
        SignIn(
            f"{person.sign_in}@demo.example", PASSWORD, " and ".join(role.replace("_", " ") for role in person.roles)
        )
        for person in STAFF.values()
        if person.sign_in
    )


@action
def _make(*, by: Actor, at: datetime, seed: int) -> None:
    week = Week.of(at, ZONE)
    today = week.day_near(at)
    first = Week(week.monday - timedelta(weeks=WEEKS + 2), ZONE)
    opened = first.at(0, 0)
    ids = make_agency(by=by, at=opened, week=week, seed=seed, password=PASSWORD)
    making = Making(by, ids, week, at)
    clients = make_clients(making, at=opened, seed=seed, lives=make_lives(seed, week))
    open_charts(making, clients)
    ask_about_records(making, clients)
    publish_history(by=by, week=week, today=today, ids=ids, clients=clients)
    plan_from(by=by, at=at, first=today, week=week)
    book_individual(by=by, at=week.at((today - week.monday).days, 0), week=week, today=today, ids=ids, clients=clients)
    live(by=by, at=at, seed=seed, since=first.monday, name=NAME, zone=ZONE)


@action
def keep_current(*, by: Actor, at: datetime, seed: int = 1) -> None:
    """Let time pass in the demo up to `at`: doing it again at the same moment changes nothing.

    Sessions are made up to the end of next week where they are not there yet; everybody who came up to `at` is checked in, and
    out when they left; who has no authorization any more gets a new one.
    """
    week = Week.of(at, ZONE)
    last = planned_until()
    if last is not None and last < week.next.monday:
        before = Week(last, ZONE)
        plan_from(by=by, at=at, first=before.next.monday, week=week)
        repeat_individual(by=by, at=before.next.at(0, 0), before=before, until=week.next.next.monday)
    live(by=by, at=at, seed=seed, since=_last_lived(week, last), name=NAME, zone=ZONE)
    expected = {
        client for session in schedule.calendar(schedule.weeks_called(NAME)[week.monday]) for client in session.clients
    }
    renew(by=by, at=at, clients=sorted(expected), today=week.day_near(at))


def _last_lived(week: Week, last: date | None) -> date:
    """The first day that may not be recorded yet: three weeks before the last that was planned."""
    return min(week.monday, last or week.monday) - timedelta(weeks=3)
