"""Law 10 at the gate: killed while a consent is signed or taken back, papers are signed or a file is made, it is all or
nothing.

And the accounting agrees with what left: whoever stands in a file that arrived was told of in it, before.
"""

from __future__ import annotations

import contextlib
import random
import threading
from collections import Counter
from collections.abc import Iterator
from http.client import HTTPException
from pathlib import Path

import pytest

from stepdown.agency.terms import Role
from stepdown.audit.models import Entry
from stepdown.consent.models import Consent, Disclosure, Paper, Revocation
from stepdown.people.models import Client
from tests.actions.doors import plan, says_yes
from tests.clock import MORNING, morning
from tests.factories.agency import PASSWORD, Agency, small_agency, user
from tests.laws.test_crash_loses_nothing import DONE, Desk, Server

CLIENTS = 7
THINGS = ("take-back", "papers", "consent", "file")
KILLS = {1: ("take-back", "file"), 3: ("papers", "consent")}
"""Number of the round → what is asked for, at the same time, when the server is killed."""
EMAIL = "director@example.org"
PAPERS = ("treatment", "testing", "telehealth")
HAND = {"taken_in": "said_back", "manner": "typed", "signer": "client", "signer_name": "Synthetic Client"}
MATTER = "this matter is closed"
"""What the consents end with that are signed here; those taken back are others."""


@pytest.fixture
def agency(committed: str) -> Iterator[Agency]:
    with morning():
        made = small_agency(MORNING, clients=CLIENTS, groups=2)
        user(made, Role.PROGRAM_DIRECTOR, MORNING, email=EMAIL)
        yield made


@pytest.fixture
def server(committed: str, agency: Agency, tmp_path: Path) -> Iterator[Server]:
    server = Server(committed, tmp_path)
    server.start()
    yield server
    server.kill()


class Rounds:
    """What was asked for, and what was acknowledged."""

    def __init__(self, agency: Agency, server: Server) -> None:
        self.agency, self.server, self.clerk = agency, server, Desk(server)
        self.to = plan(MORNING)
        self.consents = {one: says_yes(agency, one, MORNING, ends=None) for one in agency.clients}
        self.taken_back: list[int] = []
        self.signed: list[int] = []
        self.agreed: list[int] = []
        self.files: list[frozenset[str]] = []
        self.chance = random.Random(11)

    def do(self, what: str, client: int) -> None:
        """One thing; nothing is noted of what was not answered."""
        if what == "take-back":
            path = f"/clients/{client}/consents/{self.consents[client]}/take-back/"
            if self.clerk.post(path, signer_name="Synthetic Client") == DONE:
                self.taken_back.append(client)
        elif what == "papers":
            place = {"program": str(self.agency.program), "language": "en"}
            if self.clerk.post(f"/clients/{client}/agreements/sign/", kinds=PAPERS, **HAND, **place) == DONE:
                self.signed.append(client)
        elif what == "consent":
            said = {"program": self.agency.program, "kind": "named", "who": f"recipient:{self.to}", "language": "en"}
            told = {"purposes": "treatment", "categories": "identity", "event": MATTER, "sign": "1", "told": "on"}
            if self.clerk.post(f"/clients/{client}/consents/new/", **said, **told, **HAND) == DONE:
                self.agreed.append(client)
        else:
            text = self.clerk.file("/clients/export/", recipient=str(self.to), purpose="payment")
            lines = text.splitlines()[3:]
            self.files.append(frozenset(line.partition(",")[0] for line in lines))

    def killed(self, things: tuple[str, ...], client: int) -> None:
        """Several at the same time, while the server is killed; then it is started again."""
        moment = threading.Timer(self.chance.uniform(0.005, 0.06), self.server.kill)
        asked = [threading.Thread(target=self._tried, args=(what, client)) for what in things]
        for one in (moment, *asked):
            one.start()
        for one in (moment, *asked):
            one.join()
        self.server.start()

    def _tried(self, what: str, client: int) -> None:
        with contextlib.suppress(OSError, HTTPException):
            self.do(what, client)


def test_all_or_nothing_and_the_accounting_agrees_with_what_left(agency: Agency, server: Server) -> None:
    rounds = Rounds(agency, server)
    rounds.clerk.get("/account/login/")
    assert rounds.clerk.post("/account/login/", login=EMAIL, password=PASSWORD) == DONE
    for number, client in enumerate(agency.clients[:-1]):
        at_once = KILLS.get(number, ())
        for what in THINGS:
            if what not in at_once:
                rounds.do(what, client)
        if at_once:
            rounds.killed(at_once, client)
    done = (rounds.taken_back, rounds.signed, rounds.agreed, rounds.files)
    assert [len(one) >= CLIENTS - 2 for one in done] == [True] * len(THINGS)

    revoked = set(Revocation.objects.values_list("consent__client", flat=True))
    assert set(rounds.taken_back) <= revoked
    assert Entry.objects.filter(action="consent.revoke").count() == len(revoked)

    papers = Counter(Paper.objects.values_list("client", flat=True))
    assert set(papers.values()) == {len(PAPERS)}
    assert set(rounds.signed) <= papers.keys()
    assert Entry.objects.filter(action="consent.sign_papers").count() == papers.total()
    assert Paper.objects.filter(signatures=None).count() == 0

    agreed = Counter(Consent.objects.filter(event=MATTER).values_list("client", flat=True))
    assert set(agreed.values()) == {1}
    assert set(rounds.agreed) <= agreed.keys()
    assert Entry.objects.filter(action="consent.sign").count() == agreed.total() + CLIENTS
    assert Consent.objects.filter(signatures=None).count() == 0

    numbers = dict(Client.objects.values_list("pk", "record_number"))
    kept: dict[int, dict[int, bool]] = {}
    for row in Disclosure.objects.filter(door="clients").order_by("pk"):
        told = kept.setdefault(row.xact, {})
        told[row.client_id] = told.get(row.client_id, False) or row.allowed
    assert {frozenset(told) for told in kept.values()} == {frozenset(agency.clients)}
    left = Counter(frozenset(numbers[one] for one, yes in told.items() if yes) for told in kept.values())
    assert Counter(rounds.files) <= left
    assert left.total() <= len(rounds.files) + 1
