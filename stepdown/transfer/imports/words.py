"""What an app's refusal means to somebody who mends a file: the problem and the mend, by the blocker's value."""

from __future__ import annotations

from django.db import IntegrityError

from stepdown.audit.terms import NotFound, Refused

WORDS = {
    "already_accepted": ("The client was accepted already.", "Leave the row out."),
    "already_admitted": ("The client is in care on that day.", "End that stay first, or leave the row out."),
    "already_asking": ("The client is asking for care already.", "Leave the row out."),
    "already_enrolled": ("The client is in already from that day or a later one.", "Leave the row out."),
    "already_in": ("The client is in at that time already.", "Give other times, or leave the row out."),
    "already_in_group": ("A client is there twice.", "Keep one of them."),
    "already_on_hold": (
        "The client is on hold then.",
        "Give rows in the order of days, the return before the next hold.",
    ),
    "already_restricted": ("The pair is kept apart on some of these days.", "Leave the row out, or change the days."),
    "away_already": ("The client is asked out at that time already.", "Give other times, or leave the row out."),
    "back_before_leaving": ("They were back before they left.", "Give a later time."),
    "before_hold_began": ("The day does not come after the hold began.", "Give a later day."),
    "before_stay_began": ("The day does not come after the present stay began.", "Give a later day; keep their order."),
    "break_outside_block": ("The break is not inside its block.", "Give a break between the two times."),
    "busy_elsewhere": (
        "Somebody, or the room, is in another session at that time.",
        "Look for another row, here or in the file, at the same time.",
    ),
    "closed_already": ("The site is closed on some of these days already.", "Leave those days out."),
    "closed_before_start": ("It ended before it began.", "Give a later time."),
    "code_taken": ("The code is taken.", "Choose another code."),
    "ended_already": ("It has ended by then.", "Give an earlier day, or leave the row out."),
    "ends_before_start": ("The end does not come after the start.", "Give a later end."),
    "first_use_after_today": ("The age of first use is above the client's.", "Give a smaller age."),
    "group_is_open": ("The group is open: anybody may come.", "Leave the row out, or make the group closed."),
    "hours_not_within_a_day": ("Hours begin and end on one day.", "Make two of those that pass midnight."),
    "hours_overlap": ("Two of the hours overlap.", "Join them into one."),
    "in_the_future": ("That time is still to come.", "Leave the row out until it happened."),
    "justice_without_court": (
        "The kind of referral belongs to a court's.",
        "Make the source court, or leave it empty.",
    ),
    "last_administrator": ("Nobody would be left who manages sign-ins.", "Make somebody else an administrator first."),
    "later_place_exists": ("The place is given from that day or a later one.", "Give rows in the order of days."),
    "later_prescription_exists": ("An order stands from that day or a later one.", "Give rows in the order of days."),
    "later_step": ("A later step rests on how things stand on that day.", "Give a client's rows in the order of days."),
    "leads_already": ("Who led it is written down already.", "Leave the row out."),
    "leads_elsewhere": ("They led another session at that time.", "Name somebody else."),
    "left_before_arriving": ("They left before they arrived.", "Give a later time."),
    "left_on_another_day": ("A visit ends on the day it began.", "Make two rows of it."),
    "level_not_offered": ("The program does not offer that level.", "Choose another, or add the level to it."),
    "meetings_overlap": (
        "Another weekly meeting of the group is at that time.",
        "Give another time, or end the other first.",
    ),
    "minimum_above_capacity": ("The fewest clients are more than the most.", "Give a smaller minimum."),
    "more_clients_than_seats": ("There are more clients than seats.", "Give a larger capacity, or fewer clients."),
    "must_not_meet": ("Clients who must not meet would be in one session.", "Leave one of them out."),
    "name_taken": ("The name is taken at this site.", "Choose another name."),
    "no_first_contact": ("The client did not ask for care by then.", "Give a row for the first contact before it."),
    "no_language": ("No language is given.", "Give at least one code, as en."),
    "no_levels": ("No level of care is given.", "Give at least one, as 2.1."),
    "no_place": ("No place is given.", "Say where, in its column."),
    "no_reason": ("No reason is given.", "Give one."),
    "no_such_meeting": (
        "The group has no such weekly meeting.",
        "Import it first (table meetings), or leave the three columns of the meeting empty.",
    ),
    "no_such_topic": ("The group has no topic in that place.", "Import it first (table topics), or leave it empty."),
    "no_time": ("No time is given.", "Give one."),
    "nobody_named": ("Nobody is named.", "Say who it was."),
    "not_a_monday": ("That day is no Monday.", "Give the Monday of the week."),
    "not_accepted": ("The client asked for care and was not accepted.", "Give a row for that before it."),
    "not_admitted": ("The client is not in care.", "Import their stay first."),
    "not_cleared": ("The client is not cleared for group then.", "Leave the row out."),
    "not_employed": ("They work here no longer.", "Name somebody else."),
    "not_expected": (
        "A client named here has no seat in the session.",
        "Give them one in the table sessions first, or leave them out.",
    ),
    "nothing_to_settle": (
        "The leader said nothing about the client that is open still.",
        "Import the close first (table led).",
    ),
    "not_on_hold": ("The client is not on hold then.", "Leave the row out."),
    "not_working_but_employed": ("Why they do not work belongs to who is not working.", "Leave it empty."),
    "nothing_planned_today": (
        "Nothing is planned for the client on that day.",
        "Import the session first (table sessions).",
    ),
    "on_call_taken": ("Somebody else is on call then, at that rank.", "Give another rank, or other times."),
    "not_of_track": ("The group is of another track.", "Name a group of that track."),
    "option_twice": ("One of the times is there twice.", "Keep one of them."),
    "outside_the_group": ("A time lies outside the session.", "Give times within it."),
    "pregnant_man": ("Sex and pregnancy do not go together.", "Change one of them."),
    "record_number_taken": ("The record number is taken.", "Choose another number."),
    "review_in_the_past": ("The next review is before the talk.", "Give a later day."),
    "same_client": ("Both are the same client.", "Name two clients."),
    "same_level": ("The client is in that program at that level already.", "Leave the row out."),
    "service_twice": ("A service is named twice.", "Make one line of the two."),
    "staff_twice": ("One member of staff is there twice.", "Keep one of them."),
    "still_on_call": ("They are on call for some time yet.", "Give those duties to somebody else first."),
    "substance_skipped": ("A substance is named after an empty place.", "Fill the places in their order."),
    "substance_twice": ("One substance is named twice.", "Keep one of them."),
    "track_ended": ("The track has ended by then.", "Give a day before it ends, or another track."),
    "track_full": ("The track has no place left.", "Give it a larger capacity first, or leave the row out."),
    "units_twice": ("One kind of unit is named twice.", "Keep one of them."),
    "try_again_in_the_past": ("Trying again is not after the call.", "Give a later time, or leave it empty."),
    "unknown_time_zone": ("There is no time zone of that name.", "Write a name such as America/Chicago."),
    "use_without_substance": ("A way of use is given, and no substance.", "Name the substance."),
    "week_exists": ("A week of that name begins on that Monday.", "Leave the row out."),
    "week_hours": ("The program closes before it opens.", "Give a later time to close."),
}


def refusal(error: Refused | NotFound | IntegrityError) -> tuple[str, str]:
    """Every reason of a refusal in sentences, and the mend of the first."""
    if isinstance(error, NotFound):
        return "What this row is about is not here.", "Import it first."
    if isinstance(error, IntegrityError):
        return "This row contradicts another one.", "Look for another row, here or in the file, about the same days."
    reasons = list(dict.fromkeys(str(obstacle.blocker) for obstacle in error.obstacles))
    said = [WORDS.get(reason, (f"The program refuses this row: {reason.replace('_', ' ')}.", "")) for reason in reasons]
    mend = said[0][1] or "Change the row, or leave it out."
    return " ".join(problem for problem, _ in said), mend
