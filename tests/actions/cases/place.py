"""One of everything an action can be done to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from stepdown.agency import actions as agency
from stepdown.agency.terms import (
    Delivery,
    LicenseKind,
    NewDuty,
    NewLicense,
    NewProgram,
    NewService,
    NewSite,
    Role,
)
from stepdown.audit.terms import Actor
from stepdown.consent import actions as consent
from stepdown.consent import terms as told
from stepdown.consent.terms import Category, ConsentKind, NewConsent, Purpose, RecipientKind
from stepdown.coverage.actions import authorize
from stepdown.coverage.terms import NewAuthorization
from stepdown.episode import actions as episode
from stepdown.episode.terms import (
    ClearanceBasis,
    Event,
    HoldReason,
    NewHold,
    NewStay,
    NewStep,
)
from stepdown.episode.terms import Step as WayStep
from stepdown.kernel.levels import LevelOfCare
from stepdown.people import actions as people
from stepdown.people.queries import passes_of
from stepdown.people.terms import (
    CallOutcome,
    CallReason,
    CarePlace,
    CareRole,
    EmergencyKind,
    NewCall,
    NewClient,
    NewContact,
    NewEmergencyFact,
    NewWay,
    Sought,
    WayKind,
)
from stepdown.plan.actions import prescribe
from stepdown.plan.terms import Modality, NewPrescription, PrescribedLine
from stepdown.privacy import actions as privacy
from stepdown.privacy.terms import BreachNotice, BreachOutcome, Ground, NewAnswer, Outcome
from stepdown.safety.actions import restrict_contact
from stepdown.safety.terms import NewRestriction
from stepdown.schedule.actions import appointments, booking, company, rosters, series, setup, weeks
from stepdown.schedule.actions.leaving import leave_track
from stepdown.schedule.actions.tracks import end_track
from stepdown.schedule.terms import (
    Guest,
    GuestKind,
    Joining,
    Meeting,
    NewAppointment,
    NewGroup,
    NewTrack,
    NewWeek,
)
from stepdown.session import actions as door
from stepdown.session.terms import AwayReason, LeaderSays, MissedReason
from tests.factories import breaches as breaches_made
from tests.factories.asking import access, amendment, asked
from tests.factories.breaches import decided
from tests.factories.crowd import BEFORE, BY, MONDAY, NINE, WEEK, ZONE, Crowd, crowd
from tests.factories.legal import subpoena
from tests.factories.papers import agreed
from tests.factories.reminders import reminded
from tests.factories.services import service_account

OP, IOP, PHP = LevelOfCare
DAY = timedelta(days=1)
LATER = MONDAY + timedelta(days=7)
NEXT_YEAR = MONDAY + timedelta(days=364)
THREE = 15 * 60
HALF_PAST = WEEK.at(0, NINE + 30)
PASSWORD = "synthetic-lantern-47"


MOTHER = NewContact("Fern Hollow", "Mother", emergency=True)
PHONE = NewWay(WayKind.MOBILE, "202 555 0199", may_leave_message=True)
PENICILLIN = NewEmergencyFact(EmergencyKind.ALLERGY, "Penicillin", "Rash")


@dataclass(frozen=True)
class Known:
    """What is on record of the newcomer, and two records made one."""

    contact: int
    way: int
    fact: int
    call: int
    view: int
    dropped: int
    twin: int
    merge: int
    off: tuple[int, int, int]
    """A contact, a way and a line of the emergency sheet that were taken off."""
    recipient: int
    consent: int
    legal: int
    restricted: int
    paper: int
    opening: int
    """The newcomer's chart, opened by somebody else than user 1."""
    asked: int
    denied: int
    withdrawn: int
    """What the newcomer asked: a copy of the record, an amendment that was denied, and a copy no longer wanted."""
    hold: int
    breach: int
    no_breach: int
    told: int
    """A breach people are told of, one nobody need be told of; and that the department was told of the first."""
    exchange: int
    member: int
    list_asked: int
    """An exchange, a member of it, and the newcomer's question for its list."""
    mail: int
    reminder: int
    """An address of client 1, and what client 0 is to be reminded by."""


