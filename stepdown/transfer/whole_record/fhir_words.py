"""Rows of the record as FHIR R4B resources, one mapper each: plain values in, JSON-shaped values out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

Values = dict[str, Any]
Resource = dict[str, Any]
WHO = {"reference": "Patient/client"}
TELECOM = {"mobile": "phone", "home": "phone", "work": "phone", "email": "email"}


def codes(system: str, *values: str) -> list[dict[str, str]]:
    """Codings of one system."""
    return [{"system": system, "code": value} for value in values]


def concept(text: str) -> dict[str, str]:
    """A concept in our own words, `_` for a blank."""
    return {"text": text.replace("_", " ")}


def days(starts: date, ends: date | None) -> dict[str, str]:
    """What holds from a day up to, not including, `ends`: the end of a period of days is its last one in FHIR."""
    return period(starts, ends and ends - timedelta(days=1))


def period(starts: object, ends: object) -> dict[str, str]:
    """What holds from one moment or day to another; open where there is none."""
    found = {"start": starts, "end": ends}
    return {name: value.isoformat() for name, value in found.items() if value is not None}  # type: ignore[attr-defined]


def patient(row: Values, ways: Iterable[Values]) -> Resource:
    """The person, with their own numbers and addresses."""
    own = [way for way in ways if not way["contact__name"] and way["ended_at"] is None]
    return _full(
        resourceType="Patient",
        id="client",
        identifier=[{"system": "urn:stepdown:record-number", "value": row["record_number"]}],
        name=[{"use": "usual", "text": row["used_name"]}, {"use": "official", "text": row["legal_name"]}],
        telecom=[{"system": TELECOM[way["kind"]], "value": way["value"]} for way in own if way["kind"] in TELECOM],
        address=[{"text": way["value"]} for way in own if way["kind"] not in TELECOM],
        birthDate=row["date_of_birth"] and row["date_of_birth"].isoformat(),
        communication=[
            {"language": {"coding": codes("urn:ietf:bcp:47", one)}, "preferred": place == 0}
            for place, one in enumerate(row["languages"])
        ],
    )


def related_person(row: Values, zone: ZoneInfo) -> Resource:
    """Somebody of the circle."""
    return _full(
        resourceType="RelatedPerson",
        id=f"contact-{row['id']}",
        active=row["ended_at"] is None,
        patient=WHO,
        relationship=[concept(row["relationship"])] if row["relationship"] else [],
        name=[{"text": row["name"]}],
    )


def care_team(row: Values, zone: ZoneInfo) -> Resource:
    """A place on the care team."""
    return _full(
        resourceType="CareTeam",
        id=f"place-{row['id']}",
        status="active" if row["ends"] is None else "inactive",
        subject=WHO,
        period=days(row["starts"], row["ends"]),
        participant=[{"role": [concept(row["role"])], "member": {"display": row["staff__name"]}}],
    )


def allergy(row: Values, zone: ZoneInfo) -> Resource | None:
    """An allergy of the emergency sheet; its other lines are no resource of their own."""
    if row["kind"] != "allergy" or not row["what"]:
        return None
    return _full(
        resourceType="AllergyIntolerance",
        id=f"line-{row['id']}",
        clinicalStatus={
            "coding": codes(
                "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical",
                "active" if row["withdrawn_at"] is None else "inactive",
            )
        },
        code=concept(row["what"]),
        patient=WHO,
        recordedDate=row["recorded_at"].isoformat(),
        note=[{"text": row["detail"]}] if row["detail"] else [],
    )


def episode_of_care(row: Values, zone: ZoneInfo) -> Resource:
    """From admission to discharge."""
    return _full(
        resourceType="EpisodeOfCare",
        id=f"episode-{row['id']}",
        status="active" if row["discharged_on"] is None else "finished",
        patient=WHO,
        period=period(row["admitted_on"], row["discharged_on"]),
    )


def encounter(row: Values, zone: ZoneInfo) -> Resource:
    """One visit, from the door in to the door out."""
    came, left = row["arrived_at"], row["departed_at"]
    video = row["joined"] == "video"
    status = "entered-in-error" if row["undone_at"] is not None else "in-progress" if left is None else "finished"
    code = {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "VR" if video else "AMB"}
    minutes = None if left is None else {"value": _minutes(came, left), "unit": "minutes", "code": "min"}
    return _full(
        resourceType="Encounter",
        id=f"visit-{row['id']}",
        status=status,
        **{"class": code},
        subject=WHO,
        period=period(came, left),
        length=minutes and {**minutes, "system": "http://unitsofmeasure.org"},
        location=[{"location": {"display": row["site__name"]}}],
    )


def appointment(row: Values, zone: ZoneInfo) -> Resource:
    """A seat in a session: this person alone takes part in it, as far as their record says (law 5)."""
    when = row["period"]
    return _full(
        resourceType="Appointment",
        id=f"seat-{row['id']}",
        status="booked" if row["active"] else "cancelled",
        description=row["session__group__name"] or row["session__service__name"],
        serviceType=[concept(row["session__service__name"])],
        start=when.lower.isoformat(),
        end=when.upper.isoformat(),
        participant=[{"actor": WHO, "status": "accepted"}],
    )


def consent(row: Values, zone: ZoneInfo) -> Resource:
    """A consent to tell somebody; its words are among the attachments."""
    to = row["recipient__name"] or row["contact__name"] or ", ".join(row["kinds"]).replace("_", " ")
    taken_back = row["revocation__revoked_at"]
    ended = min(filter(None, [row["ends"], row["happened__ended_at"], taken_back]), default=None)
    until = max(ended, row["signed_at"]) if ended else None  # what happened on the day it was signed ends it at once
    return _full(
        resourceType="Consent",
        id=f"consent-{row['id']}",
        status="inactive" if taken_back else "active",
        scope={"coding": codes("http://terminology.hl7.org/CodeSystem/consentscope", "patient-privacy")},
        category=[{"coding": codes("http://terminology.hl7.org/CodeSystem/v3-ActCode", "INFA")}],
        patient=WHO,
        dateTime=row["signed_at"].isoformat(),
        performer=[{"display": row["signer_name"]}],
        policy=[{"uri": "https://www.ecfr.gov/current/title-42/part-2"}],
        provision={
            "type": "permit",
            "period": period(row["signed_at"], until),
            "actor": [
                {
                    "role": {"coding": codes("http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "IRCP")},
                    "reference": {"display": to},
                }
            ],
            "purpose": [{"system": "urn:stepdown:purpose", "code": one} for one in row["purposes"]],
            "class": [{"system": "urn:stepdown:category", "code": one} for one in row["categories"]],
        },
    )


def paper(row: Values, zone: ZoneInfo) -> Resource:
    """An agreement of the admission; its words are among the attachments."""
    return _full(
        resourceType="Consent",
        id=f"paper-{row['id']}",
        status="active",
        scope={"coding": codes("http://terminology.hl7.org/CodeSystem/consentscope", "treatment")},
        category=[concept(row["kind"])],
        patient=WHO,
        dateTime=row["signed_at"].isoformat(),
        performer=[{"display": row["signer_name"]}] if row["signer_name"] else None,
        policyRule=concept(f"{row['kind']}, version {row['version']}"),
    )


def audit_event(row: Values, zone: ZoneInfo) -> Resource:
    """One answer of the gate."""
    return _full(
        resourceType="AuditEvent",
        id=f"disclosure-{row['id']}",
        type={"system": "http://terminology.hl7.org/CodeSystem/iso-21089-lifecycle", "code": "disclose"},
        recorded=row["at"].isoformat(),
        outcome="0" if row["allowed"] else "4",
        outcomeDesc=", ".join(row["reasons"]) or None,
        purposeOfEvent=[concept(row["purpose"])],
        agent=[
            {"who": {"display": row["actor"]}, "requestor": True},
            {"who": {"display": row["to_name"] or row["to_kind"].replace("_", " ")}, "requestor": False},
        ],
        source={"observer": {"display": "Stepdown"}},
        entity=[{"what": WHO, "description": ", ".join(row["categories"])}],
    )


def coverage(row: Values, zone: ZoneInfo) -> Resource:
    """What a payer authorized, as the coverage it rests on."""
    return _full(
        resourceType="Coverage",
        id=f"authorization-{row['id']}",
        identifier=[{"value": row["number"]}] if row["number"] else [],
        status="active",
        beneficiary=WHO,
        period=days(row["starts"], row["ends"]),
        payor=[{"display": row["payer"] or "Not said"}],
        type=concept(f"Authorization of level {row['level']}"),
    )


def _full(**said: object) -> Resource:
    """What is said; what is empty is left out."""
    return {name: value for name, value in said.items() if value not in (None, "", [], {})}


def _minutes(came: datetime, left: datetime) -> int:
    return int((left - came).total_seconds() // 60)
