"""The Journey tab: where a client stands, what comes next, and all that happened on their way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpResponse
from django.urls import reverse

from stepdown.audit.terms import Actor
from stepdown.episode import queries as episode
from stepdown.episode.access import MAY, MAY_ASK_DATA, MAY_SEE_WAY
from stepdown.episode.terms import ASKING, REASONS, Admission, ClientState, Event, State, StepRow
from stepdown.journey import queries as journey
from stepdown.people.access import MAY_SEE_CLIENTS
from stepdown.schedule.access import MAY_BOOK
from stepdown.web.desk.chart import open_chart
from stepdown.web.desk.pages import DeskRequest, number, page
from stepdown.web.desk.templatetags.wording import clock, day, day_long, level_words, words

TONES = {State.ON_HOLD: "warn", State.IN_CARE: "ok", State.DISCHARGED: "neutral", State.CLOSED: "neutral"}
BUTTONS: tuple[tuple[Event, str, str], ...] = (
    (Event.BOOK_ASSESSMENT, "way-assess", "Book assessment"),
    (Event.ACCEPT, "way-accept", "Accept"),
    (Event.WAIT, "way-wait", "Keep waiting"),
    (Event.REFER_ON, "way-refer", "Refer on"),
    (Event.CLOSE, "way-close", "Did not come"),
    (Event.RETURN, "way-return", "Back from hold"),
    (Event.CONTACT, "way-contact", "Record contact"),
    (Event.HOLD, "way-hold", "Put on hold"),
    (Event.TRANSFER, "way-transfer", "Transfer"),
    (Event.DISCHARGE, "way-discharge", "Discharge"),
    (Event.FIRST_CONTACT, "way-again", "They ask again"),
)
"""(event, url name, label) in the order they stand."""
NEXT = {
    State.PROSPECT: Event.BOOK_ASSESSMENT,
    State.ASSESSMENT_BOOKED: Event.ACCEPT,
    State.ON_HOLD: Event.RETURN,
}
"""What most often comes next; where nothing is named it is to admit them, or that they ask (again)."""
QUESTIONS = 18
"""How many questions everybody is asked; some answers bring more."""


@dataclass(frozen=True, slots=True)
class Line:
    """One step in the timeline: what happened, more about it, who recorded it; `back` takes it back."""

    row: StepRow
    what: str
    more: tuple[str, ...]
    back: str


@page(allowed=MAY_SEE_WAY & MAY_SEE_CLIENTS)
def way(request: DeskRequest, client: int) -> HttpResponse:
    """The tab; `?done=7` says what was just done, with an undo."""
    chart = open_chart(request, client)
    today = request.today
    found = episode.way_of(request.actor, client, today)
    stands = found.stands
    data = episode.admission_data(client) if stands.admitted_on or stands.state in ASKING else None
    done = number(request.GET.get("done", ""))
    context = {
        "stands": stands,
        "tone": TONES.get(stands.state, "info"),
        "now": list(_now(stands, found.rows, today)),
        "late": _contact_due(request, stands, today),
        "buttons": _buttons(request, client, found.may_follow, stands),
        "lines": [_line(row, request.actor, client) for row in found.rows],
        "done": next(
            (_line(r, request.actor, client) for r in found.rows if r.step.id == done and not r.taken_back_at), None
        ),
        "data_missing": len(data.missing) if data else len(_nothing_asked()),
        "data_shown": stands.state in (*ASKING, State.IN_CARE, State.ON_HOLD),
        "may_ask_data": request.actor.has_any(MAY_ASK_DATA),
        "may_book": request.actor.has_any(MAY_BOOK),
        "asking": stands.state in ASKING,
    }
    return chart.page("desk/client_journey.html", context)


def _nothing_asked() -> tuple[str, ...]:
    return episode.missing(Admission())


def _buttons(
    request: DeskRequest, client: int, may_follow: tuple[Event, ...], stands: ClientState
) -> list[tuple[str, str, str, bool]]:
    """(label, address, variant, in the dialog) of each step that may be done now by this person."""
    able = {event for event in may_follow if request.actor.has_any(MAY[event])}
    found = []
    if Event.ADMIT in able and stands.state is not State.UNKNOWN:
        found.append(("Admit", reverse("desk:admit", args=[client]), "primary", False))
    if Event.CLEAR in able and stands.cleared is None:
        found.append(("Clear for group", reverse("desk:way-clear", args=[client]), "", True))
    for event, route, label in BUTTONS:
        if event in able:
            first = event is NEXT.get(stands.state, Event.FIRST_CONTACT)
            again = event is Event.BOOK_ASSESSMENT and stands.state is State.ASSESSMENT_BOOKED
            found.append(
                (
                    "Book another time" if again else label,
                    reverse(f"desk:{route}", args=[client]),
                    "primary" if first else "",
                    True,
                )
            )
    if Event.WITHDRAW_CLEARANCE in able and stands.cleared is not None:
        found.append(("Withdraw clearance", reverse("desk:way-unclear", args=[client]), "", True))
    return found


def _now(stands: ClientState, rows: tuple[StepRow, ...], today: date) -> Iterator[str]:
    """What there is to say about where somebody stands, a sentence each."""
    names = {row.step.owner: row.owner_name for row in rows}
    who = names.get(stands.owner, "")
    match stands.state:
        case State.PROSPECT:
            yield f"{who or 'Nobody named'} books the assessment{_by(stands.due)}."
        case State.ASSESSMENT_BOOKED if stands.at is not None:
            yield f"{day(stands.at)}, {clock(stands.at)}{', with ' + who if who else ''}."
        case State.ACCEPTED:
            yield f"To be admitted{_by(stands.due)}{', ' + who + ' admits' if who else ''}."
        case State.WAITING:
            yield f"{words(REASONS[Event.WAIT](stands.reason))}. {who or 'Nobody named'} keeps in touch{_by(stands.due)}."
        case State.ON_HOLD:
            back = f"Hoped back {day_long(stands.due)}" if stands.due else "No day of return is known yet"
            late = "; that day is past" if stands.due and stands.due < today else ""
            yield f"{words(REASONS[Event.HOLD](stands.reason))}. {back}{late}. No hours are expected."
            kept = f"until {day_long(stands.seat_until)}" if stands.seat_until else "until they are back"
            yield f"Their regular places are kept {kept}."
        case State.DISCHARGED if stands.reason:
            yield f"{words(REASONS[Event.DISCHARGE](stands.reason))}{', to: ' + stands.where if stands.where else ''}."
        case State.REFERRED_ON:
            yield f"To {stands.where}."
        case State.CLOSED:
            yield f"{words(REASONS[Event.CLOSE](stands.reason))}."
        case _:
            pass
    if stands.asked_on and stands.state in ASKING:
        yield f"Day {(today - stands.asked_on).days} since the first contact, {day_long(stands.asked_on)}."
    if stands.state in (State.IN_CARE, State.ON_HOLD):
        yield f"Cleared for group since {day_long(stands.cleared)}." if stands.cleared else "Not cleared for group yet."


def _by(due: date | None) -> str:
    return f" by {day_long(due)}" if due else ""


def _contact_due(request: DeskRequest, stands: ClientState, today: date) -> tuple[date, bool] | None:
    """When a client on hold is to be called next, and whether that is past."""
    if stands.state is not State.ON_HOLD:
        return None
    every = journey.contact_every(request.site.jurisdiction, today)
    last = stands.reached or stands.since
    if every is None or last is None:
        return None
    due = last + timedelta(days=every)
    return due, due < today


def _line(row: StepRow, by: Actor, client: int) -> Line:
    step = row.step
    able = row.taken_back_at is None and by.has_any(MAY[step.event])
    back = reverse("desk:way-back", args=[client, step.id]) if able else ""
    return Line(row, _what(row), tuple(_more(row)), back)


def _what(row: StepRow) -> str:
    """ "Transferred to Intensive outpatient (2.1), Days"; "Put on hold: Travelling"."""
    step = row.step
    said = words(step.event)
    if step.level is not None:
        to = " to " if step.event is Event.TRANSFER else ": "
        return f"{said}{to}{level_words(step.level)}{', ' + row.program_name if row.program_name else ''}"
    if step.reason:
        return f"{said}: {words(REASONS[step.event](step.reason))}"
    return said


def _more(row: StepRow) -> Iterator[str]:
    step = row.step
    if step.level is not None and step.reason:
        yield words(REASONS[step.event](step.reason))
    if step.at:
        yield f"{day(step.at)}, {clock(step.at)}"
    if step.where:
        yield f"To: {step.where}"
    if step.event is Event.HOLD:
        yield f"Hoped back {day_long(step.due)}" if step.due else "No day of return known"
        if step.seat_until:
            yield f"Seat kept until {day_long(step.seat_until)}"
    elif step.due:
        yield f"Next step by {day_long(step.due)}"
    if row.owner_name:
        yield row.owner_name
    if step.text:
        yield step.text
