"""Who may open which page: one row per address of the desk. A page without a row fails a test.

`allowed` are the roles that may open it (the program itself never signs in); every other role is refused, a visitor is
sent to sign in. `here` makes the address's arguments for a record of one's own site, `there` for a record of a site one
does not work at, which must be told as "no such page". `post` is what is sent to an address that writes.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.utils import timezone

from stepdown.agency.terms import Role
from stepdown.audit.queries import entries_about
from stepdown.coverage.models import Authorization
from stepdown.people.actions import add_way
from stepdown.plan.models import Prescription
from stepdown.schedule.models import Track
from stepdown.session.actions import ask_out, close_group, come_back, tell_missed
from stepdown.session.models import Away, Leading
from stepdown.session.terms import AwayReason, LeaderSays, MissedReason
from tests.factories.agency import BY, Agency
from tests.factories.reminders import SAFE
from tests.pages.access_permissions import ACCESS
from tests.pages.agency_permissions import AGENCY
from tests.pages.consent_permissions import CONSENT
from tests.pages.request_permissions import REQUESTS
from tests.pages.table import EVERYONE, TREATS, Page

R = Role
NURSE = AwayReason.NURSE
AT_THE_DOOR = TREATS | {R.BEHAVIORAL_TECHNICIAN, R.PEER_SPECIALIST, R.ADMISSIONS_ADVISOR, R.FRONT_DESK}
"""Who may check somebody in or out."""
SEES_TODAY = AT_THE_DOOR | {R.UTILIZATION_REVIEWER, R.COMPLIANCE, R.ADMINISTRATOR}
SEES_CLIENTS = EVERYONE - {R.ADMINISTRATOR}
SEES_HISTORY = frozenset({R.PROGRAM_DIRECTOR, R.COMPLIANCE, R.ADMINISTRATOR})

TODAY = [
    Page("desk:home", EVERYONE, answers=frozenset({302})),
    Page("desk:today", SEES_TODAY),
    Page("desk:check-in", AT_THE_DOOR, lambda a: [a.clients[-1]], lambda a: {}, frozenset({302})),
    Page("desk:check-out", AT_THE_DOOR, lambda a: [a.visits[0]], lambda a: {}, frozenset({302})),
    Page("desk:undo-check-in", AT_THE_DOOR, lambda a: [a.visits[0]], lambda a: {}, frozenset({302})),
    Page("desk:undo-check-out", AT_THE_DOOR, lambda a: [a.visits[1]], lambda a: {}, frozenset({302})),
    Page("desk:say-when-left", AT_THE_DOOR, lambda a: [a.visits[0]]),
    Page("desk:take-back", frozenset({R.PROGRAM_DIRECTOR, R.CLINICAL_SUPERVISOR}), lambda a: [a.visits[1]]),
    Page("desk:record-visit", AT_THE_DOOR, lambda a: [a.clients[-1]]),
]
PRINTS_SHEETS = frozenset({R.PROGRAM_DIRECTOR, R.CLINICAL_SUPERVISOR, R.FRONT_DESK})
REGISTERS = frozenset({R.PROGRAM_DIRECTOR, R.ADMISSIONS_ADVISOR, R.CASE_MANAGER, R.FRONT_DESK})
MERGES = frozenset({R.PROGRAM_DIRECTOR, R.ADMISSIONS_ADVISOR, R.COMPLIANCE})
ASSIGNS = frozenset({R.PROGRAM_DIRECTOR, R.CLINICAL_SUPERVISOR, R.ADMISSIONS_ADVISOR})


EXPORTS_CLIENTS = frozenset({R.PROGRAM_DIRECTOR, R.UTILIZATION_REVIEWER, R.COMPLIANCE})
DONE = frozenset({302})


def no_view(agency: Agency) -> list[int]:
    """Each view is its owner's: for others there is none."""
    return [0]


def reached(agency: Agency) -> Mapping[str, object]:
    return {"reason": "no_contact", "outcome": "reached", "way": agency.ways[0], "later": ""}


def out(agency: Agency) -> list[int]:
    """The first client, who is here, is asked out of the group under way."""
    there = Away.objects.filter(client=agency.clients[0], undone_at=None).first()
    session, client = agency.sessions[0], agency.clients[0]
    return [there.pk if there else ask_out(by=BY, at=timezone.now(), client=client, session=session, reason=NURSE)]


