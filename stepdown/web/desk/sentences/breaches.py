"""What stands in the way of a step of a breach."""

from __future__ import annotations

from stepdown.privacy.terms import BreachBlocker as B
from stepdown.web.desk.sentences.phrases import Sentences, text

BREACHES: Sentences = {
    B: {
        B.NOT_SAID: text("Say it in a few words."),
        B.NO_PART: text("Tick at least one kind of information."),
        B.NOBODY_TOUCHED: text("Say how many people it touched: one at least."),
        B.DISCOVERED_LATER: text("The day it was discovered is still to come. Check the date."),
        B.HAPPENED_LATER: text("It happened after it was discovered. Check the dates."),
        B.FACTOR_NOT_WEIGHED: text("Rate each of the four factors, and say why."),
        B.NOTHING_LOW: text(
            "No factor is rated low, so nothing shows a low probability. The burden of showing it is ours."
        ),
        B.NOT_DECIDED: text("It is not decided yet. Weigh the four factors first."),
        B.NOT_OWED: text("They are not told of this one."),
        B.TOLD_ALREADY: text("That they were told is written down already."),
        B.DAY_CAN_NOT_BE: text("They were told between the day it was discovered and today. Check the date."),
        B.PEOPLE_NOT_TOLD: text("The people it touched are not told yet."),
        B.HHS_NOT_TOLD: text("Health and Human Services is not told yet."),
        B.MEDIA_NOT_TOLD: text("The media are not told yet."),
        B.CLOSED_ALREADY: text("It is closed already."),
        B.TAKEN_BACK_ALREADY: text("It is taken back already."),
    },
}
