"""What would follow from a hold, a discharge or a transfer, told before it is done. It is for who may see the client."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from stepdown.agency import queries as agency
from stepdown.audit.terms import Refused
from stepdown.episode.terms import Event, NewStay
from stepdown.journey import actions as journey
from stepdown.kernel.levels import LevelOfCare
from stepdown.kernel.period import Period
from stepdown.people import queries as people
from stepdown.schedule.access import MAY_BOOK
from stepdown.schedule.queries import client_week, leaving
from stepdown.schedule.queries.groups import names_of
from stepdown.schedule.queries.setup import availability
from stepdown.schedule.queries.tracks import classes_of, fitting_tracks
from stepdown.schedule.terms import TrackFit, Whom
from stepdown.web.desk.pages import DeskRequest, day_typed, number
from stepdown.web.desk.rehearsal import rehearsal
from stepdown.web.desk.templatetags.wording import clock_span, day, day_long, obstacle_sentence

MOST_SEATS = 6
"""Seats named one by one in what would follow; the rest are counted."""


def follows(request: DeskRequest, client: int, event: Event, today: date) -> dict[str, object]:
    """For the dialog of a step, from the day chosen in it: `lines`; for a transfer the `tracks` to choose from besides."""
    asked = request.POST if request.method == "POST" else request.GET
    on, kept = (day_typed(asked.get(name, "")) for name in ("on", "seat_until"))
    on = on or today
    match event:
        case Event.HOLD:
            return {"lines": list(_held(leaving.would_be_held(client, on, at=request.now), kept))}
        case Event.DISCHARGE:
            ending = leaving.would_end(client, on, None, at=request.now)
            return {"lines": [*_seats(ending.seats), "What was ordered for them ends that day.", *_ends(ending)]}
        case Event.TRANSFER:
            place = asked.get("place", "")
            track = (
                asked.get("track") if asked.get("track_for") == place else None
            )  # chosen for another place: no choice
            return _transfer(request, client, on, place, track)
        case _:
            return {"lines": []}


def _held(found: leaving.Ending, kept: date | None) -> Iterator[str]:
    yield from _seats(found.seats)
    until = "until " + day_long(kept) if kept else "until they are back"
    for _, name in found.tracks:
        yield f"Their place in {name} is kept {until}."


def _seats(seats: Sequence[tuple[str, Period]]) -> Iterator[str]:
    if not seats:
        yield "They have no seat in a session to come."
        return
    yield f"{len(seats)} {'seat is' if len(seats) == 1 else 'seats are'} given back:"
    yield from (f"{title}, {day(period.start)}, {clock_span(period)}" for title, period in seats[:MOST_SEATS])
    if len(seats) > MOST_SEATS:
        yield f"and {len(seats) - MOST_SEATS} more"


def _ends(found: leaving.Ending) -> Iterator[str]:
    for _, name in found.tracks:
        yield f"Their place in {name} ends."
    for _, name in found.groups:
        yield f"Their regular seat in {name} ends."


def _transfer(request: DeskRequest, client: int, on: date, place: str, track: str | None) -> dict[str, object]:
    """What ends and what goes on; the tracks that fit the new stay, and what joining the one chosen would bring."""
    sites = [row.id for row in request.sites]
    program, _, level = place.partition("-")
    row = next((one for one in agency.programs_at(sites) if str(one.id) == program and level in one.levels), None)
    if row is None:
        return {"lines": ["Choose a program and level: then this says what would end, and which tracks fit."]}
    whom = Whom(level, row.site, row.population)
    ending = leaving.would_end(client, on, whom, at=request.now)
    goes_on = [one for one in client_week.tracks_of(client, on) if one.id not in dict(ending.tracks)]
    lines = [*_ends(ending), *(_seats(ending.seats) if ending.seats else ("No seat in a session is given back.",))]
    lines += [f"They stay in {one.name}." for one in goes_on] + ["Appointments stay."]
    may_join = request.actor.has_any(MAY_BOOK)
    hours = availability([client]).get(client, [])
    fits = fitting_tracks(
        hours,
        site=row.site,
        day=on,
        level=level,
        population=row.population,
        languages=people.languages_of([client])[client],
    )
    theirs = {one.id for one in goes_on} | dict(ending.tracks).keys()
    fits = tuple(fit for fit in fits if fit.id not in theirs) if may_join else ()
    proposed = next((fit.id for fit in fits if fit.fits), None) if hours and not goes_on else None
    chosen = proposed if track is None else number(track)
    stay = NewStay(client, row.id, LevelOfCare(level), on)
    return {
        "lines": lines,
        "place": place,
        "tracks": _offered(fits),
        "chosen": chosen,
        "brings": list(_brings(request, stay, chosen if chosen in {fit.id for fit in fits} else None)),
    }


def _offered(fits: Sequence[TrackFit]) -> list[tuple[str, list[tuple[int, str]]]]:
    """Tracks as the choices of a field: those that fit, and the others."""
    sorted_out = (("Fit", True), ("Do not fit", False))
    rows = [(label, [(fit.id, fit.name) for fit in fits if fit.fits is fitting]) for label, fitting in sorted_out]
    return [(label, options) for label, options in rows if options]


def _brings(request: DeskRequest, stay: NewStay, track: int | None) -> Iterator[str]:
    """What the transfer would bring, tried out: seats in the track's groups, or why not; what would refuse it."""
    groups = classes_of(track, stay.starts) if track else ()
    try:
        with rehearsal():
            done = journey.transfer(by=request.actor, at=request.now, to=stay, track=track, groups=groups)
    except Refused as refused:
        yield from (f"This would be refused: {obstacle_sentence(one)}" for one in refused.obstacles)
        return
    names = names_of(groups)
    for seated in done.seats:
        if seated.sessions:
            number_of = f"{len(seated.sessions)} session{'s' * (len(seated.sessions) != 1)} ahead"
            yield f"They get a regular seat in {names[seated.group]}, {number_of}."
        for reason in {obstacle_sentence(one): None for told in seated.missed for one in told.obstacles}:
            yield f"{names[seated.group]}: {reason}"