def back(agency: Agency) -> list[int]:
    """The same, and back."""
    [number] = out(agency)
    if Away.objects.get(pk=number).returned_at is None:
        come_back(by=BY, at=timezone.now() + timedelta(seconds=1), away=number)
    return [number]


def does_not_come(agency: Agency) -> list[int]:
    day = agency.week.days[agency.today]
    return [tell_missed(by=BY, at=timezone.now(), client=agency.clients[-1], day=day, reason=MissedReason.NEEDS_RIDE)]


def closed(agency: Agency) -> list[int]:
    """The group under way is closed; its leader says that the first client was not in it."""
    session, client = agency.sessions[0], agency.clients[0]
    if not Leading.objects.filter(session=session, undone_at=None).exists():
        close_group(by=BY, at=timezone.now(), session=session, says=[LeaderSays(client, there=False)])
    return [session]


def seat(agency: Agency) -> list[int]:
    return [agency.sessions[0], agency.clients[0]]


def group(agency: Agency) -> list[int]:
    return [agency.sessions[0]]


def nurse(agency: Agency) -> Mapping[str, object]:
    return {"reason": "nurse"}


def pin(agency: Agency) -> Mapping[str, object]:
    return {"pin": "4711", "again": "4711"}


def nothing(agency: Agency) -> Mapping[str, object]:
    return {}