@dataclass(frozen=True)
class Place:
    """A crowd, and one of everything an action can be done to.

    Client 0 is expected in session 0 and in the building; client 1 was in session 1 and has left; client 2 is
    expected nowhere but in `weekly`, a series that meets on Mondays at three from next week on (`meetings`, of which
    the second is cancelled); `newcomer` and `caller` were never in care,
    `asks` asked for it, `away` is cleared and on hold since the step `held`. `draft` is a week that is not published. Client 3 is in
    session 3 and `out` of it; client 4 was in session 4, out and `back`, has left, and its leader says they were not
    there. Client 0 has a reason for not coming, `missed`.
    """

    crowd: Crowd
    elsewhere: int
    program: int
    service: int
    newcomer: int
    caller: int
    asks: int
    away: int
    held: int
    track: int
    closed: int
    draft: int
    here: int
    gone: int
    user: int
    order: int
    authorization: int
    apart: int
    weekly: int
    meetings: list[int]
    guest: int
    appointment: int
    out: int
    back: int
    missed: int
    known: Known | None = None

    @property
    def site(self) -> int:
        return self.crowd.site


def place() -> Place:
    """Make it, by the real actions."""
    made = crowd(5, seats=3)
    (elsewhere,) = agency.open_sites(by=BY, at=BEFORE, sites=[NewSite("S1", "Elsewhere", "UTC")])
    (program,) = agency.open_programs(by=BY, at=BEFORE, programs=[NewProgram(made.site, "Days", (PHP, IOP))])
    new = NewService("skills", "Skills group", Delivery.GROUP, 60, ("LCSW",))
    (service,) = agency.offer_services(by=BY, at=BEFORE, services=[new])
    rows = [NewClient(made.site, f"N-{n}", "x", "x", ("en",)) for n in (1, 2, 3, 4)]
    newcomer, caller, asks, away = people.register_clients(by=BY, at=BEFORE, clients=rows)
    held = _on_their_way(program, asks, away)
    (track,) = setup.create_tracks(by=BY, at=BEFORE, tracks=[NewTrack("evening", "Evening")])
    group = NewGroup("closed", "Closed", service, track, "en", made.site, 3, (IOP,), closed=True)
    (closed,) = setup.create_groups(by=BY, at=BEFORE, groups=[group])
    _tracks_that_end(made)
    draft = weeks.open_week(by=BY, at=BEFORE, week=NewWeek("Draft", LATER, ZONE, 5, 480, 1290, 30))
    for n in (0, 1):
        booking.add_participant(by=BY, at=BEFORE, session=made.sessions[n], client=made.clients[n])
    here = door.check_in(by=BY, at=WEEK.at(0, NINE), client=made.clients[0])
    gone = door.check_in(by=BY, at=WEEK.at(0, NINE), client=made.clients[1])
    door.check_out(by=BY, at=WEEK.at(0, NINE + 20), visit=gone)
    user = agency.make_sign_in(by=BY, at=BEFORE, email="y@example.test", password=PASSWORD, name="y")
    agency_things(made)
    lines = (PrescribedLine(service, 3, 60),)
    order = NewPrescription(newcomer, MONDAY, Modality.IN_PERSON, 180, 0, lines)
    (order_,) = prescribe(by=BY, at=BEFORE, prescriptions=[order])
    authorization = NewAuthorization(made.clients[0], IOP, MONDAY, LATER, ())
    (authorization_,) = authorize(by=BY, at=BEFORE, authorizations=[authorization])
    (apart,) = restrict_contact(by=BY, at=BEFORE, restrictions=[NewRestriction(made.clients[0], newcomer, MONDAY)])
    manager = CarePlace(made.clients[2], made.staff[0], CareRole.CASE_MANAGER, MONDAY)
    people.assign_care_team(by=BY, at=BEFORE, places=[manager])
    weekly, meetings = _weekly(made)
    kin = Guest(GuestKind.RELATIVE, "Synthetic aunt", made.clients[0])
    guest = company.add_guest(by=BY, at=BEFORE, session=made.sessions[0], guest=kin)
    new_appointment = NewAppointment(
        made.service, made.site, None, WEEK.span(0, 16 * 60, 60), made.staff[0], (made.clients[1],)
    )
    appointment = appointments.book_appointment(by=BY, at=BEFORE, new=new_appointment).booked[0]
    found = Place(
        made, elsewhere, program, service, newcomer, caller, asks, away, held, track, closed, draft, here, gone, user,
        order_, authorization_, apart, weekly, meetings, guest, appointment, *group_room(made),
    )  # fmt: skip
    return replace(found, known=known(found))


