"""Requests that no page of ours makes: without the token or with another's, from other sites, too large, with headers that lie."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from stepdown.agency.terms import Role
from stepdown.transfer.models import ImportFault, ImportRun
from tests.laws.tree import our_models
from tests.pages.conftest import Town
from tests.pages.permissions import PAGES, Page
from tests.pages.test_permissions import EVERYWHERE, opened
from tests.security.malice import read, state_of_strangers, text_of

SignedIn = Callable[[Role], Client]
ANYBODY = {page.name: min(page.allowed, key=lambda role: (role in EVERYWHERE, role.value)) for page in PAGES}
READ = frozenset({"audit_chartread", "audit_entry"})
"""What is written down because somebody looked, or asked the gate."""


def everything() -> dict[str, str]:
    """A digest of every row of every table."""
    told = state_of_strangers({model._meta.db_table: 2**62 for model in our_models()})
    return {table: digest for table, digest in told.items() if table not in READ}


def address(page: Page, town: Town) -> str:
    return reverse(page.name, args=page.arguments(town.here) if page.arguments else [])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_from_another_site_nothing_is_done(page: Page, town: Town, signed_in: SignedIn) -> None:
    """What a picture or a form on another site can send: an address opened, or a form without the token of this browser."""
    where, cookies = address(page, town), signed_in(ANYBODY[page.name]).cookies
    sent = page.post(town.here) if page.post else {}
    before = everything()
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = cookies
    strict.get(where)
    token = Client()
    token.get("/account/login/")
    theirs = token.cookies["csrftoken"].value
    tried = [strict.post(where, sent), strict.post(where, {**sent, "csrfmiddlewaretoken": theirs})]
    strict.cookies["csrftoken"] = theirs
    tried.append(
        strict.post(where, {**sent, "csrfmiddlewaretoken": theirs}, headers={"Origin": "https://evil.example"})
    )
    assert [answer.status_code for answer in tried] == [403] * 3
    assert everything() == before


REFUSED = [(page, role) for page in PAGES for role in sorted(set(Role) - page.allowed)[:1]]


@pytest.mark.parametrize(("page", "role"), REFUSED, ids=[page.name for page, _ in REFUSED])
def test_a_header_opens_no_door(page: Page, role: Role, town: Town, signed_in: SignedIn) -> None:
    """Not as part of a page, not under another method, not from "this machine", not by an address beside the address."""
    browser = signed_in(role)
    browser.defaults |= {
        "HTTP_HX_REQUEST": "true",
        "HTTP_HX_BOOSTED": "true",
        "HTTP_X_HTTP_METHOD_OVERRIDE": "GET",
        "HTTP_X_FORWARDED_FOR": "127.0.0.1",
        "HTTP_X_ORIGINAL_URL": "/today/",
        "HTTP_X_REWRITE_URL": "/today/",
        "HTTP_X_FORWARDED_USER": "admin",
        "HTTP_REMOTE_USER": "admin",
        "HTTP_AUTHORIZATION": "Basic YWRtaW46YWRtaW4=",
    }
    assert opened(browser, page, town.here).status_code == 403
    visitor = Client(**browser.defaults)
    answer = opened(visitor, page, town.here)
    assert (answer.status_code, answer.headers["HX-Redirect"].startswith("/account/login/?next=/")) == (401, True)


HOSTS = [
    "evil.example",
    "testserver.evil.example",
    "testserver@evil.example",
    "evil.example:80",
    "",
    "testserver:x",
    "[::1",
]


@pytest.mark.parametrize("host", HOSTS)
def test_a_name_that_is_not_ours_is_not_answered(host: str, town: Town) -> None:
    answer = Client(headers={"Host": host}).get("/account/login/")
    assert (answer.status_code, "evil" in text_of(answer)) == (400, False)


def test_a_name_that_a_proxy_is_said_to_have_seen_is_not_taken(town: Town, signed_in: SignedIn) -> None:
    admin = signed_in(Role.ADMINISTRATOR)
    admin.defaults |= {"HTTP_X_FORWARDED_HOST": "evil.example", "HTTP_FORWARDED": "host=evil.example"}
    page = reverse("desk:staff-sign-in", args=[town.here.staff[0]])
    admin.post(page, {"email": "somebody@example.org"})
    made = admin.post(reverse("desk:password-link", args=[town.here.staff[0]]))
    assert made.context["link"].startswith("http://testserver/account/welcome/")


# -- too large ---------------------------------------------------------------------------------------------------------
UPLOAD = "/settings/files/upload/"


class Unread(io.BytesIO):
    """A body that nobody may look at."""

    def read(self, *most: int) -> bytes:
        raise AssertionError


@pytest.mark.parametrize(
    ("where", "length"),
    [("/account/login/", 2_700_000), ("/clients/", 2_700_000), ("/clients/", 10**30), (UPLOAD, 200_000_001)],
)
def test_too_large_is_refused_unread(where: str, length: int, town: Town, signed_in: SignedIn) -> None:
    """The form of the sign-in was enough to fill the disk: its token was looked for in all that came."""
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = signed_in(Role.PROGRAM_DIRECTOR).cookies
    strict.get("/account/logout/")
    sent = {"CONTENT_LENGTH": str(length), "wsgi.input": Unread()}
    assert strict.generic("POST", where, content_type=FORM, **sent).status_code == 413


FORM = "multipart/form-data; boundary=x"
LARGE = b"site,first_day,last_day,reason\n" + (b"R,2026-12-24,2026-12-24," + b"Eve " * 100 + b"\n") * 7_000


def brought(browser: Client, name: str, text: bytes, **more: str) -> int:
    file = SimpleUploadedFile("x.csv", text)
    file._name = name
    return browser.post(UPLOAD, {"table": "closures", "file": file}, **more).status_code


def test_a_large_table_is_brought_by_who_is_signed_in(town: Town, signed_in: SignedIn) -> None:
    assert (brought(Client(), "a.csv", LARGE), brought(signed_in(Role.PROGRAM_DIRECTOR), "a.csv", LARGE)) == (413, 302)


NAMES = {
    "../../../etc/passwd": "passwd",
    "..\\..\\boot.ini": "boot.ini",
    "/etc/passwd": "passwd",
    "a/../b.csv": "b.csv",
    "<script>alert(1)</script>.csv": "script>.csv",
    "=cmd|'calc'!A0.csv": "=cmd|'calc'!A0.csv",
    "a" * 300 + ".csv": "a" * 116 + ".csv",
}
"""A file's name as it is sent, and as it is kept: a word for the person's own list, never a place."""


@pytest.mark.parametrize("name", NAMES)
def test_a_files_name_is_no_place(name: str, town: Town, signed_in: SignedIn) -> None:
    browser = signed_in(Role.PROGRAM_DIRECTOR)
    assert brought(browser, name, LARGE[:60]) == 302
    run = ImportRun.objects.get()
    assert run.file_name == NAMES[name]
    for page in ("/settings/files/", f"/settings/files/runs/{run.pk}/"):
        assert read(text_of(browser.get(page))).runs == []


BOMBS = {
    "packed": gzip.compress(b"x" * 10_000_000),
    "a workbook": b"PK\x03\x04" + b"\0" * 1000,
    "one endless cell": b'site,first_day,last_day,reason\n"' + b"x" * 10_000_000,
    "one endless line": b"x" * 10_000_000,
    "nothing but separators": b"," * 900_000,
    "NUL": b"site,first_day,last_day,reason\nR\0,2026-12-24,2026-12-24,\0\n",
    "entities": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]><a>&a;</a>',
    "half a letter": b"site,first_day,last_day,reason\n\xff\xfe\xf0\x9f\n",
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_file_that_is_no_table_is_told_in_a_few_lines(bomb: str, town: Town, signed_in: SignedIn) -> None:
    browser = signed_in(Role.PROGRAM_DIRECTOR)
    assert brought(browser, "bomb.csv", BOMBS[bomb], HTTP_CONTENT_ENCODING="gzip") == 302
    run = ImportRun.objects.get()
    assert (run.staged.count(), 1 <= ImportFault.objects.filter(run=run).count() <= 10) == (0, True)
    assert len(text_of(browser.get(f"/settings/files/runs/{run.pk}/faults/"))) < 10_000