IN_CARE = AT_THE_DOOR - {R.FRONT_DESK, R.ADMISSIONS_ADVISOR}
SUPERVISES = frozenset({R.PROGRAM_DIRECTOR, R.CLINICAL_SUPERVISOR})
WRITES_SHEETS = SUPERVISES | {R.ADMINISTRATOR}
BACK_TO_TODAY = frozenset({302})
GROUP_ROOM = [
    Page("desk:today-changes", SEES_TODAY),
    Page("desk:paper-day", AT_THE_DOOR),
    Page("desk:let-in", AT_THE_DOOR, lambda a: [a.clients[-1]]),
    Page("desk:join-video", AT_THE_DOOR, lambda a: [a.clients[-1]]),
    Page("desk:does-not-come", AT_THE_DOOR, lambda a: [a.clients[-1]]),
    Page("desk:undo-missed", AT_THE_DOOR, does_not_come, nothing, BACK_TO_TODAY),
    Page("desk:correct-visit", AT_THE_DOOR, lambda a: [a.visits[0]]),
    Page("desk:door-more", AT_THE_DOOR, seat),
    Page("desk:ask-out", AT_THE_DOOR, seat, nurse, BACK_TO_TODAY),
    Page("desk:come-back", AT_THE_DOOR, out, nothing, BACK_TO_TODAY),
    Page("desk:came-back-at", AT_THE_DOOR, out),
    Page("desk:undo-ask-out", AT_THE_DOOR, out, nothing, BACK_TO_TODAY),
    Page("desk:undo-come-back", AT_THE_DOOR, back, nothing, BACK_TO_TODAY),
    Page("desk:stand-in", AT_THE_DOOR, group),
    Page("desk:close-group", IN_CARE, group),
    Page("desk:reopen-group", IN_CARE, closed, nothing, BACK_TO_TODAY),
    Page("desk:settle", SUPERVISES, lambda a: [*closed(a), a.clients[0]]),
    Page("desk:group-mode", IN_CARE, group),
    Page("desk:group-now", IN_CARE, group),
    Page("desk:group-enter", IN_CARE, group, pin, BACK_TO_TODAY),
    Page("desk:group-open", IN_CARE, group, pin, BACK_TO_TODAY),
    Page("desk:group-shut", IN_CARE, group, nothing, BACK_TO_TODAY),
    Page("desk:group-leave", IN_CARE, group, pin, BACK_TO_TODAY),
    Page("desk:group-out", IN_CARE, seat, nurse, BACK_TO_TODAY),
    Page("desk:group-back", IN_CARE, lambda a: [a.sessions[0], *out(a)], nothing, BACK_TO_TODAY),
    Page("desk:run-sheets", WRITES_SHEETS),
    Page("desk:run-sheet", WRITES_SHEETS, answers=frozenset({302})),
]
CLIENTS = [
    Page("desk:clients", SEES_CLIENTS),
    Page("desk:export-clients", EXPORTS_CLIENTS, post=lambda a: {"recipient": "0", "purpose": "operations"}),
    Page("desk:client-views", SEES_CLIENTS),
    Page("desk:save-view", SEES_CLIENTS, post=lambda a: {"name": "Kept", "query": "show=left"}, answers=DONE),
    *(
        Page(f"desk:{name}-view", SEES_CLIENTS, no_view, lambda a: {"name": "Kept"}, frozenset({404}))
        for name in ("change", "drop", "restore")
    ),
    Page("desk:client", SEES_CLIENTS, lambda a: [a.clients[0]]),
    Page("desk:client-circle", SEES_CLIENTS, lambda a: [a.clients[0]]),
    Page("desk:new-client", REGISTERS),
    Page("desk:clients-alike", REGISTERS, post=lambda a: {"used_name": "Meadow Valley"}),
    Page("desk:change-client", AT_THE_DOOR, lambda a: [a.clients[0]]),
    Page("desk:add-contact", AT_THE_DOOR, lambda a: [a.clients[0]]),
    Page("desk:change-contact", AT_THE_DOOR, lambda a: [a.clients[0], a.contacts[0]]),
    Page("desk:end-contact", AT_THE_DOOR, lambda a: [a.clients[0], a.contacts[0]], lambda a: {}, frozenset({302})),
    Page("desk:restore-contact", AT_THE_DOOR, lambda a: [a.clients[0], 999_999], lambda a: {}, frozenset({404})),
    Page("desk:restore-way", AT_THE_DOOR, lambda a: [a.clients[0], 999_999], lambda a: {}, frozenset({404})),
    Page("desk:restore-fact", AT_THE_DOOR, lambda a: [a.clients[0], 999_999], lambda a: {}, frozenset({404})),
    Page("desk:end-care-place", ASSIGNS, lambda a: [str(a.clients[0]), "primary_clinician"]),
    Page("desk:add-way", AT_THE_DOOR, lambda a: [a.clients[0]]),
    Page("desk:change-way", AT_THE_DOOR, lambda a: [a.clients[0], a.ways[0]]),
    Page("desk:end-way", AT_THE_DOOR, lambda a: [a.clients[0], a.ways[0]], lambda a: {}, frozenset({302})),
    Page("desk:assign-care-team", ASSIGNS, lambda a: [a.clients[0]]),
    Page("desk:client-emergency", AT_THE_DOOR, lambda a: [a.clients[0]]),
    Page("desk:add-fact", AT_THE_DOOR, lambda a: [a.clients[0]]),
    Page("desk:withdraw-fact", AT_THE_DOOR, lambda a: [a.clients[0], a.facts[0]], lambda a: {}, frozenset({302})),
    Page("desk:building", AT_THE_DOOR),
    Page("desk:down-time", PRINTS_SHEETS),
    Page("desk:print-sheets", PRINTS_SHEETS, None, lambda a: {}),
    Page("desk:client-duplicates", MERGES, lambda a: [a.clients[0]]),
    Page("desk:merge-clients", MERGES, lambda a: [a.clients[0]], lambda a: {"duplicate": a.newcomer}, frozenset({302})),
    Page("desk:undo-merge", MERGES, lambda a: [a.merge], lambda a: {}, frozenset({302})),
    Page("desk:calls", AT_THE_DOOR),
    Page("desk:record-call", AT_THE_DOOR, lambda a: [a.clients[0]], reached, frozenset({302})),
    Page("desk:undo-call", AT_THE_DOOR, lambda a: [a.calls[0]], lambda a: {}, frozenset({302})),
    Page("desk:client-history", SEES_HISTORY, lambda a: [a.clients[0]]),
    Page("desk:one-change", SEES_HISTORY, lambda a: [a.clients[0], entries_about(a.clients[0])[0].entry]),
    Page("desk:record-history", SEES_HISTORY, lambda a: [a.clients[0], "people.Client", a.clients[0]]),
    Page("desk:setting-history", SEES_HISTORY, lambda a: ["schedule.Group", a.groups[0]]),
]


def one_session(agency: Agency) -> list[int]:
    return [agency.individual[0]]


def its_client(agency: Agency) -> list[int]:
    return [agency.individual[0], agency.clients[0]]


def an_hour_later(agency: Agency) -> Mapping[str, object]:
    """The individual session of 2 pm, moved to 3 pm."""
    leader = agency.staff[0]
    return {
        "weekday": agency.today,
        "starts": 15 * 60,
        "staff": leader,
        "room": "",
        "seen": f"{agency.today}-{14 * 60}-{leader}-0",
    }