def _tracks_that_end(made: Crowd) -> None:
    """One without groups, one that is to end, one that client 1 is to leave."""
    codes = ("spare", "ending", "left")
    _, ending, left = setup.create_tracks(by=BY, at=BEFORE, tracks=[NewTrack(one, one, made.site) for one in codes])
    end_track(by=BY, at=BEFORE, track=ending, on=LATER)
    rosters.join_tracks(by=BY, at=BEFORE, joinings=[Joining(made.clients[1], left, MONDAY)])
    leave_track(by=BY, at=BEFORE, client=made.clients[1], track=left, on=LATER)


def _weekly(made: Crowd) -> tuple[int, list[int]]:
    """A series of three Mondays at three, with client 2 in it; the second meeting is cancelled."""
    new = NewGroup("weekly", "Weekly", made.service, made.track, "en", made.site, 3, (IOP,), starts_on=LATER)
    number, planned = series.make_series(
        by=BY, at=BEFORE, group=new, meetings=[meeting(made)], topics=["One", "Two"], until=LATER + timedelta(days=21)
    )
    rosters.enroll(by=BY, at=BEFORE, joinings=[Joining(made.clients[2], number, LATER)])
    booking.cancel_session(by=BY, at=BEFORE, session=planned.made[1])
    return number, list(planned.made)


def meeting(made: Crowd, starts: int = THREE, replaces: int | None = None) -> Meeting:
    return Meeting(0, starts, 60, made.staff[3], made.rooms[3], replaces=replaces)


def agency_things(made: Crowd) -> None:
    """One of each thing of the agency that is found by itself: days away, a closure, a duty, a licence."""
    agency.add_time_off(by=BY, at=BEFORE, staff=made.staff[-1], first_day=NEXT_YEAR, last_day=NEXT_YEAR)
    agency.close_site(by=BY, at=BEFORE, site=made.site, first_day=NEXT_YEAR, last_day=NEXT_YEAR, reason="Works")
    night = NewDuty(made.site, made.staff[-1], WEEK.at(0, 18 * 60), WEEK.at(1, 8 * 60), "+1 202 555 0100")
    agency.plan_on_call(by=BY, at=BEFORE, duties=[night])
    held = NewLicense(LicenseKind.LICENSE, "Outpatient license", "Synthetic state", MONDAY, LATER, site=made.site)
    agency.add_license(by=BY, at=BEFORE, held=held)
    _who_may_do_what(made)


def _who_may_do_what(made: Crowd) -> None:
    """The last member of staff signs in, was given a role, and owns a service account; the one before is locked out."""
    last = made.staff[-1]
    agency.make_sign_in(by=BY, at=BEFORE, email="w@example.test", password=PASSWORD, name="x", staff=last)
    agency.grant_role(by=BY, at=BEFORE, staff=last, role=Role.INTERN)
    owner = Actor("w@example.test", staff=last, roles=frozenset({Role.COMPLIANCE}))
    service_account(owner, BEFORE, "Weekly")
    shut = agency.make_sign_in(
        by=BY, at=BEFORE, email="v@example.test", password=PASSWORD, name="v", staff=made.staff[-2]
    )
    agency.close_sign_in(by=BY, at=BEFORE, user=shut)


