"""What stands in the way of people, their way in and out, their plan and their cover."""

from __future__ import annotations

from stepdown.consent.terms import Blocker as Consent
from stepdown.coverage.terms import Blocker as Coverage
from stepdown.episode.terms import Blocker as Episode
from stepdown.episode.terms import DataFault
from stepdown.journey.terms import Blocker as Journey
from stepdown.people.terms import Blocker as People
from stepdown.people.terms import MergeBlocker as Merging
from stepdown.plan.terms import Blocker as Plan
from stepdown.reminder.terms import Blocker as Reminder
from stepdown.safety.terms import Blocker as Safety
from stepdown.web.desk.sentences.phrases import (
    ENDS_BEFORE_START,
    Sentences,
    below_minimum,
    later_step,
    text,
)

CARE: Sentences = {
    People: {
        People.RECORD_NUMBER_TAKEN: text("That record number is in use. Look the client up first."),
        People.NO_NAME: text("Give the legal name, and the name the person uses."),
        People.NO_LANGUAGE: text("Name at least one language the person speaks."),
        People.LATER_PLACE_EXISTS: text("This place was given from {since} on already. Choose a later day."),
        People.NAMED_TWICE: text("One place is given twice."),
        People.BORN_IN_THE_FUTURE: text("The date of birth is still to come. Check the year."),
        People.NOT_ON_TEAM: text("Nobody holds that place on the day before. Choose another day."),
        People.NO_WAY: text("Give the number or the address."),
        People.NO_PHONE_NUMBER: text("That is no phone number. Give it with its area code, such as 202 555 0100."),
        People.NO_EMAIL_ADDRESS: text("That is no e-mail address. It looks like name@example.org."),
        People.NEVER_MEANS_NEVER: text(
            "It is never to be used, so no message may be left and no name said on it. Clear those, or allow its use."
        ),
        People.NO_RELATIONSHIP: text("Say who they are to the client: mother, partner, sponsor."),
        People.NOTHING_SAID: text("Say what it is: the medicine, the allergen, the condition."),
        People.RECORDED_ALREADY: text("That is on the sheet already."),
        People.SOME_ARE_RECORDED: text("Some are on the sheet. Take those off first, if they are wrong."),
        People.NONE_IS_RECORDED: text("The sheet says there are none since then. Take that off first, if it is wrong."),
        People.MESSAGE_NOT_ALLOWED: text("No message may be left on that number."),
        People.NOT_TO_BE_CALLED: text("That number is not to be called. Choose another, or ask the client."),
        People.TRY_AGAIN_IN_THE_PAST: text("The time to try again is over. Choose one still to come."),
        People.IN_THE_FUTURE: text("That time is still to come."),
        People.NOBODY_NAMED: text("Say who made the call."),
        People.ALREADY_UNDONE: text("This was taken back already."),
        People.NO_VIEW_NAME: text("Give the view a name."),
        People.VIEW_NAME_TAKEN: text("You have a view of that name. Choose another, or remove the old one."),
        People.NO_WORDS: text("Say it in a sentence. Whoever reads it later was not there."),
        People.NOBODY_LIKE_THAT: text(
            "Nobody, or more than one person, is registered so. Give the record number, or the whole name and the date of"
            " birth."
        ),
        People.OWN_OPENING: text("You opened this chart yourself. Somebody else reviews it."),
        People.MERGED_AWAY: text("This record was merged into another. Go on with that one."),
    },
    Reminder: {
        Reminder.CHANNEL_OFF: text("No mail server is set up, so nothing is sent. Who runs the server can set one."),
        Reminder.SENDER_NOT_NEUTRAL: text(
            "The sender's name or address says what kind of place this is. Who runs the server must change it first."
        ),
        Reminder.ADDRESS_UNREADABLE: text("A mail server can't read that address. Put it right in the circle."),
        Reminder.NOT_TO_BE_USED: text("That address is never to be used."),
        Reminder.MESSAGE_NOT_ALLOWED: text("No message may be left there, and an e-mail stays. Ask them first."),
        Reminder.NO_CONSENT: text("No consent covers appointments for this person."),
        Reminder.HOURS_UNKNOWN: text("Policy does not say between which hours a message may go out."),
        Reminder.NO_NUMBER: text("No site has a phone number they could call. Write one down: Settings, Sites."),
        Reminder.NOTHING_PLANNED: text("Nothing is planned to remind of."),
        Reminder.TOO_LATE: text("The appointment begins before a message may go out again. Call instead."),
        Reminder.REMINDED_ALREADY: text("A reminder of it waits there already, or was sent."),
        Reminder.WAY_GONE: text("That address is on record no more."),
        Reminder.RECORD_MERGED: text("The record was merged into another."),
        Reminder.SERVER_REFUSED: text("The mail server does not take mail for that address. Ask for another."),
        Reminder.NOT_WAITING: text("It does not wait any more: it was sent, or taken back."),
        Reminder.AGREED_ALREADY: text(
            "They are reminded the day before already. End that first to change the address."
        ),
        Reminder.AGREED_IN_THE_FUTURE: text("That day is still to come. Give the day on which they said so."),
    },
    Consent: {
        Consent.STANDS_ALONE: text(
            "A counselor's own notes and legal proceedings each need a consent of their own, and one for treatment,"
            " payment and running the program names nothing else."
        ),
        Consent.NO_CATEGORY: text("Choose what may be told."),
        Consent.NO_PURPOSE: text("Choose what it is for."),
        Consent.NO_RECIPIENT: text("Choose one person or organization who may be told."),
        Consent.NO_END: text("Give the day it ends, or what ends it, such as the end of treatment."),
        Consent.ENDS_IN_THE_PAST: text("The day it ends is over. Choose one still to come."),
        Consent.NOT_SIGNED: text("It is not signed. The name of whoever signs is missing."),
        Consent.NOT_IN_THE_CIRCLE: text("That person is no longer in the client's circle. Add them there first."),
        Consent.RIGHTS_NOT_TOLD: text(
            "Read them their rights first: they can take it back, and care does not hang on it."
        ),
        Consent.REVOKED_ALREADY: text("This was taken back already."),
        Consent.ENDED_ALREADY: text("This consent has ended by itself. There is nothing to take back."),
        Consent.NAME_TAKEN: text("An organization of that name is on record already."),
        Consent.NAME_MISSING: text("Give the organization's name."),
        Consent.ENDS_BEFORE_START: ENDS_BEFORE_START,
        Consent.NO_CODES: text("There is no code in the list. Give one with a code in its first column."),
        Consent.LATER_EDITION: text("A later edition of this list is loaded already. Load editions in their order."),
        Consent.NO_PAPER: text("Tick each paper that was read and agreed to."),
        Consent.NO_RELATION: text("Say what lets somebody sign for the client: a parent, a guardian, an agent."),
        Consent.NO_EVIDENCE: text("Say what shows that they may sign: the order, the power, the birth certificate."),
        Consent.AUTHORITY_OVER: text("Their right to sign for the client is over."),
        Consent.NOT_DRAWN: text("Nothing is drawn yet. Draw the signature, or type the name."),
        Consent.NO_WITNESS: text("A mark, or a yes that is only said, wants a witness by name."),
        Consent.MUST_BE_WRITTEN: text("A consent to tell somebody is written: saying so is not enough (42 CFR 2.31)."),
        Consent.CLIENT_MUST_SIGN: text(
            "The client signs this themselves: they decide about it alone, or it is not known whether they are of age."
            " No parent signs instead."
        ),
        Consent.PARENT_MUST_SIGN: text("By the law of this state a parent or guardian signs this."),
        Consent.BOTH_MUST_SIGN: text("By the law of this state the client and a parent or guardian both sign this."),
        Consent.CAPACITY_IN_DOUBT: text(
            "Nothing is signed while it is in doubt whether they take it in. Ask a clinician to see them, and try again later."
        ),
        Consent.NEEDS_INTERPRETER: text(
            "They do not speak the language this is written in. Choose another, or name who interprets."
        ),
        Consent.ONLY_TOLD: text("It says what they were told. There is nothing to take back."),
        Consent.NO_MEMBERS: text(
            "An exchange passes records on, so a consent to it must name which of its members, or those who treat the"
            " client."
        ),
        Consent.SENT_TWICE: text("This was signed a moment ago. It is kept once, and holds."),
        Consent.NOT_A_MEMBER: text(
            "Somebody named is no member of that exchange today. Look at its members, and choose again."
        ),
        Consent.MEMBER_ALREADY: text("They are a member in those days already."),
        Consent.ANSWERED_BEFORE_ASKED: text("It can not be answered before it was asked."),
        Consent.ENDS_WITH_NO_EVENT: text(
            "This consent ends with no event. It ends on its day, or when it is taken back."
        ),
        Consent.NOBODY_SAID_SO: text("Say who told you that it has happened."),
        Consent.DAY_TO_COME: text("That day is still to come. Write it down when it has been."),
        Consent.NOT_SAID: text("Say it in a sentence: what they ask, or why it is answered so."),
        Consent.NOT_A_PLAN: text(
            "What they pay for themselves is kept from their health plan. Choose the plan, or all plans."
        ),
        Consent.MUST_BE_KEPT: text("They paid for this care in full themselves. It is kept until they wish it to end."),
        Consent.ANSWERED_ALREADY: text("This was answered already."),
        Consent.NOT_KEPT: text("We keep no such agreement. There is nothing to end."),
        Consent.NOTHING_DECLINED: text(
            "Tick the notice that was given. Only a notice can be given without being acknowledged."
        ),
        Consent.WORDING_MISSING: text("Write it in both languages: nobody is asked to sign what they can not read."),
        Consent.PLACE_MISSING: text("In each language these must stand somewhere: {places}."),
        Consent.PLACE_UNKNOWN: text("Braces hold nothing but {places}. Write everything else without them."),
        Consent.WORDING_STARTS_EARLIER: text("It can hold from {since} on: what held before stays what it was."),
        Consent.NOTHING_CHANGED: text("These are the words there are already."),
        Consent.CHANGE_NOT_SAID: text("Say in a few words what changed."),
    },
    Merging: {
        Merging.SAME_RECORD: text("Choose two different records."),
        Merging.MERGED_ALREADY: text("One of the two was merged into another record already. Look again."),
        Merging.KEEPS_OTHERS: text(
            "Another record was merged into the one to give up. Keep this one, or take that merge back first."
        ),
        Merging.SYNTHETIC_AND_REAL: text("One record is synthetic and the other is not. They stay apart."),
        Merging.NOT_MERGED: text("This merge was taken back already."),
        Merging.MERGED_ON: text("The record that was kept has itself been merged. Take that merge back first."),
        Merging.KEPT_APART: text("A restriction says these two must not meet, so they are two people."),
        Merging.BOTH_IN_CARE: text("Both were in care at the same time. Discharge one, or correct its dates, first."),
        Merging.BOTH_ON_A_CARE_TEAM: text(
            "Both had somebody in the same place on their care team at the same time. End one of the two first."
        ),
        Merging.BOTH_PRESCRIBED: text("Both have hours prescribed for the same days. End one prescription first."),
        Merging.BOTH_EXPECTED: text("Both have seats at the same time, or in the same session. Free one first."),
        Merging.BOTH_ENROLLED: text("Both are enrolled in the same group or track. End one enrollment first."),
        Merging.BOTH_HERE: text("Both were in the building at the same time. Take one visit back first."),
        Merging.BOTH_SAID: text("Both records say something that can only be said once. Take one of the two back."),
    },
    Episode: {
        Episode.ALREADY_ASKING: text("They are on their way in already. Go on from there."),
        Episode.NO_FIRST_CONTACT: text("They are not on their way in. Write down that they asked for care first."),
        Episode.ALREADY_ACCEPTED: text("They are accepted already."),
        Episode.NOT_ACCEPTED: text("Nobody has accepted them yet. Record the decision first."),
        Episode.ALREADY_ADMITTED: text("The client is in care already."),
        Episode.NOT_ADMITTED: text("The client is not in care. Admit them first."),
        Episode.ALREADY_ON_HOLD: text("The client is on hold already."),
        Episode.NOT_ON_HOLD: text("The client is not on hold."),
        Episode.NOT_CLEARED: text("The client is not cleared for group."),
        Episode.LEVEL_NOT_OFFERED: text("The program does not offer this level of care."),
        Episode.SAME_LEVEL: text("The client is at this level, in this program, already."),
        Episode.BEFORE_STAY_BEGAN: text("The present stay began on {since}. Choose a later day."),
        Episode.BEFORE_HOLD_BEGAN: text("The hold began on {since}. Choose a later day."),
        Episode.ENDS_BEFORE_START: ENDS_BEFORE_START,
        Episode.LATER_STEP: later_step,
        Episode.NO_REASON: text("Say why."),
        Episode.NO_PLACE: text("Say where to."),
        Episode.NO_TIME: text("Say when."),
        Episode.ALREADY_TAKEN_BACK: text("This was taken back already."),
        Episode.WAYS_CROSS: text(
            "Put together, what is recorded from {since} on would not follow on the rest. Take it back on one of the two."
        ),
        Episode.NAMED_TWICE: text("One client is named twice."),
    },
    DataFault: {
        DataFault.PREGNANT_MAN: text("Sex says male, pregnancy says yes. Look at both again."),
        DataFault.NOT_WORKING_BUT_EMPLOYED: text(
            "A reason for not working is given, and employment says something else. Look at both again."
        ),
        DataFault.JUSTICE_WITHOUT_COURT: text(
            "A part of the justice system is named, and the referral came from elsewhere. Look at both again."
        ),
        DataFault.USE_WITHOUT_SUBSTANCE: text("Substance {place}: how and how often are given, and no substance."),
        DataFault.SUBSTANCE_TWICE: text("Substance {place} is named before. Name another, or none."),
        DataFault.SUBSTANCE_SKIPPED: text("Substance {place} is named, and none before it. Move it up."),
        DataFault.FIRST_USE_AFTER_TODAY: text("Substance {place}: first use is after today; they are {age} now."),
        DataFault.BELOW_NOTHING: text("A number can't be below nothing."),
    },
    Journey: {
        Journey.NOBODY_FOLLOWS_UP: text(
            "Nobody would keep in touch while they are away. Name somebody, or give them a case manager first."
        ),
        Journey.NOT_CONSENTED: text(
            "They have not agreed to be treated here. Go through the agreements with them, and have them signed, first."
        ),
        Journey.OTHER_CLIENT: text("Parts of this admission are about another client."),
    },
    Plan: {
        Plan.LATER_PRESCRIPTION_EXISTS: text("A prescription holds from {since} on already. Choose a later day."),
        Plan.NAMED_TWICE: text("One client is named twice."),
        Plan.SERVICE_TWICE: text("One service is named twice. Join the two lines."),
        Plan.NO_MINUTES: text("A session lasts at least one minute."),
        Plan.NO_SESSIONS: text("A line needs at least one session a week."),
        Plan.BELOW_LEVEL_MINIMUM: below_minimum,
        Plan.NEEDS_A_PHYSICIAN: text(
            "This payer wants a physician to order the hours: name a prescriber or the medical director. {source}."
        ),
        Plan.ENDED_ALREADY: text("This order ended on {since} already."),
        Plan.ENDS_BEFORE_START: text("This order began on {since}. Choose a later day."),
    },
    Coverage: {
        Coverage.ENDS_BEFORE_START: ENDS_BEFORE_START,
        Coverage.UNITS_TWICE: text("One kind of unit is named twice. Join the two lines."),
        Coverage.NEGATIVE_UNITS: text("Units can't be fewer than none."),
        Coverage.NOBODY_NAMED: text("Say with whom you spoke, or whose voicemail it was."),
        Coverage.IN_THE_FUTURE: text("That talk is still to come. Give the time it happened."),
        Coverage.REVIEW_IN_THE_PAST: text("The next review would be before the talk. Check the two dates."),
        Coverage.ENDED_ALREADY: text("This authorization ends on {since} already."),
    },
    Safety: {
        Safety.SAME_CLIENT: text("Name two different clients."),
        Safety.ENDS_BEFORE_START: ENDS_BEFORE_START,
        Safety.ALREADY_RESTRICTED: text("These two are kept apart already."),
        Safety.ENDED_ALREADY: text("This has ended already."),
        Safety.NO_REASON: text("Say why they may meet again. It is kept."),
    },
}
