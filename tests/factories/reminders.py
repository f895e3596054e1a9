"""Mail set up, and clients who can be reminded."""

from __future__ import annotations

from datetime import timedelta

from django.test import override_settings

from stepdown.people.actions import add_way
from stepdown.people.terms import NewWay, WayKind
from stepdown.reminder.actions import agree, remind
from tests.factories.crowd import BEFORE, BY, MONDAY, Crowd, quiet_hours

SAFE = NewWay(WayKind.EMAIL, "reed.hollow@example.org", may_leave_message=True)
MAIL = {"MAIL": {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": 1}, "MAIL_FROM": ("hello@example.org", "Topaz")}
"""A mail server that is not there, and a neutral sender."""
THURSDAY = MONDAY - timedelta(days=4)


def reminded(made: Crowd) -> tuple[int, int]:
    """Client 0 is to be reminded, and wants to be each day before; client 1 could be. (client 1's address, the reminder)"""
    quiet_hours()
    first, second = (add_way(by=BY, at=BEFORE, client=made.clients[n], way=SAFE) for n in (0, 1))
    agree(by=BY, at=BEFORE, client=made.clients[0], way=first, agreed_on=THURSDAY)
    with override_settings(**MAIL):
        return second, remind(by=BY, at=BEFORE, client=made.clients[0], way=first)
