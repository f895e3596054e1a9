"""What stands in the way of requests about one's own record."""

from __future__ import annotations

from stepdown.privacy.terms import HoldBlocker
from stepdown.privacy.terms import RequestBlocker as B
from stepdown.web.desk.sentences.phrases import Sentences, text

PRIVACY: Sentences = {
    HoldBlocker: {
        HoldBlocker.NO_WORDS: text("Say why, in a few words."),
        HoldBlocker.NOT_YET: text("That day is still to come. A hold begins today or before."),
        HoldBlocker.LIFTED_ALREADY: text("This hold is lifted already. What holds it now is a new one."),
    },
    B: {
        B.NOBODY_NAMED: text("Say who asks."),
        B.NO_RELATION: text("Say what lets them act for the client: guardian, power of attorney."),
        B.NO_LEGAL_PAPER: text("Who acts for a client shows a paper that lets them. See it first."),
        B.NOT_RECEIVED_YET: text("The day it came is still to come. Check the date."),
        B.NOTHING_WRONG_SAID: text("Say what in the record is wrong."),
        B.NOTHING_RIGHT_SAID: text("Say what it should say instead."),
        B.NOT_IN_THE_CIRCLE: text("Whom it goes to is not in the client's circle. Add them first."),
        B.ANSWERED_ALREADY: text("This request is answered already. What comes next is a new one."),
        B.EXTENDED_ALREADY: text("It was extended already; the law allows that once."),
        B.NOT_TOLD_THEN: text("Choose the day the client was told: not before they asked, and not a day to come."),
        B.TOO_LATE_TO_EXTEND: text("The first period is over. The client had to be told before its last day."),
        B.NO_WORDS: text("Say it in a few words: the client reads them."),
        B.NO_GROUND: text("Choose the ground for what is kept back. The law names them; there is no other."),
        B.OTHER_GROUND: text("That ground is not one for this kind of request, or nothing is kept back."),
        B.OTHER_OUTCOME: text("This kind of request does not end like that."),
        B.NO_COPY: text("Make the copy first."),
        B.NOT_SAID_HOW: text("Say how it reached them."),
        B.NOT_ACCESS: text("A copy is made for a request to have one."),
        B.NOT_DENIED: text("Nothing was denied here, so there is nothing to disagree with."),
        B.SAID_ALREADY: text("That statement is there already."),
        B.DISAGREEMENT_FIRST: text("We answer a disagreement. There is none yet."),
        B.NOT_WITHDRAWN: text("Only a request that was withdrawn is opened again."),
    },
}
