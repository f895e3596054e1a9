"""Sheets of clients, and of who is there for each."""

from __future__ import annotations

from collections.abc import Sequence

from stepdown.people import actions as people
from stepdown.people.terms import CarePlace, CareRole, NewClient
from stepdown.transfer.sheets import cells
from stepdown.transfer.sheets.named import (
    CLIENT,
    CLIENT_COLUMN,
    LANGUAGES,
    SITE,
    SITE_COLUMN,
    STAFF,
    STAFF_COLUMN,
    STARTS,
    client,
    day,
    ends_later,
    waves,
)
from stepdown.transfer.sheets.sheet import Adding, Column, Row, Sheet


def _clients(do: Adding, rows: Sequence[Row]) -> None:
    new = [NewClient(**{**row.values, "site": row.ids["site"]}) for row in rows]
    people.register_clients(by=do.by, at=do.at, clients=new)


def _care_team(do: Adding, rows: Sequence[Row]) -> None:
    for go in waves(rows, lambda row: (client(row), row.values["role"])):
        places = [
            CarePlace(client(row), row.ids["staff"], CareRole(str(row.values["role"])), day(row, "starts"))
            for row in go
        ]
        people.assign_care_team(by=do.by, at=do.at, places=places)
        for place, row in zip(places, go, strict=True):
            if row.values["ends"]:
                people.end_care_place(by=do.by, at=do.at, client=place.client, role=place.role, ends=day(row, "ends"))


CLIENTS = Sheet(
    name="clients",
    title="Clients",
    about="People served here, whether or not they are in care now.",
    columns=(
        Column(
            "record_number", cells.text(80), "Number other files use, once in the agency.", "SYN-0001", required=True
        ),
        SITE_COLUMN,
        Column("legal_name", cells.text(), "Name in documents.", "Meadow Valley", required=True),
        Column("used_name", cells.text(), "Name they are called by.", "Mea Valley", required=True),
        Column("pronouns", cells.text(40), "Pronouns, where they were given.", "they/them"),
        LANGUAGES,
        Column("interpreter", cells.YES_NO, "Whether an interpreter is needed.", "no", default=False),
        Column("date_of_birth", cells.DAY, "Date of birth.", "1990-01-31", default=None),
        Column("synthetic", cells.YES_NO, "Whether this person is invented.", "yes", default=False),
    ),
    key=("record_number",),
    sql="SELECT c.record_number, s.code AS site, c.legal_name, c.used_name, c.pronouns, c.languages, c.interpreter,"
    " c.date_of_birth, c.synthetic FROM people_client c JOIN agency_site s ON s.id = c.site_id",
    add=_clients,
    refs=(SITE,),
    says="identity",
)
CARE_TEAM = Sheet(
    name="care_team",
    title="Care team",
    about="Who holds which place for a client, from a day on. Whoever holds it next ends it.",
    columns=(
        CLIENT_COLUMN,
        Column("role", cells.one_of(CareRole), "The place.", "primary_clinician", required=True),
        STARTS,
        STAFF_COLUMN,
        Column(
            "ends",
            cells.DAY,
            "First day they no longer hold it; empty while they do, or where whoever holds it next ends it.",
            "",
            default=None,
            follows=True,
        ),
    ),
    key=("client", "role", "starts"),
    sql="SELECT c.record_number AS client, t.role, t.starts, m.name AS staff, t.ends"
    " FROM people_careteammember t"
    " JOIN people_client c ON c.id = t.client_id JOIN agency_staffmember m ON m.id = t.staff_id",
    add=_care_team,
    refs=(CLIENT, STAFF),
    check=ends_later,
    says="plan",
)
