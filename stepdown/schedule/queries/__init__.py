"""Reading the week: plain rows for pages and for the apps above."""

from stepdown.schedule.queries.minutes import expected_in

__all__ = ["expected_in"]