SEES_WEEK = EVERYONE - {R.BILLER}
BOOKS = frozenset(
    {
        R.PROGRAM_DIRECTOR,
        R.CLINICAL_SUPERVISOR,
        R.CLINICIAN,
        R.CASE_MANAGER,
        R.ADMISSIONS_ADVISOR,
        R.FRONT_DESK,
        R.ADMINISTRATOR,
    }
)
SEATS = BOOKS - {R.ADMINISTRATOR}
SEES_LEDGER = EVERYONE - {R.BEHAVIORAL_TECHNICIAN, R.PEER_SPECIALIST, R.INTERN}
EXPORTS = frozenset({R.PROGRAM_DIRECTOR, R.UTILIZATION_REVIEWER, R.COMPLIANCE, R.ADMINISTRATOR})
DONE_OR_TOLD = frozenset({200, 409})
BOARDS = [
    Page("desk:week", SEES_WEEK),
    Page("desk:session", SEES_WEEK, one_session),
    Page("desk:move-form", BOOKS, one_session),
    Page("desk:check-move", BOOKS, one_session, an_hour_later),
    Page("desk:check-drag", BOOKS, one_session, an_hour_later),
    Page("desk:move-session", BOOKS, one_session, an_hour_later, frozenset({302})),
    Page("desk:move-back", BOOKS, one_session, lambda agency: {}, frozenset({400})),
    Page("desk:cancel-form", BOOKS, one_session),
    Page("desk:cancel-session", BOOKS, one_session, lambda agency: {}, frozenset({302})),
    Page("desk:find-client", SEATS, one_session, lambda agency: {"q": "mead"}),
    Page("desk:give-seat", SEATS, its_client, lambda agency: {}, DONE_OR_TOLD),
    Page("desk:free-seat", SEATS, its_client, lambda agency: {}),
    Page("desk:ledger", SEES_LEDGER),
    Page("desk:export-ledger", EXPORTS, post=lambda agency: {"recipient": "0", "purpose": "operations"}),
]

DECIDES = frozenset({R.PROGRAM_DIRECTOR, R.MEDICAL_DIRECTOR, R.CLINICAL_SUPERVISOR, R.CLINICIAN})
ADMITS = DECIDES | {R.ADMISSIONS_ADVISOR}
TAKES_CALLS = ADMITS | {R.CASE_MANAGER, R.FRONT_DESK}
HOLDS = DECIDES | {R.CASE_MANAGER, R.UTILIZATION_REVIEWER}
CLEARS = DECIDES | {R.PRESCRIBER, R.NURSE}
SEES_WAY = AT_THE_DOOR | {R.UTILIZATION_REVIEWER, R.COMPLIANCE}
STEPS = {
    "again": TAKES_CALLS,
    "contact": TAKES_CALLS | HOLDS,
    "assess": TAKES_CALLS,
    "accept": ADMITS,
    "wait": ADMITS,
    "refer": ADMITS,
    "close": TAKES_CALLS,
    "clear": CLEARS,
    "unclear": CLEARS,
    "transfer": DECIDES,
    "hold": HOLDS,
    "return": HOLDS,
    "discharge": DECIDES,
}


def first_client(agency: Agency) -> list[int]:
    return [agency.clients[0]]


WAY = [
    Page("desk:admissions", SEES_WAY),
    Page("desk:new-prospect", frozenset({R.PROGRAM_DIRECTOR, R.ADMISSIONS_ADVISOR, R.CASE_MANAGER, R.FRONT_DESK})),
    Page("desk:client-journey", SEES_WAY, first_client),
    Page("desk:way-back", SEES_WAY, lambda agency: [agency.clients[0], 1]),
    Page("desk:client-hours", SEATS, first_client),
    Page("desk:admit", ADMITS, first_client),
    Page("desk:admission-data", ADMITS | {R.CASE_MANAGER}, first_client),
    *(Page(f"desk:way-{name}", allowed, first_client) for name, allowed in STEPS.items()),
]

