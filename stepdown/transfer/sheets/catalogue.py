"""Every sheet there is, in the order in which an agency is set up: a file names only what the files before it hold."""

from __future__ import annotations

from stepdown.transfer.sheets import agency, circle, people, week
from stepdown.transfer.sheets.sheet import Sheet

SHEETS: dict[str, Sheet] = {
    sheet.name: sheet
    for sheet in (
        agency.SITES,
        agency.PROGRAMS,
        agency.ROOMS,
        agency.SERVICES,
        agency.STAFF_SHEET,
        agency.ROLES,
        agency.TIME_OFF,
        agency.CLOSURES,
        week.TRACKS,
        week.TRACK_LEADERS,
        week.SERIES,
        week.GROUPS,
        week.TOPICS,
        people.CLIENTS,
        circle.CONTACTS,
        circle.WAYS,
        circle.EMERGENCY,
        people.CARE_TEAM,
        people.STAYS,
        people.HOLDS,
        people.ORDERS,
        people.AUTHORIZATIONS,
        people.CONTACT_RESTRICTIONS,
        week.TRACK_CLIENTS,
        week.ENROLLMENTS,
        week.AVAILABILITY,
    )
}
