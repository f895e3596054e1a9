"""Law 11 for week, ledger, staff and settings: the same number of queries with one row and with thirty."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from stepdown.agency.terms import Role
from stepdown.policy.actions import load_rows
from tests.conftest import OwnDatabase
from tests.factories.agency import BY, Agency, small_agency, user
from tests.pages.conftest import FAST

MOST = 15
"""Queries a page may make: the middleware's, the page's, the row's."""
NOT_COUNTED = ("set_config", "BEGIN", "COMMIT")
"""What every request says besides: who reads, and the transaction of writing that down."""


@dataclass(frozen=True)
class Sizes:
    """The same agency twice, small and large, each with a director who signs in."""

    small: Agency
    large: Agency
    directors: dict[int, int]


@pytest.fixture(scope="module")
def sizes(clock: None, own_database: OwnDatabase) -> Iterator[Sizes]:
    with own_database("sizes"), override_settings(**FAST):
        now = timezone.now()
        load_rows(by=BY, at=now)
        small = small_agency(now, code="A", clients=1, groups=1)
        large = small_agency(now, code="B", clients=30, groups=30)
        seats = {agency.site: user(agency, Role.PROGRAM_DIRECTOR, now) for agency in (small, large)}
        yield Sizes(small, large, seats)


def session_dialog(agency: Agency) -> str:
    return f"/week/session/{agency.sessions[0]}/"


PAGES: dict[str, Callable[[Agency], str]] = {
    "week by rooms": lambda agency: "/week/",
    "week by clinicians": lambda agency: "/week/?view=clinicians",
    "week as a list": lambda agency: "/week/?view=list",
    "one day": lambda agency: f"/week/?day={agency.today}",
    "session": session_dialog,
    "ledger": lambda agency: "/ledger/",
    "staff": lambda agency: "/staff/",
    "staff member": lambda agency: f"/staff/{agency.staff[0]}/",
    "settings": lambda agency: "/settings/",
    "settings here": lambda agency: "/settings/here/",
    **{
        name: lambda _, name=name: reverse(f"desk:{name}")  # type: ignore[misc]
        for name in (
            "calls", "closures", "files", "groups", "hire", "licenses", "new-group", "on-call", "paper-day", "places",
            "plan-ahead", "policy", "programs", "reviews", "run-sheets", "services", "week-changes",
        )
    },
    **{
        name: lambda agency, name=name: reverse(f"desk:{name}", args=[agency.clients[0]])  # type: ignore[misc]
        for name in ("book", "client-apart", "client-coverage", "client-duplicates", "client-hours", "client-plan", "client-schedule")
    },
    "staff-hours": lambda agency: reverse("desk:staff-hours", args=[agency.staff[0]]),
    "end-employment": lambda agency: reverse("desk:end-employment", args=[agency.staff[0]]),
}  # fmt: skip
MORE = {"client-coverage": 16, "client-duplicates": 17, "client-plan": 17, "client-schedule": 19}
"""Tabs of a chart whose frame alone (who asks, whether it opens and its header, the week's ring) makes ten: what they may
make."""


def queries(agency: Agency, director: int, address: str) -> list[str]:
    """The statements one page makes, the session's own included."""
    browser = Client(headers={"HX-Request": "true"} if "session" in address else {})
    person = get_user_model()._default_manager.get(pk=director)
    browser.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    browser.get(address)  # the first request of a sign-in also writes its session
    with CaptureQueriesContext(connection) as found:
        assert browser.get(address).status_code == 200
    return [query["sql"] for query in found.captured_queries if not any(word in query["sql"] for word in NOT_COUNTED)]


@pytest.mark.parametrize("name", PAGES)
def test_as_many_queries_with_thirty_rows_as_with_one(name: str, sizes: Sizes) -> None:
    counts = [
        len(queries(agency, sizes.directors[agency.site], PAGES[name](agency))) for agency in (sizes.small, sizes.large)
    ]
    assert counts[0] == counts[1]
    assert counts[1] <= MORE.get(name, MOST)
