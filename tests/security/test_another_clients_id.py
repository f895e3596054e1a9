"""The numbers of another site's records, in every address and every field of every form: none opens, changes or shows one.

Both are taken from the table of pages, so a page is attacked from the day it stands there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

import pytest
from django.test import Client
from django.urls import reverse

from stepdown.agency.terms import Role
from stepdown.web.desk.urls import urlpatterns
from tests.laws.tree import our_models
from tests.pages.conftest import Town
from tests.pages.permissions import PAGES, Page
from tests.pages.test_permissions import EVERYWHERE
from tests.security.malice import STRANGER, Marks, read, state_of_strangers, text_of

SignedIn = Callable[[Role], Client]
ATTACKERS = {page.name: role for page in PAGES for role in Role if role in page.allowed - EVERYWHERE}
"""Who tries each page: somebody who may open it, at their own site only."""
TRIED = [page for page in PAGES if page.name in ATTACKERS]


HARMLESS = {
    ("desk:leave-track", 1): {200, 422},
    ("desk:rejoin-track", 1): {409},
    ("desk:group-out", 1): {302},
    ("desk:group-back", 1): {302},
}
"""Told in another way than "no such page": by the name of the page and the number that was a stranger's. Of a track our
client is not in, that they are not in it; outside group mode, that it has to begin."""


COLUMNS = {name for model in our_models() for field in model._meta.fields for name in (field.name, field.attname)}
HUGE = 10**25
LOOSE = {"track", "session", "role", "step", "other"}
"""What stands behind a client's number in an address and is not a record of that client alone."""


def address(page: Page, town: Town) -> str:
    return reverse(page.name, args=page.arguments(town.here) if page.arguments else [])


@pytest.mark.parametrize("page", [page for page in TRIED if page.arguments], ids=lambda page: page.name)
def test_in_an_address(page: Page, town: Town, marks: Marks, signed_in: SignedIn) -> None:
    """Each of its numbers in turn is a stranger's, or one that fits no column; the others stay ours."""
    browser = signed_in(ATTACKERS[page.name])
    assert page.arguments is not None
    ours, theirs = page.arguments(town.here), page.arguments(town.there)
    sent = page.post(town.here) if page.post else None
    before = state_of_strangers(marks)
    for place in range(len(ours)):
        if ours[place] == theirs[place]:
            continue
        mixed = [*ours[:place], theirs[place], *ours[place + 1 :]]
        where = reverse(page.name, args=mixed)
        answers = [browser.post(where, sent or {})] + ([] if page.post else [browser.get(where)])
        told = {answer.status_code for answer in answers}
        assert (mixed, told - HARMLESS.get((page.name, place), set())) == (mixed, {404} & told)
        assert [STRANGER in text_of(answer) for answer in answers] == [False] * len(answers)
        if isinstance(ours[place], int):
            nobodys = reverse(page.name, args=[*ours[:place], HUGE, *ours[place + 1 :]])
            told = {(browser.post if page.post else browser.get)(nobodys, sent or {}).status_code}
            assert (nobodys, told - HARMLESS.get((page.name, place), set())) == (nobodys, {404} & told)
    assert changed(before, state_of_strangers(marks)) == {}


def owned(page: Page) -> bool:
    """Whether its address is a client's number and, at its end, the number of a record of theirs."""
    pattern = next(str(one.pattern) for one in urlpatterns if f"desk:{one.name}" == page.name)
    kinds = re.findall(r"<\w+:(\w+)>", pattern)
    return len(kinds) > 1 and kinds[0] == "client" and kinds[-1] not in LOOSE


@pytest.mark.parametrize("page", [page for page in TRIED if owned(page)], ids=lambda page: page.name)
def test_one_clients_record_is_not_reached_through_another(page: Page, town: Town, signed_in: SignedIn) -> None:
    assert page.arguments is not None
    browser, (_, *record) = signed_in(ATTACKERS[page.name]), page.arguments(town.here)
    where = reverse(page.name, args=[town.here.clients[1], *record])
    answers = [browser.post(where, page.post(town.here) if page.post else {})] + (
        [] if page.post else [browser.get(where)]
    )
    assert [answer.status_code for answer in answers] == [404] * len(answers)


@pytest.mark.parametrize("page", TRIED, ids=lambda page: page.name)
def test_in_a_form(page: Page, town: Town, marks: Marks, signed_in: SignedIn) -> None:
    """Whatever a form of ours asks for by number gets the number of theirs, one field at a time; then also every column
    there is that it does not ask for."""
    browser, where = signed_in(ATTACKERS[page.name]), address(page, town)
    before = state_of_strangers(marks)
    for action, fields in sent_from(browser, page, where, town):
        for name, values in numbered(fields):
            answer = browser.post(action, {**fields, name: values})
            assert (action, name, STRANGER in text_of(answer)) == (action, name, False)
        browser.post(action, dict.fromkeys(COLUMNS - set(fields), "1") | fields)
    assert changed(before, state_of_strangers(marks)) == {}


def sent_from(browser: Client, page: Page, where: str, town: Town) -> Iterator[tuple[str, dict[str, str]]]:
    """Each form that a page shows, filled in; for an address that only takes, what the table of pages sends."""
    if page.post:
        yield where, {name: str(value) for name, value in page.post(town.here).items()}
        return
    answer = browser.get(where)
    for form in read(text_of(answer), where).forms:
        if form.action:
            yield form.action, {name: values[0] for name, values in form.fields.items()}


def changed(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, str]:
    return {table: told for table, told in after.items() if told != before[table]}


def numbered(fields: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name, value in fields.items():
        if value.isdigit():
            yield name, "1"
