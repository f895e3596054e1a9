"""What an app's refusal means to somebody who mends a file: the problem and the mend, by the blocker's value."""

from __future__ import annotations

from django.db import IntegrityError

from stepdown.audit.terms import NotFound, Refused

WORDS = {
    "already_admitted": ("The client is in care on that day.", "End that stay first, or leave the row out."),
    "already_enrolled": ("The client is in already from that day or a later one.", "Leave the row out."),
    "already_restricted": ("The pair is kept apart on some of these days.", "Leave the row out, or change the days."),
    "before_stay_began": ("The day does not come after the present stay began.", "Give a later day; keep their order."),
    "break_outside_block": ("The break is not inside its block.", "Give a break between the two times."),
    "code_taken": ("The code is taken.", "Choose another code."),
    "ends_before_start": ("The end does not come after the start.", "Give a later end."),
    "group_is_open": ("The group is open: anybody may come.", "Leave the row out, or make the group closed."),
    "hours_overlap": ("Two of the hours overlap.", "Join them into one."),
    "later_place_exists": ("The place is given from that day or a later one.", "Give rows in the order of days."),
    "later_prescription_exists": ("An order stands from that day or a later one.", "Give rows in the order of days."),
    "level_not_offered": ("The program does not offer that level.", "Choose another, or add the level to it."),
    "minimum_above_capacity": ("The fewest clients are more than the most.", "Give a smaller minimum."),
    "name_taken": ("The name is taken at this site.", "Choose another name."),
    "no_language": ("No language is given.", "Give at least one code, as en."),
    "no_levels": ("No level of care is given.", "Give at least one, as 2.1."),
    "not_admitted": ("The client is not in care.", "Import their stay first."),
    "option_twice": ("One of the times is there twice.", "Keep one of them."),
    "record_number_taken": ("The record number is taken.", "Choose another number."),
    "same_client": ("Both are the same client.", "Name two clients."),
    "same_level": ("The client is in that program at that level already.", "Leave the row out."),
    "service_twice": ("A service is named twice.", "Make one line of the two."),
    "unknown_time_zone": ("There is no time zone of that name.", "Write a name such as America/Chicago."),
    "units_twice": ("One kind of unit is named twice.", "Keep one of them."),
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
