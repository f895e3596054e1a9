"""What stands in the way at the door, when booking, and when setting up the schedule."""

from __future__ import annotations

from stepdown.schedule.terms import Blocker as Booking
from stepdown.schedule.terms import Misfit
from stepdown.schedule.terms import SetupBlocker as Setup
from stepdown.session.terms import Blocker as Door
from stepdown.web.desk.sentences.phrases import Sentences, clients, language, run, text, week_minutes

THE_WEEK: Sentences = {
    Door: {
        Door.ALREADY_IN: text("They are checked in already."),
        Door.NOT_IN: text("They are not checked in now: somebody else checked them out, or took the check-in back."),
        Door.NOTHING_PLANNED_TODAY: text(
            "Nothing is planned for them on that day. Add them to a session first, then check them in."
        ),
        Door.LEFT_BEFORE_ARRIVING: text("They would have left before they arrived. Give a later time."),
        Door.IN_THE_FUTURE: text("That time is still to come. Give the time it happened."),
        Door.ALREADY_UNDONE: text("This was taken back already."),
        Door.LEFT_ON_ANOTHER_DAY: text(
            "They came on an earlier day. Say when they left that day, as the sign-in sheet has it."
        ),
        Door.NO_REASON: text("Say why. The reason is kept with the change, under your name."),
        Door.ROOM_FULL: text(
            "With them, {would_be} would be in a group for {most}. Say why they are let in, or offer another group."
        ),
        Door.NO_PLACE: text("Ask where they are: state, address, and a number to call back. Help must find them."),
        Door.PRIVACY_NOT_CONFIRMED: text(
            "Ask whether they are alone, or use headphones. Nobody else may see or hear the group."
        ),
        Door.NAMED_TWICE: text("One person is named twice for the same time."),
        Door.AWAY_ALREADY: text("They are out of the group already. Say first that they are back."),
        Door.NOT_AWAY: text(
            "They are not out of the group now: somebody else said that they are back, or took it back."
        ),
        Door.BACK_BEFORE_LEAVING: text("They would be back before they left the group. Give a later time."),
        Door.NOT_EXPECTED: text("They have no seat in this session. Give them one first."),
        Door.NOT_THE_LEADER: text(
            "Who led the group closes it. Take the group over first; a supervisor may close it with a reason."
        ),
        Door.LEADS_ALREADY: text("They lead this group already."),
        Door.LEADS_ELSEWHERE: text("They lead something else {period}. Nobody is in two places at once."),
        Door.CLOSED_ALREADY: text("This group is closed already. Take the close back to close it anew."),
        Door.NOT_CLOSED: text("This group is not closed: somebody else took the close back."),
        Door.CLOSED_BEFORE_START: text("It would have ended before it began. The group is planned {period}."),
        Door.OUTSIDE_THE_GROUP: text("Some times do not lie within the group, or end before they begin."),
        Door.NOTHING_TO_SETTLE: text("Desk and leader agree by now, or somebody has decided. Look again."),
        Door.OUTSIDE_THE_VISIT: text(
            "The door has them out at that time. Correct the visit first, then the minutes follow."
        ),
        Door.NO_STEPS: text("Give every step a name; a run-sheet has at least one."),
        Door.NO_SHARE: text("Every step takes some of the time. Give it a share of 1 or more."),
        Door.DAY_IS_OVER: text(
            "That day is over and its minutes are counted. A program director or clinical supervisor may take the "
            "visit back, with a reason; it can then be recorded anew."
        ),
    },
    Booking: {
        Booking.SESSION_CANCELLED: text("This session is cancelled."),
        Booking.IN_THE_PAST: text("That time is over. Choose one that is still to come."),
        Booking.SESSION_STARTED: text("This session has begun, so it stays where it is."),
        Booking.SITE_CLOSED: text("The site is closed that day. Choose another day."),
        Booking.OUTSIDE_OPENING_HOURS: text("The program runs from {opens} to {closes}."),
        Booking.STAFF_BUSY: text("{staff} leads {session} then, {period}."),
        Booking.STAFF_NOT_WORKING: text("{staff} does not work at that time."),
        Booking.STAFF_AWAY: text("{staff} is away that day."),
        Booking.STAFF_LACKS_CREDENTIAL: text("{staff} holds no valid credential for this service. It needs {needed}."),
        Booking.STAFF_LACKS_LANGUAGE: language,
        Booking.STAFF_LACKS_TRACK: text("{staff} does not lead groups of this track."),
        Booking.STAFF_AT_OTHER_SITE: text("{staff} works at another site."),
        Booking.STAFF_GROUPS_A_DAY: text("{staff} would lead more than {most} groups that day."),
        Booking.STAFF_INDIVIDUAL_A_DAY: text("{staff} would give more than {most} individual sessions that day."),
        Booking.STAFF_MINUTES_A_WEEK: week_minutes,
        Booking.STAFF_RUN_TOO_LONG: run,
        Booking.ROOM_BUSY: text("{room} is taken by {session} then, {period}."),
        Booking.ROOM_AT_OTHER_SITE: text("{room} is at another site."),
        Booking.ROOM_TOO_SMALL: text("{room} holds {capacity}, and {expected} are expected. Choose a larger room."),
        Booking.SERIES_OUT_OF_ORDER: text("It would leave the order of its series: another part meets {period}."),
        Booking.CLIENT_BUSY: clients(
            "One client is expected elsewhere at that time.", "{clients} clients are expected elsewhere at that time."
        ),
        Booking.CLIENT_NOT_AVAILABLE: clients(
            "One client said they can't come at that time.", "{clients} clients said they can't come at that time."
        ),
        Booking.GROUP_FULL: text("All {capacity} seats are taken. Free a seat, or choose another group."),
        Booking.ALREADY_IN_GROUP: text("They have a seat in this session already."),
        Booking.LEVEL_NOT_SERVED: clients(
            "This group does not serve the client's level of care.",
            "This group does not serve the level of care of {clients} clients.",
        ),
        Booking.NOT_ON_ROSTER: clients(
            "The group is closed, and the client is not on its roster.",
            "The group is closed, and {clients} clients are not on its roster.",
        ),
        Booking.CLIENT_LACKS_LANGUAGE: clients(
            "One client does not speak the group's language.", "{clients} clients do not speak the group's language."
        ),
        Booking.CLIENT_LACKS_TRACK: clients(
            "One client has not joined this group's track.", "{clients} clients have not joined this group's track."
        ),
        Booking.NOT_PRESCRIBED: clients(
            "This service is not part of the client's plan.", "This service is not in the plan of {clients} clients."
        ),
        Booking.MUST_NOT_MEET: text("Two of these clients must not meet. Choose another time or group."),
        Booking.CLIENT_ON_HOLD: clients(
            "One client is on hold that day: no hours are expected of them.",
            "{clients} clients are on hold that day: no hours are expected of them.",
        ),
        Booking.NOT_CLEARED_FOR_GROUP: clients(
            "One client is not cleared for groups yet.", "{clients} clients are not cleared for groups yet."
        ),
        Booking.POPULATIONS_MIXED: text("Adults and adolescents never share a group."),
        Booking.HOLE_IN_DAY: clients(
            "One client would have to wait between two sessions that day.",
            "{clients} clients would have to wait between two sessions that day.",
        ),
        Booking.ROOM_MISSING: text("This session needs a room. Choose one."),
        Booking.TOO_FEW_STAFF: text(
            "{expected} are expected, and each member of staff may have {most} of them. Add staff, or move a client."
        ),
        Booking.REPEATS_TOO_LONG: text(
            "That is more than {weeks} weeks. Choose an earlier last day, and book on later."
        ),
        Booking.NOT_CANCELLED: text("This session stands. There is nothing to bring back."),
        Booking.BUSY_ELSEWHERE: text("Somebody else was faster: the time, room or person is taken now. Look again."),
    },
    Misfit: {
        Misfit.OUTSIDE_AVAILABILITY: text("{weekday}, {starts} to {ends}, lies outside the hours they can come."),
        Misfit.OTHER_LEVEL: text("This track serves other levels of care."),
        Misfit.OTHER_POPULATION: text("This track is for another age group."),
        Misfit.OTHER_LANGUAGE: text("This track speaks another language."),
        Misfit.OTHER_SITE: text("This track meets at another site."),
        Misfit.NO_BLOCKS: text("Nobody has said yet when this track meets."),
        Misfit.FULL: text("No place is free on that day."),
    },
    Setup: {
        Setup.CODE_TAKEN: text("The code {code} is in use. Choose another."),
        Setup.NOT_WITHIN_A_DAY: text("These hours do not lie within one day."),
        Setup.BREAK_OUTSIDE_BLOCK: text("The break lies outside its block."),
        Setup.HOURS_OVERLAP: text("Some of these hours overlap. Join them into one."),
        Setup.NO_CAPACITY: text("A group needs at least one seat."),
        Setup.MINIMUM_ABOVE_CAPACITY: text("The group would need more people than it has seats."),
        Setup.OPTION_TWICE: text("One possible time is named twice."),
        Setup.ALREADY_ENROLLED: text("The client is enrolled there already."),
        Setup.NOT_A_MONDAY: text("{monday} is no Monday. A week begins on a Monday."),
        Setup.UNKNOWN_TIME_ZONE: text("There is no time zone called {time_zone}. Use a name such as America/Chicago."),
        Setup.WEEK_EXISTS: text("The week of {monday} exists already."),
        Setup.ALREADY_PUBLISHED: text("This week is published already."),
        Setup.WEEK_HOURS: text("These are no hours of a week: 1 to 7 days, opening before closing."),
        Setup.MORE_CLIENTS_THAN_SEATS: text("More clients than the {capacity} seats."),
        Setup.OUTSIDE_THE_WEEK: text("The session lies outside this week."),
        Setup.ENDS_BEFORE_START: text("It would end before it begins. Give a later last day."),
        Setup.NO_MINUTES: text("A meeting lasts at least one minute, and ends on the day it began."),
        Setup.NO_LEADER: text("Say who leads each meeting."),
        Setup.STAFF_TWICE: text("One person has two places in a meeting."),
        Setup.MEETINGS_OVERLAP: text("Two meetings of this group overlap."),
        Setup.NOT_A_MODALITY: text("Each person takes part either in person or by video."),
        Setup.IN_THE_PAST: text("That day is over. What happened stays as it is: choose today or a later day."),
        Setup.SERIES_ENDED: text("The group has ended by then."),
        Setup.NOT_ENROLLED: text("The client is not enrolled there on that day."),
        Setup.TRACK_FULL: text("The track takes {capacity} clients, and they are all there."),
        Setup.NO_SUCH_MEETING: text("The group has no weekly meeting of that day, beginning and hour."),
        Setup.NO_SUCH_TOPIC: text("The group has no topic in place {topic}."),
        Setup.TRACK_ENDED: text("{name} ends: {on} is the first day without it."),
        Setup.TRACK_GOES_ON: text("The track goes on. There is no end to take back."),
        Setup.TRACK_HAS_GROUPS: text("Groups of it still meet then: {groups}. End them first."),
        Setup.NOT_OF_TRACK: text("The home group is one of the track's own groups. This one is of another track."),
    },
}
