"""Every action about what people may ask about their records, done once as it should be; part of the table in `cases`."""

from __future__ import annotations

from stepdown.agency.terms import Role
from stepdown.privacy import actions as privacy
from stepdown.privacy.terms import BreachNotice, CopyRow, NewAnswer, Outcome, Says
from tests.actions.cases.case import Case, changed, one
from tests.actions.cases.consent import KEEP, REVOKE
from tests.actions.cases.people import moves
from tests.factories.asking import access
from tests.factories.breaches import letter, weighed
from tests.factories.crowd import BEFORE

DAY = BEFORE.date()
COPY = CopyRow(0, BEFORE, "", (), (), 1, "00" * 32)

PRIVACY: dict[str, Case] = {
    "privacy.take_request": Case(
        lambda p, by, at: privacy.take_request(by=by, at=at, day=DAY, request=access(p.newcomer, DAY)),
        REVOKE, one("privacy_request"), [("request", "newcomer")],
    ),
    "privacy.extend_request": Case(
        lambda p, by, at: privacy.extend_request(
            by=by, at=at, day=DAY, request=p.known.asked, words="The archive is away", told_on=DAY
        ),
        KEEP, one("privacy_extension"), [("request", "newcomer")],
    ),
    "privacy.keep_copy": Case(
        lambda p, by, at: privacy.keep_copy(by=by, at=at, request=p.known.asked, copy=COPY),
        KEEP, one("privacy_copy"), [("request", "newcomer")],
    ),
    "privacy.answer_request": Case(
        lambda p, by, at: privacy.answer_request(
            by=by, at=at, request=p.known.asked, answer=NewAnswer(Outcome.WITHDRAWN, "Not now")
        ),
        KEEP, one("privacy_answer"), [("request", "newcomer")],
    ),
    "privacy.reopen_request": Case(
        lambda p, by, at: privacy.reopen_request(by=by, at=at, request=p.known.withdrawn),
        KEEP, {("privacy_answer", "delete"): 1}, [("request", "newcomer")],
    ),
    "privacy.say_to_denial": Case(
        lambda p, by, at: privacy.say_to_denial(
            by=by, at=at, day=DAY, request=p.known.denied, says=Says.DISAGREEMENT, words="It was June 3"
        ),
        KEEP, one("privacy_statement"), [("request", "newcomer")],
    ),
    "privacy.report_breach": Case(
        lambda p, by, at: privacy.report_breach(by=by, at=at, day=DAY, breach=letter(p.site, DAY)),
        set(Role), one("privacy_breach"), [("breach", "")],
    ),
    "privacy.assess_breach": Case(
        lambda p, by, at: privacy.assess_breach(by=by, at=at, breach=p.known.breach, assessment=weighed()),
        KEEP, {("privacy_breachassessment", "insert"): 1, ("privacy_breachfactor", "insert"): 4}, [("breach", "")],
    ),
    "privacy.tell_of_breach": Case(
        lambda p, by, at: privacy.tell_of_breach(
            by=by, at=at, day=DAY, breach=p.known.breach, notice=BreachNotice.PEOPLE, told_on=DAY, words="By mail"
        ),
        KEEP, one("privacy_breachtold"), [("breach", "")],
    ),
    "privacy.take_back_told": Case(
        lambda p, by, at: privacy.take_back_told(by=by, at=at, told=p.known.told, words="The letters never left"),
        KEEP, changed("privacy_breachtold"), [("breach", "")],
    ),
    "privacy.close_breach": Case(
        lambda p, by, at: privacy.close_breach(by=by, at=at, day=DAY, breach=p.known.no_breach, words="Envelopes are checked"),
        KEEP, one("privacy_breachclosing"), [("breach", "")],
    ),
    "privacy.place_hold": Case(
        lambda p, by, at: privacy.place_hold(
            by=by, at=at, day=DAY, client=p.newcomer, words="Synthetic lawsuit", placed_on=DAY
        ),
        KEEP, one("privacy_legalhold"), [("legal_hold", "newcomer")],
    ),
    "privacy.lift_hold": Case(
        lambda p, by, at: privacy.lift_hold(by=by, at=at, hold=p.known.hold, words="Synthetic settlement"),
        KEEP, changed("privacy_legalhold"), [("legal_hold", "newcomer")],
    ),
    "privacy.move_client": moves(privacy, lambda p: p.newcomer, "privacy_request", "privacy_legalhold"),
}  # fmt: skip
