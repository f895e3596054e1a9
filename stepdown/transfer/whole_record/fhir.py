"""A person's record as one FHIR R4B Bundle: what has a resource becomes one, everything else a Basic with its values.

Built with `fhir.resources`, which validates each resource as it is made (domain facts section 9).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from stepdown.transfer.whole_record.fhir_words import (
    allergy,
    appointment,
    audit_event,
    care_team,
    codes,
    consent,
    coverage,
    encounter,
    episode_of_care,
    paper,
    patient,
    related_person,
)
from stepdown.transfer.whole_record.reading import Read, Values, in_words

Resource = dict[str, Any]
Mapper = Callable[[Values, ZoneInfo], "Resource | None"]
MAPPED: Mapping[str, Mapper] = {
    "people.Contact": related_person,
    "people.CareTeamMember": care_team,
    "people.EmergencyFact": allergy,
    "episode.Episode": episode_of_care,
    "session.Visit": encounter,
    "schedule.Participant": appointment,
    "consent.Consent": consent,
    "consent.Paper": paper,
    "consent.Disclosure": audit_event,
    "coverage.Authorization": coverage,
}
"""Tables whose rows have a resource of their own; a mapper may leave a row to Basic (None)."""
SYSTEM = "urn:stepdown"


def bundle(read: Iterable[Read], *, at: datetime, zone: ZoneInfo) -> bytes:
    """The Bundle as JSON text (type collection), the Patient first; `zone` is that of the client's site.

    Raises ValueError when something in it is no valid FHIR.
    """
    from fhir.resources.R4B.bundle import Bundle  # a second to import, for who makes a copy

    parts = tuple(read)
    said = {
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": at.isoformat(),
        "meta": {"security": codes("http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "R")},
        "entry": [
            {"fullUrl": f"{SYSTEM}:{one['resourceType']}:{one['id']}", "resource": one} for one in _all(parts, zone)
        ],
    }
    made = Bundle.model_validate(said)
    return json.dumps(json.loads(made.model_dump_json()), indent=1, ensure_ascii=False).encode()


def _all(parts: tuple[Read, ...], zone: ZoneInfo) -> Iterator[Resource]:
    by_label = {one.table.label: one.rows for one in parts}
    for part in parts:
        mapper = MAPPED.get(part.table.label)
        for row in part.rows:
            if part.table.label == "people.Client":
                made: Resource | None = patient(row, by_label.get("people.Way", ()))
            else:
                made = mapper(row, zone) if mapper else None
            yield (made or _basic(part, row)) | {"extension": _values(part, row, zone)}


def _basic(part: Read, row: Values) -> Resource:
    """A row that no resource is made for."""
    label = part.table.label
    return {
        "resourceType": "Basic",
        "id": f"{label.replace('.', '-')}-{row['id']}",
        "code": {"coding": [{"system": f"{SYSTEM}:table", "code": label}], "text": part.table.title},
        "subject": {"reference": "Patient/client"},
    }


def _values(part: Read, row: Values, zone: ZoneInfo) -> list[Resource]:
    """Every value of a row in words, under what a reader calls it: so that a resource never says less than the row."""
    return [
        {"url": f"{SYSTEM}:{part.table.label}:{name.lower().replace(' ', '-')}", "valueString": text}
        for name, text in in_words(part.table, row, zone)
    ]
