"""A signed consent or agreement as a PDF, in the language it was signed in: for the client, and for their whole record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from enum import StrEnum

from stepdown.consent.terms import (
    PAD,
    Authority,
    Capacity,
    ConsentRow,
    Manner,
    PaperRow,
    SignatureRow,
    Signer,
)
from stepdown.kernel.dates import EN, ES
from stepdown.kernel.week import zone_of
from stepdown.transfer.paper.typesetting import pdf

SAID: Mapping[str, Mapping[str, str]] = {
    EN: {
        "consent": "Consent to share information",
        "agreement": "Agreement",
        "signed": "Signed",
        "given": "Given",
        "declined": "Not acknowledged",
        "client": "Client",
        "representative": "For or beside the client",
        "shown by": "Shown by",
        "until": "not from {day} on",
        "witness": "Witness",
        "interpreter": "Interpreter",
        "taken in": "How it was taken in",
        "recorded": "Recorded by",
        "signature": "Signature of {name}",
        "fingerprint": "Fingerprint",
        "of what": "SHA-256 of the words above and of each drawn signature, as they were signed:",
        "notice": "Notice that goes along with what is shared",
    },
    ES: {
        "consent": "Permiso para compartir información",
        "agreement": "Acuerdo",
        "signed": "Firmado",
        "given": "Entregado",
        "declined": "Sin acuse de recibo",
        "client": "Cliente",
        "representative": "Por el cliente o junto a él",
        "shown by": "Lo demuestra",
        "until": "deja de valer el {day}",
        "witness": "Testigo",
        "interpreter": "Intérprete",
        "taken in": "Cómo se entendió",
        "recorded": "Registrado por",
        "signature": "Firma de {name}",
        "fingerprint": "Huella digital del texto",
        "of what": "SHA-256 de las palabras de arriba y de cada firma dibujada, tal como se firmaron:",
        "notice": "Aviso que acompaña lo que se comparte",
    },
}
WORDS: Mapping[StrEnum, tuple[str, str]] = {
    Manner.TYPED: ("typed", "escrita con el teclado"),
    Manner.DRAWN: ("drawn", "dibujada"),
    Manner.MARK: ("a mark, before a witness", "una marca, ante testigo"),
    Manner.SPOKEN: ("said aloud, before a witness", "de palabra, ante testigo"),
    Authority.PARENT: ("parent of a minor", "padre o madre de un menor"),
    Authority.GUARDIAN: ("guardian, by a court", "tutor, por un tribunal"),
    Authority.HEALTH_CARE_AGENT: ("health care agent", "representante para decisiones de salud"),
    Authority.PERSONAL_REPRESENTATIVE: ("personal representative", "representante personal"),
    Capacity.SAID_BACK: ("said back in their own words", "lo dijo con sus propias palabras"),
    Capacity.WITH_HELP: ("taken in with help", "se entendió con ayuda"),
    Capacity.IN_DOUBT: ("in doubt", "en duda"),
}


def consent_pdf(row: ConsentRow, *, client: str, zone: str) -> bytes:
    """A consent as it was signed, with the notice that goes along with what is told by it; `client` is the legal name.

    What happened to it since is not in it: the file is the same on every day.
    """
    said = SAID.get(row.language, SAID[EN])
    parts = [{"title": said["notice"], "text": row.notice}] if row.notice else []
    return _made(row, said["consent"], row.text, client, zone, parts)


def agreement_pdf(row: PaperRow, *, client: str, zone: str) -> bytes:
    """An agreement of an admission as it was signed; its first line is its heading."""
    heading, _, text = row.text.partition("\n")
    return _made(row, heading, text.strip(), client, zone, [])


def _made(
    row: ConsentRow | PaperRow, heading: str, text: str, client: str, zone: str, parts: list[dict[str, str]]
) -> bytes:
    language = row.language if row.language in SAID else EN
    said = SAID[language]
    drawings = [
        {"title": said["signature"].format(name=one.name), "svg": _svg(one.drawing)}
        for one in row.signatures
        if one.drawing
    ]
    data = {
        "foot": client,
        "heading": heading,
        "text": text,
        "facts": list(_facts(row, said, language, zone)),
        "drawings": drawings,
        "parts": [{"title": said["fingerprint"], "text": f"{said['of what']}\n{row.digest}"}, *parts],
    }
    title = said["consent" if isinstance(row, ConsentRow) else "agreement"]
    return pdf("signed", data, title=title, language=language)


def _facts(row: ConsentRow | PaperRow, said: Mapping[str, str], language: str, zone: str) -> Iterator[tuple[str, str]]:
    paper = row if isinstance(row, PaperRow) else None
    yield said["given" if paper and paper.notice else "signed"], moment(row.signed_at, zone)
    for one in row.signatures:
        yield said["client" if one.signer == Signer.CLIENT else "representative"], _by(one, said, language)
    taken_in = paper.taken_in if paper else row.signatures[0].taken_in if row.signatures else None
    for name, value in (
        ("declined", paper.declined if paper else ""),
        ("taken in", WORDS[taken_in][language == ES] if taken_in else ""),
        ("witness", row.witness),
        ("interpreter", row.interpreter),
        ("recorded", row.recorded_by),
    ):
        if value:
            yield said[name], value


def _by(one: SignatureRow, said: Mapping[str, str], language: str) -> str:
    """Whose name stands there, how it came there, and what lets them."""
    how = [WORDS[one.manner][language == ES]]
    how += [WORDS[one.authority][language == ES]] if one.authority else []
    how += [f"{said['shown by'].lower()}: {one.shown_by}"] if one.shown_by else []
    how += [said["until"].format(day=one.authority_ends.isoformat())] if one.authority_ends else []
    return f"{one.name} ({'; '.join(how)})"


def moment(at: datetime, zone: str) -> str:
    """A moment as a paper says it, in the time zone of its site: 2026-06-10 10:10 (America/New_York)."""
    return f"{at.astimezone(zone_of(zone)):%Y-%m-%d %H:%M} ({zone})"


def _svg(path: str) -> str:
    """A drawing as a picture. The path was checked when it was signed, letter for letter."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {PAD[0]} {PAD[1]}"><path d="{path}" fill="none"'
        ' stroke="#111" stroke-width="3" stroke-linecap="round" stroke-linejoin="round"/></svg>'
    )