PRESCRIBES = frozenset({R.PROGRAM_DIRECTOR, R.MEDICAL_DIRECTOR, R.PRESCRIBER, R.CLINICAL_SUPERVISOR, R.CLINICIAN})
AUTHORIZES = frozenset({R.PROGRAM_DIRECTOR, R.UTILIZATION_REVIEWER, R.BILLER, R.CASE_MANAGER})
RESTRICTS = frozenset(
    {
        R.PROGRAM_DIRECTOR,
        R.MEDICAL_DIRECTOR,
        R.CLINICAL_SUPERVISOR,
        R.CLINICIAN,
        R.CASE_MANAGER,
        R.ADMISSIONS_ADVISOR,
    }
)


def one_client(agency: Agency) -> list[int]:
    return [agency.clients[0]]


def its_order(agency: Agency) -> list[int]:
    row = Prescription.objects.get(client=agency.clients[0])
    return [agency.clients[0], row.pk]


def its_authorization(agency: Agency) -> list[int]:
    row = Authorization.objects.get(client=agency.clients[0])
    return [agency.clients[0], row.pk]


def client_and_session(agency: Agency) -> list[int]:
    return [agency.clients[0], agency.individual[0]]


PLAN_AND_LEDGER = [
    Page("desk:client-plan", SEES_CLIENTS - {R.FRONT_DESK}, one_client),
    Page("desk:order-hours", PRESCRIBES, one_client),
    Page("desk:end-order", PRESCRIBES, its_order),
    Page("desk:client-coverage", SEES_CLIENTS - {R.PEER_SPECIALIST, R.BEHAVIORAL_TECHNICIAN}, one_client),
    Page("desk:record-authorization", AUTHORIZES, one_client),
    Page("desk:log-call", AUTHORIZES, its_authorization),
    Page("desk:end-authorization", AUTHORIZES, its_authorization),
    Page("desk:client-apart", RESTRICTS, one_client),
    Page("desk:find-apart", RESTRICTS, one_client, lambda agency: {"q": "mead"}),
    Page("desk:keep-apart", RESTRICTS, lambda a: [a.clients[0], a.clients[1]], lambda agency: {}, frozenset({302})),
    Page("desk:let-meet", RESTRICTS, lambda a: [a.clients[0], 999_999], lambda agency: {}, frozenset({404})),
    Page("desk:ledger-week", SEES_LEDGER, one_client),
    Page("desk:book-make-up", SEES_LEDGER & SEATS, client_and_session, lambda agency: {}, DONE_OR_TOLD),
    Page("desk:free-make-up", SEES_LEDGER & SEATS, client_and_session, lambda agency: {}, DONE_OR_TOLD),
    Page("desk:reviews", SEES_LEDGER - {R.ADMINISTRATOR}),
]

IMPORTS = frozenset({R.PROGRAM_DIRECTOR, R.ADMINISTRATOR})
TAKES_OUT = IMPORTS | {R.COMPLIANCE}
NOBODYS = frozenset({404})
"""A file on its way in exists only for who brought it in."""


def no_run(agency: Agency) -> list[int]:
    return [0]


FILES = [
    Page("desk:files", TAKES_OUT),
    Page("desk:file-template", TAKES_OUT, lambda agency: ["clients"]),
    Page("desk:export-table", TAKES_OUT, lambda agency: ["sites"], lambda agency: {}),
    Page("desk:upload-file", IMPORTS, post=lambda agency: {}, answers=frozenset({302})),
    Page("desk:import-run", IMPORTS, no_run, answers=NOBODYS),
    Page("desk:import-faults", IMPORTS, no_run, answers=NOBODYS),
    *(
        Page(f"desk:{order}-import", IMPORTS, no_run, lambda agency: {}, NOBODYS)
        for order in ("write", "cancel", "resume", "check", "discard")
    ),
]

SETS_UP = frozenset({R.PROGRAM_DIRECTOR, R.CLINICAL_SUPERVISOR, R.ADMINISTRATOR})


def one_group(agency: Agency) -> list[int]:
    return [agency.groups[0]]


def its_newcomer(agency: Agency) -> list[int]:
    return [agency.groups[0], agency.clients[0]]


def its_leader(agency: Agency) -> list[int]:
    return [agency.individual[0], agency.staff[0]]


def nobody_yet(agency: Agency) -> list[int]:
    return [agency.individual[0], 0]