def _on_their_way(program: int, asks: int, away: int) -> int:
    """One asked for care, the other is cleared and on hold; returns the step of the hold."""
    friday = MONDAY - timedelta(days=3)
    episode.take_first_contact(by=BY, at=BEFORE, contacts=[NewStep(asks, WayStep(Event.FIRST_CONTACT, friday))])
    episode.admit(by=BY, at=BEFORE, stays=[NewStay(away, program, IOP, friday)])
    episode.clear_for_group(by=BY, at=BEFORE, client=away, on=friday, rests_on=ClearanceBasis.RISK_SCREEN)
    return episode.hold(by=BY, at=BEFORE, holds=[NewHold(away, HoldReason.TRAVEL, MONDAY)])[0]


def known(p: Place) -> Known:
    """Make it, by the real actions; the view is that of user 1, who acts in the tests of actions."""
    who = p.newcomer
    contact = people.add_contact(by=BY, at=BEFORE, client=who, contact=MOTHER)
    way = people.add_way(by=BY, at=BEFORE, client=who, way=PHONE)
    fact = people.record_fact(by=BY, at=BEFORE, client=who, fact=replace(PENICILLIN, what="Latex"))
    call = people.record_call(by=BY, at=BEFORE, call=NewCall(who, CallReason.WAITING, CallOutcome.REACHED, way))
    view = people.save_view(by=replace(BY, user=p.user), at=BEFORE, name="Mine", query="level=2.1")
    dropped = people.save_view(by=replace(BY, user=p.user), at=BEFORE, name="Old", query="show=left")
    people.drop_view(by=replace(BY, user=p.user), at=BEFORE, view=dropped)
    rows = [NewClient(p.site, f"W-{n}", "x", "x", ("en",)) for n in range(2)]
    kept, twin = people.register_clients(by=BY, at=BEFORE, clients=rows)
    merge = people.join_records(by=BY, at=BEFORE, kept=kept, duplicate=twin, moved={})
    kind = RecipientKind.SERVICE_ORGANIZATION
    recipient = consent.keep_recipient(by=BY, at=BEFORE, name="Synthetic Laboratory", kind=kind)
    shows = frozenset({Category.SCHEDULE})
    new = NewConsent(
        who, p.program, ConsentKind.NAMED, frozenset({Purpose.SUPPORT}), shows, "Synthetic words", "x",
        contact=contact, event="this matter is closed", at_discharge=True, told=True,
    )  # fmt: skip
    signed = consent.sign(by=BY, at=BEFORE, consent=new)
    legal = subpoena(p.site, MONDAY, BEFORE, who)
    asked = told.NewRestriction(who, "Synthetic words", RecipientKind.FAMILY)
    restricted = consent.ask_restriction(by=BY, at=BEFORE, restriction=asked)
    (paper,) = agreed(who, p.program, BEFORE)
    off = taken_off(who)
    return Known(
        contact, way, fact, call, view, dropped, kept, merge, off, recipient, signed, legal, restricted, paper, opening(p),
        *requests(who), *breaches(p.site), *passed_on(who), *reminded(p.crowd),
    )  # fmt: skip


def passed_on(who: int) -> tuple[int, int, int]:
    """An exchange, its member, and a client's question for its list."""
    day = BEFORE.date()
    number = consent.keep_recipient(by=BY, at=BEFORE, name="Synthetic Exchange", kind=RecipientKind.INTERMEDIARY)
    member = consent.add_member(by=BY, at=BEFORE, exchange=number, name="Synthetic Clinic", starts=day)
    asked = consent.ask_list(by=BY, at=BEFORE, day=day, client=who, exchange=number, asked_on=day)
    return number, member, asked


