"""Getting a file with a token that is made up, old, ended, too weak for it, or another's; and what a good one leaves behind."""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db import connection
from django.http.response import HttpResponseBase
from django.test import Client, override_settings

from stepdown.agency import actions
from stepdown.agency.models import ServiceAccount
from stepdown.agency.queries import actor_of, service_actor
from stepdown.agency.terms import NewServiceAccount, Role, ServiceScope
from stepdown.audit.models import ChartRead, Entry
from stepdown.audit.terms import Actor, NotAllowed, Refused
from stepdown.consent import actions as consent
from stepdown.consent.models import Disclosure
from stepdown.consent.terms import RecipientKind
from stepdown.policy.actions import load_rows
from tests.clock import MORNING
from tests.factories.agency import BY, Agency, small_agency, user
from tests.pages.conftest import BACKEND, FAST
from tests.security.malice import text_of

pytestmark = pytest.mark.django_db
LEDGER, TABLE = "/machine/ledger/", "/machine/table/"
UNTIL = MORNING.date() + timedelta(days=30)
NEW = NewServiceAccount("Nightly", "The agency's own numbers", (ServiceScope.LEDGER,), UNTIL)


@pytest.fixture
def agency(clock: None) -> Iterator[Agency]:
    cache.clear()
    with override_settings(**FAST):
        made = small_agency(MORNING)
        load_rows(by=BY, at=MORNING)
        yield made


@pytest.fixture
def owner(agency: Agency) -> Actor:
    """A compliance officer, who may export the ledger."""
    return actor_of(user(agency, Role.COMPLIANCE, MORNING))


@pytest.fixture
def token(owner: Actor) -> str:
    return actions.make_service_account(by=owner, at=MORNING, new=NEW)[1]


def fetch(token: str, page: str = LEDGER, how: str = "Bearer", **sent: str) -> HttpResponseBase:
    headers = {"Authorization": f"{how} {token}"} if token else {}
    return Client(enforce_csrf_checks=True).post(page, sent or {"site": "R"}, headers=headers)


def signed_in(number: int) -> Client:
    browser = Client()
    browser.force_login(get_user_model().objects.get(pk=number), backend=BACKEND)
    return browser


def said(answer: HttpResponseBase) -> tuple[int, object]:
    told = json.loads(answer.content)  # type: ignore[attr-defined]
    return answer.status_code, told.get("error")


REFUSED = (401, "no_such_token")


def number() -> int:
    return int(ServiceAccount.objects.get().pk)


# -- a good one ----------------------------------------------------------------------------------------------------------
def test_the_ledger_is_fetched_and_everything_names_the_account(agency: Agency, token: str) -> None:
    answer = fetch(token)
    assert (answer.status_code, answer.headers["Content-Disposition"]) == (
        200,
        f'attachment; filename="week-{agency.week.monday.isoformat()}.csv"',
    )
    assert "Set-Cookie" not in answer.headers
    assert len(text_of(answer).splitlines()) >= 1 + len(agency.clients)
    entries = Entry.objects.filter(actor="service:Nightly").order_by("pk").values_list("action", "user")
    assert list(entries) == [
        ("agency.use_service_account", None), ("consent.release", None), ("transfer.export_ledger", None),
    ]  # fmt: skip
    assert set(ChartRead.objects.values_list("actor", "page", "client_id")) == {
        ("service:Nightly", "ledger", client) for client in agency.clients
    }
    assert ServiceAccount.objects.get().last_used_at is not None


def test_what_goes_to_somebody_else_asks_the_gate_and_stands_in_the_accounting(agency: Agency, token: str) -> None:
    kind = RecipientKind.SERVICE_ORGANIZATION
    to = consent.keep_recipient(by=BY, at=MORNING, name="Synthetic Payer", kind=kind, verified=True)
    director = actor_of(user(agency, Role.PROGRAM_DIRECTOR, MORNING))
    again = actions.renew_service_account(by=director, at=MORNING, number=number(), last_day=UNTIL)
    assert said(fetch(again, site="R", recipient=str(to), purpose="payment")) == (403, "withheld")
    kept = Disclosure.objects.values_list("actor", "allowed", "to_name").distinct()
    assert list(kept) == [("service:Nightly", False, "Synthetic Payer")]


