"""Reading the week: plain rows for pages and for the apps above."""

from stepdown.schedule.queries.minutes import planned_for, scheduled_minutes

__all__ = ["planned_for", "scheduled_minutes"]
