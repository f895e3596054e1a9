"""What is wrong in one file of a table of what happened; part of the cases of `fault_cases`."""

from __future__ import annotations

from tests.transfer.sheets.fault_cases import MEADOW, NOT_THERE, Case, import_first

CALL = "client,called_at,kind,value,reason,outcome,called_by,try_again_at\n"
LED = "site,starts,group,lead,number,staff,ended_at,in_room,clients\n"

OF_WHAT_HAPPENED: dict[str, Case] = {
    "visits: half a place, and one of somebody in the building": (
        "visits",
        (
            "client,arrived_at,departed_at,joined,state,address,callback\n"
            "SYN-0001,2026-01-20 09:55,2026-01-20 10:50,video,IL,1 Synthetic Street,\n"
            "SYN-0001,2026-01-20 09:55:01,2026-01-20 10:50,,,,+1 202 555 0100\n"
        ),
        [
            (
                2,
                "callback",
                "",
                "Where they were is not whole.",
                "Give state, address and callback, or none of them.",
            ),
            (
                3,
                "callback",
                "+1 202 555 0100",
                "Only who joined by video says where they were.",
                "Leave it empty, or write video under joined.",
            ),
        ],
    ),
    "asked out: no such seat, back before, twice at once, on another day": (
        "asked_out",
        (
            "client,session,left_at,returned_at,reason\n"
            "SYN-0003,2026-01-12 18:00,2026-01-12 18:10,2026-01-12 18:20,nurse\n"
            "SYN-0001,2026-01-12 18:00,2026-01-12 19:10,2026-01-12 19:10,nurse\n"
            "SYN-0001,2026-01-12 18:00,2026-01-12 18:15,2026-01-12 18:25,therapist\n"
            "SYN-0001,2026-01-12 18:00,2026-01-13 18:10,2026-01-13 18:20,other\n"
        ),
        [
            (2, "session", "SYN-0003, 2026-01-12 18:00:00", NOT_THERE, import_first("sessions")),
            (3, "client", "SYN-0001", "They were back before they left.", "Give a later time."),
            (
                4,
                "client",
                "SYN-0001",
                "The client is asked out at that time already.",
                "Give other times, or leave the row out.",
            ),
            (5, "client", "SYN-0001", "A time lies outside the session.", "Give times within it."),
        ],
    ),
    "led: no such session, nothing said, half a close": (
        "led",
        LED
        + f"north,2026-01-12 18:15,rp-1,{MEADOW},,,2026-01-12 19:30,1,\n"
        + "north,2026-01-20 10:00,,,,,,2,SYN-0001\n"
        + "north,2026-01-20 10:00,,,,,2026-01-20 10:50,,\n",
        [
            (
                2,
                "number",
                "north, 2026-01-12 18:15:00, rp-1, Meadow Oxbow, LCSW, 1",
                NOT_THERE,
                import_first("sessions"),
            ),
            (3, "in_room", "2", "Only a session that was closed has this.", "Give ended_at, or leave it empty."),
            (3, "clients", "SYN-0001", "Only a session that was closed has this.", "Give ended_at, or leave it empty."),
            (3, "staff", "", "This row says nothing.", "Name who led, or give ended_at."),
            (4, "in_room", "", "This cell is empty.", "Say how many clients were in the room at the close."),
            (
                4,
                "site",
                "north",
                "Line 3 names the same (site, starts, group, lead, number).",
                "Keep one of the two rows.",
            ),
        ],
    ),
    "led: ended before it began, of who has no seat, at a time that is none": (
        "led",
        LED
        + "north,2026-01-20 10:00,,,,,2026-01-20 09:50,1,SYN-0002\nnorth,2026-01-20 10:00,,,2,,,,SYN-0001 from 25:00\n",
        [
            (
                2,
                "site",
                "north",
                "A client named here has no seat in the session. It ended before it began.",
                "Give them one in the table sessions first, or leave them out.",
            ),
            (
                3,
                "clients",
                "SYN-0001 from 25:00",
                "This is no word about a client.",
                "Write a record number, and after it nothing, not there, from 18:10, to 19:00, or from 18:10 to 19:00.",
            ),
        ],
    ),
    "settled: where nobody said anything, outside": (
        "settled",
        (
            "client,session,came_at,left_at,settled_at,settled_by,reason\n"
            "SYN-0002,2026-02-02 17:45,2026-02-02 17:00,2026-02-02 18:00,2026-02-03 09:00,Alder,x\n"
        ),
        [
            (
                2,
                "client",
                "SYN-0002",
                "The leader said nothing about the client that is open still. A time lies outside the session.",
                "Import the close first (table led).",
            )
        ],
    ),
    "home groups: of another track, of one that has another": (
        "home_groups",
        "track,group\nanybody,rp-1\nevening,open\n",
        [
            (2, "track", "anybody", "The group is of another track.", "Name a group of that track."),
            (
                3,
                "group",
                "open",
                "This is here already, with another value.",
                "Write “rp-1”, or change it on its page: a file adds, it never changes.",
            ),
        ],
    ),
    "calls: to come, again before it was, half a number, another's number": (
        "calls",
        CALL
        + "SYN-0001,2026-03-09 09:00,,,waiting,reached,Alder,\n"
        + "SYN-0001,2026-02-09 09:00,,,waiting,no_answer,Alder,2026-02-09 08:00\n"
        + "SYN-0001,2026-02-09 09:10,mobile,,waiting,no_answer,Alder,\n"
        + "SYN-0002,2026-02-09 09:10,mobile,+1 202 555 0100,waiting,no_answer,Alder,\n",
        [
            (2, "client", "SYN-0001", "That time is still to come.", "Leave the row out until it happened."),
            (
                3,
                "client",
                "SYN-0001",
                "Trying again is not after the call.",
                "Give a later time, or leave it empty.",
            ),
            (
                4,
                "value",
                "",
                "Which number it was is not whole.",
                "Give kind and value as in the table ways, or neither.",
            ),
            (5, "value", "SYN-0002, , mobile, +1 202 555 0100", NOT_THERE, import_first("ways")),
        ],
    ),
}
