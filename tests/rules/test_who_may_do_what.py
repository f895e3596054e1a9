"""Service accounts and the second look at changes of access, as tables."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from stepdown.agency.rules.second import Change, settling_obstacles, to_undo, undoing_obstacles
from stepdown.agency.rules.service_accounts import has_stopped, service_obstacles
from stepdown.agency.terms import AccessKind, NewServiceAccount, Role, ServiceScope
from stepdown.audit.terms import Obstacle

TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
ONE = timedelta(days=1)
MOST = 365
NIGHTLY = NewServiceAccount("Nightly", "Numbers", (ServiceScope.LEDGER,), TODAY + 90 * ONE)


def names(obstacles: list[Obstacle]) -> list[str]:
    return [obstacle.blocker.value for obstacle in obstacles]


@pytest.mark.parametrize(
    ("why", "change", "expected"),
    [
        ("three months, one thing", {}, []),
        ("until tonight", {"last_day": TODAY}, []),
        ("until yesterday", {"last_day": TODAY - ONE}, ["expires_too_soon"]),
        ("as long as policy lets", {"last_day": TODAY + MOST * ONE}, []),
        ("a day longer", {"last_day": TODAY + (MOST + 1) * ONE}, ["expires_too_late"]),
        ("nothing to fetch", {"scopes": ()}, ["no_scope"]),
        ("everything at once", {"scopes": (), "last_day": TODAY - ONE}, ["no_scope", "expires_too_soon"]),
    ],
)
def test_what_stands_in_the_way_of_a_service_account(why: str, change: dict[str, Any], expected: list[str]) -> None:
    assert names(service_obstacles(replace(NIGHTLY, **change), TODAY, MOST)) == expected, why


@pytest.mark.parametrize(
    ("why", "expires", "ended", "owner", "stopped"),
    [
        ("good", NOW + ONE, None, True, False),
        ("a moment before its end", NOW + timedelta(microseconds=1), None, True, False),
        ("at its end", NOW, None, True, True),
        ("ended by hand", NOW + ONE, NOW - ONE, True, True),
        ("its owner left", NOW + ONE, None, False, True),
    ],
)
def test_when_a_token_opens_nothing(
    why: str, expires: datetime, ended: datetime | None, owner: bool, stopped: bool
) -> None:
    assert has_stopped(expires, ended, owner_works_here=owner, now=NOW) is stopped, why


KINDS = AccessKind
ROLES = Change(
    KINDS.ROLES, own=False, settled=False, changed_again=False, employed=True, last_administrator=False
)  # fmt: skip


@pytest.mark.parametrize(
    ("why", "change", "given", "fine", "undo"),
    [
        ("somebody else's", {}, set(), [], []),
        ("one's own, or about oneself", {"own": True}, set(), ["own_change"], ["own_change"]),
        ("settled by another", {"settled": True}, set(), ["change_settled"], ["change_settled"]),
        ("changed again since", {"changed_again": True}, set(), [], ["changed_again"]),
        ("they left: no role comes back", {"employed": False}, set(), [], ["not_employed"]),
        ("they left: no site comes back", {"kind": KINDS.REACH, "employed": False}, set(), [], ["not_employed"]),
        ("they left: it stays closed", {"kind": KINDS.SIGN_IN_CLOSED, "employed": False}, set(), [], ["not_employed"]),
        ("they left: it can be closed", {"kind": KINDS.SIGN_IN_MADE, "employed": False}, set(), [], []),
        ("the last administrator keeps the role", {"last_administrator": True}, {Role.ADMINISTRATOR}, [], ["last_administrator"]),
        ("another role of theirs goes", {"last_administrator": True}, {Role.NURSE}, [], []),
        ("and keeps the sign-in", {"kind": KINDS.SECOND_FACTOR_RESET, "last_administrator": True}, set(), [], ["last_administrator"]),
        ("ended meanwhile", {"kind": KINDS.SERVICE_ACCOUNT, "service_ended": True}, set(), [], ["service_ended"]),
        ("everything at once", {"own": True, "settled": True, "changed_again": True, "employed": False, "last_administrator": True},
         {Role.ADMINISTRATOR}, ["own_change", "change_settled"],
         ["own_change", "change_settled", "changed_again", "not_employed", "last_administrator"]),
    ],
)  # fmt: skip
def test_the_second_look(why: str, change: dict[str, Any], given: set[Role], fine: list[str], undo: list[str]) -> None:
    facts = replace(ROLES, **change)
    assert (names(settling_obstacles(facts)), names(undoing_obstacles(facts, given))) == (fine, undo), why


D, N, C = Role.PROGRAM_DIRECTOR, Role.NURSE, Role.CLINICIAN


@pytest.mark.parametrize(
    ("given", "taken", "held", "take", "give"),
    [
        ({D}, set(), {D, N}, {D}, set()),
        (set(), {C}, {N}, set(), {C}),
        ({D}, {C}, {D, N}, {D}, {C}),
        ({D}, {C}, {N, C}, set(), set()),
    ],
)
def test_what_is_put_back_is_exactly_what_was_changed(
    given: set[Role], taken: set[Role], held: set[Role], take: set[Role], give: set[Role]
) -> None:
    assert to_undo(given, taken, held) == (take, give)
