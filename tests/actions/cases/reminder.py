"""Every action about reminders a person does, done once as it should be; part of the table in `cases`."""

from __future__ import annotations

from datetime import datetime

from django.test import override_settings

from stepdown.audit.terms import Actor
from stepdown.reminder import actions as reminder
from tests.actions.cases.case import DOOR, Case, changed, one
from tests.actions.cases.people import moves
from tests.actions.cases.place import Place
from tests.factories.reminders import MAIL, THURSDAY

REMINDER: dict[str, Case] = {
    "reminder.remind": Case(
        lambda p, by, at: sent(p, by, at),  # noqa: PLW0108 - stands below
        DOOR, one("reminder_reminder"), [("reminder", "1")],
    ),
    "reminder.cancel": Case(
        lambda p, by, at: reminder.cancel(by=by, at=at, reminder=p.known.reminder),
        DOOR, changed("reminder_reminder"), [("reminder", "0")],
    ),
    "reminder.agree": Case(
        lambda p, by, at: reminder.agree(by=by, at=at, client=p.crowd.clients[1], way=p.known.mail, agreed_on=THURSDAY),
        DOOR, one("reminder_daybefore"), [("day_before", "1")],
    ),
    "reminder.end_agreement": Case(
        lambda p, by, at: reminder.end_agreement(by=by, at=at, client=p.crowd.clients[0]),
        DOOR, changed("reminder_daybefore"), [("day_before", "0")],
    ),
    "reminder.move_client": moves(reminder, lambda p: p.crowd.clients[0], "reminder_reminder", "reminder_daybefore"),
}  # fmt: skip


def sent(p: Place, by: Actor, at: datetime) -> int:
    with override_settings(**MAIL):
        return reminder.remind(by=by, at=at, client=p.crowd.clients[1], way=p.known.mail)
