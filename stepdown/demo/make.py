"""Makes the demo agency, through actions only: the same for the same seed and moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from stepdown.agency import queries as agency
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, system
from stepdown.demo.agency import make_agency
from stepdown.demo.days import live
from stepdown.demo.people import make_clients, renew
from stepdown.demo.plan import STAFF, ZONE
from stepdown.demo.weeks import NAME, publish_first, publish_like_before
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
        SignIn(f"{person.sign_in}@demo.example", PASSWORD, person.role.replace("_", " "))
        for person in STAFF.values()
        if person.sign_in
    )


@action
def _make(*, by: Actor, at: datetime, seed: int) -> None:
    this_week = Week.of(at, ZONE)
    before = this_week.previous.at(0, 0) - timedelta(days=90)
    ids = make_agency(by=by, at=before, seed=seed, password=PASSWORD)
    clients = make_clients(by=by, at=before, seed=seed, ids=ids, week=this_week, today=this_week.day_near(at))
    publish_first(by=by, at=before, week=this_week.previous, ids=ids, clients=clients)
    keep_current(by=by, at=at, seed=seed)


@action
def keep_current(*, by: Actor, at: datetime, seed: int = 1) -> None:
    """Let time pass in the demo up to `at`: doing it again at the same moment changes nothing.

    Last week, this week and the next are published like the week before where they are not there yet; everybody who
    came up to `at` is checked in, and out when they left; who has no authorization any more gets a new one.
    """
    this_week = Week.of(at, ZONE)
    for week in (this_week.previous, this_week, this_week.next):
        publish_like_before(by=by, at=min(at, week.at(0, 0)), week=week)
    for monday, number in schedule.weeks_called(NAME).items():
        if monday <= this_week.monday:
            sessions = schedule.calendar(number)
            live(by=by, at=at, seed=seed, week=Week(monday, ZONE), sessions=sessions)
    expected = {client for session in sessions for client in session.clients}
    renew(by=by, at=at, clients=expected, today=this_week.day_near(at))
