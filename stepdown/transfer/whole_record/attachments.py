"""The papers somebody signed, each as the PDF they were given a copy of: the same words make the same bytes."""

from __future__ import annotations

from collections.abc import Iterator

from stepdown.consent import queries as consent
from stepdown.people.queries import legal_name
from stepdown.transfer.paper.signed import agreement_pdf, consent_pdf

FOLDER = "attachments"


def attachments(client: int, zone: str) -> dict[str, bytes]:
    """Every consent and agreement of a client by name in the file; names say what it is, never who."""
    return {f"{FOLDER}/{name}.pdf": content for name, content in _papers(client, zone)}


def _papers(client: int, zone: str) -> Iterator[tuple[str, bytes]]:
    name = legal_name(client)
    for one in consent.consents_of(client):
        yield f"consent-{one.id}", consent_pdf(one, client=name, zone=zone)
    for two in consent.papers_of(client):
        yield f"{two.kind.replace('_', '-')}-{two.id}", agreement_pdf(two, client=name, zone=zone)