# -- tokens that open nothing ----------------------------------------------------------------------------------------------
def test_a_token_made_up_opens_nothing_and_all_are_told_alike(token: str) -> None:
    word, _, rest = token.partition("_")
    at, _, secret = rest.partition("_")
    made_up = [
        "", word, f"{word}_{at}_", f"{word}_{at}_{secret[:-1]}", f"{word}_{at}_{secret}x", f"{word}_{int(at) + 1}_{secret}",
        f"other_{at}_{secret}", f"{word}_{at}_{ServiceAccount.objects.get().digest.hex()}", f"{word}_-1_{secret}",
        f"{word}_99999999999999999999_{secret}", f"{word}_{at} OR 1=1_{secret}", f"{word}_²_{secret}", "é", "a" * 5000,
    ]  # fmt: skip
    assert [one for one in made_up if said(fetch(one)) != REFUSED] == []
    assert said(fetch(token, how="Basic")) == REFUSED
    assert said(fetch(token, how="Token")) == REFUSED
    assert fetch(token, how="bearer").status_code == 200


ENDS: dict[str, Callable[[Actor, datetime], object]] = {
    "ended": lambda owner, at: actions.end_service_account(by=owner, at=at, number=number()),
    "renewed: the token before": lambda owner, at: actions.renew_service_account(
        by=owner, at=at, number=number(), last_day=UNTIL
    ),
    "its owner left": lambda owner, at: actions.end_employment(
        by=BY, at=at, staff=owner.staff or 0, last_day=at.date() - timedelta(days=1)
    ),
}


@pytest.mark.parametrize("why", ENDS)
def test_a_token_ends_with_what_it_stood_for(why: str, owner: Actor, token: str) -> None:
    assert fetch(token).status_code == 200
    ENDS[why](owner, MORNING)
    assert said(fetch(token)) == REFUSED
    assert Entry.objects.filter(actor="service:Nightly", action="transfer.export_ledger").count() == 1


def test_it_holds_until_the_midnight_after_its_last_day(agency: Agency, owner: Actor) -> None:
    yesterday, today = MORNING.date() - timedelta(days=1), MORNING.date()
    for last, status in ((yesterday, 401), (today, 200)):
        new = NewServiceAccount(f"Until {last}", "Synthetic", (ServiceScope.LEDGER,), last)
        _, made = actions.make_service_account(by=owner, at=MORNING - timedelta(days=3), new=new)
        assert fetch(made).status_code == status, last


# -- more than it was made for ---------------------------------------------------------------------------------------------
def test_it_fetches_nothing_it_was_not_made_for(token: str) -> None:
    assert said(fetch(token, TABLE, table="staff")) == (403, "not_allowed")


def test_it_may_no_more_than_its_owner_may_at_that_moment(agency: Agency, owner: Actor, token: str) -> None:
    assert fetch(token).status_code == 200
    actions.set_roles(by=BY, at=MORNING, staff=owner.staff or 0, roles=[Role.NURSE])
    assert said(fetch(token)) == (403, "not_allowed")
    actions.set_roles(by=BY, at=MORNING, staff=owner.staff or 0, roles=[])
    assert said(fetch(token)) == (404, "not_found") or said(fetch(token)) == (403, "not_allowed")


def test_an_administrators_program_gets_no_table_of_clients(agency: Agency) -> None:
    admin = actor_of(user(agency, Role.ADMINISTRATOR, MORNING))
    new = NewServiceAccount("Tables", "Synthetic", (ServiceScope.TABLES,), UNTIL)
    _, token = actions.make_service_account(by=admin, at=MORNING, new=new)
    assert fetch(token, TABLE, table="staff").status_code == 200
    assert said(fetch(token, TABLE, table="clients")) == (403, "not_allowed")


PAGES = ["/", "/today/", "/ledger/", "/staff/", "/settings/service-accounts/", "/account/2fa/", "/here/"]


@pytest.mark.parametrize("page", PAGES)
def test_no_page_opens_with_a_token_and_no_session_begins(page: str, token: str) -> None:
    browser = Client(headers={"Authorization": f"Bearer {token}"})
    answer = browser.get(page)
    assert answer.status_code == 302
    assert "login" in answer.headers["Location"] or page == "/"
    assert "stepdown_session" not in browser.cookies


def test_a_session_opens_no_door_for_programs(agency: Agency) -> None:
    browser = signed_in(user(agency, Role.PROGRAM_DIRECTOR, MORNING))
    assert said(browser.post(LEDGER, {"site": "R"})) == REFUSED