def requests(who: int) -> tuple[int, int, int, int]:
    """What somebody asked: open, denied, withdrawn; and a legal hold on their record."""
    day = BEFORE.date()
    news = (access(who, day), amendment(who, day), access(who, day))
    numbers = [asked(new, BEFORE) for new in news]
    denied = NewAnswer(Outcome.DENIED, "It was June 1", frozenset({Ground.RIGHT_AS_IT_IS}))
    privacy.answer_request(by=BY, at=BEFORE, request=numbers[1], answer=denied)
    privacy.answer_request(by=BY, at=BEFORE, request=numbers[2], answer=NewAnswer(Outcome.WITHDRAWN, "Not now"))
    hold = privacy.place_hold(by=BY, at=BEFORE, day=day, client=who, words="Synthetic audit", placed_on=day)
    return numbers[0], numbers[1], numbers[2], hold


def breaches(site: int) -> tuple[int, int, int]:
    """Decided: people are told, nobody is; and the department was told of the first."""
    day = BEFORE.date()
    breach, no_breach = decided(site, day, BEFORE), decided(site, day, BEFORE, BreachOutcome.LOW_PROBABILITY)
    return breach, no_breach, breaches_made.told(breach, day, BEFORE, BreachNotice.HHS)


def opening(p: Place) -> int:
    """A nurse's emergency about the newcomer."""
    user = agency.make_sign_in(by=BY, at=BEFORE, email="z@example.test", password=PASSWORD, name="z")
    nurse = Actor("z@example.test", user=user, roles=frozenset({Role.NURSE}), sites=frozenset({p.site}))
    people.break_glass(by=nurse, at=BEFORE, who=Sought("N-1"), words="Found unwell")
    return passes_of(p.newcomer)[0].id


def taken_off(who: int) -> tuple[int, int, int]:
    """Somebody, a number and a line that are on record no more."""
    contact = people.add_contact(by=BY, at=BEFORE, client=who, contact=replace(MOTHER, name="Reed Hollow"))
    way = people.add_way(by=BY, at=BEFORE, client=who, way=PHONE)
    fact = people.record_fact(by=BY, at=BEFORE, client=who, fact=replace(PENICILLIN, what="Nickel"))
    people.end_contact(by=BY, at=BEFORE, client=who, number=contact)
    people.end_way(by=BY, at=BEFORE, client=who, number=way)
    people.withdraw_fact(by=BY, at=BEFORE, client=who, number=fact)
    return contact, way, fact


def group_room(made: Crowd) -> tuple[int, int, int]:
    """What happened to clients 3 and 4, and why client 0 does not come; (out, back, missed)."""
    out_and_back = []
    for n in (3, 4):
        booking.add_participant(by=BY, at=BEFORE, session=made.sessions[n], client=made.clients[n])
        visit = door.check_in(by=BY, at=WEEK.at(0, NINE), client=made.clients[n])
        out_and_back.append(
            door.ask_out(
                by=BY,
                at=WEEK.at(0, NINE + 5),
                client=made.clients[n],
                session=made.sessions[n],
                reason=AwayReason.NURSE,
            )
        )
    door.come_back(by=BY, at=WEEK.at(0, NINE + 10), away=out_and_back[1])
    door.check_out(by=BY, at=WEEK.at(0, NINE + 20), visit=visit)
    says = [LeaderSays(made.clients[4], there=False)]
    door.close_group(by=BY, at=WEEK.at(0, NINE + 25), session=made.sessions[4], says=says)
    missed = door.tell_missed(by=BY, at=BEFORE, client=made.clients[0], day=MONDAY, reason=MissedReason.APPOINTMENT)
    return out_and_back[0], out_and_back[1], missed


def client(p: Place, which: str) -> int | None:
    """The client an entry names: "", a name in Place, or a number in the crowd."""
    if not which:
        return None
    return p.crowd.clients[int(which)] if which.isdigit() else int(getattr(p, which))