IN_A_SESSION = [
    Page("desk:week-changes", SEES_WEEK),
    Page("desk:session-history", SEES_WEEK, one_session),
    Page("desk:uncancel-session", BOOKS, one_session, lambda agency: {}, frozenset({409})),
    Page("desk:reinstate-session", BOOKS, one_session, lambda agency: {}, frozenset({409})),
    Page(
        "desk:assign-staff",
        BOOKS,
        one_session,
        lambda agency: {"staff": agency.staff[-1], "role": "observer"},
        DONE_OR_TOLD,
    ),
    Page("desk:unassign-staff", BOOKS, its_leader, lambda agency: {}),
    Page("desk:add-guest", SEATS, one_session, lambda agency: {"kind": "relative", "way": "in_person"}, DONE_OR_TOLD),
    Page("desk:remove-guest", SEATS, nobody_yet, lambda agency: {}, frozenset({404})),
    Page("desk:set-way", SEATS, its_client, lambda agency: {"way": "video"}),
]
GROUPS = [
    Page("desk:groups", SEES_WEEK),
    Page("desk:new-group", SETS_UP),
    Page("desk:plan-ahead", SETS_UP),
    Page("desk:group", SEES_WEEK, one_group),
    Page("desk:group-topics", SETS_UP, one_group),
    Page("desk:change-group", SETS_UP, one_group),
    Page("desk:end-group", SETS_UP, one_group),
    Page("desk:find-for-group", SEATS, one_group, lambda agency: {"q": "mead"}),
    Page("desk:join-group", SEATS, its_newcomer, lambda agency: {}, frozenset({200, 302, 409})),
    Page("desk:leave-group", SEATS, its_newcomer, lambda agency: {}, frozenset({200, 409})),
]


def track_of(agency: Agency) -> int:
    return Track.objects.get(groups=agency.groups[0]).pk


def one_track(agency: Agency) -> list[int]:
    return [track_of(agency)]


def in_track(agency: Agency) -> list[int]:
    return [track_of(agency), agency.clients[0]]


TRACKS = [
    Page("desk:tracks", SEES_WEEK),
    Page("desk:new-track", SETS_UP),
    Page("desk:track", SEES_WEEK, one_track),
    Page("desk:change-track", SETS_UP, one_track),
    Page("desk:end-track", SETS_UP, one_track),
    Page("desk:home-group", SETS_UP, one_track, lambda a: {"group": a.groups[0]}, frozenset({302})),
    Page("desk:find-for-track", SEATS, one_track, lambda a: {"q": "mead"}),
    Page("desk:join-the-track", SEATS, in_track, lambda a: {}, frozenset({302, 409})),
    Page("desk:reopen-track", SETS_UP, one_track, lambda a: {}, frozenset({409})),
]

REMINDS = AT_THE_DOOR


def email(agency: Agency) -> int:
    """An address of the first client."""
    return add_way(by=BY, at=timezone.now(), client=agency.clients[0], way=SAFE)


SCHEDULE = [
    Page("desk:client-schedule", SEES_CLIENTS, lambda a: [a.clients[0]]),
    Page("desk:save-hours", SEATS, lambda a: [a.clients[0]], lambda a: {}, frozenset({302, 409})),
    Page("desk:join-track", SEATS, lambda a: [a.clients[0]], lambda a: {"track": track_of(a)}, frozenset({302, 409})),
    Page("desk:leave-track", SEATS, lambda a: [a.clients[0], track_of(a)]),
    Page("desk:rejoin-track", SEATS, lambda a: [a.clients[0], track_of(a)], lambda a: {}, frozenset({409})),
    Page("desk:book", SEATS, lambda a: [a.clients[0]]),
    Page("desk:reminders", REMINDS, lambda a: [a.clients[0]]),
    Page("desk:remind", REMINDS, lambda a: [a.clients[0]], lambda a: {"way": email(a)}, frozenset({409})),
    Page("desk:cancel-reminder", REMINDS, lambda a: [a.clients[0], 0], lambda a: {}, frozenset({404})),
    Page("desk:agree-reminders", REMINDS, lambda a: [a.clients[0]], lambda a: {"way": email(a)}, frozenset({302, 409})),
    Page("desk:end-reminders", REMINDS, lambda a: [a.clients[0]], lambda a: {}, frozenset({302, 404})),
]
PAGES: list[Page] = [
    *ACCESS,
    *AGENCY,
    *CONSENT,
    *FILES,
    *PLAN_AND_LEDGER,
    *SCHEDULE,
    *TODAY,
    *GROUP_ROOM,
    *CLIENTS,
    *BOARDS,
    *IN_A_SESSION,
    *GROUPS,
    *REQUESTS,
    *TRACKS,
    *WAY,
]
