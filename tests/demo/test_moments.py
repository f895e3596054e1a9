"""The demo agency can be made at any moment, and is the same for the same seed and moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from django.db import transaction
from django.test import override_settings

from stepdown.agency.models import StaffMember
from stepdown.demo.make import make_demo
from stepdown.demo.plan import ZONE
from stepdown.kernel.week import Week
from stepdown.people.models import Client
from stepdown.schedule.models import PlannedSession
from stepdown.session.models import Visit

NOON = datetime(2026, 3, 4, 18, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def quick_passwords() -> Iterator[None]:
    """Nobody signs in here: hashing as slowly as for real would take most of the time."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.mark.parametrize(
    ("moment", "recorded_this_week"),
    [
        (datetime(2026, 3, 2, 8, tzinfo=UTC), False),
        (datetime(2026, 3, 8, 18, tzinfo=UTC), True),
        (datetime(2026, 11, 1, 18, tzinfo=UTC), True),
    ],
    ids=["Monday at two in the morning", "Sunday, the clock has just changed", "Sunday in autumn, the same"],
)
def test_it_can_be_made_at_any_moment(db: None, moment: datetime, recorded_this_week: bool) -> None:
    make_demo(at=moment)
    monday = Week.of(moment, ZONE).at(0, 0)
    assert Visit.objects.filter(arrived_at__gte=monday).exists() is recorded_this_week
    assert Visit.objects.filter(departed_at=None).count() == 0


LOOKS: dict[str, Callable[[], object]] = {
    "clients": lambda: list(Client.objects.order_by("pk").values_list("record_number", "used_name", "pronouns")),
    "staff": lambda: list(StaffMember.objects.order_by("pk").values_list("name")),
    "sessions": lambda: list(
        PlannedSession.objects.order_by("pk").values_list("period", "site__code", "room__code", "service__code")
    ),
    "visits": lambda: list(
        Visit.objects.order_by("pk").values_list("client__record_number", "arrived_at", "departed_at")
    ),
}


def test_the_same_seed_and_moment_make_the_same_agency(db: None) -> None:
    """The second time, every id is another."""
    seen = []
    for _ in range(2):
        with transaction.atomic():
            make_demo(at=NOON)
            seen.append({name: look() for name, look in LOOKS.items()})
            transaction.set_rollback(True)
    assert seen[0] == seen[1]
