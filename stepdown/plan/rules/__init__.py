"""What stands in the way of an order, and which attended minutes count."""

from stepdown.plan.rules.counting import counted_day, counting, minutes_of, on_days
from stepdown.plan.rules.orders import ending_obstacles, prescription_obstacles

__all__ = ["counted_day", "counting", "ending_obstacles", "minutes_of", "on_days", "prescription_obstacles"]
