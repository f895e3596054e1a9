"""The papers somebody signed, each as a PDF of the words that were signed."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from stepdown.consent import queries as consent
from stepdown.consent.terms import ConsentRow, PaperRow
from stepdown.transfer.paper.typesetting import pdf

FOLDER = "attachments"


def attachments(client: int, zone: ZoneInfo) -> dict[str, bytes]:
    """Every consent and agreement of a client by name in the file; names say what it is, never who."""
    return {f"{FOLDER}/{name}.pdf": content for name, content in _papers(client, zone)}


def _papers(client: int, zone: ZoneInfo) -> Iterator[tuple[str, bytes]]:
    for one in consent.consents_of(client):
        yield f"consent-{one.id}", _signed(one, "Consent to a disclosure", zone)
    for two in consent.papers_of(client):
        yield f"{two.kind.replace('_', '-')}-{two.id}", _signed(two, two.kind.replace("_", " ").capitalize(), zone)


def _signed(row: ConsentRow | PaperRow, heading: str, zone: ZoneInfo) -> bytes:
    signed = row.signed_at.astimezone(zone)
    facts = {
        "Signed by": row.signer_name,
        "On": f"{signed:%B} {signed.day}, {signed.year}",
        "Witness": row.witness,
        "Interpreter": row.interpreter,
        "Fingerprint of these words (SHA-256)": row.digest,
    }
    said = {
        "heading": heading,
        "text": row.text,
        "foot": "",
        "facts": [[name, value] for name, value in facts.items() if value],
        "drawings": [],
        "parts": [],
    }
    return pdf("signed", said, title=heading, language=row.language if row.language in {"en", "es"} else "en")
