"""Reading the ledger: joins plan, coverage, schedule and session. A constant number of queries."""

from stepdown.ledger.queries.board import Line, board
from stepdown.ledger.queries.facts import Seen, span_of, weeks_of
from stepdown.ledger.queries.glance import Glance, glances
from stepdown.ledger.queries.make_ups import ClientLine, client_line
from stepdown.ledger.queries.use import Used, used

__all__ = [
    "ClientLine",
    "Glance",
    "Line",
    "Seen",
    "Used",
    "board",
    "client_line",
    "glances",
    "span_of",
    "used",
    "weeks_of",
]