def test_an_account_does_not_make_renew_or_undo_anything(agency: Agency, owner: Actor, token: str) -> None:
    """Its actor has its owner's roles, but is no member of staff; and nobody else uses it in its name."""
    known = service_actor(token, MORNING)
    assert known is not None
    at, itself, _ = known
    assert (itself.user, itself.staff, itself.label) == (None, None, "service:Nightly")
    with pytest.raises(NotAllowed):
        actions.make_service_account(by=itself, at=MORNING, new=NEW)
    with pytest.raises(NotAllowed):
        actions.renew_service_account(by=itself, at=MORNING, number=at, last_day=UNTIL)
    with pytest.raises(NotAllowed):
        actions.use_service_account(by=owner, at=MORNING, number=at, door="ledger")


def test_a_form_that_names_more_than_it_asks_for_gives_no_more(agency: Agency) -> None:
    admin = user(agency, Role.ADMINISTRATOR, MORNING)
    browser = signed_in(admin)
    sent = {
        "name": "Mine", "purpose": "Synthetic", "scopes": ["tables"], "last_day": UNTIL.isoformat(),
        "owner": str(agency.staff[0]), "expires_at": "2099-01-01", "digest": "00", "everywhere": "1", "roles": "compliance",
    }  # fmt: skip
    page = browser.post("/settings/service-accounts/new/", sent)
    row = ServiceAccount.objects.get()
    assert (page.status_code, row.owner_id, row.scopes) == (200, actor_of(admin).staff, ["tables"])
    assert row.expires_at.date() == UNTIL + timedelta(days=1)
    too_long = browser.post("/settings/service-accounts/new/", sent | {"name": "Long", "last_day": "2099-01-01"})
    assert (too_long.status_code, ServiceAccount.objects.count()) == (422, 1)


# -- kept so that a copy of the database tells nothing ------------------------------------------------------------------------
def test_the_token_is_kept_nowhere(token: str) -> None:
    secret = token.split("_", 2)[2]
    with connection.cursor() as cursor:
        for table in ("agency_serviceaccount", "agency_serviceaccountevent", "audit_entry"):
            cursor.execute(f"SELECT count(*) FROM {table} AS row WHERE row::text LIKE %s", [f"%{secret}%"])
            assert cursor.fetchone() == (0,), table
        cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = 'agency_serviceaccountevent'"
        )
        assert {"digest", "last_used_at"} & {name for (name,) in cursor.fetchall()} == set()


def test_secrets_are_compared_in_constant_time_whoever_is_named(token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    compared, real = [], hmac.compare_digest

    def counted(one: bytes, other: bytes) -> bool:
        compared.append((len(one), len(other)))
        return real(one, other)

    monkeypatch.setattr(hmac, "compare_digest", counted)
    for one in (token, token + "x", "stepdown_999_x", "nonsense", ""):
        compared.clear()
        fetch(one)
        assert (32, 32) in compared, one


# -- too often -----------------------------------------------------------------------------------------------------------------
def test_it_fetches_so_often_an_hour_and_no_more(owner: Actor, token: str) -> None:
    at = number()
    itself = Actor("service:Nightly")
    for _ in range(60):
        actions.use_service_account(by=itself, at=MORNING, number=at, door="ledger")
    with pytest.raises(Refused):
        actions.use_service_account(by=itself, at=MORNING, number=at, door="ledger")
    assert said(fetch(token)) == (429, "too_often")
    actions.use_service_account(by=itself, at=MORNING + timedelta(hours=1), number=at, door="ledger")


def test_wrong_tokens_are_not_tried_for_long_from_one_address(token: str) -> None:
    told = [said(fetch("stepdown_1_x"))[0] for _ in range(32)]
    assert told == [401] * 30 + [429] * 2
    assert said(fetch(token)) == (429, "too_often")


# -- asked wrongly ---------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("sent", "status", "error"),
    [
        ({"monday": "2026-06-08"}, 400, "bad_request"),
        ({"site": "R", "monday": "2026-06-09"}, 400, "bad_request"),
        ({"site": "R", "purpose": "marketing"}, 400, "bad_request"),
        ({"site": "R", "recipient": "99"}, 400, "bad_request"),
        ({"site": "Elsewhere"}, 404, "not_found"),
        ({"site": "R' OR 1=1"}, 404, "not_found"),
    ],
)
def test_what_was_asked_wrongly_is_told(token: str, sent: dict[str, str], status: int, error: str) -> None:
    assert said(fetch(token, **sent)) == (status, error)


def test_only_a_post_fetches(token: str) -> None:
    answer = Client(headers={"Authorization": f"Bearer {token}"}).get(LEDGER)
    assert answer.status_code == 405
