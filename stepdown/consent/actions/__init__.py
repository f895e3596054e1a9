"""Everything people do about consents, what is told, and legal requests."""

from stepdown.consent.actions.codes import load_codes
from stepdown.consent.actions.consents import agree, keep_recipient, move_client, revoke, sign, tell
from stepdown.consent.actions.endings import end_at_discharge, end_by_event
from stepdown.consent.actions.exchanges import add_member, ask_list, end_member, list_came
from stepdown.consent.actions.leaving import release
from stepdown.consent.actions.legal import (
    answer_legal_request,
    decide_legal_request,
    link_legal_request,
    note_legal_step,
    take_legal_request,
)
from stepdown.consent.actions.papers import sign_papers, withdraw_paper, write_wording
from stepdown.consent.actions.restrictions import answer_restriction, ask_restriction
from stepdown.consent.actions.signatures import give_copy

__all__ = [
    "add_member",
    "agree",
    "answer_legal_request",
    "answer_restriction",
    "ask_list",
    "ask_restriction",
    "decide_legal_request",
    "end_at_discharge",
    "end_by_event",
    "end_member",
    "give_copy",
    "keep_recipient",
    "link_legal_request",
    "list_came",
    "load_codes",
    "move_client",
    "note_legal_step",
    "release",
    "revoke",
    "sign",
    "sign_papers",
    "take_legal_request",
    "tell",
    "withdraw_paper",
    "write_wording",
]
