"""Whether a member of staff may lead a session then. Sources: `iop-week/1` hard rules 1, 3 and 5."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from stepdown.audit.terms import Obstacle
from stepdown.kernel.period import Period
from stepdown.schedule.terms import Blocker, Booking, Hours, StaffFacts


def busy(booking: Booking) -> Iterator[Obstacle]:
    """Nobody of the staff is in two sessions at once (law 1)."""
    lead = [(booking.staff.name, taken) for taken in booking.staff.busy] if booking.staff else []
    for name, other in (*lead, *booking.others):
        if other.period.overlaps(booking.slot.period):
            yield Obstacle(Blocker.STAFF_BUSY, {"staff": name, "session": other.title, "period": other.period})


def working(booking: Booking) -> Iterator[Obstacle]:
    """The session lies inside one stretch of the person's working hours, on a day they are not away."""
    staff = booking.staff
    if staff is None:
        return
    if staff.away:
        yield _about(staff, Blocker.STAFF_AWAY)
    if not within(staff.hours, booking):
        yield _about(staff, Blocker.STAFF_NOT_WORKING)


def qualified(booking: Booking) -> Iterator[Obstacle]:
    """Any one credential of the service (valid that day), the group's language, its track, its site."""
    staff, session = booking.staff, booking.session
    if staff is None:
        return
    if not staff.credentials & session.credentials:
        yield _about(staff, Blocker.STAFF_LACKS_CREDENTIAL, needed=sorted(session.credentials))
    if session.group and session.language and session.language not in staff.languages:
        yield _about(staff, Blocker.STAFF_LACKS_LANGUAGE, language=session.language)
    if not session.group and not all(staff.languages & client.languages for client in booking.clients):
        yield _about(staff, Blocker.STAFF_LACKS_LANGUAGE, language="")
    if session.track is not None and session.track not in staff.tracks:
        yield _about(staff, Blocker.STAFF_LACKS_TRACK)
    if not (staff.telehealth if session.virtual else staff.site == session.site):
        yield _about(staff, Blocker.STAFF_AT_OTHER_SITE)


def limits(booking: Booking) -> Iterator[Obstacle]:
    """Groups and individual sessions a day, minutes a week, minutes on end without a break, as agreed with them."""
    staff, period = booking.staff, booking.slot.period
    if staff is None:
        return
    today = booking.slot.day_period
    same_day = [b for b in staff.busy if b.group == booking.session.group and today.contains(b.period)]
    most = staff.max_groups_a_day if booking.session.group else staff.max_individual_a_day
    if most is not None and len(same_day) + 1 > most:
        blocker = Blocker.STAFF_GROUPS_A_DAY if booking.session.group else Blocker.STAFF_INDIVIDUAL_A_DAY
        yield _about(staff, blocker, most=most)
    week = sum(b.period.minutes for b in staff.busy) + period.minutes
    if staff.max_minutes_a_week is not None and week > staff.max_minutes_a_week:
        yield _about(staff, Blocker.STAFF_MINUTES_A_WEEK, most=staff.max_minutes_a_week, would_be=week)
    run = run_minutes([b.period for b in staff.busy], period)
    if staff.max_run_minutes is not None and run > staff.max_run_minutes:
        yield _about(staff, Blocker.STAFF_RUN_TOO_LONG, most=staff.max_run_minutes, would_be=run)


BREAK = timedelta(minutes=30)
"""The break that ends a run: format `iop-week/1`, `max_run_min`."""


def run_minutes(taken: list[Period], added: Period) -> int:
    """Minutes from the start to the end of the run that holds `added`: sessions less than a break apart."""
    start, end = added.start, added.end
    for period in sorted(taken, reverse=True):
        if period.end <= start and start - period.end < BREAK:
            start = period.start
    for period in sorted(taken):
        if period.start >= end and period.start - end < BREAK:
            end = period.end
    return Period(start, end).minutes


def within(hours: tuple[Hours, ...], booking: Booking) -> bool:
    """Whether the slot lies inside one stretch of weekly `hours`; stretches that touch are one."""
    reached = booking.slot.starts
    for stretch in sorted((h for h in hours if h.weekday == booking.slot.weekday), key=lambda h: h.starts):
        if stretch.starts <= reached < stretch.ends:
            reached = stretch.ends
    return reached >= booking.slot.ends


def _about(staff: StaffFacts, blocker: Blocker, **about: object) -> Obstacle:
    return Obstacle(blocker, {"staff": staff.name, **about})
