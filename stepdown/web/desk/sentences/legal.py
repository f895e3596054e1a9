"""What stands in the way of legal requests."""

from __future__ import annotations

from stepdown.consent.terms import LegalBlocker
from stepdown.web.desk.sentences.phrases import Sentences, text

LEGAL: Sentences = {
    LegalBlocker: {
        LegalBlocker.NO_SENDER: text("Say who sent it, or who came."),
        LegalBlocker.NOTHING_ASKED: text("Say what it asks for, as the paper says it."),
        LegalBlocker.NOT_RECEIVED_YET: text("The day it came is still to come. Check the date."),
        LegalBlocker.DUE_BEFORE_RECEIVED: text("It is due before it came. Check both dates."),
        LegalBlocker.NO_WORDS: text("Say in a few words what was done."),
        LegalBlocker.NO_CLIENT: text("First say whom it is about: link the client it names."),
        LegalBlocker.NOT_BY_THE_GATE: text("Records go out only by the gate: ask it on the page of the request."),
        LegalBlocker.DECIDED_ALREADY: text("This request is decided already. What comes next is a new one."),
        LegalBlocker.ON_HOLD: text("One of the two records has to stay as it is for now. Ask the compliance officer."),
    },
}
