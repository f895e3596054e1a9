"""Signing on the desk: by drawing, for a client, as a minor; narrowed before it is signed; the copy as a PDF."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from hashlib import sha256

import pytest
from django.test import Client

from stepdown.agency.terms import Role
from stepdown.audit.terms import Obstacle
from stepdown.consent.models import Consent, CopyGiven, Disclosure, Paper, Signature
from stepdown.consent.rules import fingerprint
from stepdown.consent.terms import Blocker, PaperKind
from stepdown.people.actions import add_contact, change_client
from stepdown.people.queries import details_of
from stepdown.people.terms import NewContact
from stepdown.policy.actions import load_rows
from stepdown.web.desk.sentences.spanish import SPOKEN
from stepdown.web.desk.templatetags.wording import obstacle_sentence
from tests.factories.agency import BY, Agency
from tests.factories.papers import agreed
from tests.laws.tree import SOURCE
from tests.pages.conftest import Town
from tests.pages.reading import words
from tests.pages.test_consents import SUPPORT, address, paper, signature

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
        "Su nombre, como firma",
        "Dijo con sus propias palabras lo que acepta",
        "Quitar la última línea",
    ):
        assert said in text


def test_the_first_step_and_what_is_missing_in_spanish(
    here: Agency, mother: int, signed_in: SignedIn, town: Town
) -> None:
    """Asked in Spanish of who speaks it alone; refused in the language of the paper."""
    details = replace(details_of(BY, here.clients[0]), languages=("es",))
    change_client(by=BY, at=town.now, client=here.clients[0], details=details)
    browser = signed_in(Role.CASE_MANAGER)
    first = words(browser.get(address(here, "consents/new/")))
    for said in ("Un permiso para compartir información", "A quién se le puede informar", "Leer el documento",
                 "Una persona u organización, para un fin", "Diagnósticos", "También lo que trata del VIH"):  # fmt: skip
        assert said in first
    status, refused = post(browser, here, paper(here, mother, language="es", categories=[], event=""))
    assert (status, "Así no se puede firmarElija qué se puede compartir." in refused) == (422, True)
    assert "Diga el día en que termina, o qué lo termina" in refused
    _, unsigned = post(browser, here, paper(here, mother, language="es") | signature(told="", signer_name=""))
    assert ("Léanlo juntos primero." in unsigned, "Falta esto." in unsigned) == (True, True)
    assert "This field is required" not in unsigned
    english = post(browser, here, paper(here, mother, categories=[]))[1]
    assert "It can not be signed like thisChoose what may be told." in english


NOT_BY_SIGNING = {
    "REVOKED_ALREADY", "ENDED_ALREADY", "ONLY_TOLD", "ENDS_WITH_NO_EVENT", "DAY_TO_COME", "ENDS_BEFORE_START", "NOBODY_SAID_SO",
}  # fmt: skip
"""What is in the way of ending a consent, long after."""


def test_whatever_keeps_a_client_from_signing_is_said_in_spanish() -> None:
    rules = [SOURCE / "consent" / "rules" / f"{name}.py" for name in ("signing", "signatures", "papers")]
    named = {name for file in rules for name in re.findall(r"Blocker\.([A-Z_]+)", file.read_text(encoding="utf-8"))}
    said = SPOKEN["es"][Blocker]
    assert named - {one.name for one in said} == NOT_BY_SIGNING
    assert [one for one in said if obstacle_sentence(Obstacle(one), "es") == obstacle_sentence(Obstacle(one))] == []


def test_what_is_marked_is_read_and_left_out(here: Agency, mother: int, signed_in: SignedIn) -> None:
    """A consent reaches what is marked only by words that were read."""
    browser, sent = signed_in(Role.CASE_MANAGER), paper(here, mother, labels=["hiv", "mental_health"])
    _, whole = post(browser, here, sent)
    _, narrowed = post(browser, here, sent | {"without": "hiv"})
    assert [whole.count("about HIV"), narrowed.count("about HIV")] == [3, 0], "paper, picture and button"
    assert "May be told Also what is about my mental health" in narrowed
    post(browser, here, sent | signature())
    assert "Also what is about HIV" in Consent.objects.get().text
    spanish = post(browser, here, paper(here, mother, labels=["hiv"], language="es"))[1]
    assert "También lo que trata del VIH" in spanish


@pytest.mark.parametrize(
    ("language", "day"),
    [("en", "How long: until March 31, 2027."), ("es", "Por cuánto tiempo: hasta el 31 de marzo de 2027.")],
)
def test_a_last_day_in_words(here: Agency, mother: int, signed_in: SignedIn, language: str, day: str) -> None:
    sent = paper(here, mother, event="", last="2027-03-31", language=language)
    assert day in post(signed_in(Role.CASE_MANAGER), here, sent)[1]


def test_other_words_than_were_read_are_not_signed(here: Agency, mother: int, signed_in: SignedIn, town: Town) -> None:
    """Between reading and signing somebody corrects the client's name."""
    browser, sent = signed_in(Role.CASE_MANAGER), paper(here, mother)
    page = browser.post(address(here, "consents/new/"), sent)
    read = page.context["words_read"]
    drawn = signature(read=read, manner="drawn", drawing=LINE)
    details = replace(details_of(BY, here.clients[0]), legal_name="Corrected Client")
    change_client(by=BY, at=town.now, client=here.clients[0], details=details)
    again = browser.post(address(here, "consents/new/"), sent | drawn)
    assert (again.status_code, "The words changed since they were read" in words(again)) == (422, True)
    assert (LINE in again.content.decode(), Consent.objects.count()) == (False, 0)
    fresh = signature(read=again.context["words_read"])
    assert (post(browser, here, sent | fresh)[0], "Corrected" in Consent.objects.get().text) == (302, True)


def test_sent_twice_is_signed_once(here: Agency, mother: int, signed_in: SignedIn) -> None:
    """A second one would go on when the first is taken back."""
    browser, sent = signed_in(Role.CASE_MANAGER), paper(here, mother) | signature()
    post(browser, here, sent)
    twice = browser.post(address(here, "consents/new/"), sent, follow=True)
    assert ("signed a moment ago" in twice.content.decode(), Consent.objects.count()) == (True, 1)
    row = Consent.objects.get()
    browser.post(address(here, f"consents/{row.pk}/take-back/"), {"signer_name": "Synthetic Client"})
    post(browser, here, sent)
    assert Consent.objects.count() == 2, "taken back, it is signed anew"


def test_what_was_drawn_stays_when_something_else_is_missing(here: Agency, mother: int, signed_in: SignedIn) -> None:
    sent = paper(here, mother) | signature(manner="drawn", drawing=LINE, taken_in="")
    page = signed_in(Role.CASE_MANAGER).post(address(here, "consents/new/"), sent)
    assert (page.status_code, f'value="{LINE}"' in page.content.decode()) == (422, True)


def test_who_does_not_speak_the_language_has_an_interpreter(
    here: Agency, mother: int, signed_in: SignedIn, town: Town
) -> None:
    details = replace(details_of(BY, here.clients[0]), languages=("en",))
    change_client(by=BY, at=town.now, client=here.clients[0], details=details)
    browser, sent = signed_in(Role.CASE_MANAGER), paper(here, mother, language="es") | signature()
    assert "No habla el idioma en que está escrito" in post(browser, here, sent)[1]
    assert post(browser, here, sent | {"interpreter": "Synthetic interpreter"})[0] == 302


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
        (date(1990, 1, 1), {"manner": "spoken", "witness": "Synthetic witness"}, "Select a valid choice"),
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
