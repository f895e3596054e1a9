"""Signing on the desk: by drawing, for a client, as a minor; narrowed before it is signed; the copy as a PDF."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from hashlib import sha256

import pytest
from django.test import Client

from stepdown.agency.terms import Role
from stepdown.consent.models import Consent, CopyGiven, Disclosure, Paper, Signature
from stepdown.consent.rules import fingerprint
from stepdown.consent.terms import PaperKind
from stepdown.people.actions import add_contact, change_client
from stepdown.people.queries import details_of
from stepdown.people.terms import NewContact
from stepdown.policy.actions import load_rows
from tests.factories.agency import BY, Agency
from tests.factories.papers import agreed
from tests.pages.conftest import Town
from tests.pages.test_consents import SUPPORT, address, paper, signature, words

SignedIn = Callable[[Role], Client]
LINE = "M10 20L30 40L50 10"


@pytest.fixture
def here(town: Town) -> Agency:
    return town.here


@pytest.fixture
def mother(here: Agency, town: Town) -> int:
    return add_contact(by=BY, at=town.now, client=here.clients[0], contact=NewContact("Synthetic Mother", "Mother"))


def post(browser: Client, here: Agency, sent: dict[str, object]) -> tuple[int, str]:
    answer = browser.post(address(here, "consents/new/"), sent)
    return answer.status_code, words(answer) if answer.status_code != 302 else ""


def test_left_out_before_it_is_signed(here: Agency, mother: int, signed_in: SignedIn) -> None:
    sent = paper(here, mother, categories=[*SUPPORT, "attendance"])
    browser = signed_in(Role.CASE_MANAGER)
    _, whole = post(browser, here, sent)
    _, narrowed = post(browser, here, sent | {"without": "attendance"})
    yes, no = "May be told Whether I came, and for how long", "Stays here Whether I came, and for how long"
    assert [yes in whole, no in whole, "Hours I came this week" in whole] == [True, False, True]
    assert [yes in narrowed, no in narrowed, "Hours I came this week" in narrowed] == [False, True, False]
    assert "As Synthetic Mother would see it" in whole
    assert not Consent.objects.exists()


def test_read_in_spanish(here: Agency, mother: int, signed_in: SignedIn) -> None:
    _, text = post(signed_in(Role.CASE_MANAGER), here, paper(here, mother, language="es"))
    assert "He leído este documento" in text
    for said in (
        "Lo que vería Synthetic Mother",
        "Se le puede decir Cuándo son mis grupos",
        "Se queda aquí Diagnósticos",
    ):
        assert said in text


def test_drawn(here: Agency, mother: int, signed_in: SignedIn) -> None:
    browser, sent = signed_in(Role.CASE_MANAGER), paper(here, mother) | signature(manner="drawn")
    for drawing in ("", "M10 20", '"><script>alert(1)</script>'):
        code, text = post(browser, here, sent | {"drawing": drawing})
        assert (code, "Nothing is drawn yet" in text, Consent.objects.count()) == (422, True, 0)
    assert post(browser, here, sent | {"drawing": LINE})[0] == 302
    row, signed = Consent.objects.get(), Signature.objects.get()
    assert (signed.consent, signed.name, signed.manner, signed.drawing) == (row, "Synthetic Client", "drawn", LINE)
    assert bytes(row.digest) == fingerprint(row.text, LINE)
    page = browser.get(address(here, f"consents/{row.pk}/")).content.decode()
    assert f'<path d="{LINE}"/>' in page


@pytest.mark.parametrize(
    ("born", "more", "refused"),
    [
        (None, {}, ""),
        (date(2010, 1, 1), {}, ""),
        (
            date(2010, 1, 1),
            {"signer": "representative", "authority": "parent", "evidence": "Birth certificate"},
            "No parent signs instead.",
        ),
        (
            date(1990, 1, 1),
            {"signer": "representative", "authority": "guardian", "evidence": ""},
            "Say what shows that they may sign",
        ),
        (date(1990, 1, 1), {"signer": "representative", "authority": "guardian", "evidence": "Order"}, ""),
        (date(1990, 1, 1), {"manner": "spoken", "witness": "Synthetic witness"}, "saying so is not enough"),
        (date(1990, 1, 1), {"manner": "mark"}, "wants a witness by name"),
        (date(1990, 1, 1), {"taken_in": "in_doubt"}, "Ask a clinician"),
    ],
)
def test_who_may_sign(
    here: Agency, mother: int, town: Town, signed_in: SignedIn, born: date | None, more: dict[str, object], refused: str
) -> None:
    """Where no row says when a minor may ask for care alone: what is not known is protected."""
    load_rows(by=BY, at=town.now)
    born_on(here, town, born)
    code, text = post(signed_in(Role.CASE_MANAGER), here, paper(here, mother) | signature(**more))
    assert (code, refused in text, Consent.objects.count()) == ((422, True, 0) if refused else (302, True, 1))


def test_a_copy_is_a_file_that_is_asked_about_and_proven(here: Agency, mother: int, signed_in: SignedIn) -> None:
    browser = signed_in(Role.CASE_MANAGER)
    post(browser, here, paper(here, mother) | signature(manner="drawn", drawing=LINE))
    row = Consent.objects.get()
    answer = browser.post(address(here, f"consents/{row.pk}/copy/"), {"given_as": "printed"})
    made = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert (answer["Content-Type"], made[:5]) == ("application/pdf", b"%PDF-")
    told = Disclosure.objects.get()
    assert (told.allowed, told.bases, told.to_kind, told.categories) == (True, ["client"], "client", ["identity"])
    given = CopyGiven.objects.get()
    assert (given.consent, given.given_as, bytes(given.digest)) == (row, "printed", sha256(made).digest())
    assert browser.post(address(here, f"consents/{row.pk}/copy/", 1), {"given_as": "printed"}).status_code == 404
    again = browser.post(address(here, f"consents/{row.pk}/copy/"), {"given_as": "emailed"})
    assert b"".join(again.streaming_content) == made  # type: ignore[attr-defined]
    assert given.digest.hex() in browser.get(address(here, f"consents/{row.pk}/")).content.decode()


def test_no_copy_wanted(here: Agency, town: Town, signed_in: SignedIn) -> None:
    number = agreed(here.clients[0], here.program, town.now)[0]
    browser = signed_in(Role.FRONT_DESK)
    answer = browser.post(address(here, f"agreements/{number}/copy/"), {"given_as": "declined"})
    assert (answer.status_code, Disclosure.objects.count()) == (302, 0)
    given = CopyGiven.objects.get()
    assert (given.paper_id, given.given_as, bytes(given.digest)) == (number, "declined", b"")
    assert browser.post(address(here, f"agreements/{number}/copy/"), {"given_as": "eaten"}).status_code == 404
    assert browser.post(address(here, f"agreements/{number + 99}/copy/"), {"given_as": "printed"}).status_code == 404


def test_agreements_are_drawn_too(here: Agency, signed_in: SignedIn) -> None:
    sent = {
        "program": here.program, "language": "en", "kinds": [PaperKind.TREATMENT, PaperKind.TESTING],
        "taken_in": "said_back", "signer": "client", "signer_name": "Synthetic Client", "manner": "drawn",
        "drawing": LINE,
    }  # fmt: skip
    browser = signed_in(Role.FRONT_DESK)
    assert browser.post(address(here, "agreements/sign/"), sent).status_code == 302
    rows = Paper.objects.all()
    assert [bytes(row.digest) for row in rows] == [fingerprint(row.text, LINE) for row in rows]
    assert Signature.objects.filter(drawing=LINE).count() == len(rows) == 2
    answer = browser.post(address(here, f"agreements/{rows[0].pk}/copy/"), {"given_as": "printed"})
    assert answer["Content-Disposition"] == 'attachment; filename="signed.pdf"'


def born_on(here: Agency, town: Town, born: date | None) -> None:
    client = here.clients[0]
    details = replace(details_of(BY, client), date_of_birth=born)
    change_client(by=BY, at=town.now, client=client, details=details)
