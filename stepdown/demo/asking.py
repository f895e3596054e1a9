"""What clients of the demo asked about their own records: one due soon, one amendment, one that waits too long."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from stepdown.demo.people import DemoClient, Making
from stepdown.people.queries import names_of
from stepdown.privacy.actions import take_request
from stepdown.privacy.terms import Known, NewRequest, RequestKind

ASKED = (
    (RequestKind.ACCESS, 26, "", ""),
    (RequestKind.AMENDMENT, 9, "My first day stands a week too early", "That I came for the first time a week later"),
    (RequestKind.ACCOUNTING, 63, "", ""),
)
"""What, how many days ago, what is wrong, what it should say."""


def ask_about_records(making: Making, clients: Sequence[DemoClient]) -> None:
    """Those who have been here longest ask, each once, at the front desk."""
    today = making.week.day_near(making.now)
    askers = sorted(client.id for client in clients)[: len(ASKED)]
    names = names_of(askers)
    for client, (kind, days, wrong, right) in zip(askers, ASKED, strict=True):
        day = today - timedelta(days=days)
        new = NewRequest(client, kind, day, names[client], Known.KNOWN_HERE, asks=wrong, should_say=right)
        take_request(by=making.by, at=making.at(day, 9), day=day, request=new)
