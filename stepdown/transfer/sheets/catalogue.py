"""Every sheet there is, in the order in which an agency is set up: a file names only what the files before it hold."""

from __future__ import annotations

from stepdown.transfer.sheets import (
    admission,
    agency,
    attendance,
    calendar,
    care,
    circle,
    groups,
    inside,
    people,
    promises,
    rosters,
    staff,
    way,
)
from stepdown.transfer.sheets.sheet import Sheet

CHAPTERS: dict[str, tuple[Sheet, ...]] = {
    "The agency": (
        agency.SITES,
        agency.PROGRAMS,
        agency.ROOMS,
        agency.SERVICES,
        agency.CLOSURES,
        agency.LICENSES,
    ),
    "Staff": (
        staff.STAFF_SHEET,
        staff.ROLES,
        staff.CREDENTIALS,
        staff.WORKING_HOURS,
        staff.TIME_OFF,
        staff.ON_CALL,
    ),
    "Groups": (
        groups.TRACKS,
        groups.TRACK_LEADERS,
        groups.SERIES,
        groups.GROUPS,
        groups.HOME_GROUPS,
        groups.TOPICS,
        groups.RUN_SHEETS,
    ),
    "Clients": (
        people.CLIENTS,
        circle.CONTACTS,
        circle.WAYS,
        circle.EMERGENCY,
        people.CARE_TEAM,
    ),
    "Their way": (
        way.STEPS,
        care.STAYS,
        care.HOLDS,
        admission.ADMISSION_DATA,
        promises.ORDERS,
        promises.AUTHORIZATIONS,
        promises.REVIEW_CALLS,
        promises.CONTACT_RESTRICTIONS,
    ),
    "The schedule": (
        rosters.TRACK_CLIENTS,
        rosters.ENROLLMENTS,
        rosters.AVAILABILITY,
        calendar.MEETINGS,
        calendar.WEEKS,
        calendar.SESSIONS,
    ),
    "What happened": (
        attendance.VISITS,
        attendance.MISSED,
        inside.ASKED_OUT,
        inside.LED,
        inside.SETTLED,
        circle.CALLS,
        staff.FORMER_STAFF,
    ),
}
"""The sheets by what they are about."""

SHEETS: dict[str, Sheet] = {sheet.name: sheet for chapter in CHAPTERS.values() for sheet in chapter}
