"""What is wrong in one file of a table, with every fault it is told: each table that can be wrong in a way of its own."""

from __future__ import annotations

Faults = list[tuple[int, str, str, str, str]]
Case = tuple[str, str, Faults]

STEP = "client,on,event,site,program,level,reason,where,when\n"
SESSION = "site,starts,group,lead,minutes,service,capacity,clients,topic,meeting_day,meeting_since,meeting_starts\n"
MEADOW = '"Meadow Oxbow, LCSW"'
HEAD_OF_RUN_SHEET = "service,starts,steps\n"
NOT_THERE = "Nothing here has this name."


def import_first(table: str) -> str:
    return f"Name one that is there, or import it first (table {table})."


OF_SHEETS: dict[str, Case] = {
    "licenses: over before it began": (
        "licenses",
        "kind,name,issuer,valid_from,valid_until\nlicense,L,State,2026-01-01,2025-12-31\n",
        [(2, "valid_until", "2025-12-31", "The last day comes before the first.", "Give a later day.")],
    ),
    "credentials: over before it began": (
        "credentials",
        f"staff,type,valid_from,valid_until\n{MEADOW},LCSW,2030-01-01,2029-12-31\n",
        [(2, "valid_until", "2029-12-31", "The last day comes before the first.", "Give a later day.")],
    ),
    "working hours: past midnight": (
        "working_hours",
        'staff,hours\n"Alder Brook, MD",Mon 22:00-06:00\n',
        [
            (
                2,
                "hours",
                "Mon 22:00-06:00",
                "The end does not come after the start.",
                "Write the earlier time first.",
            )
        ],
    ),
    "working hours: two that overlap": (
        "working_hours",
        'staff,hours\n"Alder Brook, MD",Mon 09:00-12:00|Mon 11:00-13:00\n',
        [(2, "staff", "Alder Brook, MD", "Two of the hours overlap.", "Join them into one.")],
    ),
    "on call: no wall clock shows that": (
        "on_call",
        'site,starts,ends,staff,reach\nnorth,7/6/2026 5pm,2026-07-07 08:00,"Alder Brook, MD",1\n',
        [
            (
                2,
                "starts",
                "7/6/2026 5pm",
                "This is no day with a time.",
                "Write a day and a time, as 2026-03-31 09:00.",
            )
        ],
    ),
    "on call: taken": (
        "on_call",
        'site,starts,ends,staff,reach\nnorth,2026-07-06 20:00,2026-07-06 22:00,"Alder Brook, MD",1\n',
        [
            (
                2,
                "site",
                "north",
                "Somebody else is on call then, at that rank.",
                "Give another rank, or other times.",
            )
        ],
    ),
    "former staff: on call": (
        "former_staff",
        f"staff,last_day\n{MEADOW},2026-02-27\n",
        [
            (
                2,
                "staff",
                "Meadow Oxbow, LCSW",
                "They are on call for some time yet.",
                "Give those duties to somebody else first.",
            )
        ],
    ),
    "run-sheets: no step": (
        "run_sheets",
        HEAD_OF_RUN_SHEET + "process,2026-06-01,Topic\n",
        [
            (
                2,
                "steps",
                "Topic",
                "This is no step of a run-sheet.",
                "Write a title, its share of the time and a reminder, as Topic x 1: One idea.",
            )
        ],
    ),
    "care team: over before it began": (
        "care_team",
        f"client,role,starts,staff,ends\nSYN-0003,case_manager,2026-02-02,{MEADOW},2026-02-02\n",
        [
            (
                2,
                "ends",
                "2026-02-02",
                "The end does not come after the start.",
                "Give the first day after, or leave it empty.",
            )
        ],
    ),
    "steps: what does not belong, what is missing": (
        "steps",
        STEP
        + "SYN-0003,2026-02-25,first_contact,,,,reached,,\n"
        + "SYN-0003,2026-02-26,admit,north,,,,,\n"
        + "SYN-0003,2026-02-27,close,,,,hospital,,\n",
        [
            (
                2,
                "reason",
                "reached",
                "This does not belong to that event.",
                "Leave it empty; first_contact takes site, program, level, where, owner, due, text.",
            ),
            (3, "program", "", "This cell is empty.", "admit needs it."),
            (3, "level", "", "This cell is empty.", "admit needs it."),
            (
                4,
                "reason",
                "hospital",
                "This is no reason for that event.",
                "Write one of: chose_otherwise, not_reached, cannot_come, other.",
            ),
        ],
    ),
    "steps: out of their order": (
        "steps",
        STEP + "SYN-0003,2026-02-25,first_contact,,,,,,\nSYN-0001,2025-03-01,first_contact,,,,,,\n",
        [
            (
                2,
                "client",
                "SYN-0003",
                "The client is asking for care already.",
                "Leave the row out.",
            ),
            (
                3,
                "client",
                "SYN-0001",
                "A later step rests on how things stand on that day.",
                "Give a client's rows in the order of days.",
            ),
        ],
    ),
    "holds: of somebody who is not here": (
        "holds",
        "client,starts,reason\nSYN-0003,2026-03-01,travel\n",
        [(2, "client", "SYN-0003", "The client is not in care.", "Import their stay first.")],
    ),
    "admission data: two answers that can't both be right": (
        "admission_data",
        "client,sex,pregnant,route_1\nSYN-0002,male,yes,oral\n",
        [
            (
                2,
                "client",
                "SYN-0002",
                "Sex and pregnancy do not go together. A way of use is given, and no substance.",
                "Change one of them.",
            )
        ],
    ),
    "orders: a reason, and no day": (
        "orders",
        (
            "client,starts,modality,minimum_week_minutes,minimum_day_minutes,ended_reason\n"
            "SYN-0003,2026-02-02,video,540,180,Moved\n"
        ),
        [
            (
                2,
                "ends",
                "",
                "It ended for a reason, and no day is given.",
                "Give the first day after, or no reason.",
            )
        ],
    ),
    "review calls: of no authorization, with nobody": (
        "review_calls",
        (
            "client,level,starts,number,occurred_at,spoke_with,outcome\n"
            "SYN-0001,2.1,2026-01-05,,2026-02-01 09:00,Thistle,authorized\n"
            "SYN-0001,2.1,2026-01-05,SYN-77,2026-03-20 09:00,Thistle,authorized\n"
        ),
        [
            (2, "number", "SYN-0001, 2.1, 2026-01-05, ", NOT_THERE, import_first("authorizations")),
            (3, "client", "SYN-0001", "That time is still to come.", "Leave the row out until it happened."),
        ],
    ),
    "meetings: beside another": (
        "meetings",
        f"group,starts_on,weekday,starts,minutes,lead\nrp-1,2026-03-02,Mon,18:30,60,{MEADOW}\n",
        [
            (
                2,
                "group",
                "rp-1",
                "Another weekly meeting of the group is at that time.",
                "Give another time, or end the other first.",
            )
        ],
    ),
    "meetings: nobody with a role": (
        "meetings",
        f"group,starts_on,weekday,starts,minutes,lead,others\nrp-1,2026-03-02,Tue,18:30,60,{MEADOW},Alder as boss\n",
        [
            (
                2,
                "others",
                "Alder as boss",
                "This is nobody with a role.",
                "Write a name and one of lead, co_lead, intern, observer, as Alder Brook, MD as co_lead.",
            )
        ],
    ),
    "weeks: no Monday, closed before it opens": (
        "weeks",
        "name,monday,time_zone,opens,closes\nNorth House,2026-05-05,America/Chicago,21:00,08:00\n",
        [
            (
                2,
                "name",
                "North House",
                "That day is no Monday. The program closes before it opens.",
                "Give the Monday of the week.",
            )
        ],
    ),
    "sessions: in two places": (
        "sessions",
        SESSION + f"north,2026-01-12 18:30,,{MEADOW},50,individual,1,,,,,\n",
        [
            (
                2,
                "site",
                "north",
                "Somebody, or the room, is in another session at that time.",
                "Look for another row, here or in the file, at the same time.",
            )
        ],
    ),
    "sessions: more than seats": (
        "sessions",
        SESSION + "north,2026-04-13 18:00,,,50,individual,1,SYN-0001|SYN-0002,,,,\n",
        [
            (
                2,
                "site",
                "north",
                "There are more clients than seats.",
                "Give a larger capacity, or fewer clients.",
            )
        ],
    ),
    "sessions: to come, of two who must not meet; those of January were as they were": (
        "sessions",
        SESSION
        + "north,2026-04-13 18:00,,,50,individual,2,SYN-0002|SYN-0003,,,,\n"
        + "north,2026-01-13 18:00,,,50,individual,2,SYN-0002|SYN-0003,,,,\n",
        [
            (
                2,
                "site",
                "north",
                "Clients who must not meet would be in one session.",
                "Leave one of them out.",
            )
        ],
    ),
    "sessions: half a meeting, no group": (
        "sessions",
        SESSION + "north,2026-04-13 18:00,,,50,individual,1,,1,2026-04-13,,\n",
        [
            (
                2,
                "meeting_since",
                "",
                "A session of a weekly meeting says which.",
                "Give meeting_day, meeting_since and meeting_starts, or none of them.",
            ),
            (
                2,
                "meeting_day",
                "2026-04-13",
                "Only a session of a group has this.",
                "Name the group, or leave it empty.",
            ),
            (2, "topic", "1", "Only a session of a group has this.", "Name the group, or leave it empty."),
        ],
    ),
    "sessions: a meeting and a topic there are not": (
        "sessions",
        SESSION + "north,2026-04-13 18:00,rp-1,,90,process,9,,9,2026-04-14,2026-02-02,17:45\n",
        [
            (
                2,
                "site",
                "north",
                "The group has no such weekly meeting. The group has no topic in that place.",
                "Import it first (table meetings), or leave the three columns of the meeting empty.",
            )
        ],
    ),
    "sessions: a client and a guest whom nobody knows": (
        "sessions",
        (
            "site,starts,minutes,service,capacity,clients,guests\n"
            "north,2026-04-13 18:00,50,individual,1,SYN-9999 by video,\n"
            "north,2026-04-14 18:00,50,individual,1,,cousin of SYN-0001\n"
        ),
        [
            (2, "clients", "SYN-9999", NOT_THERE, import_first("clients")),
            (
                3,
                "guests",
                "cousin of SYN-0001",
                "This is no guest.",
                (
                    "Write one of relative, interpreter, speaker, other, of whom, and a name, as relative of SYN-0001:"
                    " Alder Valley."
                ),
            ),
        ],
    ),
    "visits: nothing planned, gone before they came": (
        "visits",
        (
            "client,arrived_at,departed_at\n"
            "SYN-0003,2026-01-12 18:00,2026-01-12 19:00\n"
            "SYN-0001,2026-01-12 19:00,2026-01-12 18:00\n"
            "SYN-0001,2026-01-12 18:20,2026-01-12 18:25\n"
        ),
        [
            (
                2,
                "client",
                "SYN-0003",
                "Nothing is planned for the client on that day.",
                "Import the session first (table sessions).",
            ),
            (3, "departed_at", "2026-01-12 18:00", "They left before they arrived.", "Give a later time."),
            (
                4,
                "client",
                "SYN-0001",
                "The client is in at that time already.",
                "Give other times, or leave the row out.",
            ),
        ],
    ),
    "missed: said before it was": (
        "missed",
        "client,day,reason,told_at\nSYN-0001,2026-03-09,court,2026-03-09 09:00\nSYN-0002,2026-03-09,late,\n",
        [
            (2, "client", "SYN-0001", "That time is still to come.", "Leave the row out until it happened."),
            (
                3,
                "reason",
                "late",
                "This is not one of the words for this column.",
                (
                    "Write one of: not_well, caring_for_somebody, needs_ride, work_or_school, appointment, court, hospital,"
                    " hard_day, weather, chose_not_to, not_reached, other."
                ),
            ),
        ],
    ),
}
