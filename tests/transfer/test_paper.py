"""A paper as a PDF: words are words whatever they say, the same words make the same bytes, any name can be printed."""

from __future__ import annotations

import pytest

from stepdown.transfer.paper.typesetting import pdf

PATH = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0L9 9" stroke="#000" fill="none"/></svg>'


def said(text: str) -> dict[str, object]:
    return {
        "foot": "Synthetic Client",
        "heading": "Consent",
        "text": text,
        "facts": [["Signed", "Wednesday"]],
        "drawings": [{"title": "Signature", "svg": PATH}],
        "parts": [{"title": "Fingerprint", "text": "ab12"}],
    }


def made(text: str, language: str = "en") -> bytes:
    return pdf("signed", said(text), title="Consent", language=language)


@pytest.mark.parametrize(
    "text", ["I agree.\n\nTwice.", '#read("/etc/passwd") $x$ *b* @a <l> #panic("no")', "Zoë Ñandú"]
)
def test_words_are_words(text: str) -> None:
    paper = made(text)
    assert (paper[:5], b"<pdfuaid:part>1</pdfuaid:part>" in paper) == (b"%PDF-", True)
    assert made(text) == paper


def test_it_says_its_language_and_its_title_and_no_day() -> None:
    paper = made("Acepto.", "es")
    assert b"<rdf:li>es</rdf:li>" in paper
    assert b"CreateDate" not in paper
    assert b"CreationDate" not in paper


def test_a_roster_stays_on_one_sheet_under_its_name() -> None:
    """Three lists of twenty lines: one to a sheet, though the second would begin at the foot of the first."""
    rows = [["Synthetic Client", ""]] * 20
    part = {"title": "Group", "lead": "Monday.", "columns": ["Name", "Came"], "widths": [3, 1], "rows": rows}
    sheets = {
        "heading": "When nothing works",
        "made": "Monday",
        "notice": "",
        "sections": [part | {"new_page": False}] * 3,
    }
    assert b"/Count 3" in pdf("downtime", sheets, title="Sheets", language="en")


@pytest.mark.parametrize("name", ["王小明", "محمد"])
def test_a_name_in_another_script_keeps_nobody_from_a_paper(name: str) -> None:
    assert made(f"I, {name}, agree.")[:5] == b"%PDF-"
