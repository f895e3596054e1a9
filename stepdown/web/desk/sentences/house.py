"""What stands in the way of setting up the agency, its numbers and its files, and of two people at once."""

from __future__ import annotations

from stepdown.agency.terms import Blocker as Agency
from stepdown.audit.terms import Deadlocked, Stale
from stepdown.policy.terms import Blocker as Policy
from stepdown.transfer.terms import Blocker as Transfer
from stepdown.web.desk.sentences.phrases import ENDS_BEFORE_START, Sentences, ends_before_start, text

THE_HOUSE: Sentences = {
    Deadlocked: {Deadlocked.BUSY: text("Others were changing the same things at that moment. Try once more.")},
    Stale: {
        Stale.CHANGED_MEANWHILE: text("Somebody else changed this meanwhile. Look at it as it is now, then try again.")
    },
    Agency: {
        Agency.CODE_TAKEN: text("The code {code} is in use. Choose another."),
        Agency.NAME_TAKEN: text("That name is in use here. Choose another."),
        Agency.UNKNOWN_TIME_ZONE: text("There is no time zone called {time_zone}. Use a name such as America/Chicago."),
        Agency.NO_LEVELS: text("Name at least one level of care for {name}."),
        Agency.NO_CAPACITY: text("A room holds at least one person."),
        Agency.NO_MINUTES: text("A service lasts at least one minute."),
        Agency.NO_CREDENTIAL_TYPES: text("Name at least one credential that may lead this service."),
        Agency.NO_RATIO: text("Each member of staff is there for at least one client."),
        Agency.NO_LANGUAGE: text("Name at least one language {name} speaks."),
        Agency.HOURS_NOT_WITHIN_A_DAY: text("{weekday}: {starts} to {ends} does not lie within one day."),
        Agency.HOURS_OVERLAP: text("{weekday}: the hours from {starts} overlap those before. Join them into one."),
        Agency.ENDS_BEFORE_START: ends_before_start,
        Agency.EMAIL_TAKEN: text("Somebody signs in with this address already."),
        Agency.WEAK_PASSWORD: text("This password is too easy to guess. Use at least 12 characters, no common words."),
        Agency.HAS_SIGN_IN: text("{name} can sign in already."),
        Agency.NO_CONCERN: text("Name at least one thing {name} treats."),
        Agency.UNKNOWN_JURISDICTION: text("{jurisdiction} is no state. Write US, or a state such as US-TX."),
        Agency.ALREADY_BEGUN: text("It began on {first_day}, so it stays on the calendar."),
        Agency.ALREADY_OVER: text("That time is over, so it stays as it was."),
        Agency.CLOSED_ALREADY: text("The site is closed from {first_day} to {last_day} already."),
        Agency.ON_CALL_TAKEN: text("Somebody else is on call at that time, in that place of the order. Look again."),
        Agency.NO_NUMBER: text("Give the number at which they answer."),
        Agency.NOT_EMPLOYED: text("This person works here no longer."),
        Agency.OWN_EMPLOYMENT: text("Somebody else has to end your own employment."),
        Agency.LAST_ADMINISTRATOR: text(
            "Nobody else who can sign in is an administrator. Make somebody else one first, or nobody could help."
        ),
        Agency.STILL_ON_CALL: text("They are on call until {ends}. Give those hours to somebody else first."),
        Agency.LINK_IS_OVER: text("This link was used, or is too old. Ask your administrator for a new one."),
        Agency.NO_SCOPE: text("Say what it fetches: at least one thing."),
        Agency.EXPIRES_TOO_SOON: text("That day is over. Choose one to come."),
        Agency.EXPIRES_TOO_LATE: text(
            "A token holds until {last_day} at most. Choose an earlier day, and renew it then."
        ),
        Agency.SERVICE_ENDED: text("This service account is ended. Make a new one."),
        Agency.USED_TOO_OFTEN: text("It fetched too much within this hour. Try again in a while."),
        Agency.OWN_CHANGE: text("You changed this yourself, or it is about you. Somebody else looks at it."),
        Agency.CHANGE_SETTLED: text("Somebody settled this already."),
        Agency.CHANGED_AGAIN: text("This was changed again since. Undo the later change first, or change it anew."),
    },
    Policy: {
        Policy.NO_SOURCE: text("Say where the number comes from: a law, a contract, a page."),
        Policy.ENDS_BEFORE_START: ENDS_BEFORE_START,
        Policy.LATER_VALUE_EXISTS: text("Another value holds from {since} on. Choose a later day."),
    },
    Transfer: {
        Transfer.NO_SUCH_TABLE: text("There is no table of that name."),
        Transfer.IMPORT_UNDER_WAY: text("This file is being worked on at this moment. Wait until it has ended."),
        Transfer.NOT_CHECKED: text("This file was not checked without a fault. Check it first."),
        Transfer.ALREADY_WRITTEN: text("This file is written already."),
        Transfer.NOT_A_MONDAY: text("That day is not a Monday."),
        Transfer.UNKNOWN_TIME_ZONE: text("That time zone is not known. Use a name such as America/Chicago."),
        Transfer.NAME_TAKEN_BY_OTHER_CONTENT: text("Another file with this name was imported."),
        Transfer.IMPORTED_FOR_OTHER_MONDAY: text("This file was imported for another Monday."),
        Transfer.CLOCK_SKIPS_A_START: text("The clocks change in that week, and a start falls into the missing hour."),
        Transfer.NO_SUCH_WEEK: text("No week begins on that Monday."),
        Transfer.SEVERAL_WEEKS: text("Several weeks begin on that Monday."),
        Transfer.NOT_IN_THE_FORMAT: text("The week holds times that the format can't tell."),
    },
}
