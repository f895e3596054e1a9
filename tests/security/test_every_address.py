"""Every address the program answers, read from the list it answers from: what a visitor gets there, and what somebody without
a second factor. An address is attacked from the day it stands there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import unquote

from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver

from stepdown.agency.terms import Role
from tests.pages.conftest import Town
from tests.security.malice import read, text_of
from tests.security.test_pages_hold import HELD, held

SignedIn = Callable[[Role], Client]
SAMPLES = {"int": "1", "str": "x", "slug": "x", "path": "x/y"}
BY_PATTERN = {
    "account/^confirm-email/(?P<key>[-:\\w]+)/$": "account/confirm-email/x/",
    "account/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": "account/password/reset/key/1-x/",
}
"""django-allauth's addresses that are regular expressions, and one of each."""


def patterns(of: URLResolver | None = None, before: str = "") -> Iterator[str]:
    """Every address as it is written down."""
    for one in (of or get_resolver()).url_patterns:
        written = before + str(one.pattern)
        yield from [written] if isinstance(one, URLPattern) else patterns(one, written)


def filled(pattern: str) -> str:
    return "/" + BY_PATTERN.get(pattern, re.sub(r"<(\w+):\w+>", lambda found: SAMPLES[found[1]], pattern))


ALL = sorted({filled(one) for one in patterns()})
ANYBODYS = {
    "/account/login/": {200},
    "/account/signup/": {200},
    "/account/inactive/": {200},
    "/account/welcome/1/x/": {404},
    "/account/logout/": {302},
    "/account/2fa/authenticate/": {302},
    "/account/2fa/webauthn/login/": {200, 302},
    "/machine/ledger/": {401, 405},
    "/machine/table/": {401, 405},
}
"""What a visitor is answered who is not told to sign in first; none of it says anything about anybody."""
TOLD_TO_SIGN_IN = re.compile(r"/account/login/(\?next=/.*)?")


def test_a_visitor_is_told_to_sign_in_and_everything_is_said_with_the_same_headers(town: Town) -> None:
    for address in ALL:
        for answer in (Client().get(address), Client().post(address), Client().put(address)):
            led = TOLD_TO_SIGN_IN.fullmatch(unquote(answer.headers.get("Location", "")))
            closed = answer.status_code in {404, 405}
            assert closed or led or answer.status_code in ANYBODYS.get(address, ()), (address, answer.status_code)
            assert (address, held(answer), read(text_of(answer)).runs) == (address, HELD, [])
            assert "no-store" in answer.headers["Cache-Control"], address


SET_UP = "/account/2fa/totp/activate/"
BEFORE_IT = ("/account/2fa/", "/account/logout/", "/account/reauthenticate/")


def test_without_a_second_factor_nothing_opens_but_its_set_up(town: Town, signed_in: SignedIn) -> None:
    browser = signed_in(Role.ADMINISTRATOR)
    with override_settings(DEMO=False):
        for address in (one for one in ALL if not one.startswith(BEFORE_IT)):
            for answer in (browser.get(address), browser.post(address)):
                assert (address, answer.headers.get("Location")) == (address, SET_UP)
