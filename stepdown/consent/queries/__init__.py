"""Reading consents, what was told, and what the gate needs to know."""

from stepdown.consent.queries.accounting import accounting_of
from stepdown.consent.queries.codes import code_lists
from stepdown.consent.queries.consents import consents_of, ending
from stepdown.consent.queries.exchanges import lists_of, members
from stepdown.consent.queries.gate import answer, as_the_circle_sees, known, unsignable, unwritable, whom, would_tell
from stepdown.consent.queries.leaving import last_told
from stepdown.consent.queries.legal import (
    decided_legal_requests,
    legal_request,
    open_about,
    open_by_client,
    open_legal_requests,
    taken_in,
)
from stepdown.consent.queries.minors import who_decides
from stepdown.consent.queries.papers import (
    as_read,
    papers_of,
    papers_of_many,
    papers_read,
    papers_to_sign,
    unsignable_papers,
    unwordable,
    wording_rows,
    wordings,
)
from stepdown.consent.queries.recipients import organizations, recipients
from stepdown.consent.queries.restrictions import answers_to, restrictions_of, unaskable
from stepdown.consent.queries.signatures import sent_twice

__all__ = [
    "accounting_of",
    "answer",
    "answers_to",
    "as_read",
    "as_the_circle_sees",
    "code_lists",
    "consents_of",
    "decided_legal_requests",
    "ending",
    "known",
    "last_told",
    "legal_request",
    "lists_of",
    "members",
    "open_about",
    "open_by_client",
    "open_legal_requests",
    "organizations",
    "papers_of",
    "papers_of_many",
    "papers_read",
    "papers_to_sign",
    "recipients",
    "restrictions_of",
    "sent_twice",
    "taken_in",
    "unaskable",
    "unsignable",
    "unsignable_papers",
    "unwordable",
    "unwritable",
    "who_decides",
    "whom",
    "wording_rows",
    "wordings",
    "would_tell",
]
