"""Reminders: what may be used for what, when, in which words, and from whom. Each table can be read by who answers for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from stepdown.people.terms import Way, WayKind
from stepdown.reminder.rules import gives_away, letter, next_moment, obstacles
from stepdown.reminder.terms import Blocker, Hours, Question, Sender, masked

ZONE = "America/Chicago"
TUESDAY_NINE = datetime(2026, 6, 16, 14, tzinfo=UTC)
MONDAY_NOON = datetime(2026, 6, 15, 17, tzinfo=UTC)
SENDER = Sender("hello@example.org", "Alder House")
SAFE = Way(1, WayKind.EMAIL, "reed@example.org", may_use=True, may_leave_message=True, may_say_who=False, best_times="")
FINE = Question(SAFE, True, TUESDAY_NINE, MONDAY_NOON, ZONE, Hours(8 * 60, 21 * 60), SENDER)
NEVER = replace(SAFE, may_use=False, may_leave_message=False)


def of_way(**changes: object) -> Question:
    return replace(FINE, way=replace(SAFE, **changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (FINE, []),
        (of_way(may_say_who=True), []),
        (replace(FINE, way=NEVER), ["not_to_be_used"]),
        (of_way(may_leave_message=False), ["message_not_allowed"]),
        (of_way(value="reed hollow@example.org"), ["address_unreadable"]),
        (of_way(value="reed@example.org, fern@example.org"), ["address_unreadable"]),
        (of_way(value="reed@example.org\nBcc: fern@example.org"), ["address_unreadable"]),
        (of_way(value="Reed <reed@example.org>"), ["address_unreadable"]),
        (of_way(value=""), ["address_unreadable"]),
        (replace(FINE, told=False), ["no_consent"]),
        (replace(FINE, sender=None), ["channel_off"]),
        (replace(FINE, neutral=False), ["sender_not_neutral"]),
        (replace(FINE, hours=None), ["hours_unknown"]),
        (replace(FINE, number=False), ["no_number"]),
        (replace(FINE, arrival=None), ["nothing_planned"]),
        (replace(FINE, at=TUESDAY_NINE), ["too_late"]),
        (replace(FINE, at=datetime(2026, 6, 16, 2, tzinfo=UTC), arrival=datetime(2026, 6, 16, 13, tzinfo=UTC)), ["too_late"]),
        (replace(FINE, reminded=True), ["reminded_already"]),
        (
            replace(FINE, way=NEVER, told=False, sender=None, arrival=None),
            ["channel_off", "not_to_be_used", "no_consent", "nothing_planned"],
        ),
    ],
)  # fmt: skip
def test_everything_in_the_way_is_told_at_once(asked: Question, found: list[str]) -> None:
    assert [one.blocker for one in obstacles(asked)] == [Blocker(name) for name in found]


@pytest.mark.parametrize(
    ("local", "goes"),
    [
        ("2026-06-15T07:59", "2026-06-15T08:00"),
        ("2026-06-15T08:00", "2026-06-15T08:00"),
        ("2026-06-15T12:34", "2026-06-15T12:34"),
        ("2026-06-15T20:59", "2026-06-15T20:59"),
        ("2026-06-15T21:00", "2026-06-16T08:00"),
        ("2026-06-15T23:59", "2026-06-16T08:00"),
        ("2026-06-30T22:00", "2026-07-01T08:00"),
        ("2026-03-07T22:00", "2026-03-08T08:00"),
        ("2026-10-31T22:00", "2026-11-01T08:00"),
    ],
)
@pytest.mark.parametrize("zone", ["America/New_York", "America/Chicago", "Pacific/Honolulu"])
def test_quiet_hours_are_those_of_the_place(local: str, goes: str, zone: str) -> None:
    """8 to 21 on the clock there, over both changes of the clocks, too."""
    at, then = (datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)) for text in (local, goes))
    assert next_moment(at.astimezone(UTC), zone, Hours(480, 1260)) == then


CALL = "To change it, or to get no more reminders, call 555 0100."
LLAME = "Para cambiarla, o para no recibir más recordatorios, llame al 555 0100."


@pytest.mark.parametrize(
    ("way", "own", "language", "phone", "name", "subject", "body"),
    [
        (SAFE, True, "en", "555 0100", "", "Reminder",
         f"You have an appointment on Tuesday, June 16 at 9:00 am.\n\n{CALL}\n"),
        (replace(SAFE, may_say_who=True), True, "en", "555 0100", "Alder House", "Reminder",
         f"You have an appointment on Tuesday, June 16 at 9:00 am.\n\n{CALL}\n\nAlder House\n"),
        (SAFE, False, "en", "555 0100", "", "Reminder", f"A reminder of an appointment on Tuesday, June 16 at 9:00 am.\n\n{CALL}\n"),
        (SAFE, True, "es", "555 0100", "", "Recordatorio",
         f"Tiene una cita el martes 16 de junio a las 9:00 a. m.\n\n{LLAME}\n"),
        (SAFE, False, "es", "555 0100", "", "Recordatorio",
         f"Le recordamos una cita el martes 16 de junio a las 9:00 a. m.\n\n{LLAME}\n"),
        (SAFE, True, "so", "555 0100", "", "Reminder", f"You have an appointment on Tuesday, June 16 at 9:00 am.\n\n{CALL}\n"),
    ],
)  # fmt: skip
def test_the_words(way: Way, own: bool, language: str, phone: str, name: str, subject: str, body: str) -> None:
    made = letter(way, own=own, arrival=TUESDAY_NINE, zone=ZONE, language=language, sender=SENDER, phone=phone)
    assert (made.to, made.sender, made.name) == (way.value, SENDER.address, name)
    assert (made.subject, made.body) == (subject, body)


@pytest.mark.parametrize(
    ("address", "name", "found"),
    [
        ("hello@example.org", "Alder House", ()),
        ("hello@topaz.example", "", ()),
        ("reminders@alderrecovery.example", "", ("recover",)),
        ("hello@example.org", "Alder Behavioral Care", ("behavior",)),
        ("iop@example.org", "", ("iop",)),
        ("hello@example.org", "Terapia Aliso", ("terapia",)),
        ("hello@example.org", "Sunrise-Days", ("Sunrise Days",)),
        ("sunrisedays@example.org", "", ("Sunrise Days",)),
        ("frontdesk@mainstreet.example", "", ("Main Street",)),
        ("hello@elm.example", "", ("Elm",)),
        ("hello@helmet.example", "", ()),
    ],
)
def test_who_writes_gives_nothing_away(address: str, name: str, found: tuple[str, ...]) -> None:
    assert gives_away(Sender(address, name), ["Sunrise Days", "Main Street", "Elm", ""]) == found


@pytest.mark.parametrize(("address", "shown"), [("reed@example.org", "r…@example.org"), ("", "")])
def test_an_address_over_a_shoulder(address: str, shown: str) -> None:
    assert masked(address) == shown
