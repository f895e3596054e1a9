"""What may be sent, when, and in which words. Deny is the default: what is not known is in the way.

An address is used as its owner said it is safe: never, or not for anything that stays there, or without saying who
writes. Nobody's programme, level, group or service is in any message, and neither is the client's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from stepdown.audit.terms import Obstacle, obstacles_in
from stepdown.kernel.dates import EN, ES, this_year
from stepdown.kernel.week import zone_of
from stepdown.people.terms import Way, email
from stepdown.reminder.terms import Blocker, Hours, Letter, Question, Sender, State

TREATMENT = (
    "addict", "adicc", "alcohol", "behavior", "clinic", "counsel", "consejer", "detox", "drug", "mental", "opioid", "outpatient",
    "program", "psych", "psiq", "recover", "recupera", "rehab", "sober", "sobri", "substance", "therap", "terapia",
    "treatment", "tratamiento",
)  # fmt: skip
"""What a neutral sender has nowhere in its name or address, in English or Spanish."""
LEVELS = frozenset({"iop", "php", "op", "sud", "mat", "otp"})
"""The same as words of their own only: "Topaz" is fine."""
SHORT = 5
"""A name of fewer letters gives away only as a word of its own."""


def obstacles(asked: Question) -> list[Obstacle]:
    """Everything that is in the way of this reminder; empty: it goes at `moment`."""
    way, off = asked.way, asked.sender is None
    goes = moment(asked)
    return obstacles_in(
        (Blocker.CHANNEL_OFF, off),
        (Blocker.SENDER_NOT_NEUTRAL, not off and not asked.neutral),
        (Blocker.ADDRESS_UNREADABLE, not email.is_address(way.value)),
        (Blocker.NOT_TO_BE_USED, not way.may_use),
        (Blocker.MESSAGE_NOT_ALLOWED, way.may_use and not way.may_leave_message),
        (Blocker.NO_CONSENT, not asked.told),
        (Blocker.HOURS_UNKNOWN, asked.hours is None),
        (Blocker.NO_NUMBER, not asked.number),
        (Blocker.NOTHING_PLANNED, asked.arrival is None),
        (Blocker.TOO_LATE, goes is not None and asked.arrival is not None and goes >= asked.arrival),
        (Blocker.REMINDED_ALREADY, asked.reminded),
    )


def moment(asked: Question) -> datetime | None:
    """When it would go out: now, or when the quiet hours where the client lives end. None: policy says no hours."""
    return None if asked.hours is None else next_moment(asked.at, asked.zone, asked.hours)


def next_moment(at: datetime, zone: str, hours: Hours) -> datetime:
    """`at`, unless it is quiet then: the next local time at which the quiet hours end."""
    local = at.astimezone(zone_of(zone))
    minute = local.hour * 60 + local.minute
    if hours.earliest <= minute < hours.latest:
        return at
    day = local.date() if minute < hours.earliest else local.date() + timedelta(days=1)
    return datetime.combine(day, time(*divmod(hours.earliest, 60)), zone_of(zone))


def letter(way: Way, *, own: bool, arrival: datetime, zone: str, language: str, sender: Sender, phone: str) -> Letter:
    """The message, word for word. `own`: it is the client's way; `arrival` is told on the site's clock, `phone` is the
    number to call. The sender's name stands in it only where it may be said who writes.
    """
    local = arrival.astimezone(zone_of(zone))
    say = _spanish if language == ES else _english
    name = sender.name if way.may_say_who else ""
    subject, sentences = say(local.date(), local.time(), phone, own=own)
    body = "\n\n".join([*sentences, *([name] if name else [])]) + "\n"
    return Letter(to=way.value, sender=sender.address, name=name, subject=subject, body=body)


def _english(day: date, at: time, phone: str, *, own: bool) -> tuple[str, list[str]]:
    when = f"{this_year(day, EN)} at {at.hour % 12 or 12}:{at:%M} {'am' if at.hour < 12 else 'pm'}"
    first = f"You have an appointment on {when}." if own else f"A reminder of an appointment on {when}."
    return "Reminder", [first, f"To change it, or to get no more reminders, call {phone}."]


def _spanish(day: date, at: time, phone: str, *, own: bool) -> tuple[str, list[str]]:
    when = f"el {this_year(day, ES)}"
    when += (
        f" a la{'' if at.hour % 12 == 1 else 's'} {at.hour % 12 or 12}:{at:%M} {'a. m.' if at.hour < 12 else 'p. m.'}"
    )
    first = f"Tiene una cita {when}" if own else f"Le recordamos una cita {when}"
    return "Recordatorio", [first, f"Para cambiarla, o para no recibir más recordatorios, llame al {phone}."]


def gives_away(sender: Sender, names: Iterable[str]) -> tuple[str, ...]:
    """What in a sender's name or address says what kind of place writes: words of treatment, levels, and `names` of
    programmes and sites. Empty is neutral.
    """
    said = f"{sender.name} {sender.address}".casefold()
    packed, apart = _packed(said), re.sub(r"[\W_]+", " ", said).split()
    found = [word for word in TREATMENT if word in packed]
    found += [word for word in apart if word in LEVELS]
    found += [
        name for name in names if (_packed(name) in apart if len(_packed(name)) < SHORT else _packed(name) in packed)
    ]
    return tuple(dict.fromkeys(found))


def _packed(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def state(
    *, sent: datetime | None, taken: datetime | None, cancelled: datetime | None, dropped: datetime | None
) -> State:
    """How a reminder stands, of what happened to it."""
    found = (
        (State.SENT, sent),
        (State.CANCELLED, cancelled),
        (State.DROPPED, dropped),
        (State.PERHAPS, taken),
    )
    return next((one for one, at in found if at is not None), State.WAITING)
