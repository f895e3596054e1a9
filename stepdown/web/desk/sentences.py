"""A sentence for every blocker of every app: what stands in the way, and what to do.

A sentence is a text with `{facts}`, or a function of the facts where their number or absence changes the words. Facts
come as `Obstacle.about` has them, times already as clock times; what an obstacle leaves out reads as in `UNNAMED`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from stepdown.agency.terms import Blocker as Agency
from stepdown.audit.terms import Deadlocked, Stale
from stepdown.coverage.terms import Blocker as Coverage
from stepdown.episode.terms import Blocker as Episode
from stepdown.episode.terms import DataFault
from stepdown.journey.terms import Blocker as Journey
from stepdown.people.terms import Blocker as People
from stepdown.people.terms import MergeBlocker as Merging
from stepdown.plan.terms import Blocker as Plan
from stepdown.policy.terms import Blocker as Policy
from stepdown.safety.terms import Blocker as Safety
from stepdown.schedule.terms import Blocker as Booking
from stepdown.schedule.terms import Misfit
from stepdown.schedule.terms import SetupBlocker as Setup
from stepdown.session.terms import Blocker as Door
from stepdown.transfer.terms import Blocker as Transfer

Facts = Mapping[str, object]
Phrase = Callable[[Facts], str]

UNNAMED = {
    "staff": "The leader",
    "room": "The room",
    "session": "another session",
    "period": "that time",
    "since": "that day",
    "name": "this person",
    "code": "this code",
    "source": "See Settings for the source",
}


class _Facts(dict[str, object]):
    def __missing__(self, key: str) -> object:
        return UNNAMED.get(key, "…")


def _text(sentence: str) -> Phrase:
    return lambda facts: sentence.format_map(_Facts(facts))


def _clients(one: str, more: str) -> Phrase:
    """One sentence for one client, another for several: `{clients}` is how many."""

    def phrase(facts: Facts) -> str:
        known = _Facts(facts)
        number = known.get("clients", 1)
        return (one if number == 1 else more).format_map(known)

    return phrase


def _hours(minutes: object) -> str:
    """Minutes as a sentence says them: "9 h", "7 h 30 min", "45 min"."""
    whole, rest = divmod(int(str(minutes)), 60)
    return " ".join(filter(None, [f"{whole} h" if whole else "", f"{rest} min" if rest or not whole else ""]))


def _language(facts: Facts) -> str:
    known = _Facts(facts)
    if known.get("language"):
        return "{staff} does not lead in {language}. Choose somebody who does.".format_map(known)
    return "{staff} and the client share no language. Choose another leader, or ask for an interpreter.".format_map(
        known
    )


def _week_minutes(facts: Facts) -> str:
    known = _Facts(facts)
    return (
        f"{known['staff']} would have {_hours(known.get('would_be', 0))} of sessions that week; "
        f"{_hours(known.get('most', 0))} are agreed."
    )


def _run(facts: Facts) -> str:
    known = _Facts(facts)
    return (
        f"{known['staff']} would lead {_hours(known.get('would_be', 0))} without a break; "
        f"{_hours(known.get('most', 0))} are agreed. Leave 30 minutes in between."
    )


def _below_minimum(facts: Facts) -> str:
    known = _Facts(facts)
    return (
        f"{_hours(known.get('minutes', 0))} a week count, and this level asks for at least "
        f"{_hours(known.get('minimum', 0))}. {known['source']}."
    )


def _ends_before_start(facts: Facts) -> str:
    if "credential" in facts:
        return "{credential} of {name} ends before it begins. Check the two dates.".format_map(_Facts(facts))
    return "The last day is before the first. Check the two dates."


def _later_step(facts: Facts) -> str:
    what = {
        "hold": "a hold",
        "return": "a return from hold",
        "transfer": "a transfer",
        "discharge": "a discharge",
        "admit": "an admission",
    }.get(str(facts.get("event", "")), "something")
    return f"{what[0].upper()}{what[1:]} recorded from {_Facts(facts)['since']} on rests on it. Take that back first."


_ENDS_BEFORE_START = _text("It ends before it begins. Check the two dates.")

SENTENCES: Mapping[type[StrEnum], Mapping[Any, Phrase]] = {
    Deadlocked: {Deadlocked.BUSY: _text("Others were changing the same things at that moment. Try once more.")},
    Stale: {
        Stale.CHANGED_MEANWHILE: _text("Somebody else changed this meanwhile. Look at it as it is now, then try again.")
    },
    Door: {
        Door.ALREADY_IN: _text("They are checked in already."),
        Door.NOT_IN: _text("They are not checked in now: somebody else checked them out, or took the check-in back."),
        Door.NOTHING_PLANNED_TODAY: _text(
            "Nothing is planned for them on that day. Add them to a session first, then check them in."
        ),
        Door.LEFT_BEFORE_ARRIVING: _text("They would have left before they arrived. Give a later time."),
        Door.IN_THE_FUTURE: _text("That time is still to come. Give the time it happened."),
        Door.ALREADY_UNDONE: _text("This was taken back already."),
        Door.LEFT_ON_ANOTHER_DAY: _text(
            "They came on an earlier day. Say when they left that day, as the sign-in sheet has it."
        ),
        Door.NO_REASON: _text("Say why. The reason is kept with the change, under your name."),
        Door.ROOM_FULL: _text(
            "With them, {would_be} would be in a group for {most}. Say why they are let in, or offer another group."
        ),
        Door.NO_PLACE: _text("Ask where they are: state, address, and a number to call back. Help must find them."),
        Door.PRIVACY_NOT_CONFIRMED: _text(
            "Ask whether they are alone, or use headphones. Nobody else may see or hear the group."
        ),
        Door.NAMED_TWICE: _text("One person is named twice for the same time."),
        Door.AWAY_ALREADY: _text("They are out of the group already. Say first that they are back."),
        Door.NOT_AWAY: _text(
            "They are not out of the group now: somebody else said that they are back, or took it back."
        ),
        Door.BACK_BEFORE_LEAVING: _text("They would be back before they left the group. Give a later time."),
        Door.NOT_EXPECTED: _text("They have no seat in this session. Give them one first."),
        Door.NOT_THE_LEADER: _text(
            "Who led the group closes it. Take the group over first; a supervisor may close it with a reason."
        ),
        Door.LEADS_ALREADY: _text("They lead this group already."),
        Door.LEADS_ELSEWHERE: _text("They lead something else {period}. Nobody is in two places at once."),
        Door.CLOSED_ALREADY: _text("This group is closed already. Take the close back to close it anew."),
        Door.NOT_CLOSED: _text("This group is not closed: somebody else took the close back."),
        Door.CLOSED_BEFORE_START: _text("It would have ended before it began. The group is planned {period}."),
        Door.OUTSIDE_THE_GROUP: _text("Some times do not lie within the group, or end before they begin."),
        Door.NOTHING_TO_SETTLE: _text("Desk and leader agree by now, or somebody has decided. Look again."),
        Door.OUTSIDE_THE_VISIT: _text(
            "The door has them out at that time. Correct the visit first, then the minutes follow."
        ),
        Door.NO_STEPS: _text("Give every step a name; a run-sheet has at least one."),
        Door.NO_SHARE: _text("Every step takes some of the time. Give it a share of 1 or more."),
        Door.DAY_IS_OVER: _text(
            "That day is over and its minutes are counted. A program director or clinical supervisor may take the "
            "visit back, with a reason; it can then be recorded anew."
        ),
    },
    Booking: {
        Booking.SESSION_CANCELLED: _text("This session is cancelled."),
        Booking.IN_THE_PAST: _text("That time is over. Choose one that is still to come."),
        Booking.SESSION_STARTED: _text("This session has begun, so it stays where it is."),
        Booking.SITE_CLOSED: _text("The site is closed that day. Choose another day."),
        Booking.OUTSIDE_OPENING_HOURS: _text("The program runs from {opens} to {closes}."),
        Booking.STAFF_BUSY: _text("{staff} leads {session} then, {period}."),
        Booking.STAFF_NOT_WORKING: _text("{staff} does not work at that time."),
        Booking.STAFF_AWAY: _text("{staff} is away that day."),
        Booking.STAFF_LACKS_CREDENTIAL: _text("{staff} holds no valid credential for this service. It needs {needed}."),
        Booking.STAFF_LACKS_LANGUAGE: _language,
        Booking.STAFF_LACKS_TRACK: _text("{staff} does not lead groups of this track."),
        Booking.STAFF_AT_OTHER_SITE: _text("{staff} works at another site."),
        Booking.STAFF_GROUPS_A_DAY: _text("{staff} would lead more than {most} groups that day."),
        Booking.STAFF_INDIVIDUAL_A_DAY: _text("{staff} would give more than {most} individual sessions that day."),
        Booking.STAFF_MINUTES_A_WEEK: _week_minutes,
        Booking.STAFF_RUN_TOO_LONG: _run,
        Booking.ROOM_BUSY: _text("{room} is taken by {session} then, {period}."),
        Booking.ROOM_AT_OTHER_SITE: _text("{room} is at another site."),
        Booking.ROOM_TOO_SMALL: _text("{room} holds {capacity}, and {expected} are expected. Choose a larger room."),
        Booking.SERIES_OUT_OF_ORDER: _text("It would leave the order of its series: another part meets {period}."),
        Booking.CLIENT_BUSY: _clients(
            "One client is expected elsewhere at that time.", "{clients} clients are expected elsewhere at that time."
        ),
        Booking.CLIENT_NOT_AVAILABLE: _clients(
            "One client said they can't come at that time.", "{clients} clients said they can't come at that time."
        ),
        Booking.GROUP_FULL: _text("All {capacity} seats are taken. Free a seat, or choose another group."),
        Booking.ALREADY_IN_GROUP: _text("They have a seat in this session already."),
        Booking.LEVEL_NOT_SERVED: _clients(
            "This group does not serve the client's level of care.",
            "This group does not serve the level of care of {clients} clients.",
        ),
        Booking.NOT_ON_ROSTER: _clients(
            "The group is closed, and the client is not on its roster.",
            "The group is closed, and {clients} clients are not on its roster.",
        ),
        Booking.CLIENT_LACKS_LANGUAGE: _clients(
            "One client does not speak the group's language.", "{clients} clients do not speak the group's language."
        ),
        Booking.CLIENT_LACKS_TRACK: _clients(
            "One client has not joined this group's track.", "{clients} clients have not joined this group's track."
        ),
        Booking.NOT_PRESCRIBED: _clients(
            "This service is not part of the client's plan.", "This service is not in the plan of {clients} clients."
        ),
        Booking.MUST_NOT_MEET: _text("Two of these clients must not meet. Choose another time or group."),
        Booking.CLIENT_ON_HOLD: _clients(
            "One client is on hold that day: no hours are expected of them.",
            "{clients} clients are on hold that day: no hours are expected of them.",
        ),
        Booking.NOT_CLEARED_FOR_GROUP: _clients(
            "One client is not cleared for groups yet.", "{clients} clients are not cleared for groups yet."
        ),
        Booking.POPULATIONS_MIXED: _text("Adults and adolescents never share a group."),
        Booking.HOLE_IN_DAY: _clients(
            "One client would have to wait between two sessions that day.",
            "{clients} clients would have to wait between two sessions that day.",
        ),
        Booking.ROOM_MISSING: _text("This session needs a room. Choose one."),
        Booking.TOO_FEW_STAFF: _text(
            "{expected} are expected, and each member of staff may have {most} of them. Add staff, or move a client."
        ),
        Booking.NOT_CANCELLED: _text("This session stands. There is nothing to bring back."),
        Booking.BUSY_ELSEWHERE: _text("Somebody else was faster: the time, room or person is taken now. Look again."),
    },
    Misfit: {
        Misfit.OUTSIDE_AVAILABILITY: _text("{weekday}, {starts} to {ends}, lies outside the hours they can come."),
        Misfit.OTHER_LEVEL: _text("This track serves other levels of care."),
        Misfit.OTHER_POPULATION: _text("This track is for another age group."),
        Misfit.OTHER_LANGUAGE: _text("This track speaks another language."),
        Misfit.OTHER_SITE: _text("This track meets at another site."),
        Misfit.NO_BLOCKS: _text("Nobody has said yet when this track meets."),
        Misfit.FULL: _text("No place is free on that day."),
    },
    Setup: {
        Setup.CODE_TAKEN: _text("The code {code} is in use. Choose another."),
        Setup.NOT_WITHIN_A_DAY: _text("These hours do not lie within one day."),
        Setup.BREAK_OUTSIDE_BLOCK: _text("The break lies outside its block."),
        Setup.HOURS_OVERLAP: _text("Some of these hours overlap. Join them into one."),
        Setup.NO_CAPACITY: _text("A group needs at least one seat."),
        Setup.MINIMUM_ABOVE_CAPACITY: _text("The group would need more people than it has seats."),
        Setup.OPTION_TWICE: _text("One possible time is named twice."),
        Setup.ALREADY_ENROLLED: _text("The client is enrolled there already."),
        Setup.NOT_A_MONDAY: _text("{monday} is no Monday. A week begins on a Monday."),
        Setup.UNKNOWN_TIME_ZONE: _text("There is no time zone called {time_zone}. Use a name such as America/Chicago."),
        Setup.WEEK_EXISTS: _text("The week of {monday} exists already."),
        Setup.ALREADY_PUBLISHED: _text("This week is published already."),
        Setup.WEEK_HOURS: _text("These are no hours of a week: 1 to 7 days, opening before closing."),
        Setup.MORE_CLIENTS_THAN_SEATS: _text("More clients than the {capacity} seats."),
        Setup.OUTSIDE_THE_WEEK: _text("The session lies outside this week."),
        Setup.ENDS_BEFORE_START: _text("It would end before it begins. Give a later last day."),
        Setup.NO_MINUTES: _text("A meeting lasts at least one minute, and ends on the day it began."),
        Setup.NO_LEADER: _text("Say who leads each meeting."),
        Setup.STAFF_TWICE: _text("One person has two places in a meeting."),
        Setup.MEETINGS_OVERLAP: _text("Two meetings of this group overlap."),
        Setup.NOT_A_MODALITY: _text("Each person takes part either in person or by video."),
        Setup.IN_THE_PAST: _text("That day is over. What happened stays as it is: choose today or a later day."),
        Setup.SERIES_ENDED: _text("The group has ended by then."),
        Setup.NOT_ENROLLED: _text("The client is not enrolled there on that day."),
        Setup.TRACK_FULL: _text("The track takes {capacity} clients, and they are all there."),
    },
    Agency: {
        Agency.CODE_TAKEN: _text("The code {code} is in use. Choose another."),
        Agency.NAME_TAKEN: _text("That name is in use here. Choose another."),
        Agency.UNKNOWN_TIME_ZONE: _text(
            "There is no time zone called {time_zone}. Use a name such as America/Chicago."
        ),
        Agency.NO_LEVELS: _text("Name at least one level of care for {name}."),
        Agency.NO_CAPACITY: _text("A room holds at least one person."),
        Agency.NO_MINUTES: _text("A service lasts at least one minute."),
        Agency.NO_CREDENTIAL_TYPES: _text("Name at least one credential that may lead this service."),
        Agency.NO_RATIO: _text("Each member of staff is there for at least one client."),
        Agency.NO_LANGUAGE: _text("Name at least one language {name} speaks."),
        Agency.HOURS_NOT_WITHIN_A_DAY: _text("{weekday}: {starts} to {ends} does not lie within one day."),
        Agency.HOURS_OVERLAP: _text("{weekday}: the hours from {starts} overlap those before. Join them into one."),
        Agency.ENDS_BEFORE_START: _ends_before_start,
        Agency.EMAIL_TAKEN: _text("Somebody signs in with this address already."),
        Agency.WEAK_PASSWORD: _text("This password is too easy to guess. Use at least 12 characters, no common words."),
        Agency.HAS_SIGN_IN: _text("{name} can sign in already."),
        Agency.NO_CONCERN: _text("Name at least one thing {name} treats."),
        Agency.UNKNOWN_JURISDICTION: _text("{jurisdiction} is no state. Write US, or a state such as US-TX."),
        Agency.ALREADY_BEGUN: _text("It began on {first_day}, so it stays on the calendar."),
        Agency.ALREADY_OVER: _text("That time is over, so it stays as it was."),
        Agency.CLOSED_ALREADY: _text("The site is closed from {first_day} to {last_day} already."),
        Agency.ON_CALL_TAKEN: _text("Somebody else is on call at that time, in that place of the order. Look again."),
        Agency.NO_NUMBER: _text("Give the number at which they answer."),
        Agency.NOT_EMPLOYED: _text("This person works here no longer."),
        Agency.OWN_EMPLOYMENT: _text("Somebody else has to end your own employment."),
        Agency.LAST_ADMINISTRATOR: _text(
            "Nobody else who can sign in is an administrator. Make somebody else one first, or nobody could help."
        ),
        Agency.STILL_ON_CALL: _text("They are on call until {ends}. Give those hours to somebody else first."),
        Agency.NOT_YET: _text("{last_day} is still to come. End it on their last day, or after."),
        Agency.LINK_IS_OVER: _text("This link was used, or is too old. Ask your administrator for a new one."),
    },
    People: {
        People.RECORD_NUMBER_TAKEN: _text("That record number is in use. Look the client up first."),
        People.NO_NAME: _text("Give the legal name, and the name the person uses."),
        People.NO_LANGUAGE: _text("Name at least one language the person speaks."),
        People.LATER_PLACE_EXISTS: _text("This place was given from {since} on already. Choose a later day."),
        People.NAMED_TWICE: _text("One place is given twice."),
        People.BORN_IN_THE_FUTURE: _text("The date of birth is still to come. Check the year."),
        People.NOT_ON_TEAM: _text("Nobody holds that place on the day before. Choose another day."),
        People.NO_WAY: _text("Give the number or the address."),
        People.NO_PHONE_NUMBER: _text("That is no phone number. Give it with its area code, such as 202 555 0100."),
        People.NO_EMAIL_ADDRESS: _text("That is no e-mail address. It looks like name@example.org."),
        People.NEVER_MEANS_NEVER: _text(
            "It is never to be used, so no message may be left and no name said on it. Clear those, or allow its use."
        ),
        People.NO_RELATIONSHIP: _text("Say who they are to the client: mother, partner, sponsor."),
        People.NOTHING_SAID: _text("Say what it is: the medicine, the allergen, the condition."),
        People.RECORDED_ALREADY: _text("That is on the sheet already."),
        People.SOME_ARE_RECORDED: _text("Some are on the sheet. Take those off first, if they are wrong."),
        People.MESSAGE_NOT_ALLOWED: _text("No message may be left on that number."),
        People.NOT_TO_BE_CALLED: _text("That number is not to be called. Choose another, or ask the client."),
        People.TRY_AGAIN_IN_THE_PAST: _text("The time to try again is over. Choose one still to come."),
        People.ALREADY_UNDONE: _text("This was taken back already."),
        People.VIEW_NAME_TAKEN: _text("You have a view of that name. Choose another, or remove the old one."),
        People.MERGED_AWAY: _text("This record was merged into another. Change that one."),
    },
    Merging: {
        Merging.SAME_RECORD: _text("Choose two different records."),
        Merging.MERGED_ALREADY: _text("One of the two was merged into another record already. Look again."),
        Merging.KEEPS_OTHERS: _text(
            "Another record was merged into the one to give up. Keep this one, or take that merge back first."
        ),
        Merging.SYNTHETIC_AND_REAL: _text("One record is synthetic and the other is not. They stay apart."),
        Merging.NOT_MERGED: _text("This merge was taken back already."),
        Merging.MERGED_ON: _text("The record that was kept has itself been merged. Take that merge back first."),
        Merging.KEPT_APART: _text("A restriction says these two must not meet, so they are two people."),
        Merging.BOTH_IN_CARE: _text("Both were in care at the same time. Discharge one, or correct its dates, first."),
        Merging.BOTH_ON_A_CARE_TEAM: _text(
            "Both had somebody in the same place on their care team at the same time. End one of the two first."
        ),
        Merging.BOTH_PRESCRIBED: _text("Both have hours prescribed for the same days. End one prescription first."),
        Merging.BOTH_EXPECTED: _text("Both have seats at the same time, or in the same session. Free one first."),
        Merging.BOTH_ENROLLED: _text("Both are enrolled in the same group or track. End one enrollment first."),
        Merging.BOTH_HERE: _text("Both were in the building at the same time. Take one visit back first."),
        Merging.BOTH_SAID: _text("Both records say something that can only be said once. Take one of the two back."),
    },
    Episode: {
        Episode.ALREADY_ASKING: _text("They are on their way in already. Go on from there."),
        Episode.NO_FIRST_CONTACT: _text("They are not on their way in. Write down that they asked for care first."),
        Episode.ALREADY_ACCEPTED: _text("They are accepted already."),
        Episode.NOT_ACCEPTED: _text("Nobody has accepted them yet. Record the decision first."),
        Episode.ALREADY_ADMITTED: _text("The client is in care already."),
        Episode.NOT_ADMITTED: _text("The client is not in care. Admit them first."),
        Episode.ALREADY_ON_HOLD: _text("The client is on hold already."),
        Episode.NOT_ON_HOLD: _text("The client is not on hold."),
        Episode.NOT_CLEARED: _text("The client is not cleared for group."),
        Episode.LEVEL_NOT_OFFERED: _text("The program does not offer this level of care."),
        Episode.SAME_LEVEL: _text("The client is at this level, in this program, already."),
        Episode.BEFORE_STAY_BEGAN: _text("The present stay began on {since}. Choose a later day."),
        Episode.BEFORE_HOLD_BEGAN: _text("The hold began on {since}. Choose a later day."),
        Episode.ENDS_BEFORE_START: _ENDS_BEFORE_START,
        Episode.LATER_STEP: _later_step,
        Episode.NO_REASON: _text("Say why."),
        Episode.NO_PLACE: _text("Say where to."),
        Episode.NO_TIME: _text("Say when."),
        Episode.ALREADY_TAKEN_BACK: _text("This was taken back already."),
        Episode.WAYS_CROSS: _text(
            "Put together, what is recorded from {since} on would not follow on the rest. Take it back on one of the two."
        ),
        Episode.NAMED_TWICE: _text("One client is named twice."),
    },
    DataFault: {
        DataFault.PREGNANT_MAN: _text("Sex says male, pregnancy says yes. Look at both again."),
        DataFault.NOT_WORKING_BUT_EMPLOYED: _text(
            "A reason for not working is given, and employment says something else. Look at both again."
        ),
        DataFault.JUSTICE_WITHOUT_COURT: _text(
            "A part of the justice system is named, and the referral came from elsewhere. Look at both again."
        ),
        DataFault.USE_WITHOUT_SUBSTANCE: _text("Substance {place}: how and how often are given, and no substance."),
        DataFault.SUBSTANCE_TWICE: _text("Substance {place} is named before. Name another, or none."),
        DataFault.SUBSTANCE_SKIPPED: _text("Substance {place} is named, and none before it. Move it up."),
        DataFault.FIRST_USE_AFTER_TODAY: _text("Substance {place}: first use is after today; they are {age} now."),
        DataFault.BELOW_NOTHING: _text("A number can't be below nothing."),
    },
    Journey: {
        Journey.NOBODY_FOLLOWS_UP: _text(
            "Nobody would keep in touch while they are away. Name somebody, or give them a case manager first."
        ),
        Journey.OTHER_CLIENT: _text("Parts of this admission are about another client."),
    },
    Plan: {
        Plan.LATER_PRESCRIPTION_EXISTS: _text("A prescription holds from {since} on already. Choose a later day."),
        Plan.NAMED_TWICE: _text("One client is named twice."),
        Plan.SERVICE_TWICE: _text("One service is named twice. Join the two lines."),
        Plan.NO_MINUTES: _text("A session lasts at least one minute."),
        Plan.NO_SESSIONS: _text("A line needs at least one session a week."),
        Plan.BELOW_LEVEL_MINIMUM: _below_minimum,
        Plan.NEEDS_A_PHYSICIAN: _text(
            "This payer wants a physician to order the hours: name a prescriber or the medical director. {source}."
        ),
        Plan.ENDED_ALREADY: _text("This order ended on {since} already."),
        Plan.ENDS_BEFORE_START: _text("This order began on {since}. Choose a later day."),
    },
    Coverage: {
        Coverage.ENDS_BEFORE_START: _ENDS_BEFORE_START,
        Coverage.UNITS_TWICE: _text("One kind of unit is named twice. Join the two lines."),
        Coverage.NEGATIVE_UNITS: _text("Units can't be fewer than none."),
        Coverage.NOBODY_NAMED: _text("Say with whom you spoke, or whose voicemail it was."),
        Coverage.IN_THE_FUTURE: _text("That talk is still to come. Give the time it happened."),
        Coverage.REVIEW_IN_THE_PAST: _text("The next review would be before the talk. Check the two dates."),
        Coverage.ENDED_ALREADY: _text("This authorization ends on {since} already."),
    },
    Safety: {
        Safety.SAME_CLIENT: _text("Name two different clients."),
        Safety.ENDS_BEFORE_START: _ENDS_BEFORE_START,
        Safety.ALREADY_RESTRICTED: _text("These two are kept apart already."),
        Safety.ENDED_ALREADY: _text("This has ended already."),
        Safety.NO_REASON: _text("Say why they may meet again. It is kept."),
    },
    Policy: {
        Policy.NO_SOURCE: _text("Say where the number comes from: a law, a contract, a page."),
        Policy.ENDS_BEFORE_START: _ENDS_BEFORE_START,
        Policy.LATER_VALUE_EXISTS: _text("Another value holds from {since} on. Choose a later day."),
    },
    Transfer: {
        Transfer.NO_SUCH_TABLE: _text("There is no table of that name."),
        Transfer.IMPORT_UNDER_WAY: _text("This file is being worked on at this moment. Wait until it has ended."),
        Transfer.NOT_CHECKED: _text("This file was not checked without a fault. Check it first."),
        Transfer.ALREADY_WRITTEN: _text("This file is written already."),
        Transfer.NOT_A_MONDAY: _text("That day is not a Monday."),
        Transfer.UNKNOWN_TIME_ZONE: _text("That time zone is not known. Use a name such as America/Chicago."),
        Transfer.NAME_TAKEN_BY_OTHER_CONTENT: _text("Another file with this name was imported."),
        Transfer.IMPORTED_FOR_OTHER_MONDAY: _text("This file was imported for another Monday."),
        Transfer.CLOCK_SKIPS_A_START: _text("The clocks change in that week, and a start falls into the missing hour."),
        Transfer.NO_SUCH_WEEK: _text("No week begins on that Monday."),
        Transfer.SEVERAL_WEEKS: _text("Several weeks begin on that Monday."),
        Transfer.NOT_IN_THE_FORMAT: _text("The week holds times that the format can't tell."),
    },
}
