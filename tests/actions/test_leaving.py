"""Files about many people: each is asked about, who has no consent is left out, and each answer is kept."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stepdown.audit.models import ChartRead, Entry
from stepdown.audit.terms import NotAllowed, NotFound
from stepdown.consent import actions, queries
from stepdown.consent.models import Disclosure
from stepdown.consent.terms import (
    TPO,
    AgreementKind,
    Basis,
    Category,
    ConsentKind,
    Leaving,
    NewConsent,
    NewRestriction,
    Notice,
    Passed,
    Purpose,
    Reason,
    RecipientKind,
    Whom,
)
from stepdown.people.actions import register_clients
from stepdown.people.terms import NewClient
from stepdown.transfer.notice_csv import columns, everything, released_text
from stepdown.transfer.whole import release_everything
from tests.actions.world import AT, BY, MONDAY, World, somebody, world

COLUMNS = columns(name="identity", attended_minutes="attendance", authorized="coverage", mood="safety")
HOURS = frozenset({Category.IDENTITY, Category.ATTENDANCE})
STATEMENT = "42 CFR part 2 prohibits unauthorized use or disclosure of these records."


@pytest.fixture
def here(db: None) -> World:
    return world()


def plan(*, verified: bool = True, name: str = "Synthetic Health Plan") -> int:
    kind = RecipientKind.PAYER
    return actions.keep_recipient(by=BY, at=AT, name=name, kind=kind, address="1 Example Way", verified=verified)


def says_yes(w: World, client: int, *categories: Category) -> int:
    consent = NewConsent(
        client, w.program, ConsentKind.TPO, TPO, frozenset(categories), "Synthetic words", "Synthetic",
        kinds=frozenset({RecipientKind.PAYER}), told=True,
    )  # fmt: skip
    return actions.sign(by=BY, at=AT, consent=consent)


def leaving(w: World, recipient: int | None = None, purpose: Purpose = Purpose.PAYMENT) -> Leaving:
    return Leaving("ledger", Whom(purpose, recipient), everything(COLUMNS), dict.fromkeys(w.clients, w.program))


def released(given: Leaving, by: object = BY) -> Passed:
    return actions.release(by=by, at=AT, day=MONDAY, leaving=given)  # type: ignore[arg-type]


def file_of(w: World, passed: Passed) -> list[list[str]]:
    rows = [(client, [f"Synthetic {place}", 60 + place, "9001", "calm"]) for place, client in enumerate(w.clients)]
    return list(csv.reader(released_text(COLUMNS, rows, passed).splitlines()))


def test_for_ourselves_everybody_passes_and_it_is_kept_once(here: World) -> None:
    passed = released(leaving(here, purpose=Purpose.OPERATIONS), somebody_who_works(here))
    assert passed.may_leave == dict.fromkeys(here.clients, everything(COLUMNS))
    assert not Disclosure.objects.exists()
    assert Entry.objects.get(action="consent.release").details == {
        "door": "ledger", "purpose": "operations", "people": 3, "withheld": 0,
    }  # fmt: skip
    assert list(ChartRead.objects.order_by("client_id").values_list("client_id", "page")) == [
        (client, "ledger") for client in sorted(here.clients)
    ]
    assert file_of(here, passed)[0] == [STATEMENT]


def somebody_who_works(w: World) -> object:
    from stepdown.agency.terms import Role

    return somebody(Role.UTILIZATION_REVIEWER, w.site)


def test_ourselves_is_the_work_here_and_nothing_else(here: World) -> None:
    passed = released(leaving(here, purpose=Purpose.FUNDRAISING))
    assert (passed.may_leave, passed.withheld, passed.reasons) == ({}, 3, {Reason.NOT_NEEDED_FOR_THE_WORK})


def test_each_line_holds_what_that_clients_own_consent_covers(here: World) -> None:
    one, two, three = here.clients
    first = says_yes(here, one, *HOURS, Category.COVERAGE, Category.SAFETY)
    says_yes(here, two, *HOURS)
    passed = released(leaving(here, plan()))
    assert file_of(here, passed) == [
        [STATEMENT],
        [
            (
                "For Synthetic Health Plan, for payment. Each line holds what that client's consent, or the law, lets them be"
                " told for this: identity, attendance, coverage. It allows no other use, and nobody else to be told."
            )
        ],
        ["name", "attended minutes", "authorized"],
        ["Synthetic 0", "60", "9001"],
        ["Synthetic 1", "61", ""],
    ]
    assert (passed.withheld, passed.partly, passed.not_needed) == (1, 1, {Category.SAFETY})
    kept = [
        (row.client_id, row.allowed, row.categories, row.bases, row.reasons, row.notice, row.notice_version)
        for row in Disclosure.objects.order_by("client_id", "-allowed")
    ]
    consent = [Basis.CONSENT.value]
    assert kept == [
        (one, True, ["attendance", "coverage", "identity"], consent, [], "redisclosure", "2024"),
        (two, True, ["attendance", "identity"], consent, [], "redisclosure", "2024"),
        (two, False, ["coverage"], [], ["category_not_named"], "none", ""),
        (three, False, ["attendance", "coverage", "identity"], [], ["no_consent"], "none", ""),
    ]
    assert Disclosure.objects.filter(client_id=one).get().consents == [first]


def test_who_may_not_be_named_is_not_in_the_file_at_all(here: World) -> None:
    says_yes(here, here.clients[0], Category.ATTENDANCE)
    passed = released(leaving(here, plan()))
    assert (passed.may_leave, file_of(here, passed)[2:]) == ({}, [[]])


def test_a_consent_taken_back_stops_the_next_file(here: World) -> None:
    signed = says_yes(here, here.clients[0], *HOURS)
    to = plan()
    assert list(released(leaving(here, to)).may_leave) == here.clients[:1]
    actions.revoke(by=BY, at=AT, consent=signed, signer_name="Synthetic", in_writing=False)
    assert list(released(leaving(here, to)).may_leave) == []


def test_no_program_no_consent(here: World) -> None:
    says_yes(here, here.clients[0], *HOURS)
    given = leaving(here, plan())
    assert released(replace(given, people=dict.fromkeys(here.clients))).may_leave == {}


def test_nobody_sends_to_an_address_that_nobody_made_sure_of(here: World) -> None:
    for unknown in (plan(verified=False), 0):
        with pytest.raises(NotFound):
            released(leaving(here, unknown))


def test_who_may_not_ask_sends_nothing_outside(here: World) -> None:
    from stepdown.agency.terms import Role

    with pytest.raises(NotAllowed):
        released(leaving(here, plan()), somebody(Role.ADMINISTRATOR, here.site))
    with pytest.raises(NotFound):
        released(leaving(here), somebody(Role.CLINICIAN, here.elsewhere))


def test_as_many_statements_for_thirty_people_as_for_three(here: World) -> None:
    to, counts, clients = plan(), [], []
    rows = [NewClient(here.site, f"M-{n}", "Synthetic", f"Synthetic {n}", ("en",)) for n in range(27)]
    for more in (here.clients, register_clients(by=BY, at=AT, clients=rows)):
        clients += more
        for client in more:
            says_yes(here, client, *HOURS)
            asked = NewRestriction(client, "Synthetic", RecipientKind.FAMILY)
            actions.ask_restriction(by=BY, at=AT, restriction=asked)
        given = replace(leaving(here, to), people=dict.fromkeys(clients, here.program))
        with CaptureQueriesContext(connection) as captured:
            assert len(released(given).may_leave) == len(clients)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 18


def test_a_backup_is_kept_by_somebody_else_by_its_agreement_alone(here: World) -> None:
    host = actions.keep_recipient(
        by=BY, at=AT, name="Synthetic Hosting", kind=RecipientKind.SERVICE_ORGANIZATION, address="2 Way", verified=True
    )
    assert release_everything(by=BY, at=AT, to="Synthetic Hosting").withheld == 3
    actions.agree(by=BY, at=AT, recipient=host, kind=AgreementKind.QSOA, starts=MONDAY, ends=MONDAY + timedelta(days=9))
    assert release_everything(by=BY, at=AT, to="Synthetic Hosting").withheld == 0
    answers = [(row.allowed, row.door) for row in queries.accounting_of(here.clients[0])]
    assert answers == [(True, "backup"), (False, "backup")]
    assert release_everything(by=BY, at=AT).withheld == 0
    with pytest.raises(NotFound):
        release_everything(by=BY, at=AT, to="Somebody")
    assert queries.accounting_of(here.clients[0])[0].notice == Notice.NONE
