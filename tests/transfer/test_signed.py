"""Signed consents and agreements as PDF files: what they say, in two languages, the same on every day."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from stepdown.consent.terms import (
    Authority,
    Capacity,
    ConsentKind,
    ConsentRow,
    Manner,
    PaperKind,
    PaperRow,
    SignatureRow,
    Signer,
)
from stepdown.kernel.dates import EN, ES
from stepdown.transfer.paper import signed
from stepdown.transfer.paper.signed import agreement_pdf, consent_pdf

NOON = datetime(2026, 3, 4, 17, tzinfo=UTC)
ZONE = "America/New_York"
OWN = SignatureRow(Signer.CLIENT, "Synthetic Client", Manner.DRAWN, "M1 1L99 99", None, "", None, Capacity.WITH_HELP)
MOTHER = SignatureRow(
    Signer.REPRESENTATIVE, "Synthetic Mother", Manner.TYPED, "", Authority.PARENT, "Birth certificate", date(2027, 1, 2)
)


def consent(**more: Any) -> ConsentRow:
    row = ConsentRow(
        1, ConsentKind.NAMED, "Synthetic Aunt", (), (), (), (), NOON, None, "", Signer.CLIENT, "Synthetic Client",
        "Synthetic witness", "", EN, "I agree.", "ab12", "Synthetic Clinician", None, "",
        notice="42 CFR part 2 prohibits it.", signatures=(OWN, MOTHER),
    )  # fmt: skip
    return replace(row, **more)


def agreement(language: str = EN) -> PaperRow:
    return PaperRow(
        1, PaperKind.TESTING, 1, "Days", NOON, Signer.CLIENT, "Synthetic Client", "", "", "Synthetic interpreter",
        Capacity.SAID_BACK, language, "Tests\n\nI agree.", "cd34", "Synthetic Clinician", None, "", signatures=(OWN,),
    )  # fmt: skip


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the template is filled with: the words of a PDF can not be read back from its bytes."""
    seen: dict[str, Any] = {}
    real = signed.pdf

    def spy(template: str, data: dict[str, Any], **named: str) -> bytes:
        seen.update(data, **named)
        return real(template, data, **named)

    monkeypatch.setattr(signed, "pdf", spy)
    return seen


def test_a_consent(said: dict[str, Any]) -> None:
    assert consent_pdf(consent(), client="Synthetic Client", zone=ZONE)[:5] == b"%PDF-"
    assert said["facts"] == [
        ("Signed", "2026-03-04 12:00 (America/New_York)"),
        ("Client", "Synthetic Client (drawn)"),
        (
            "For or beside the client",
            "Synthetic Mother (typed; parent of a minor; shown by: Birth certificate; not from 2027-01-02 on)",
        ),
        ("How it was taken in", "taken in with help"),
        ("Witness", "Synthetic witness"),
        ("Recorded by", "Synthetic Clinician"),
    ]
    assert [one["title"] for one in said["drawings"]] == ["Signature of Synthetic Client"]
    assert [one["title"] for one in said["parts"]] == ["Fingerprint", "Notice that goes along with what is shared"]
    assert said["parts"][0]["text"].endswith("ab12")
    assert (said["title"], said["language"], said["foot"]) == ("Consent to share information", EN, "Synthetic Client")


def test_without_a_notice_outside_part_2(said: dict[str, Any]) -> None:
    consent_pdf(consent(notice=""), client="Synthetic Client", zone=ZONE)
    assert [one["title"] for one in said["parts"]] == ["Fingerprint"]


def test_an_agreement_in_spanish(said: dict[str, Any]) -> None:
    agreement_pdf(agreement(ES), client="Synthetic Client", zone=ZONE)
    assert (said["heading"], said["text"], said["title"], said["language"]) == ("Tests", "I agree.", "Acuerdo", ES)
    assert said["facts"] == [
        ("Firmado", "2026-03-04 12:00 (America/New_York)"),
        ("Cliente", "Synthetic Client (dibujada)"),
        ("Cómo se entendió", "lo dijo con sus propias palabras"),
        ("Intérprete", "Synthetic interpreter"),
        ("Registrado por", "Synthetic Clinician"),
    ]


def test_what_happened_since_changes_nothing() -> None:
    before, after = consent(), consent(revoked_at=NOON, revoked_by="x")
    assert consent_pdf(before, client="x", zone=ZONE) == consent_pdf(after, client="x", zone=ZONE)


def test_both_languages_say_the_same_things() -> None:
    assert signed.SAID[EN].keys() == signed.SAID[ES].keys()
    assert signed.WORDS.keys() == {*Manner, *Authority, *Capacity}
